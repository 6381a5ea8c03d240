//! Blind spots of a config: for a terminal, for machines, and as a page to read.

use std::fmt::Write as _;

use serde_json::{Value, json};
use signalarm_alert::AlertName;
use signalarm_chaos::{BlindSpots, Cell, CellVerdict, Explanation, Score, Trial, explanations};
use signalarm_diagnostic::harmless_lines;

use crate::json::document;

/// The version of the document below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;
/// Room for the longest fault with its measure.
const ROW_WIDTH: usize = 30;
/// Where an alert has nothing that the fault could break.
const NOTHING: &str = "-";

/// The table of a config.
#[derive(Clone, Copy, Debug)]
pub struct Sighted<'a> {
    /// What the settings come from, as the person knows it.
    pub name: &'a str,
    /// The table.
    pub table: &'a BlindSpots,
}

/// For people: the table, and what differs in another one.
#[must_use]
pub fn blind_spots_text(one: Sighted<'_>, against: Option<Sighted<'_>>) -> String {
    let mut text =
        format!("blind spots of {}: what becomes of a sign-in while a fault is there, at worst\n\n", one.name);
    let common = common_beginning(&one.table.alerts);
    let head = one.table.alerts.iter().map(|alert| &alert.as_str()[common..]);
    line(&mut text, &row("", head));
    for blind in &one.table.rows {
        let cells = blind.cells.iter().map(|cell| cell.as_ref().map_or(NOTHING, |cell| word(cell.verdict)));
        line(&mut text, &row(&blind.trial.to_string(), cells));
    }
    text.push('\n');
    text.push_str(&tallied(&one));
    if let Some(other) = against {
        text.push_str(&tallied(&other));
        text.push('\n');
        line(&mut text, &format!("what is different with {}:", other.name));
        let differences = differences(one.table, other.table);
        if differences.is_empty() {
            line(&mut text, "  nothing");
        }
        for Difference { trial, alert, from, to } in differences {
            line(&mut text, &format!("  {}  {alert}: {from} → {to}", format_args!("{trial:ROW_WIDTH$}")));
        }
    }
    harmless_lines(&text)
}

/// For machines.
#[must_use]
pub fn blind_spots_json(one: Sighted<'_>, against: Option<Sighted<'_>>) -> String {
    let mut value = json!({ "format": FORMAT, "table": table_json(&one) });
    if let Some(other) = against {
        let difference = |Difference { trial, alert, from, to }: Difference<'_>| json!({ "fault": trial.to_string(), "alert": alert.as_str(), "from": from.to_string(), "to": to.to_string() });
        let differences = differences(one.table, other.table).into_iter().map(difference).collect::<Vec<Value>>();
        value["against"] = table_json(&other);
        value["differences"] = differences.into();
    }
    document(value)
}

const INTRODUCTION: &str = "\
# Blind spots

What becomes of a sign-in while something is broken? One row for each fault, one column for each alert, of the built-in
settings; [scenario files](scenarios.md#blind-spots) say how a cell is played, and what its words mean.
This page is made from the table that `cargo xtask scenario blind-spots` prints, by `cargo xtask bless`.

";

/// The built-in table as a Markdown page, with an explanation for each fault that has a silent cell.
#[must_use]
pub fn blind_spots_page(table: &BlindSpots) -> String {
    let mut page = INTRODUCTION.to_owned();
    let common = common_beginning(&table.alerts);
    let heads: Vec<&str> = table.alerts.iter().map(|alert| &alert.as_str()[common..]).collect();
    line(&mut page, &format!("| fault | {} |", heads.join(" | ")));
    line(&mut page, &format!("|---|{}", "---|".repeat(heads.len())));
    for row in &table.rows {
        let cell = |cell: &Option<Cell>| match cell {
            Some(Cell { verdict: CellVerdict::Silent, .. }) => "**silent**".to_owned(),
            Some(cell) => cell.verdict.to_string(),
            None => NOTHING.to_owned(),
        };
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        line(&mut page, &format!("| `{}` | {} |", row.trial, cells.join(" | ")));
    }
    let score = Score::of(table);
    let counts = counts(table).map(|(verdict, count)| format!("{count} {verdict}"));
    line(
        &mut page,
        &format!("\n{}: {} of {} points, {} of 100.", counts.join(", "), score.points, score.most, score.percent()),
    );
    page.push_str("\n## Why these are silent\n");
    for explanation in explanations() {
        explain(&mut page, explanation);
    }
    page
}

fn explain(page: &mut String, Explanation { name, faults, why, add }: &Explanation) {
    let faults: Vec<String> = faults.iter().map(|fault| format!("`{}`", fault.words().name)).collect();
    line(page, &format!("\n### {name}\n\n{}\n\n{why}\n\nWhat you can add: {add}", faults.join(", ")));
}

fn row<'t>(name: &str, cells: impl Iterator<Item = &'t str>) -> String {
    let cells: String = cells.map(|cell| format!("{cell:<14}")).collect();
    format!("{name:<ROW_WIDTH$}  {cells}").trim_end().to_owned()
}

const fn word(verdict: CellVerdict) -> &'static str {
    match verdict {
        CellVerdict::Heard => "heard",
        CellVerdict::Late => "late",
        CellVerdict::Loud => "loud",
        CellVerdict::Swallowed => "swallowed",
        CellVerdict::Silent => "SILENT",
    }
}

fn tallied(one: &Sighted<'_>) -> String {
    let counts = counts(one.table).map(|(verdict, count)| format!("{count} {verdict}"));
    let score = Score::of(one.table);
    format!(
        "{}: {}; {} of {} points, {} of 100\n",
        one.name,
        counts.join(", "),
        score.points,
        score.most,
        score.percent()
    )
}

fn counts(table: &BlindSpots) -> [(CellVerdict, usize); 5] {
    CellVerdict::ALL.map(|verdict| (verdict, table.cells().filter(|(_, _, cell)| cell.verdict == verdict).count()))
}

/// How many bytes the names begin with in common, up to the last `-`.
fn common_beginning(alerts: &[AlertName]) -> usize {
    let Some(first) = alerts.first() else { return 0 };
    let mut ends = first.as_str().match_indices('-').map(|(at, _)| at + 1);
    let is_common = |end: &usize| alerts.iter().all(|alert| alert.as_str().starts_with(&first.as_str()[..*end]));
    ends.rfind(is_common).unwrap_or(0)
}

/// A cell that is not the same in two tables.
struct Difference<'t> {
    trial: &'t Trial,
    alert: &'t AlertName,
    from: CellVerdict,
    to: CellVerdict,
}

fn differences<'t>(one: &'t BlindSpots, other: &BlindSpots) -> Vec<Difference<'t>> {
    let differs = |(trial, alert, cell): (&'t Trial, &'t AlertName, &'t Cell)| {
        let (_, _, theirs) = other.cells().find(|(its, of, _)| *its == trial && *of == alert)?;
        (theirs.verdict != cell.verdict).then_some(Difference { trial, alert, from: cell.verdict, to: theirs.verdict })
    };
    one.cells().filter_map(differs).collect()
}

fn table_json(one: &Sighted<'_>) -> Value {
    let score = Score::of(one.table);
    let cell = |(trial, alert, cell): (&Trial, &AlertName, &Cell)| {
        json!({
            "fault": trial.kind.words().name,
            "measure": trial.measure.map(|measure| measure.to_string()),
            "alert": alert.as_str(),
            "verdict": cell.verdict.to_string(),
            "course": cell.course.to_string(),
            "lost_at": cell.lost_at.map(|link| link.to_string()),
            "told_by": cell.others.iter().map(AlertName::as_str).collect::<Vec<_>>(),
        })
    };
    json!({
        "config": one.name,
        "alerts": one.table.alerts.iter().map(AlertName::as_str).collect::<Vec<_>>(),
        "points": score.points,
        "most": score.most,
        "percent": score.percent(),
        "cells": one.table.cells().map(cell).collect::<Vec<Value>>(),
    })
}

fn line(text: &mut String, content: &str) {
    let _ = writeln!(text, "{content}");
}
