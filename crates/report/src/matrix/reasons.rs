//! Why cells are not «passed»: each reason once, with the cells for which it holds.

use std::fmt;

use signalarm_scenario::{Run, RunResult, Verdict};

use super::{Cell, Cells, Matrix};
use crate::words::counted;

/// More scenarios than this are counted, not named: the table names them.
const NAMES_MAX: usize = 6;

/// A reason and its cells.
pub(crate) struct Reason {
    pub(crate) kind: Kind,
    pub(crate) why: String,
    /// By target, in the order of the columns: the scenarios by their number.
    pub(crate) cells: Vec<(&'static str, Vec<usize>)>,
}

/// What the reason is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Lost,
    Skipped,
    NotProvable,
    /// Some expectations of a scenario that passed or failed by its others.
    PartlyNotProvable,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lost => "lost",
            Self::Skipped => "skipped",
            Self::NotProvable => "not provable",
            Self::PartlyNotProvable => "partly not provable",
        })
    }
}

/// All reasons, in the order of the columns.
pub(crate) fn reasons(matrix: &Matrix<'_>) -> Vec<Reason> {
    let mut found: Vec<Reason> = Vec::new();
    let mut add = |kind: Kind, why: String, target: &'static str, scenario: Option<usize>| {
        let known = found.iter().position(|reason| reason.kind == kind && reason.why == why);
        let position = known.unwrap_or_else(|| {
            found.push(Reason { kind, why, cells: Vec::new() });
            found.len() - 1
        });
        let cells = &mut found[position].cells;
        match cells.iter_mut().find(|(known, _)| *known == target) {
            Some((_, scenarios)) => scenarios.extend(scenario),
            None => cells.push((target, scenario.into_iter().collect())),
        }
    };
    for column in &matrix.columns {
        match &column.cells {
            Cells::Skipped(why) => add(Kind::Skipped, why.clone(), column.target, None),
            Cells::Lost(why) => add(Kind::Lost, why.clone(), column.target, None),
            Cells::Played(cells) => {
                for (scenario, cell) in cells.iter().enumerate() {
                    for (kind, why) in of_cell(cell) {
                        add(kind, why, column.target, Some(scenario));
                    }
                }
            }
        }
    }
    found
}

fn of_cell(cell: &Cell<'_>) -> Vec<(Kind, String)> {
    match cell {
        Cell::Lost(why) => vec![(Kind::Lost, why.clone())],
        Cell::Played(run, mask) => {
            let kind = match run.result() {
                RunResult::NotProvable => Kind::NotProvable,
                RunResult::Passed | RunResult::Differs => Kind::PartlyNotProvable,
            };
            why_not_provable(run).into_iter().map(|why| (kind, mask.apply(why))).collect()
        }
    }
}

/// Why expectations of a run, or the whole, cannot be proved: each reason once.
#[must_use]
pub fn why_not_provable(run: &Run) -> Vec<&str> {
    let mut reasons: Vec<&str> = Vec::new();
    for why in run.unplayed.as_deref().into_iter().chain(run.verdicts.iter().filter_map(Verdict::not_provable)) {
        if !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    reasons
}

/// For which scenarios of a target a reason holds, in words; of a whole target without any scenario nothing.
pub(crate) fn which(matrix: &Matrix<'_>, scenarios: &[usize]) -> String {
    let all = matrix.scenarios.len();
    if scenarios.is_empty() || (scenarios.len() == all && 1 < all) {
        return format!("all {}", counted(all, "scenario"));
    }
    let names: Vec<&str> = scenarios.iter().map(|scenario| matrix.scenarios[*scenario].1.name.as_str()).collect();
    match names.len().checked_sub(NAMES_MAX) {
        None | Some(0) => names.join(", "),
        Some(further) => format!("{} and {further} more", names[..NAMES_MAX].join(", ")),
    }
}
