//! What is wrong with a file that a person gave: the place, the words and the cure; and a TOML reader that finds all
//! of it.
//!
//! Nothing here opens a file and nothing here prints one: text comes in, faults go out. How a fault is drawn is the
//! business of `report`.

mod fault;
mod harmless;
pub mod toml;

pub use fault::{Fault, Faulty, Placed, nearest};
pub use harmless::{harmless, harmless_lines};
