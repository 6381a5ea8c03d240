//! The report of a whole run of scenarios, for a terminal.

use signalarm_account::Fate;
use signalarm_diagnostic::{Faulty, harmless, harmless_lines};
use signalarm_scenario::{Act, Notified, Outcome, Run};
use signalarm_time::Duration;

use crate::mask::Mask;
use crate::transcript::id;
use crate::words::counted;

/// How a run of scenarios ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Scenarios that went as expected.
    pub passed: usize,
    /// Scenarios that did not.
    pub differ: usize,
    /// Files that could not be read as scenarios.
    pub faulty: usize,
}

impl Totals {
    /// Counts runs and faulty files.
    #[must_use]
    pub fn of(runs: &[(String, &Run, &Mask)], faulty: &[Faulty]) -> Self {
        let passed = runs.iter().filter(|(_, run, _)| run.passed()).count();
        Self { passed, differ: runs.len() - passed, faulty: faulty.len() }
    }
}

/// What each run heard and did not hear, what differs, and the totals. `runs` carry the path of their file.
#[must_use]
pub fn scenarios_text(runs: &[(String, &Run, &Mask)], faulty: &[Faulty]) -> String {
    let mut text = String::new();
    for (file, run, mask) in runs {
        text.push_str(&harmless_lines(&mask.apply(&one(file, run))));
        text.push('\n');
    }
    let totals = Totals::of(runs, faulty);
    let on = runs.first().map_or(String::new(), |(_, run, _)| format!(" on the {}", run.target));
    text.push_str(&format!("{}{on}: {} passed", counted(runs.len(), "scenario"), totals.passed));
    if totals.differ != 0 {
        text.push_str(&format!(", {} differ", totals.differ));
    }
    if totals.faulty != 0 {
        text.push_str(&format!("; {} could not be read", counted(totals.faulty, "file")));
    }
    text.push('\n');
    text
}

fn one(file: &str, run: &Run) -> String {
    let result = if run.passed() { "ok" } else { "DIFFERS" };
    let mut lines = vec![format!("{result:<9}{}", run.scenario.name), format!("{:9}{}", "", run.scenario.title)];
    lines.extend(heard(run));
    let lost = run.hearings.iter().filter(|hearing| !hearing.outcome.is_heard());
    lines.extend(counted_once(lost.map(|hearing| format!("{}: {}", hearing.alert, short(&hearing.outcome)))));
    if !run.passed() {
        lines.extend(differences(file, run));
    }
    lines.join("\n") + "\n"
}

/// What was unheard, what is the same as the line before only counted.
fn counted_once(unheard: impl Iterator<Item = String>) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for line in unheard {
        match counted.last_mut().filter(|(last, _)| *last == line) {
            Some((_, count)) => *count += 1,
            None => counted.push((line, 1)),
        }
    }
    let line = |(line, count): (String, usize)| match count {
        1 => entry("unheard", &line),
        _ => entry("unheard", &format!("{line} ({count} times)")),
    };
    counted.into_iter().map(line).collect()
}

fn entry(head: &str, content: &str) -> String {
    format!("{:11}{head:<10}{content}", "")
}

/// One line for each time that subscribers heard of something.
fn heard(run: &Run) -> Vec<String> {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for Notified { at, alarm, state, endpoint, .. } in run.acts.iter().filter_map(Act::notified) {
        let offset = run.since_start(at.floor(Duration::SECOND)).offset_form().to_string();
        let head = entry(&offset, &format!("{} {state}", harmless(alarm)));
        let protocol = endpoint.protocol().to_string();
        match told.last_mut().filter(|(last, _)| *last == head) {
            Some((_, protocols)) => protocols.push(protocol),
            None => told.push((head, vec![protocol])),
        }
    }
    if told.is_empty() {
        return vec![entry("nothing", "is heard")];
    }
    let line = |(head, mut protocols): (String, Vec<String>)| {
        protocols.sort();
        protocols.dedup();
        format!("{head} by {}", protocols.join(", "))
    };
    told.into_iter().map(line).collect()
}

fn short(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Matched(Fate::Heard { .. }) => "heard",
        Outcome::Matched(Fate::Untold { .. }) => "the alarm was raised, nobody was told",
        Outcome::Matched(Fate::Swallowed { .. }) => "swallowed, the alarm was in ALARM already",
        Outcome::Matched(Fate::Expired { .. }) => "left the evaluation range without an alarm",
        Outcome::Matched(Fate::Open) => "the run ended before its alarm was evaluated",
        Outcome::Matched(Fate::Unwatched) => "no alarm watches the metric",
        Outcome::Unmatched { .. } => "the filter did not match",
        Outcome::Elsewhere { .. } => "it reached another log group",
        Outcome::Undelivered { loss: None } => "the run ended before it was delivered",
        Outcome::NotCaptured { loss: None } => "it never reaches the log group",
        Outcome::Undelivered { loss: Some(loss) } | Outcome::NotCaptured { loss: Some(loss) } => loss.why,
    }
}

fn differences(file: &str, run: &Run) -> Vec<String> {
    let mut lines = Vec::new();
    for verdict in &run.verdicts {
        let Some(differs) = verdict.differs() else { continue };
        let expectation = &verdict.expectation;
        let window = format!("from {} to {}", expectation.from.offset_form(), expectation.until.offset_form());
        lines.push(format!("  {file}:{}: expected {window}: {}", expectation.line, expectation.expected));
        lines.push(format!("  {:>width$}  instead {differs}", "", width = file.len()));
    }
    for hearing in run.hearings.iter().filter(|hearing| !hearing.outcome.is_heard()) {
        lines.push(format!("  record {} for {}: {}", id(run, hearing.record), hearing.alert, hearing.outcome));
    }
    lines
}
