//! The same values as JSON, for machines: one document, stable keys, in the order of time.

use serde_json::{Value, json};
use signalarm_account::RecordIndex;
use signalarm_diagnostic::Faulty;
use signalarm_event::Record;
use signalarm_scenario::{Act, Hearing, Judgement, Notified, Outcome, Replay, Run, RunResult};

use crate::links::links_json;
use crate::mask::Mask;
use crate::replay::{SignInCount, repeated_ids, sign_in_counts};

/// The version of the documents below; it rises when a member goes or changes its meaning.
pub(crate) const FORMAT: u32 = 1;

/// A run of scenarios. `runs` carry the path of their file; `lost` are the files of those that the target did not come to the
/// end of, with the reason.
#[must_use]
pub fn scenarios_json(runs: &[(String, &Run, &Mask)], faulty: &[Faulty], lost: &[(&str, &str)]) -> String {
    let scenarios: Vec<Value> = runs.iter().map(|(file, run, mask)| scenario(file, run, mask)).collect();
    let passed = runs.iter().all(|(_, run, _)| run.passed()) && faulty.is_empty() && lost.is_empty();
    let lost: Vec<Value> = lost.iter().map(|(file, why)| json!({ "file": file, "why": why })).collect();
    document(json!({
        "format": FORMAT,
        "passed": passed,
        "scenarios": scenarios,
        "lost": lost,
        "faults": faults_json(faulty),
    }))
}

/// A replay: one entry per notification, one per matching record that went unheard.
#[must_use]
pub fn replay_json(replay: &Replay, files: usize, faulty: &[Faulty], mask: &Mask) -> String {
    let find = |index: RecordIndex| replay.record(index);
    let notifications: Vec<Value> = replay
        .happenings
        .iter()
        .filter_map(Notified::of)
        .map(|notified| notification(&notified, &find, mask))
        .collect();
    let unheard = |keep: fn(&Outcome) -> bool| -> Vec<Value> {
        let chosen = replay.hearings.iter().filter(|hearing| keep(&hearing.outcome));
        chosen.map(|hearing| hearing_entry(hearing, &find, mask)).collect()
    };
    let counts = sign_in_counts(replay);
    let count = |count: &SignInCount| json!({ "outcome": count.outcome.to_string(), "user_type": count.user_type.to_string(), "count": count.count });
    document(json!({
        "format": FORMAT,
        "files": files,
        "records": replay.records.len(),
        "repeated_ids": repeated_ids(&replay.records),
        "sign_ins": counts.iter().map(count).collect::<Vec<Value>>(),
        "notifications": notifications,
        "swallowed": unheard(Outcome::is_swallowed),
        "unheard": unheard(|outcome| !outcome.is_swallowed() && !outcome.is_heard()),
        "faults": faults_json(faulty),
    }))
}

pub(crate) fn document(value: Value) -> String {
    format!("{value:#}\n")
}

/// One run.
pub(crate) fn scenario(file: &str, run: &Run, mask: &Mask) -> Value {
    let find = |index: RecordIndex| run.record(index);
    let expectations: Vec<Value> = run
        .verdicts
        .iter()
        .map(|verdict| {
            json!({
                "line": verdict.expectation.line,
                "expected": mask.apply(&verdict.expectation.expected.to_string()),
                "from_seconds": verdict.expectation.from.as_secs(),
                "until_seconds": verdict.expectation.until.as_secs(),
                "judgement": judgement(&verdict.judgement),
                "holds": verdict.judgement == Judgement::Holds,
                "seen": verdict.differs().map(|differs| mask.apply(differs)),
                "not_provable": verdict.not_provable().map(|why| mask.apply(why)),
            })
        })
        .collect();
    let notified = run.acts.iter().filter_map(Act::notified);
    let notifications: Vec<Value> = notified.map(|notified| notification(&notified, &find, mask)).collect();
    json!({
        "name": run.scenario.name,
        "file": file,
        "title": run.scenario.title,
        "target": run.target,
        "seed": run.scenario.seed,
        "result": result(run.result()),
        "passed": run.result() == RunResult::Passed,
        "not_played": run.unplayed.as_ref().map(|why| mask.apply(why)),
        "expectations": expectations,
        "notifications": notifications,
        "records": run.hearings.iter().map(|hearing| hearing_entry(hearing, &find, mask)).collect::<Vec<Value>>(),
        "links": links_json(&[(run, mask)]),
    })
}

const fn judgement(judgement: &Judgement) -> &'static str {
    match judgement {
        Judgement::Holds => "holds",
        Judgement::Differs(_) => "differs",
        Judgement::NotProvable(_) => "not provable",
    }
}

const fn result(result: RunResult) -> &'static str {
    match result {
        RunResult::Passed => "passed",
        RunResult::Differs => "differs",
        RunResult::NotProvable => "not provable",
    }
}

type Find<'r> = dyn Fn(RecordIndex) -> Option<&'r Record> + 'r;

fn notification(notified: &Notified<'_>, find: &Find<'_>, mask: &Mask) -> Value {
    let Notified { at, alarm, state, endpoint, records, .. } = notified;
    let record_ids: Vec<&str> = records.iter().filter_map(|index| Some(find(*index)?.id())).collect();
    json!({
        "time": at.to_string(),
        "alert": alarm,
        "state": state.to_string(),
        "protocol": endpoint.protocol().to_string(),
        "subscriber": mask.apply(&endpoint.to_string()),
        "record_ids": record_ids,
    })
}

fn hearing_entry(hearing: &Hearing, find: &Find<'_>, mask: &Mask) -> Value {
    json!({
        "time": hearing.at.to_string(),
        "alert": hearing.alert.to_string(),
        "record_id": find(hearing.record).map(Record::id),
        "heard": hearing.outcome.is_heard(),
        "lost_at": hearing.outcome.why_unheard().map(|unheard| unheard.link.to_string()),
        "reason": mask.apply(&hearing.outcome.to_string()),
    })
}

/// The faults of files, each with its place.
#[must_use]
pub fn faults_json(faulty: &[Faulty]) -> Vec<Value> {
    let of_file = |faulty: &Faulty| {
        let fault = |fault: &signalarm_diagnostic::Fault| {
            let (line, column) = faulty.line_and_column(fault.span.start);
            json!({ "file": faulty.name, "line": line, "column": column, "message": fault.message, "cure": fault.cure })
        };
        faulty.faults.iter().map(fault).collect::<Vec<Value>>()
    };
    faulty.iter().flat_map(of_file).collect()
}
