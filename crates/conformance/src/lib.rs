//! Tables of AWS's behaviour: rows told apart by their content, run, and counted by their evidence.
//!
//! A table is a JSON array of facts; `conformance/README.md` says what a row looks like. A row is judged by the crate
//! whose business it is. A row whose shape nobody understands is counted as such and never passed over.
//!
//! Deliberately absent: files, and which tables there are.

mod pattern;
mod table;

pub use table::{Confidence, Judged, Table, Verdict, read};
