//! Calls of IAM.

use signalarm_cloud::{Call, DescribedRole, IamCall, Page, Reply, Tag};

use super::tags;

/// A document in which everything stands that an encoding could harm.
const DOCUMENT: &str = "{\n  \"Sid\": \"100 % + \u{fc}ber&<all>\",\n  \"Action\": [\"sts:AssumeRole\"]\n}";
const ROLE_ARN: &str = "arn:aws-cn:iam::123456789012:role/signin-console";

fn role_name() -> String {
    "signin-console".to_owned()
}

fn policy_name() -> String {
    "signalarm-deliver-to-log-group".to_owned()
}

fn described(tags: Vec<Tag>) -> Reply {
    Reply::Role(Box::new(DescribedRole {
        role_name: role_name(),
        arn: ROLE_ARN.to_owned(),
        assume_role_policy_document: DOCUMENT.to_owned(),
        tags,
    }))
}

pub(super) fn calls() -> Vec<(Call, Reply)> {
    let calls = [of_roles(), of_policies()].concat();
    calls.into_iter().map(|(call, reply)| (call.into(), reply)).collect()
}

fn create_role(tags: Vec<Tag>) -> IamCall {
    IamCall::CreateRole {
        role_name: role_name(),
        assume_role_policy_document: DOCUMENT.to_owned(),
        description: "Lets CloudTrail write to the log group".to_owned(),
        tags,
    }
}

fn of_roles() -> Vec<(IamCall, Reply)> {
    let document = DOCUMENT.to_owned();
    vec![
        (create_role(tags()), described(tags())),
        (create_role(Vec::new()), described(Vec::new())),
        (IamCall::GetRole { role_name: role_name() }, described(tags())),
        (IamCall::UpdateAssumeRolePolicy { role_name: role_name(), policy_document: document }, Reply::Done),
        (IamCall::DeleteRole { role_name: role_name() }, Reply::Done),
        (IamCall::TagRole { role_name: role_name(), tags: tags() }, Reply::Done),
    ]
}

fn of_policies() -> Vec<(IamCall, Reply)> {
    let names = |names: &[&str], next_token: Option<&str>| {
        let items = names.iter().map(|name| (*name).to_owned()).collect();
        Reply::Names(Page { items, next_token: next_token.map(str::to_owned) })
    };
    let list = |next_token: Option<&str>| IamCall::ListRolePolicies {
        role_name: role_name(),
        next_token: next_token.map(str::to_owned),
    };
    let actions = ["sns:CreateTopic", "logs:CreateLogGroup"].map(str::to_owned);
    let decisions = vec![(actions[0].clone(), true), (actions[1].clone(), false)];
    vec![
        (
            IamCall::PutRolePolicy {
                role_name: role_name(),
                policy_name: policy_name(),
                policy_document: DOCUMENT.to_owned(),
            },
            Reply::Done,
        ),
        (
            IamCall::GetRolePolicy { role_name: role_name(), policy_name: policy_name() },
            Reply::Document(DOCUMENT.to_owned()),
        ),
        (list(None), names(&["signalarm-deliver-to-log-group"], Some("2"))),
        (list(Some("2")), names(&[], None)),
        (IamCall::DeleteRolePolicy { role_name: role_name(), policy_name: policy_name() }, Reply::Done),
        (
            IamCall::SimulatePrincipalPolicy {
                policy_source_arn: ROLE_ARN.to_owned(),
                action_names: actions.to_vec(),
                resource_arns: vec!["arn:aws:sns:eu-west-1:123456789012:t".to_owned()],
                passed_to_service: Some("cloudtrail.amazonaws.com".to_owned()),
            },
            Reply::Decisions(decisions),
        ),
    ]
}
