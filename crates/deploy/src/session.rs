//! Who answers calls, and a machine driven to its end.

use signalarm_cloud::{Answer, Call};
use signalarm_time::{Duration, Timestamp};

use crate::{Machine, Next};

/// An account that answers calls: over the wire, or in memory. Synchronous: what waits, waits inside.
pub trait Session {
    /// Answers a call.
    fn answer(&mut self, call: Call) -> Answer;

    /// Lets time pass.
    fn wait(&mut self, duration: Duration);

    /// What time it is: in an account in memory the account's own time.
    fn now(&self) -> Timestamp;

    /// Whether somebody wants it to end soon; waits are short then.
    fn is_interrupted(&self) -> bool {
        false
    }

    /// The Region that is called.
    fn region(&self) -> &str;

    /// The URL at which all services are called; `None` is AWS.
    fn endpoint_url(&self) -> Option<&str>;
}

/// Shorter waits only keep a service's rate: nobody needs to be told of them.
const WATCHED_WAIT_MIN: Duration = Duration::SECOND;

/// Runs a machine to its end. `watch` is told before each call, and why it waits where that takes a second or more. The machine itself bounds
/// how long that takes.
pub fn drive<M: Machine>(
    machine: &mut M,
    session: &mut dyn Session,
    watch: &mut dyn FnMut(&M, Option<&str>),
) -> M::Output {
    let mut answer = None;
    loop {
        match machine.next(answer.take()) {
            Next::Call(call) => {
                watch(machine, None);
                answer = Some(session.answer(*call));
            }
            Next::Wait { duration, why } => {
                if WATCHED_WAIT_MIN <= duration {
                    watch(machine, Some(&why));
                }
                session.wait(duration);
            }
            Next::Done(output) => return output,
        }
    }
}
