//! Scenarios on one venue, several at a time where it bears that.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::thread::scope;

use signalarm_scenario::{Run, Scenario, TargetError, run};

use crate::rim::Venue;
use crate::terminal::Watcher;

/// No venue plays more scenarios than this at the same time, whatever it says.
const AT_ONCE_MAX: usize = 64;

/// What came of each scenario, in their order.
pub(super) fn play_all(
    venue: &dyn Venue,
    scenarios: &[(String, Scenario)],
    watcher: &Mutex<Watcher>,
) -> Vec<Result<Run, TargetError>> {
    let threads = venue.at_once().clamp(1, AT_ONCE_MAX).min(scenarios.len());
    let next = AtomicUsize::new(0);
    let mut came: Vec<Option<Result<Run, TargetError>>> = scenarios.iter().map(|_| None).collect();
    scope(|scope| {
        let (sender, receiver) = channel();
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some((number, (_, scenario))) = take(next, scenarios) {
                    // Whoever listens does so until the last thread has ended.
                    sender.send((number, play_caught(venue, scenario))).ok();
                }
            });
        }
        drop(sender);
        for (done, (number, result)) in receiver.iter().enumerate() {
            came[number] = Some(result);
            // What a panic elsewhere left is still a terminal.
            watcher.lock().unwrap_or_else(PoisonError::into_inner).scenarios(venue.name(), done + 1, scenarios.len());
        }
    });
    let ended = || Err(TargetError::Lost("its thread ended without a word".to_owned()));
    came.into_iter().map(|result| result.unwrap_or_else(ended)).collect()
}

/// The next scenario that nobody plays yet, with its number.
fn take<'s>(next: &AtomicUsize, scenarios: &'s [(String, Scenario)]) -> Option<(usize, &'s (String, Scenario))> {
    let number = next.fetch_add(1, Ordering::Relaxed);
    Some((number, scenarios.get(number)?))
}

/// A panic ends one scenario and no other. It has been told on the standard error already.
fn play_caught(venue: &dyn Venue, scenario: &Scenario) -> Result<Run, TargetError> {
    // What the panic left half done is dropped with the target.
    catch_unwind(AssertUnwindSafe(|| play(venue, scenario)))
        .unwrap_or_else(|panic| Err(TargetError::Lost(format!("a defect of this program: {}", message(&*panic)))))
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it panicked")
}

fn play(venue: &dyn Venue, scenario: &Scenario) -> Result<Run, TargetError> {
    match venue.begin(scenario) {
        Ok(mut target) => run(scenario, target.as_mut()),
        Err(TargetError::NotProvable(why)) => Ok(Run::not_provable(scenario, venue.name(), &why)),
        Err(error) => Err(error),
    }
}
