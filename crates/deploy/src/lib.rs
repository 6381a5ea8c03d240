//! Wanted and found chain, the plan between them, and the machines that carry it out.
//!
//! A machine makes no call itself: it says which [`Call`] it wants answered, or for how long to wait, until it is done. So
//! it can be run against an account over the wire, against a simulated one, and be killed after every call.
//!
//! A deployment goes so: [`Wanted::new`] from a [`Deployment`](signalarm_alert::Deployment); [`Look`] at the account;
//! [`plan()`] between the two, which somebody confirms; [`Apply`] it, which looks and plans again until nothing is left to
//! do. There is no state file: what is ours is told by the tag [`TAG_KEY`] (see [`Owner`]), and what a deployment must know
//! of those before it stands in further tags of the topics:
//!
//! - A topic remembers whom the config named, by marks that tell no address. Whoever is named no longer is unsubscribed;
//!   whoever subscribed by hand stays, is shown, and is never removed, in topics of ours as in adopted ones.
//! - The silence alarm's topic remembers the names of log group, bucket, role and trail. What a config names otherwise stays
//!   where it is, as it holds data, and is told of until it is gone ([`Todo::LeftOver`]); our metric filters in an old log
//!   group go, as they would feed the same metrics. The least rights ([`deployer_policy`]) do not reach an old name: what
//!   may not be looked at is told of as well, until somebody who may look runs a deployment.
//!
//! What we created is ours as a whole. Of what was adopted only that is ours which bears our names: statements of others
//! stay in its policies. A person who unsubscribed is asked again, which the plan shows. Behind the confirmed plan nothing
//! is done that was not in it ([`Trouble::ChangedMeanwhile`]).
//!
//! Deliberately absent: a clock, the wire, and words beyond one line for each thing.

mod apply;
mod check;
mod cost;
mod documents;
mod emptying;
mod found;
mod line;
mod look;
mod memory;
mod patterns;
mod plan;
mod prices;
mod remove;
mod rights;
mod session;
mod status;
mod step;
mod trouble;
mod wanted;

pub use apply::{Aim, Apply, Progress, Report, Stopped, Todo};
pub use check::{check, check_removal};
pub use cost::{Amount, Assumptions, Cost, CostLine, Total, cost};
pub use documents::{
    Document, bucket_policy, deployer_actions, deployer_policy, key_policy_statement, role_permissions, role_trust,
    same_document, topic_policy,
};
pub use emptying::Emptying;
pub use found::{
    Denied, Fact, Found, FoundAlarm, FoundBucket, FoundLogGroup, FoundRole, FoundTopic, FoundTrail, Owner, View,
};
pub use look::Look;
pub use memory::{Holding, HoldingKind};
pub use patterns::{ConfirmPatterns, Confirmation, Disagreement};
pub use plan::plan;
pub use prices::{Price, PriceEvidence, price};
pub use remove::{Removal, removal};
pub use rights::{CheckRights, Rights};
pub use session::{Session, drive};
use signalarm_cloud::{Answer, Call};
use signalarm_time::Duration;
pub use status::{AlarmLink, AlertLink, LogGroupLink, LookAtStatus, Notification, Status, SubscriptionLink, TrailLink};
pub use step::{Change, FieldChange, Obstacle, Obstacles, Options, Plan, Resource, Step};
pub use trouble::{Trouble, TroubleKind};
pub use wanted::{Wanted, WantedAlert, WantedBucket, WantedLogGroup, WantedRole, WantedTopic, WantedTrail};

/// The key of the tag on everything that is ours, where AWS has tags.
pub const TAG_KEY: &str = "signalarm";
/// Its value on what a deployment created.
pub const TAG_DEPLOYED: &str = "deployed";
/// Its value on what somebody else created and a deployment took over: it is never deleted.
pub const TAG_ADOPTED: &str = "adopted";
/// The inline policy by which the role writes to the log group.
pub const ROLE_POLICY_NAME: &str = "signalarm-deliver-to-log-group";

/// What a machine wants next.
#[derive(Clone, Debug, PartialEq)]
pub enum Next<T> {
    /// The answer to this call.
    Call(Box<Call>),
    /// That so much time passes.
    Wait {
        /// How long.
        duration: Duration,
        /// Why, for a person who watches.
        why: String,
    },
    /// Nothing more: this is what came of it.
    Done(T),
}

/// A sans-I/O machine.
pub trait Machine {
    /// What comes of it.
    type Output;

    /// Goes on. `answer` is that of the last call, and `None` at the beginning and after a wait.
    fn next(&mut self, answer: Option<Answer>) -> Next<Self::Output>;
}
