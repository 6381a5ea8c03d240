//! The plan between what is wanted and what was found. It decides everything; carrying it out decides nothing more.
//!
//! The order is so that no moment is worse than the one before: what is needed comes before what needs it, metric filter
//! and topic before the alarm, everything before the trail; and what is wanted no longer goes last. It is also so that
//! whatever a run leaves that is ended is found again, though the config may change before the next one: the silence alarm's
//! topic, which remembers names, is made before what bears them; an alert's topic is made after its metric filter and goes
//! before it, and its alarm goes last.

mod alarms;
mod bucket;
mod fields;
mod log_group;
mod orphans;
mod role;
mod topics;
mod trail;

pub(crate) use log_group::feeds_same_metric;
pub(crate) use orphans::{feeds, leftovers};
use signalarm_cloud::{Call, Tag};
pub(crate) use topics::keeps_key;

use crate::documents::{Document, with_statements_of_others};
use crate::found::owner;
use crate::memory::{Memories, memories};
use crate::step::{Change, FieldChange, Obstacle, Obstacles, Options, Plan, Resource, Step};
use crate::{Fact, Found, Owner, TAG_ADOPTED, TAG_DEPLOYED, Wanted};

/// What must be done so that the chain becomes as it is wanted.
///
/// # Errors
///
/// Everything that stands in the way, at once; nothing should be changed then.
pub fn plan(wanted: &Wanted, found: &Found, options: &Options) -> Result<Plan, Obstacles> {
    let memories = wanted.alerts.iter().map(|alert| memories(wanted, found, alert)).collect();
    let mut planner = Planner { wanted, found, options, plan: Plan::default(), obstacles: Vec::new(), memories };
    planner.silence_topic();
    planner.log_group();
    planner.metric_filters();
    planner.topics();
    planner.subscriptions();
    planner.bucket();
    planner.role();
    planner.alarms();
    planner.trail();
    planner.orphans();
    planner.forget();
    let Planner { plan, obstacles, .. } = planner;
    if obstacles.is_empty() { Ok(plan) } else { Err(Obstacles(obstacles)) }
}

/// A plan in the making.
struct Planner<'a> {
    wanted: &'a Wanted,
    found: &'a Found,
    options: &'a Options,
    plan: Plan,
    obstacles: Vec<Obstacle>,
    /// What the topics of the alerts remember and should, in the alerts' order.
    memories: Vec<Memories>,
}

/// Whose a resource is that bears our name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    /// A deployment created it.
    Deployed,
    /// A deployment took it over.
    Adopted,
    /// It becomes ours by this value of our tag.
    Take(&'static str),
    /// Somebody's, or not known: an obstacle says so.
    No,
}

impl Claim {
    /// The value of the tag by which it becomes ours.
    const fn tag(self) -> Option<&'static str> {
        match self {
            Self::Take(value) => Some(value),
            Self::Deployed | Self::Adopted | Self::No => None,
        }
    }

    /// Whether somebody else created it.
    fn is_of_somebodys(self) -> bool {
        matches!(self, Self::Adopted | Self::Take(TAG_ADOPTED))
    }

    /// A policy as it should be: ours; of what somebody created, with the statements of others that stand in it.
    fn policy(self, present: Option<&String>, ours: &Document) -> Document {
        match present.filter(|_| self.is_of_somebodys()) {
            Some(present) => with_statements_of_others(present, ours),
            None => ours.clone(),
        }
    }
}

impl<'a> Planner<'a> {
    fn step(&mut self, resource: &Resource, change: Change, call: impl Into<Call>) {
        self.plan.steps.push(Step { resource: resource.clone(), change, call: call.into() });
    }

    /// A change in place, if any field differs.
    fn update(&mut self, resource: &Resource, changes: Vec<FieldChange>, call: impl FnOnce() -> Call) {
        if !changes.is_empty() {
            self.step(resource, Change::Update(changes), call());
        }
    }

    /// Notes a resource for which there was nothing to do since there were so many steps.
    fn untouched_since(&mut self, steps: usize, resource: &Resource) {
        if self.plan.steps.len() == steps {
            self.plan.untouched.push(resource.clone());
        }
    }

    /// What is known: something or nothing. What is not known is an obstacle.
    #[expect(clippy::option_option, reason = "not known is not the same as not there")]
    fn known<T>(&mut self, resource: &Resource, fact: &'a Fact<T>) -> Option<Option<&'a T>> {
        let action = match fact {
            Fact::Present(value) => return Some(Some(value)),
            Fact::Absent => return Some(None),
            Fact::Denied(denied) => denied.action.clone(),
            Fact::Unasked => "asking for it".to_owned(),
        };
        self.obstacles.push(Obstacle::Unknown { resource: resource.clone(), action });
        None
    }

    /// Whose a resource with these tags is.
    fn claim(&mut self, resource: &Resource, tags: &'a Fact<Vec<Tag>>) -> Claim {
        let Some(tags) = self.known(resource, tags) else { return Claim::No };
        self.claim_by(resource, tags.map_or(Owner::Foreign, |tags| owner(tags)))
    }

    fn claim_by(&mut self, resource: &Resource, owner: Owner) -> Claim {
        match owner {
            Owner::Deployed => Claim::Deployed,
            Owner::Adopted => Claim::Adopted,
            Owner::Foreign if self.options.created.contains(resource) => Claim::Take(TAG_DEPLOYED),
            Owner::Foreign if self.options.adopt => Claim::Take(TAG_ADOPTED),
            Owner::Foreign => {
                self.obstacles.push(Obstacle::Foreign(resource.clone()));
                Claim::No
            }
        }
    }
}
