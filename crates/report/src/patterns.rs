//! Reports about one filter pattern: its faults, what it makes of log events.

use serde_json::{Value, json};
use signalarm_diagnostic::{Faulty, harmless};
use signalarm_filter_pattern::{Fault, LogEvent, Pattern};

/// How a pattern is called where a file would be named.
const PATTERN: &str = "pattern";
/// The version of the documents below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// The faults of a pattern, each with what AWS would answer.
#[must_use]
pub fn pattern_faults(text: &str, faults: &[Fault]) -> Faulty {
    let told = |fault: &Fault| {
        let answer = fault.refusal().map_or(String::new(), |answer| format!("\nAWS answers: {answer}"));
        let message = format!("{}{answer}", fault.message());
        signalarm_diagnostic::Fault::new(fault.span.clone(), message).label(fault.label()).cure(fault.cure())
    };
    Faulty { name: PATTERN.to_owned(), text: text.to_owned(), faults: faults.iter().map(told).collect() }
}

/// The same for machines; without faults the pattern is sound.
#[must_use]
pub fn pattern_check_json(text: &str, faults: &[Fault]) -> Value {
    let fault = |fault: &Fault| {
        json!({
            "start": fault.span.start,
            "end": fault.span.end,
            "message": fault.message(),
            "cure": fault.cure(),
            "aws_answers": fault.refusal(),
        })
    };
    json!({
        "format": FORMAT,
        "pattern": text,
        "sound": faults.is_empty(),
        "faults": faults.iter().map(fault).collect::<Vec<Value>>(),
    })
}

/// One log event with its place: a file and a number in it, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The file as the person named it.
    pub file: String,
    /// The number of the record or line.
    pub number: usize,
    /// The message.
    pub message: String,
}

/// A line for each log event: whether the pattern matches it, and why.
#[must_use]
pub fn pattern_test_text(pattern: &Pattern, events: &[Event]) -> String {
    let mut matched = 0;
    let mut text = String::new();
    for event in events {
        let explanation = pattern.explain(&LogEvent::new(&event.message));
        matched += usize::from(explanation.holds());
        let verdict = if explanation.holds() { "match " } else { "silent" };
        let reasons = harmless(&explanation.reasons().join("; "));
        text.push_str(&format!("{verdict}  {}:{}  {reasons}\n", event.file, event.number));
    }
    text + &format!("{matched} of {} match\n", events.len())
}

/// The same for machines, with what TestMetricFilter would extract.
#[must_use]
pub fn pattern_test_json(pattern: &Pattern, events: &[Event]) -> Value {
    let judged: Vec<Value> = events
        .iter()
        .map(|event| {
            let log_event = LogEvent::new(&event.message);
            let explanation = pattern.explain(&log_event);
            json!({
                "file": event.file,
                "number": event.number,
                "matches": explanation.holds(),
                "reasons": explanation.reasons(),
                "extracted_values": pattern.extract(&log_event),
            })
        })
        .collect();
    let matched = judged.iter().filter(|event| event["matches"] == true).count();
    json!({ "format": FORMAT, "pattern": pattern.text(), "matched": matched, "events": judged })
}
