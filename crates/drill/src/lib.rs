//! Scenarios on accounts that are only called, and looked at from outside: emulators, and real ones.
//!
//! A [`Session`](signalarm_deploy::Session) answers the calls. Records are put into the log group in the place of CloudTrail's
//! deliveries, alarms are looked at, a queue of the run's own listens to the topics, and [`Ears`] tell what other subscribers
//! were seen to be sent. [`Outside`] is the target; what an emulator can do of all this stands in one table
//! ([`emulators`]), and [`probe()`] establishes it anew.
//!
//! Deliberately absent: a clock and a wire of its own, how an emulator is started, and how anything is shown.

mod abilities;
mod ask;
mod contract;
mod ears;
mod filters;
mod history;
mod judge;
mod marks;
mod outside;
mod own_alarm;
mod pace;
mod probe;
mod queue;
mod samples;
mod shrink;
mod stage;
mod standing;
mod stream;
mod watch;

pub use abilities::{Abilities, Accounts, Alarms, Emulator, Evidence, FaultyTable, Filters, emulators, known};
pub use contract::{
    CONTRACT_BEGINNING, Case, CaseRun, Conduct, ContractRun, KnownDifference, Subject, cases, contract,
    known_differences,
};
pub use ears::{Ears, NoEars, Shown};
pub use outside::{Outside, Setting};
pub use probe::{Difference, Probing, compare, probe};
pub use stage::{Seen, Stage};
pub use standing::{
    Drill, DrillCost, DrillEvidence, DrillProgress, DrillResult, ForeignAlarm, Hop, HopKind, InAlarm, Left, Leftover,
    Message, NotARunName, NotDrilled, OwnRing, PlannedCall, Preview, Reader, Refused, Request, RunName, Silence, Site,
    Stopped, Story, Strangers, Subscriber, Thing, Times, Told, WAIT_MAX,
};
