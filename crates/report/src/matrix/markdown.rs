//! The matrix for the summary of a job.

use signalarm_scenario::Verdict;

use super::reasons::{reasons, which};
use super::{Column, Matrix, Word};
use crate::markdown::{cell, links};

/// A table of words, and lists below it.
#[must_use]
pub fn matrix_markdown(matrix: &Matrix<'_>) -> String {
    let targets: Vec<&str> = matrix.columns.iter().map(|column| column.target).collect();
    let mut lines = vec![
        format!("### Scenarios on {}", targets.join(", ")),
        String::new(),
        format!("| scenario | {} |", targets.join(" | ")),
        format!("|---|{}", "---|".repeat(targets.len())),
    ];
    lines.extend((0..matrix.scenarios.len()).map(|scenario| row(matrix, scenario)));
    let mut items: Vec<String> = Vec::new();
    items.extend(matrix.faulty.iter().map(|faulty| {
        let message = faulty.faults.first().map(|fault| fault.message.clone()).unwrap_or_default();
        format!("- unreadable: {}: {}", cell(&faulty.name), cell(&message))
    }));
    items.extend(matrix.columns.iter().flat_map(|column| failures(matrix, column)));
    items.extend(reasons(matrix).into_iter().map(|reason| {
        let cells: Vec<String> =
            reason.cells.iter().map(|(target, of)| format!("{target}: {}", cell(&which(matrix, of)))).collect();
        format!("- {}: {} ({})", reason.kind, cell(&reason.why), cells.join("; "))
    }));
    if !items.is_empty() {
        lines.push(String::new());
        lines.extend(items);
    }
    lines.extend(matrix.columns.iter().flat_map(|column| links(column.target, &column.runs())));
    lines.join("\n") + "\n"
}

fn row(matrix: &Matrix<'_>, scenario: usize) -> String {
    let (file, told) = matrix.scenarios[scenario];
    let words = matrix.columns.iter().map(|column| match column.word(scenario) {
        word @ (Word::Failed | Word::Lost) => format!("**{word}**"),
        word @ (Word::Passed | Word::NotProvable | Word::Skipped) => word.to_string(),
    });
    format!("| {} ({}) | {} |", cell(&told.title), cell(file), words.collect::<Vec<String>>().join(" | "))
}

fn failures(matrix: &Matrix<'_>, column: &Column<'_>) -> Vec<String> {
    let mut items = Vec::new();
    for (scenario, (file, _)) in matrix.scenarios.iter().enumerate() {
        let Some((run, mask)) = column.run(scenario) else { continue };
        let differs = run.verdicts.iter().filter_map(|verdict| Some((verdict, verdict.differs()?)));
        items.extend(differs.map(|(Verdict { expectation, .. }, instead)| {
            let told = format!("expected that {}; {instead}", expectation.expected);
            format!("- failed on {}: {}:{}: {}", column.target, cell(file), expectation.line, cell(&mask.apply(&told)))
        }));
    }
    items
}
