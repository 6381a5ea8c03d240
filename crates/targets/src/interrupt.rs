//! An interrupt from the keyboard: what runs is ended, and what it made is removed. A second one ends this process at once.

use std::process::exit;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

static REQUESTED: AtomicBool = AtomicBool::new(false);
/// As shells tell of a process that the key has ended.
const EXIT_CODE: i32 = 130;
/// How soon a sleeper hears of it.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The second request ends the process as the key would have without us: nothing is to be waited for any more.
#[expect(clippy::disallowed_methods, reason = "there is nobody to whom a handler of signals could return a code")]
fn end_at_once() {
    exit(EXIT_CODE);
}

/// From now on an interrupt is a request, which [`is_requested`] tells of.
pub fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let handler = || {
            if REQUESTED.swap(true, Ordering::SeqCst) {
                end_at_once();
            }
        };
        // Without a handler the key ends the process at once, as it always does.
        ctrlc::set_handler(handler).ok();
    });
}

/// Whether somebody has asked for the end.
#[must_use]
pub fn is_requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// Sleeps, and wakes early when somebody asks for the end.
pub(crate) fn sleep(duration: Duration) {
    let was_requested = is_requested();
    let begin = Instant::now();
    while let Some(left) = duration.checked_sub(begin.elapsed()) {
        // Whoever removes things after an interrupt waits as long as it must.
        if left.is_zero() || (is_requested() && !was_requested) {
            return;
        }
        std::thread::sleep(left.min(LOOK_EVERY));
    }
}
