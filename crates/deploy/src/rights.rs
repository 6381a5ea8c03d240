//! Asking IAM whether the caller may do all that a deployment does, before it begins. Advice: a deployment does not depend
//! on the answer.

use std::collections::{BTreeSet, VecDeque};

use signalarm_cloud::{Answer, Call, CallerIdentity, IamCall, Reply};

use crate::documents::{Need, needs};
use crate::line::{Heard, Line};
use crate::{Machine, Next, Wanted};

/// Asks *SimulatePrincipalPolicy* about every action of [`deployer_policy`](crate::deployer_policy), on its resources.
#[derive(Clone, Debug)]
pub struct CheckRights {
    questions: VecDeque<IamCall>,
    asked: usize,
    lacking: BTreeSet<String>,
    /// Why nothing can be asked.
    unknown: Option<String>,
    line: Line,
}

/// What the caller's policies allow. Service control policies, boundaries and session policies may say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rights {
    /// All that is needed.
    Sufficient {
        /// How many actions were asked about.
        actions: usize,
    },
    /// Not these actions, at least not on all resources.
    Lacking(BTreeSet<String>),
    /// It is not known. In words.
    Unknown(String),
}

impl CheckRights {
    /// Will ask about all that is needed for what is wanted.
    #[must_use]
    pub fn new(wanted: &Wanted, caller: &CallerIdentity) -> Self {
        let (questions, unknown) = match policy_source(&caller.arn) {
            Ok(source) => (needs(wanted).into_iter().map(|need| question(&source, need)).collect(), None),
            Err(why) => (VecDeque::new(), Some(why)),
        };
        Self { questions, asked: 0, lacking: BTreeSet::new(), unknown, line: Line::default() }
    }

    fn ask(&mut self) -> Next<Rights> {
        if let Some(why) = self.unknown.take() {
            return Next::Done(Rights::Unknown(why));
        }
        match self.questions.pop_front() {
            Some(question) => self.line.ask(Call::from(question)).into(),
            None if self.lacking.is_empty() => Next::Done(Rights::Sufficient { actions: self.asked }),
            None => Next::Done(Rights::Lacking(std::mem::take(&mut self.lacking))),
        }
    }
}

impl Machine for CheckRights {
    type Output = Rights;

    fn next(&mut self, answer: Option<Answer>) -> Next<Rights> {
        match self.line.hear(answer) {
            Heard::Idle => self.ask(),
            Heard::Pause(pause) => pause.into(),
            Heard::Answered(answered) => match answered.answer {
                Ok(Reply::Decisions(decisions)) => {
                    self.asked += decisions.len();
                    self.lacking
                        .extend(decisions.into_iter().filter(|(_, is_allowed)| !is_allowed).map(|(action, _)| action));
                    self.ask()
                }
                Ok(_) => Next::Done(Rights::Unknown("the answer is that of another operation".to_owned())),
                Err(failure) => Next::Done(Rights::Unknown(format!("{} {failure}", answered.call.action()))),
            },
        }
    }
}

fn question(policy_source_arn: &str, need: Need) -> IamCall {
    IamCall::SimulatePrincipalPolicy {
        policy_source_arn: policy_source_arn.to_owned(),
        action_names: need.actions.into_iter().map(str::to_owned).collect(),
        resource_arns: need.resources,
        passed_to_service: need.passed_to_service.map(str::to_owned),
    }
}

/// Whose policies hold for a caller: the user itself, or the role of a session (IAM User Guide, *IAM identifiers*). The path
/// of a role does not stand in the ARN of its session: for a role with one the question fails.
fn policy_source(caller: &str) -> Result<String, String> {
    let mut parts = caller.splitn(6, ':');
    let (partition, service) = (parts.nth(1), parts.next());
    let (account, resource) = (parts.nth(1), parts.next());
    let (Some(partition), Some(service), Some(account), Some(resource)) = (partition, service, account, resource)
    else {
        return Err(format!("{caller} is no ARN"));
    };
    match (service, resource.split('/').collect::<Vec<&str>>().as_slice()) {
        ("iam", ["root"]) => Err("the root user calls, whom no policy of its account restricts".to_owned()),
        ("iam", ["user" | "role", _, ..]) => Ok(caller.to_owned()),
        ("sts", ["assumed-role", role, _]) => Ok(format!("arn:{partition}:iam::{account}:role/{role}")),
        _ => Err(format!("IAM does not simulate the policies of {caller}")),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::policy_source;

    #[rstest]
    #[case("arn:aws:iam::111122223333:user/ops/alice", Some("arn:aws:iam::111122223333:user/ops/alice"))]
    #[case("arn:aws-cn:sts::111122223333:assumed-role/Admin/alice", Some("arn:aws-cn:iam::111122223333:role/Admin"))]
    #[case("arn:aws:iam::111122223333:root", None)]
    #[case("arn:aws:sts::111122223333:federated-user/alice", None)]
    #[case("alice", None)]
    #[case("", None)]
    fn policies_are_those_of_a_user_or_role(#[case] caller: &str, #[case] source: Option<&str>) {
        assert_eq!(policy_source(caller).ok().as_deref(), source);
    }
}
