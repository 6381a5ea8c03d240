//! What must hold when a deployment has come to its end.

use std::collections::BTreeSet;
use std::fmt;

use signalarm_account::Account;
use signalarm_alarm::State;
use signalarm_cloud::{SubscriptionState, TrailStatus};
use signalarm_deploy::{Aim, Apply, Fact, Found, Look, Machine, Next, Wanted};
use signalarm_time::Timestamp;

use super::strangers::listed;

/// Something that must hold of every deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeploymentInvariant {
    /// Once faults have stopped it comes to its end within [`RUNS_AFTER_FAULTS_MAX`](super::RUNS_AFTER_FAULTS_MAX) runs,
    /// one more where somebody meddled.
    Converges,
    /// A run stops only for what went wrong or was changed meanwhile.
    StopsForAReason,
    /// The end is that of an undisturbed deployment from the same beginning, or from that of the first run after somebody
    /// meddled last.
    SameEnd,
    /// Nobody is subscribed to a topic twice.
    NoDuplicate,
    /// Nothing of strangers' is changed or deleted.
    StrangersKept,
    /// The plan afterwards is empty.
    NothingLeft,
}

/// Something that did not hold of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeploymentViolation {
    /// What should have held.
    pub invariant: DeploymentInvariant,
    /// What was seen, in words.
    pub what: String,
}

impl fmt::Display for DeploymentInvariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Converges => "converges",
            Self::StopsForAReason => "stops for a reason",
            Self::SameEnd => "same end",
            Self::NoDuplicate => "no duplicate",
            Self::StrangersKept => "strangers kept",
            Self::NothingLeft => "nothing left",
        })
    }
}

/// What does not hold of an account in which a deployment has come to its end; `undisturbed` is where one would begin with
/// which nothing goes wrong.
pub(super) fn judge(
    wanted: &Wanted,
    aim: &Aim,
    account: &mut Account,
    mut undisturbed: Account,
) -> Vec<DeploymentViolation> {
    let mut violations = Vec::new();
    let mut violates = |invariant, what: String| violations.push(DeploymentViolation { invariant, what });
    for topic_arn in wanted.alerts.iter().map(|alert| &alert.topic.arn) {
        let mut known = BTreeSet::new();
        for (_, protocol, endpoint) in listed(account, topic_arn) {
            if !known.insert((protocol.clone(), endpoint.to_lowercase())) {
                violates(DeploymentInvariant::NoDuplicate, format!("{protocol} {endpoint} is subscribed twice"));
            }
        }
    }
    let found = match driven(account, &mut Look::new(wanted.clone())) {
        Err(trouble) => {
            violates(DeploymentInvariant::NothingLeft, trouble.to_string());
            return violations;
        }
        Ok(view) => {
            match aim.plan(&view) {
                Ok(plan) if plan.is_empty() => {}
                Ok(plan) => {
                    let steps: Vec<String> = plan.steps.iter().map(ToString::to_string).collect();
                    violates(DeploymentInvariant::NothingLeft, format!("there is still to {}", steps.join(", ")));
                }
                Err(obstacles) => violates(DeploymentInvariant::NothingLeft, obstacles.to_string()),
            }
            view.found
        }
    };
    match end_of(&mut undisturbed, wanted, aim) {
        Ok(expected) => {
            if let Some(difference) = difference(&comparable(found), &comparable(expected)) {
                violates(DeploymentInvariant::SameEnd, difference);
            }
        }
        Err(why) => violates(DeploymentInvariant::Converges, format!("undisturbed it does not come to its end: {why}")),
    }
    violations
}

/// Where an undisturbed deployment ends.
fn end_of(account: &mut Account, wanted: &Wanted, aim: &Aim) -> Result<Found, String> {
    let view = driven(account, &mut Look::new(wanted.clone())).map_err(|trouble| trouble.to_string())?;
    let plan = aim.plan(&view).map_err(|obstacles| obstacles.to_string())?;
    let report = driven(account, &mut Apply::new(view, plan, aim.clone())).map_err(|stopped| stopped.to_string())?;
    Ok(report.view.found)
}

pub(super) fn driven<M: Machine>(account: &mut Account, machine: &mut M) -> M::Output {
    let mut answer = None;
    loop {
        match machine.next(answer.take()) {
            Next::Call(call) => answer = Some(account.answer(*call).map_err(Into::into)),
            Next::Wait { duration, .. } => account.advance(account.now() + duration),
            Next::Done(output) => return output,
        }
    }
}

/// What is there, without times, ids, and the states that alarms happen to be in.
fn comparable(mut found: Found) -> Found {
    if let Fact::Present(alarms) = &mut found.alarms {
        for state in alarms.values_mut().map(|alarm| &mut alarm.alarm.state) {
            state.state_reason.clear();
            state.state_reason_data = None;
            state.state_value = State::Ok;
            state.alarm_configuration_updated = Timestamp::MIN;
            state.state_updated = Timestamp::MIN;
            state.state_transitioned = Timestamp::MIN;
        }
    }
    for topic in found.topics.values_mut() {
        let Fact::Present(topic) = topic else { continue };
        let Fact::Present(listed) = &mut topic.subscriptions else { continue };
        listed.sort_by(|one, other| (&one.protocol, &one.endpoint).cmp(&(&other.protocol, &other.endpoint)));
        for subscription in listed {
            if let SubscriptionState::Confirmed { subscription_arn } = &mut subscription.state {
                subscription_arn.clear();
            }
        }
    }
    if let Fact::Present(trail) = &mut found.trail
        && let Fact::Present(status) = &mut trail.status
    {
        *status = TrailStatus { is_logging: status.is_logging, ..TrailStatus::default() };
    }
    found
}

/// The first line in which two chains differ, in words.
fn difference(one: &Found, other: &Found) -> Option<String> {
    if one == other {
        return None;
    }
    let (one, other) = (format!("{one:#?}"), format!("{other:#?}"));
    let (mut within, mut lines) = (Vec::new(), one.lines().zip(other.lines()));
    let (one, other) = lines.find(|(one, other)| one != other || note(&mut within, one)).unwrap_or(("more", "less"));
    Some(format!("{} is {} and would be {}", within.join(" "), one.trim(), other.trim()))
}

/// Keeps in mind within what the lines stand that follow this one, for somebody who reads the next one alone. Says no.
fn note<'l>(within: &mut Vec<&'l str>, line: &'l str) -> bool {
    let line = line.trim();
    if line.ends_with(['{', '[', '(']) {
        within.push(line.trim_end_matches([' ', '{', '[', '(', ':']));
    } else if line.starts_with(['}', ']', ')']) {
        within.pop();
    }
    false
}
