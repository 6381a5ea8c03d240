//! A run of scenarios as a table in Markdown, for the summary of a job.

use signalarm_diagnostic::{Faulty, harmless};
use signalarm_scenario::{Run, RunResult, Verdict};

use crate::links::link_items;
use crate::mask::Mask;
use crate::matrix::why_not_provable;
use crate::scenarios::Totals;
use crate::words::the_target;

/// One row for each scenario, what differs first, and the totals above. `runs` carry the path of their file.
#[must_use]
pub fn scenarios_markdown(runs: &[(String, &Run, &Mask)], faulty: &[Faulty]) -> String {
    let totals = Totals::of(runs, faulty);
    let target = runs.first().map_or(String::new(), |(_, run, _)| format!(" on {}", the_target(run.target)));
    let not_provable = match totals.not_provable {
        0 => String::new(),
        count => format!("{count} not provable, "),
    };
    let mut lines = vec![
        format!(
            "### Scenarios{target}: {} passed, {} differ, {}{} unreadable",
            totals.passed, totals.differ, not_provable, totals.faulty
        ),
        String::new(),
        "| | scenario | result | what differs or is not provable here |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    lines.extend(faulty.iter().map(|faulty| {
        let message = faulty.faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
        format!("| ❌ | {} | unreadable | {} |", cell(&faulty.name), cell(&message))
    }));
    for result in [RunResult::Differs, RunResult::NotProvable, RunResult::Passed] {
        let of_result = runs.iter().filter(|(_, run, _)| run.result() == result);
        lines.extend(of_result.map(|(file, run, mask)| row(file, run, mask)));
    }
    if let Some((_, first, _)) = runs.first() {
        let played: Vec<(&Run, &Mask)> = runs.iter().map(|(_, run, mask)| (*run, *mask)).collect();
        lines.extend(links(first.target, &played));
    }
    lines.join("\n") + "\n"
}

/// What a target proved, as a list; nothing where the model proves all.
pub(crate) fn links(target: &str, runs: &[(&Run, &Mask)]) -> Vec<String> {
    let items = link_items(runs);
    let head = [String::new(), format!("What {} proved, link by link:", the_target(target)), String::new()];
    let head = if items.is_empty() { Vec::new() } else { Vec::from(head) };
    head.into_iter().chain(items.into_iter().map(|(link, proof)| format!("- {link}: {}", cell(&proof)))).collect()
}

fn row(file: &str, run: &Run, mask: &Mask) -> String {
    let differs: Vec<&str> = run.verdicts.iter().filter_map(Verdict::differs).collect();
    let told: Vec<String> =
        differs.into_iter().chain(why_not_provable(run)).map(|text| cell(&mask.apply(text))).collect();
    let (mark, result) = match run.result() {
        RunResult::Passed => ("✅", "passed"),
        RunResult::Differs => ("❌", "differs"),
        RunResult::NotProvable => ("➖", "not provable"),
    };
    format!("| {mark} | {} ({}) | {result} | {} |", cell(&run.scenario.title), cell(file), told.join("<br>"))
}

/// What would end a cell, or begin something else in it, is written out.
pub(crate) fn cell(text: &str) -> String {
    let mut safe = String::new();
    for character in harmless(text).chars() {
        match character {
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => safe.extend(['\\', character]),
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            _ => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_one() {
        assert_eq!(cell("a|b\n<c> & `d`"), "a\\|b\\\\u{a}&lt;c> &amp; \\`d\\`");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_a_row() {
        let faulty = Faulty::unreadable("x|y.toml".to_owned(), "no".to_owned(), "");
        let table = scenarios_markdown(&[], &[faulty]);
        assert_eq!(
            table,
            "### Scenarios: 0 passed, 0 differ, 1 unreadable\n\n| | scenario | result | what differs or is not provable here |\n\
             |---|---|---|---|\n| ❌ | x\\|y.toml | unreadable | no |\n"
        );
    }
}
