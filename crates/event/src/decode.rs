//! A file as a person has it: its records, and everything that is wrong with it.
//!
//! The text of a file is a sequence of JSON values: log files as CloudTrail delivers them, arrays, single records. A
//! value that is broken does not hide those behind it. Opening files and walking folders is not done here.

mod gzip;
mod reader;

use std::borrow::Cow;

use signalarm_diagnostic::{Fault, Faulty};

use crate::Record;
use reader::Reader;

pub use gzip::INFLATED_BYTES_MAX;

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The records without fault, in the order of the file.
    pub records: Vec<Record>,
    /// What is wrong with the file, with places in its (inflated) text.
    pub faulty: Option<Faulty>,
    /// How the records were written down.
    pub form: Form,
}

/// How a file writes its records down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `{"Records":[…]}`, as CloudTrail delivers it to S3.
    LogFile,
    /// A bare array of records.
    Array,
    /// Several records one after the other, usually one a line.
    Lines,
    /// A single record.
    Single,
    /// None of these; the faults say why.
    Unknown,
}

/// Reads a file, whose name is only used to name it in faults; a file in gzip is told by its first two bytes.
///
/// Of a gzip file that is cut off or corrupt nothing is read, because what was lost cannot be known.
#[must_use]
pub fn decode(name: &str, bytes: &[u8]) -> Decoded {
    let unreadable = |faulty| Decoded { records: Vec::new(), faulty: Some(faulty), form: Form::Unknown };
    let bytes = match gzip::inflated(bytes) {
        Ok(bytes) => bytes,
        Err(fault) => return unreadable(Faulty { name: name.to_owned(), text: String::new(), faults: vec![fault] }),
    };
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => return unreadable(not_utf8(name, &bytes, error.valid_up_to())),
    };
    if text.trim().is_empty() {
        return unreadable(Faulty::unreadable(name, "the file is empty", "give a file with at least one record"));
    }
    let (records, faults, form) = Reader::new(text).read();
    Decoded { records, faulty: Faulty::new(name, text, faults), form }
}

/// The fault of bytes that are no text, shown behind the part that is.
fn not_utf8(name: &str, bytes: &[u8], valid_up_to: usize) -> Faulty {
    let text: Cow<'_, str> = String::from_utf8_lossy(&bytes[..valid_up_to]);
    let cure = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it is UTF-16, as PowerShell writes it: save it as UTF-8",
        _ => "give a file that CloudTrail delivered, plain or in gzip",
    };
    let fault = Fault::new(text.len()..text.len(), "this is not UTF-8 text").cure(cure);
    Faulty { name: name.to_owned(), text: text.into_owned(), faults: vec![fault] }
}

#[cfg(test)]
mod tests;
