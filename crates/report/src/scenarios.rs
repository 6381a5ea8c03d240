//! The report of a whole run of scenarios, for a terminal.

use signalarm_account::{Fate, Link};
use signalarm_diagnostic::{Faulty, harmless, harmless_lines};
use signalarm_scenario::{Act, Judgement, LinkProof, Notified, Outcome, Proof, Run, RunResult, Verdict};
use signalarm_time::Duration;

use crate::links::link_lines;
use crate::mask::Mask;
use crate::transcript::id;
use crate::words::{counted, the_target};

/// How a run of scenarios ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Scenarios that went as expected.
    pub passed: usize,
    /// Scenarios that did not.
    pub differ: usize,
    /// Scenarios of which the target can tell nothing.
    pub not_provable: usize,
    /// Files that could not be read as scenarios.
    pub faulty: usize,
}

impl Totals {
    /// Counts runs and faulty files.
    #[must_use]
    pub fn of(runs: &[(String, &Run, &Mask)], faulty: &[Faulty]) -> Self {
        let mut totals = Self { faulty: faulty.len(), ..Self::default() };
        for (_, run, _) in runs {
            match run.result() {
                RunResult::Passed => totals.passed += 1,
                RunResult::Differs => totals.differ += 1,
                RunResult::NotProvable => totals.not_provable += 1,
            }
        }
        totals
    }

    /// In words, but for the files that could not be read.
    pub(crate) fn in_words(&self) -> String {
        let mut words = format!("{} passed", self.passed);
        if self.differ != 0 {
            words.push_str(&format!(", {} differ", self.differ));
        }
        if self.not_provable != 0 {
            words.push_str(&format!(", {} not provable here", self.not_provable));
        }
        words
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
    let target = runs.first().map(|(_, run, _)| run.target);
    if let Some(target) = target {
        let played: Vec<(&Run, &Mask)> = runs.iter().map(|(_, run, mask)| (*run, *mask)).collect();
        let links = link_lines(target, &played);
        text.push_str(&links.iter().map(|line| format!("{line}\n")).collect::<String>());
        text.push_str(if links.is_empty() { "" } else { "\n" });
    }
    let totals = Totals::of(runs, faulty);
    let on = target.map_or(String::new(), |target| format!(" on {}", the_target(target)));
    text.push_str(&format!("{}{on}: {}", counted(runs.len(), "scenario"), totals.in_words()));
    if totals.faulty != 0 {
        text.push_str(&format!("; {} could not be read", counted(totals.faulty, "file")));
    }
    text.push('\n');
    text
}

fn one(file: &str, run: &Run) -> String {
    let result = match run.result() {
        RunResult::Passed => "ok",
        RunResult::Differs => "DIFFERS",
        RunResult::NotProvable => "NOT PROVABLE",
    };
    let mut lines = vec![format!("{result:<8} {}", run.scenario.name), format!("{:9}{}", "", run.scenario.title)];
    if let Some(why) = &run.unplayed {
        lines.push(format!("  {file}: not played: {}", harmless(why)));
        return lines.join("\n") + "\n";
    }
    lines.extend(heard(run));
    let lost = run.hearings.iter().filter(|hearing| !hearing.outcome.is_heard());
    lines.extend(counted_once(lost.map(|hearing| format!("{}: {}", hearing.alert, short(&hearing.outcome)))));
    lines.extend(run.verdicts.iter().filter_map(|verdict| judged(file, verdict)).flatten());
    if !run.passed() {
        lines.extend(
            run.hearings.iter().filter(|hearing| !hearing.outcome.is_heard()).map(|hearing| {
                format!("  record {} for {}: {}", id(run, hearing.record), hearing.alert, hearing.outcome)
            }),
        );
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
        let listens = run.links.iter().all(|link| link.link != Link::Subscription || is_proved(link));
        return vec![entry("nothing", if listens { "is heard" } else { "is seen of what is heard" })];
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

fn is_proved(link: &LinkProof) -> bool {
    match link.proof {
        Proof::Proved(_) => true,
        Proof::NotProved(_) => false,
    }
}

/// What was expected, and what came of it, where it does not hold.
pub(crate) fn judged(file: &str, verdict: &Verdict) -> Option<[String; 2]> {
    let came = match &verdict.judgement {
        Judgement::Holds => return None,
        Judgement::Differs(instead) => format!("instead {}", harmless(instead)),
        Judgement::NotProvable(why) => format!("not provable here: {}", harmless(why)),
    };
    let expectation = &verdict.expectation;
    let window = format!("from {} to {}", expectation.from.offset_form(), expectation.until.offset_form());
    Some([
        format!("  {file}:{}: expected {window}: {}", expectation.line, expectation.expected),
        format!("  {:>width$}  {came}", "", width = file.len()),
    ])
}
