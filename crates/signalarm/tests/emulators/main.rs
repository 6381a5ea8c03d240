//! Emulators, started by the tests themselves: what they answer, scenarios on them, and a drill.

mod contract;
mod drill;
mod scenarios;

use signalarm_targets::{Emulated, NotStarted};
use signalarm_testkit::is_required;

/// What was started; `None` where this run may do without and the machine does not give it.
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn started(emulated: Result<Emulated, NotStarted>) -> Option<Emulated> {
    match emulated {
        Ok(emulated) => Some(emulated),
        Err(fault) => match fault.missing() {
            Some(missing) if !is_required(missing) => {
                eprintln!("skipped: {missing}: {fault}");
                None
            }
            Some(_) | None => panic!("{fault}"),
        },
    }
}
