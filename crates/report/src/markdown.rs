//! A run of scenarios as a table in Markdown, for the summary of a job.

use signalarm_diagnostic::{Faulty, harmless};
use signalarm_scenario::Run;

use crate::mask::Mask;
use crate::scenarios::Totals;

/// One row for each scenario, what differs first, and the totals above. `runs` carry the path of their file.
#[must_use]
pub fn scenarios_markdown(runs: &[(String, &Run, &Mask)], faulty: &[Faulty]) -> String {
    let totals = Totals::of(runs, faulty);
    let target = runs.first().map_or(String::new(), |(_, run, _)| format!(" on the {}", run.target));
    let mut lines = vec![
        format!(
            "### Scenarios{target}: {} passed, {} differ, {} unreadable",
            totals.passed, totals.differ, totals.faulty
        ),
        String::new(),
        "| | scenario | what differs |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    lines.extend(faulty.iter().map(|faulty| {
        let message = faulty.faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
        format!("| ❌ | {} | {} |", cell(&faulty.name), cell(&message))
    }));
    let (differ, pass): (Vec<_>, Vec<_>) = runs.iter().partition(|(_, run, _)| !run.passed());
    lines.extend(differ.into_iter().chain(pass).map(|(file, run, mask)| row(file, run, mask)));
    lines.join("\n") + "\n"
}

fn row(file: &str, run: &Run, mask: &Mask) -> String {
    let differs: Vec<String> = run
        .verdicts
        .iter()
        .filter_map(signalarm_scenario::Verdict::differs)
        .map(|text| cell(&mask.apply(text)))
        .collect();
    let mark = if run.passed() { "✅" } else { "❌" };
    format!("| {mark} | {} ({}) | {} |", cell(&run.scenario.title), cell(file), differs.join("<br>"))
}

/// What would end a cell, or begin something else in it, is written out.
fn cell(text: &str) -> String {
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
            "### Scenarios: 0 passed, 0 differ, 1 unreadable\n\n| | scenario | what differs |\n|---|---|---|\n| ❌ | x\\|y.toml | no |\n"
        );
    }
}
