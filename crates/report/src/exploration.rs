//! What an exploration showed: for a terminal and for machines.

use serde_json::{Value, json};
use signalarm_chaos::{Totals, Violation};
use signalarm_diagnostic::harmless_lines;

use crate::json::document;
use crate::words::counted;

/// The version of the document below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// An exploration.
#[derive(Clone, Debug)]
pub struct Exploration {
    /// What was seen.
    pub totals: Totals,
    /// One story for each kind of violation, shrunk and written.
    pub found: Vec<Found>,
    /// Kinds of violation beyond those that were written.
    pub further: usize,
}

/// A story in which something does not hold.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its seed.
    pub seed: u64,
    /// What does not hold.
    pub violation: Violation,
    /// The file of the smallest scenario that shows it; `None`: it could not be written.
    pub file: Option<String>,
    /// How many steps that has.
    pub steps: usize,
}

/// For people.
#[must_use]
pub fn exploration_text(exploration: &Exploration) -> String {
    let Exploration { totals, found, further } = exploration;
    let Totals { stories, minutes, faults, refused, sign_ins, heard, swallowed, lost, violated } = totals;
    let mut lines = vec![
        format!("{stories} stories of chance: {} days of account time, {faults} faults", minutes / 1_440),
        format!("{refused} steps were refused, since something else was broken already"),
        format!("{sign_ins} sign-ins that an alert should hear:"),
        format!("  {heard} heard"),
        format!("  {swallowed} swallowed by an alarm that was in ALARM already"),
    ];
    lines.extend(lost.iter().map(|(link, count)| format!("  {count} lost at the {link}")));
    lines.push(String::new());
    if *violated == 0 {
        lines.push("what must hold in every account held in every story".to_owned());
    } else {
        lines.push(format!("something did not hold in {violated} of the stories:"));
        for Found { seed, violation, file, steps } in found {
            let Violation { invariant, alert, at, what } = violation;
            lines.push(format!("  seed {seed}, {invariant}: {alert} at {at}: {what}"));
            let file = file.as_deref().unwrap_or("it could not be written");
            lines.push(format!("    the smallest such story, of {}: {file}", counted(*steps, "step")));
        }
        if *further != 0 {
            lines.push(format!("  and {further} further kinds"));
        }
    }
    harmless_lines(&(lines.join("\n") + "\n"))
}

/// For machines.
#[must_use]
pub fn exploration_json(exploration: &Exploration) -> String {
    let Exploration { totals, found: _, further } = exploration;
    let found = |found: &Found| {
        let Violation { invariant, alert, at, what } = &found.violation;
        json!({
            "seed": found.seed,
            "invariant": invariant.to_string(),
            "alert": alert.as_str(),
            "at": at.to_string(),
            "what": what,
            "file": found.file,
            "steps": found.steps,
        })
    };
    document(json!({
        "format": FORMAT,
        "stories": totals.stories,
        "minutes": totals.minutes,
        "faults": totals.faults,
        "refused_steps": totals.refused,
        "sign_ins": totals.sign_ins,
        "heard": totals.heard,
        "swallowed": totals.swallowed,
        "lost": totals.lost,
        "violated": totals.violated,
        "found": exploration.found.iter().map(found).collect::<Vec<Value>>(),
        "further": further,
    }))
}
