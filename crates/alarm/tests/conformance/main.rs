//! Alarms against the tables of AWS's documented and recorded behaviour.
//!
//! Each kind of row has a test that also counts its rows, so that none passes by looking at nothing. Rows with periods
//! below a minute run on slots that are made here, since the library takes none yet. Percentiles, anomaly bands, and
//! the reason data of metric math are of a later issue.

mod chains;
mod evaluations;
mod rows;
mod windows;
