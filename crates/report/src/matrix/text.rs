//! The matrix for a terminal.

use signalarm_diagnostic::{harmless, harmless_lines};

use super::reasons::{reasons, which};
use super::{Cells, Column, Matrix, Word};
use crate::links::link_lines;
use crate::scenarios::judged;
use crate::words::counted;

/// What stands above the names of the scenarios.
const SCENARIO: &str = "scenario";

/// The table, what failed, why cells are neither, what each target proved, and the totals.
#[must_use]
pub fn matrix_text(matrix: &Matrix<'_>) -> String {
    let mut paragraphs = vec![table(matrix)];
    paragraphs.extend(matrix.columns.iter().map(|column| failures(matrix, column)));
    let reasons = reasons(matrix).into_iter().map(|reason| {
        let mut lines = vec![format!("{}: {}", reason.kind, harmless(&reason.why))];
        lines.extend(reason.cells.iter().map(|(target, of)| format!("  {target}: {}", which(matrix, of))));
        lines
    });
    paragraphs.extend(reasons);
    paragraphs.extend(matrix.columns.iter().map(|column| link_lines(column.target, &column.runs())));
    paragraphs.push(totals(matrix));
    paragraphs.retain(|lines| !lines.is_empty());
    let paragraphs: Vec<String> = paragraphs.iter().map(|lines| lines.join("\n") + "\n").collect();
    harmless_lines(&paragraphs.join("\n"))
}

/// A row for each scenario.
fn table(matrix: &Matrix<'_>) -> Vec<String> {
    if matrix.scenarios.is_empty() {
        return Vec::new();
    }
    let names = matrix.scenarios.iter().map(|(_, scenario)| harmless(&scenario.name));
    let words: Vec<Vec<Word>> = (0..matrix.scenarios.len())
        .map(|scenario| matrix.columns.iter().map(|column| column.word(scenario)).collect())
        .collect();
    let rows = names.zip(words.iter().map(|row| row.iter().map(Word::to_string).collect()));
    let head = (SCENARIO.to_owned(), matrix.columns.iter().map(|column| column.target.to_owned()).collect());
    let rows: Vec<(String, Vec<String>)> = std::iter::once(head).chain(rows).collect();
    let width = |text: &String| text.chars().count();
    let first = rows.iter().map(|(name, _)| width(name)).max().unwrap_or_default();
    let widths: Vec<usize> = (0..matrix.columns.len())
        .map(|column| rows.iter().map(|(_, cells)| width(&cells[column])).max().unwrap_or_default())
        .collect();
    let line = |(name, cells): &(String, Vec<String>)| {
        let cells = cells.iter().zip(&widths).map(|(cell, width)| format!("  {cell:<width$}"));
        format!("{name:<first$}{}", cells.collect::<String>()).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// What differs on one target.
fn failures(matrix: &Matrix<'_>, column: &Column<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (scenario, (file, _)) in matrix.scenarios.iter().enumerate() {
        let Some((run, mask)) = column.run(scenario) else { continue };
        let differing = run.verdicts.iter().filter(|verdict| verdict.differs().is_some());
        let told = differing.filter_map(|verdict| judged(file, verdict)).flatten();
        lines.extend(told.map(|line| mask.apply(&line)));
    }
    if !lines.is_empty() {
        lines.insert(0, format!("failed on the {}:", column.target));
    }
    lines
}

fn totals(matrix: &Matrix<'_>) -> Vec<String> {
    let of_column = |column: &Column<'_>| {
        let words = match &column.cells {
            Cells::Skipped(_) => "skipped".to_owned(),
            Cells::Lost(_) => "lost".to_owned(),
            Cells::Played(_) => {
                let mut words = format!("{} passed", matrix.count(column, Word::Passed));
                let others = [(Word::Failed, "differ"), (Word::NotProvable, "not provable here"), (Word::Lost, "lost")];
                for (word, shown) in others {
                    match matrix.count(column, word) {
                        0 => {}
                        count => words.push_str(&format!(", {count} {shown}")),
                    }
                }
                words
            }
        };
        format!("{} on the {}: {words}", counted(matrix.scenarios.len(), "scenario"), column.target)
    };
    let mut lines: Vec<String> = matrix.columns.iter().map(of_column).collect();
    if !matrix.faulty.is_empty() {
        lines.push(format!("{} could not be read", counted(matrix.faulty.len(), "file")));
    }
    lines
}
