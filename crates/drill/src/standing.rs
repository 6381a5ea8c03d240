//! A drill: scenarios on a chain that a person has really deployed, in an account that is in use.
//!
//! [`Drill::prepare`] looks, and refuses what is not safe ([`NotDrilled`]); [`Drill::preview`] says every call that will be
//! made and what it may cost, for a person to agree to; [`Drill::play`] puts marked records into the chain's log group,
//! watches, removes what it made, whatever comes between, and gives the [`DrillEvidence`]. Nothing but reading calls is sent
//! before it plays.
//!
//! A drill bears a name ([`RunName`]) that says until when it may last. What a drill left that was ended, the next one finds
//! and removes when that time is over; until then it is another drill that runs.

mod announce;
mod calls;
mod clean_up;
mod evidence;
mod foresee;
mod play;
mod prepare;
mod preview;
mod quiet;
mod refused;
mod request;
mod run_name;
mod script;
mod set_up;
mod site;
mod strangers;
mod things;

pub use evidence::{DrillEvidence, DrillResult, Hop, HopKind, Left, Message, Silence, Stopped, Story};
pub use play::DrillProgress;
pub use prepare::Drill;
pub use preview::{DrillCost, OwnRing, PlannedCall, Preview, Times, Told};
pub use refused::{InAlarm, NotDrilled, Refused};
pub use request::{Request, WAIT_MAX};
pub use run_name::{NotARunName, RunName};
pub(crate) use script::LOOK_EVERY;
pub use site::{Site, Subscriber};
pub use strangers::{ForeignAlarm, Reader, Strangers};
pub use things::{Leftover, Thing};
