//! One record in words, and what each alert makes of it.

use signalarm_alert::Chain;
use signalarm_diagnostic::harmless_lines;
use signalarm_event::{Record, explain};
use signalarm_filter_pattern::LogEvent;

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
        text.push_str(&format!("{} {verdict}: {}\n", alert.name, explained.reasons().join("; ")));
    }
    harmless_lines(&text)
}
