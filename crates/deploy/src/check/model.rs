//! A naive account: what was found, and what each call of a plan makes of it.

mod services;
mod trail;

use signalarm_cloud::{Call, Tag};

use crate::documents::{Document, keeps_others};
use crate::found::owner;
use crate::step::{Change, Plan, Step};
use crate::{Fact, Found, Owner, Wanted};

/// What a call would do wrong.
pub(super) type Wrong = String;

pub(super) struct Model<'a> {
    wanted: &'a Wanted,
    pub(super) found: Found,
}

impl<'a> Model<'a> {
    pub(super) fn new(wanted: &'a Wanted, found: &Found) -> Self {
        Self { wanted, found: found.clone() }
    }

    /// Does every step, and says what was wrong with each.
    pub(super) fn run(&mut self, plan: &Plan) -> Vec<String> {
        let mut violations = Vec::new();
        for (number, step) in (1..).zip(&plan.steps) {
            if let Err(wrong) = self.step(step) {
                violations.push(format!("step {number} ({step}): {wrong}"));
            }
        }
        violations
    }

    fn step(&mut self, step: &Step) -> Result<(), Wrong> {
        match &step.call {
            Call::Sns(call) => self.sns(call, &step.change),
            Call::CloudWatch(call) => self.cloudwatch(call),
            Call::Logs(call) => self.logs(call),
            Call::Iam(call) => self.iam(call),
            Call::S3(call) => self.s3(call),
            Call::CloudTrail(call) => self.cloudtrail(call),
            Call::Sqs(_) | Call::Sts(_) => Err("it asks and changes nothing".to_owned()),
        }
    }

    /// The name in an ARN that begins like those of one kind here.
    fn name<'b>(beginning: &str, arn: &'b str) -> Result<&'b str, Wrong> {
        arn.strip_prefix(beginning).ok_or_else(|| format!("{arn} is not of this account and Region"))
    }
}

/// What is there; anything else is wrong.
fn there<'a, T>(fact: &'a mut Fact<T>, what: &str) -> Result<&'a mut T, Wrong> {
    fact.present_mut().ok_or_else(|| format!("{what} is not there yet"))
}

/// Only what a deployment created may be deleted.
fn may_delete(owner: Option<Owner>, what: &str) -> Result<(), Wrong> {
    match owner {
        Some(Owner::Deployed) => Ok(()),
        Some(Owner::Adopted | Owner::Foreign) | None => Err(format!("{what} was not created by us")),
    }
}

/// Only what is ours may be changed.
fn may_change(owner: Option<Owner>, what: &str) -> Result<(), Wrong> {
    match owner {
        Some(Owner::Deployed | Owner::Adopted) => Ok(()),
        Some(Owner::Foreign) | None => Err(format!("{what} is somebody's")),
    }
}

/// In a policy of what somebody created the statements of others stay.
fn may_replace(owner: Option<Owner>, before: Option<&str>, after: &str, ours: &Document) -> Result<(), Wrong> {
    match owner == Some(Owner::Adopted) && !keeps_others(after, before, ours) {
        true => Err("a statement of somebody's would be lost".to_owned()),
        false => Ok(()),
    }
}

/// Tags with others added.
fn add_tags(present: &mut Fact<Vec<Tag>>, added: &[Tag]) {
    let mut tags = match std::mem::take(present) {
        Fact::Present(tags) => tags,
        Fact::Unasked | Fact::Denied(_) | Fact::Absent => Vec::new(),
    };
    add(&mut tags, added);
    *present = Fact::Present(tags);
}

fn add(tags: &mut Vec<Tag>, added: &[Tag]) {
    tags.retain(|tag| added.iter().all(|added| added.key != tag.key));
    tags.extend_from_slice(added);
}

/// Something new must bear our tag from the beginning.
fn is_tagged(tags: &[Tag]) -> Result<(), Wrong> {
    if owner(tags) == Owner::Deployed { Ok(()) } else { Err("it bears no tag of ours".to_owned()) }
}

/// What the change of a step is for: a subscription may be asked for again only on purpose.
fn is_resent(change: &Change) -> bool {
    matches!(change, Change::ResendConfirmation)
}
