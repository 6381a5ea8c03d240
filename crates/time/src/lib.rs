//! Instants and durations of virtual time, in whole milliseconds, and the forms in which AWS writes them.
//!
//! Nothing here knows what time it is: an instant always comes from outside. All arithmetic saturates, so that no
//! instant that a person writes can overflow, and every instant can be printed.

mod duration;
mod forms;
mod timestamp;

pub use duration::{Duration, NotADuration};
pub use timestamp::{NotATimestamp, Timestamp};
