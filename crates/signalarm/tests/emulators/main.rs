//! Emulators, started by the tests themselves: what they answer, scenarios on them, and a drill.

mod contract;
mod drill;
mod scenarios;

use signalarm_targets::{Emulated, NotStarted};
use signalarm_testkit::may_skip;

/// What was started; `None` where this run may do without and the machine does not give it.
fn started(emulated: Result<Emulated, NotStarted>) -> Option<Emulated> {
    match emulated {
        Ok(emulated) => Some(emulated),
        Err(fault) if may_skip(fault.missing(), &fault) => None,
        Err(fault) => panic!("{fault}"),
    }
}
