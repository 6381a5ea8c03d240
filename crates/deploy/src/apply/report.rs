//! What came of a plan, and what a person must still do.

use std::error::Error;
use std::fmt;

use serde_json::Value;
use signalarm_cloud::SubscriptionState;

use super::Aim;
use crate::documents::key_policy_statement;
use crate::plan::leftovers;
use crate::step::{Plan, Resource, Step};
use crate::{Fact, Found, Trouble, View, Wanted};

/// What came of a plan that was carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What was done, in order.
    pub done: Vec<Step>,
    /// What stayed although it bears our names: it was adopted, is somebody's, or holds data and was not named.
    pub left: Vec<Resource>,
    /// What a person must still do.
    pub todo: Vec<Todo>,
    /// The account as it is now.
    pub view: View,
}

/// What a person must still do.
#[derive(Clone, Debug, PartialEq)]
pub enum Todo {
    /// Follow the link in a mail, or let the server answer.
    Confirm(Resource),
    /// Nothing can be done but wait: SNS removes it after two days.
    PendingUnwanted(Resource),
    /// Delete what an earlier config named, or name it again: it is ours, and holds data or works on.
    LeftOver(Resource),
    /// Ask AWS to let the account out of the SMS sandbox, or verify the numbers.
    LeaveSmsSandbox,
    /// See that the key's policy has this statement.
    KeyPolicy {
        /// The ARN of the key.
        key: String,
        /// The statement.
        statement: Value,
    },
}

/// A plan was not carried out to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Stopped {
    /// Why.
    pub trouble: Trouble,
    /// What was done before, in order; a second run goes on from there.
    pub done: Vec<Step>,
}

impl Report {
    pub(super) fn new(aim: &Aim, view: View, plan: Plan, done: Vec<Step>, leftovers: &[Resource]) -> Self {
        let todo = match aim {
            Aim::Deploy(_) => todo(&view.wanted, &view.found, &plan),
            Aim::Remove(_) => Vec::new(),
        };
        let mut left = plan.foreign;
        // A removal ends with what remembered them.
        let forgotten: Vec<Resource> = leftovers.iter().filter(|leftover| !left.contains(leftover)).cloned().collect();
        left.extend(forgotten);
        Self { done, left, todo, view }
    }
}

/// What a person must do once there is nothing to do for us.
pub(crate) fn todo(wanted: &Wanted, found: &Found, plan: &Plan) -> Vec<Todo> {
    let mut todo = Vec::new();
    for alert in wanted.alerts.iter() {
        let name = alert.name.as_str();
        let topic = found.topics.get(name).and_then(Fact::present);
        let listed = topic.and_then(|topic| topic.subscriptions.present()).into_iter().flatten();
        for pending in listed.filter(|listed| listed.state == SubscriptionState::PendingConfirmation) {
            let (protocol, endpoint) = (pending.protocol.clone(), pending.endpoint.clone());
            let resource = Resource::Subscription { topic: name.to_owned(), protocol, endpoint };
            if alert.topic.wants(pending) {
                todo.push(Todo::Confirm(resource));
            }
        }
    }
    todo.extend(plan.pending_unwanted.iter().cloned().map(Todo::PendingUnwanted));
    todo.extend(leftovers(wanted, found).map(Todo::LeftOver));
    if found.sms_sandbox.present() == Some(&true) {
        todo.push(Todo::LeaveSmsSandbox);
    }
    if let Some(key) = wanted.deployment().topic_key.as_ref().map(ToString::to_string) {
        todo.push(Todo::KeyPolicy { key, statement: key_policy_statement(wanted.place()) });
    }
    todo
}

impl fmt::Display for Todo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Confirm(resource) => write!(f, "confirm the {resource}"),
            Self::PendingUnwanted(resource) => {
                write!(f, "nobody wants the {resource}; unconfirmed, it cannot be removed, and SNS drops it after two days")
            }
            Self::LeftOver(resource) => {
                write!(f, "an earlier config named the {resource}; it is not touched any more: delete it, or name it again")
            }
            Self::LeaveSmsSandbox => f.write_str(
                "the account is in the SMS sandbox: text messages reach verified numbers only; verify them, or ask AWS to \
                 leave it",
            ),
            Self::KeyPolicy { key, statement } => {
                write!(f, "see that the policy of the key {key} has this statement: {statement}")
            }
        }
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.trouble)?;
        match self.done.len() {
            0 => f.write_str("; nothing was changed"),
            1 => f.write_str("; one step was done before, and a second run goes on from there"),
            done => write!(f, "; {done} steps were done before, and a second run goes on from there"),
        }
    }
}

impl Error for Stopped {}
