//! The report of a replay, for a terminal.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_account::{Happening, RecordIndex};
use signalarm_diagnostic::{harmless, harmless_lines};
use signalarm_event::{Outcome as SignInOutcome, Record, UserType};
use signalarm_scenario::{Notified, Replay};

use crate::mask::Mask;
use crate::words::counted;

/// Sign-ins of one outcome and user type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SignInCount {
    pub(crate) outcome: SignInOutcome,
    pub(crate) user_type: UserType,
    pub(crate) count: usize,
}

/// The console sign-ins of a recording by outcome and user type; those that do not occur are left out.
pub(crate) fn sign_in_counts(replay: &Replay) -> Vec<SignInCount> {
    let mut counts: BTreeMap<(SignInOutcome, UserType), usize> = BTreeMap::new();
    for sign_in in replay.records.iter().filter_map(Record::sign_in) {
        *counts.entry((sign_in.outcome, sign_in.user_type)).or_default() += 1;
    }
    counts.into_iter().map(|((outcome, user_type), count)| SignInCount { outcome, user_type, count }).collect()
}

/// How many records bear the eventID of one before them.
pub(crate) fn repeated_ids(records: &[Record]) -> usize {
    let mut seen = BTreeSet::new();
    records.iter().filter(|record| !seen.insert(record.id())).count()
}

/// What was read, what would have been heard, and what would not.
#[must_use]
pub fn replay_text(replay: &Replay, files: usize, mask: &Mask) -> String {
    let mut lines = vec![format!("{} from {}", counted(replay.records.len(), "record"), counted(files, "file"))];
    if let (Some(first), Some(last)) = (replay.records.first(), replay.records.last()) {
        lines.push(format!("from {} to {}", first.time(), last.time()));
    }
    let repeated = repeated_ids(&replay.records);
    if repeated != 0 {
        lines.push(format!(
            "{} with the eventID of another: delivered twice, or read twice",
            counted(repeated, "record")
        ));
    }
    lines.push(String::new());
    let counts = sign_in_counts(replay);
    lines.push("console sign-ins:".to_owned());
    if counts.is_empty() {
        lines.push("  none".to_owned());
    }
    for SignInCount { outcome, user_type, count } in counts {
        lines.push(format!("  {count:>6}  {outcome} {user_type}"));
    }
    lines.push("\nwould have been heard:".to_owned());
    let heard: Vec<String> = replay.happenings.iter().flat_map(|happening| heard(happening, replay)).collect();
    lines.extend(if heard.is_empty() { vec!["  nothing".to_owned()] } else { heard });
    let unheard = replay.hearings.iter().filter(|hearing| !hearing.outcome.is_heard());
    let unheard: Vec<String> = unheard
        .map(|hearing| {
            format!("  {} {} for {}: {}", hearing.at, id(replay, hearing.record), hearing.alert, hearing.outcome)
        })
        .collect();
    if !unheard.is_empty() {
        lines.push("\nwould have gone unheard:".to_owned());
        lines.extend(unheard);
    }
    harmless_lines(&mask.apply(&(lines.join("\n") + "\n")))
}

fn heard(happening: &Happening, replay: &Replay) -> Vec<String> {
    let Some(Notified { at, alarm, state, endpoint, records, .. }) = Notified::of(happening) else { return Vec::new() };
    let mut lines = vec![format!("  {at} {alarm} {state} by {} to {endpoint}", endpoint.protocol())];
    for index in records {
        if let Some(record) = replay.record(*index) {
            let (name, id) = (harmless(record.name()), harmless(record.id()));
            lines.push(format!("      for {name} of {}: {id}", record.time()));
        }
    }
    lines
}

fn id(replay: &Replay, index: RecordIndex) -> String {
    replay.record(index).map_or("a record".to_owned(), |record| harmless(record.id()))
}
