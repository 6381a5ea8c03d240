//! One CloudTrail record: read it, say which sign-in it is, explain it, forge one.
//!
//! - [`Record`] is one record with the facts that everything else asks for; [`Record::sign_in`] says which console
//!   sign-in it is.
//! - [`decode()`] takes a file as a person has it (plain or gzip; a delivered log file, an array, one record a line, a
//!   single record) and gives its records and all its faults.
//! - [`explain()`] says in words what any record means.
//! - [`forge()`] makes realistic records of every kind of sign-in for scenarios, [`forge_call()`] those of calls.
//!
//! Nothing here opens a file, knows what time it is or asks AWS: bytes and text come in as arguments. Whether a
//! record matches a metric filter is the business of `filter-pattern`.

mod decode;
mod explain;
mod foreign;
mod forge;
mod record;
mod sign_in;

pub use decode::{Decoded, Form, INFLATED_BYTES_MAX, decode};
pub use explain::explain;
pub use forge::{BROWSER, CallForgery, Forgery, Variant, forge, forge_call};
pub use record::Record;
pub use sign_in::{IdentityCenterStep, Outcome, RecordKind, SignIn, UserType};
