//! One run value to a terminal, to JSON, to GitHub annotations; and faults as a person likes to read them.
//!
//! Values come in, text goes out. Nothing here prints, and nothing here runs anything.

mod explanation;
mod faults;
mod github;
mod json;
mod mask;
mod replay;
mod scenarios;
mod transcript;
mod words;

pub use explanation::explanation;
pub use faults::{Style, faults};
pub use github::annotations;
pub use json::{replay_json, scenarios_json};
pub use mask::Mask;
pub use replay::replay_text;
pub use scenarios::{Totals, scenarios_text};
pub use transcript::transcript;
