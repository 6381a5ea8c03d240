//! A record: its text as a log event carries it, and the facts that are read from it once.
//!
//! What the fields mean in words is not here (see `explain`), nor which file the record came from (see `decode`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde_json::Value;
use serde_json::value::RawValue;
use signalarm_diagnostic::Fault;
use signalarm_time::Timestamp;

use crate::foreign;

/// One CloudTrail record. A copy shares what it was copied from.
#[derive(Clone)]
pub struct Record(Arc<Facts>);

struct Facts {
    text: String,
    /// Read again when somebody asks: as a tree a record takes ten times the room of its text, and few are looked into.
    json: OnceLock<Value>,
    id: String,
    time: Timestamp,
    name: Cow<'static, str>,
    source: Cow<'static, str>,
}

/// What JSON calls white space.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

impl Record {
    /// Reads one record: one JSON object with `eventTime`, `eventName` and `eventSource`.
    ///
    /// # Errors
    ///
    /// All faults at once, with their places in bytes of `text`: JSON that is broken or nests too deeply, a needed
    /// field that is absent or of another type, an `eventTime` that is no instant, or JSON of another origin, which
    /// is named.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let json: Value = serde_json::from_str(text).map_err(|error| vec![json_fault(text, &error)])?;
        if let Some(fault) = foreign::fault(&json, brace(text)) {
            return Err(vec![fault]);
        }
        let mut faults = Vec::new();
        let mut needed = |field| needed_text(text, &json, field, &mut faults);
        let (name, source) = (needed("eventName"), needed("eventSource"));
        let time = needed("eventTime").and_then(|time| match time.parse() {
            Ok(instant) => Some(instant),
            Err(_) => {
                let fault = Fault::new(field_span(text, "eventTime"), "`eventTime` is no instant");
                faults.push(fault.cure("CloudTrail writes it as in 2026-11-23T10:00:00Z"));
                None
            }
        });
        match (time, name, source) {
            (Some(time), Some(name), Some(source)) => Ok(Self::of(one_line(text), name, source, time, &json)),
            _ => Err(faults),
        }
    }

    /// A record that is made here; the parts must say the same as the text.
    pub(crate) fn forged(text: String, id: String, name: &'static str, source: &'static str, time: Timestamp) -> Self {
        let (name, source) = (Cow::Borrowed(name), Cow::Borrowed(source));
        Self(Arc::new(Facts { text, json: OnceLock::new(), id, time, name, source }))
    }

    /// A record from its parts, which must say the same as `json`.
    fn of(text: String, name: String, source: String, time: Timestamp, json: &Value) -> Self {
        let id = match json["eventID"].as_str() {
            Some(id) if !id.is_empty() => id.to_owned(),
            _ => format!("no-event-id-{:016x}", fingerprint(&text)),
        };
        Self(Arc::new(Facts { text, json: OnceLock::new(), id, time, name: name.into(), source: source.into() }))
    }

    /// The record's text on one line, as CloudTrail delivers it in a log event.
    ///
    /// A text that came on one line is kept to the byte. From one that was spread over lines the white space outside
    /// strings is taken away; numbers and escapes stay as they are written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// `eventID`. A record without one (`eventVersion` 1.00) has a made-up id that depends on its text alone.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// `eventTime`: when the request was made, in whole seconds as CloudTrail writes it.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.0.time
    }

    /// `eventName`, as in `ConsoleLogin`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// `eventSource`, as in `signin.amazonaws.com`.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// `awsRegion`.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.string("/awsRegion")
    }

    /// `recipientAccountId`, which records of old versions lack; else `userIdentity.accountId`.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.string("/recipientAccountId").or_else(|| self.string("/userIdentity/accountId"))
    }

    /// The whole record.
    #[must_use]
    pub fn json(&self) -> &Value {
        let read = || serde_json::from_str(&self.0.text).expect("the text was read when the record was made");
        self.0.json.get_or_init(read)
    }

    /// The string at a JSON pointer; `None` also when it is empty, which CloudTrail writes for what it does not know.
    pub(crate) fn string(&self, pointer: &str) -> Option<&str> {
        self.json().pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty())
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Record").field(&self.text()).finish()
    }
}

/// The text of a field that every record has; what is wrong with it joins the faults.
fn needed_text(text: &str, json: &Value, field: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let fault = match &json[field] {
        Value::String(value) if !value.is_empty() => return Some(value.clone()),
        Value::Null if json.get(field).is_none() => {
            let fault = Fault::new(brace(text), format!("the record lacks `{field}`"));
            fault.cure("every CloudTrail record has it: take the record whole, as CloudTrail delivered it")
        }
        value => {
            let kind = if value.is_string() { "an empty text" } else { foreign::kind(value) };
            let fault = Fault::new(field_span(text, field), format!("`{field}` is {kind}, not a text"));
            fault.cure("take the record as CloudTrail delivered it")
        }
    };
    faults.push(fault);
    None
}

/// The place of a record's first byte, which stands for the whole record.
fn brace(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start_matches(BLANKS).len();
    start..text.ceil_char_boundary((start + 1).min(text.len()))
}

/// The place of a field's value, for text that has been read as an object before.
fn field_span(text: &str, field: &str) -> Range<usize> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).unwrap_or_default();
    let Some(value) = fields.get(field).map(|value| value.get()) else { return brace(text) };
    let start = value.as_ptr().addr() - text.as_ptr().addr();
    start..start + value.len()
}

/// The fault of JSON that could not be read, at the place that serde_json names in line and column.
pub(crate) fn json_fault(text: &str, error: &serde_json::Error) -> Fault {
    let line_start = match error.line().checked_sub(2) {
        Some(newlines) => text.match_indices('\n').nth(newlines).map_or(text.len(), |(newline, _)| newline + 1),
        None => 0,
    };
    let start = text.floor_char_boundary(line_start + error.column().saturating_sub(1));
    let span = start..text.ceil_char_boundary((start + 1).min(text.len()));
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    if error.is_eof() {
        Fault::new(span, "the record is cut off").cure("fetch it again")
    } else if what == "recursion limit exceeded" {
        Fault::new(span, "the record nests deeper than 127 levels").cure("no record of CloudTrail does: leave it out")
    } else {
        Fault::new(span, format!("broken JSON: {what}")).cure("take the record as CloudTrail delivered it")
    }
}

/// The text without white space around it; if it is spread over lines, without any outside strings.
fn one_line(text: &str) -> String {
    let text = text.trim_matches(BLANKS);
    if !text.contains(['\n', '\r']) {
        return text.to_owned();
    }
    let (mut in_string, mut escaped) = (false, false);
    let keep = |c: &char| {
        let outside = !in_string;
        if *c == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && *c == '\\' && !escaped;
        !(outside && BLANKS.contains(c))
    };
    text.chars().filter(keep).collect()
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests;
