//! One record in words, and what each alert makes of it.

use signalarm_alert::Chain;
use signalarm_diagnostic::harmless_lines;
use signalarm_event::{Record, explain};
use signalarm_filter_pattern::LogEvent;

/// A pattern of many conditions has as many reasons to stay silent; the first tell enough.
const REASONS_MAX: usize = 4;

/// Who did what; which alerts the record would fire, and why the others stay silent.
#[must_use]
pub fn explanation(record: &Record, chain: &Chain) -> String {
    let mut text = explain(record);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let event = LogEvent::new(record.text());
    for alert in &chain.alerts {
        let explained = alert.pattern.explain(&event);
        let verdict = if explained.holds() { "fires" } else { "stays silent" };
        text.push_str(&format!("{} {verdict}: {}\n", alert.name, first(explained.reasons())));
    }
    harmless_lines(&text)
}

/// The first reasons, and how many more there are.
fn first(mut reasons: Vec<String>) -> String {
    let more = reasons.len().saturating_sub(REASONS_MAX);
    reasons.truncate(REASONS_MAX);
    if 0 < more {
        reasons.push(format!("and {more} more"));
    }
    reasons.join("; ")
}
