//! The matrix for machines.

use serde_json::{Value, json};

use super::reasons::{Reason, reasons};
use super::{Cells, Column, Matrix, Word};
use crate::json::{FORMAT, document, faults_json, scenario as run_json};
use crate::links::links_json;

/// One document with stable keys; each cell that was played holds its whole run.
#[must_use]
pub fn matrix_json(matrix: &Matrix<'_>) -> String {
    let bad = |column: &Column<'_>| {
        let lost = matches!(column.cells, Cells::Lost(_));
        lost || matrix.count(column, Word::Failed) + matrix.count(column, Word::Lost) != 0
    };
    let scenarios = (0..matrix.scenarios.len()).map(|scenario| row(matrix, scenario));
    document(json!({
        "format": FORMAT,
        "passed": matrix.faulty.is_empty() && !matrix.columns.iter().any(bad),
        "targets": matrix.columns.iter().map(|column| target(matrix, column)).collect::<Vec<Value>>(),
        "scenarios": scenarios.collect::<Vec<Value>>(),
        "reasons": reasons(matrix).iter().map(|found| reason(matrix, found)).collect::<Vec<Value>>(),
        "faults": faults_json(matrix.faulty),
    }))
}

fn target(matrix: &Matrix<'_>, column: &Column<'_>) -> Value {
    let (state, why) = match &column.cells {
        Cells::Played(_) => ("played", None),
        Cells::Skipped(why) => ("skipped", Some(why)),
        Cells::Lost(why) => ("lost", Some(why)),
    };
    json!({
        "target": column.target,
        "state": state,
        "why": why,
        "passed": matrix.count(column, Word::Passed),
        "failed": matrix.count(column, Word::Failed),
        "not_provable": matrix.count(column, Word::NotProvable),
        "skipped": matrix.count(column, Word::Skipped),
        "lost": matrix.count(column, Word::Lost),
        "links": links_json(&column.runs()),
    })
}

fn row(matrix: &Matrix<'_>, scenario: usize) -> Value {
    let (file, told) = matrix.scenarios[scenario];
    let cell = |column: &Column<'_>| {
        json!({
            "target": column.target,
            "result": column.word(scenario).to_string(),
            "lost": column.lost(scenario),
            "run": column.run(scenario).map(|(run, mask)| run_json(file, run, mask)),
        })
    };
    json!({
        "name": told.name,
        "file": file,
        "title": told.title,
        "cells": matrix.columns.iter().map(cell).collect::<Vec<Value>>(),
    })
}

fn reason(matrix: &Matrix<'_>, reason: &Reason) -> Value {
    let name = |scenario: &usize| matrix.scenarios[*scenario].1.name.as_str();
    let cells = reason.cells.iter().map(|(target, scenarios)| {
        json!({ "target": target, "scenarios": scenarios.iter().map(name).collect::<Vec<&str>>() })
    });
    json!({ "kind": reason.kind.to_string(), "why": reason.why, "cells": cells.collect::<Vec<Value>>() })
}
