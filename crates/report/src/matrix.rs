//! Scenarios on several targets: one table, scenario × target, and below it why a cell is not «passed», each reason once.

mod json;
mod markdown;
mod reasons;
mod text;

use std::fmt;

use signalarm_diagnostic::Faulty;
use signalarm_scenario::{Run, RunResult, Scenario};

pub use json::matrix_json;
pub use markdown::matrix_markdown;
pub use reasons::why_not_provable;
pub use text::matrix_text;

use crate::mask::Mask;

/// The same scenarios on each of several targets.
#[derive(Debug)]
pub struct Matrix<'r> {
    /// The scenarios, with the paths of their files.
    pub scenarios: Vec<(&'r str, &'r Scenario)>,
    /// The targets.
    pub columns: Vec<Column<'r>>,
    /// Files that could not be read as scenarios.
    pub faulty: &'r [Faulty],
}

/// One target.
#[derive(Debug)]
pub struct Column<'r> {
    /// Its name.
    pub target: &'static str,
    /// What came of the scenarios.
    pub cells: Cells<'r>,
}

/// What came of all scenarios on one target.
#[derive(Debug)]
pub enum Cells<'r> {
    /// They were played: one cell for each, in their order.
    Played(Vec<Cell<'r>>),
    /// None was, because the machine lacks what the target needs; what that is.
    Skipped(String),
    /// None was, because the target cannot be started or reached; why.
    Lost(String),
}

/// What came of one scenario on one target.
#[derive(Debug)]
pub enum Cell<'r> {
    /// It was played, or the target said that it cannot play it.
    Played(&'r Run, &'r Mask),
    /// The target did not come to the end of it; why.
    Lost(String),
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Passed,
    Failed,
    NotProvable,
    Skipped,
    Lost,
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotProvable => "not provable",
            Self::Skipped => "skipped",
            Self::Lost => "lost",
        })
    }
}

impl Cell<'_> {
    pub(crate) fn word(&self) -> Word {
        match self {
            Self::Played(run, _) => match run.result() {
                RunResult::Passed => Word::Passed,
                RunResult::Differs => Word::Failed,
                RunResult::NotProvable => Word::NotProvable,
            },
            Self::Lost(_) => Word::Lost,
        }
    }
}

impl<'r> Column<'r> {
    /// What the cell of a scenario says.
    pub(crate) fn word(&self, scenario: usize) -> Word {
        match &self.cells {
            Cells::Played(cells) => cells.get(scenario).map_or(Word::Lost, Cell::word),
            Cells::Skipped(_) => Word::Skipped,
            Cells::Lost(_) => Word::Lost,
        }
    }

    /// The run of a scenario, where it was played.
    pub(crate) fn run(&self, scenario: usize) -> Option<(&'r Run, &'r Mask)> {
        match &self.cells {
            Cells::Played(cells) => match cells.get(scenario)? {
                Cell::Played(run, mask) => Some((run, mask)),
                Cell::Lost(_) => None,
            },
            Cells::Skipped(_) | Cells::Lost(_) => None,
        }
    }

    /// Why the target did not come to the end of a scenario, where it did not; nothing was lost where nothing was tried.
    pub(crate) fn lost(&self, scenario: usize) -> Option<&str> {
        match &self.cells {
            Cells::Played(cells) => match cells.get(scenario)? {
                Cell::Lost(why) => Some(why),
                Cell::Played(..) => None,
            },
            Cells::Lost(why) => Some(why),
            Cells::Skipped(_) => None,
        }
    }

    /// All runs of it.
    pub(crate) fn runs(&self) -> Vec<(&'r Run, &'r Mask)> {
        let count = match &self.cells {
            Cells::Played(cells) => cells.len(),
            Cells::Skipped(_) | Cells::Lost(_) => 0,
        };
        (0..count).filter_map(|scenario| self.run(scenario)).collect()
    }
}

impl<'r> Matrix<'r> {
    /// How many cells of a column say this.
    pub(crate) fn count(&self, column: &Column<'r>, word: Word) -> usize {
        (0..self.scenarios.len()).filter(|scenario| column.word(*scenario) == word).count()
    }

    /// The files of scenarios that a target did not come to the end of, or not even to the beginning, and why.
    #[must_use]
    pub fn lost(&self) -> Vec<(&'r str, &str)> {
        let mut lost = Vec::new();
        for column in &self.columns {
            for (scenario, (file, _)) in self.scenarios.iter().enumerate() {
                lost.extend(column.lost(scenario).map(|why| (*file, why)));
            }
        }
        lost
    }

    /// The runs of all targets with the paths of their files, one target after the other.
    #[must_use]
    pub fn runs(&self) -> Vec<(String, &'r Run, &'r Mask)> {
        let of_column = |column: &Column<'r>| -> Vec<(String, &'r Run, &'r Mask)> {
            let run = |(scenario, (file, _)): (usize, &(&str, &Scenario))| {
                column.run(scenario).map(|(run, mask)| ((*file).to_owned(), run, mask))
            };
            self.scenarios.iter().enumerate().filter_map(run).collect()
        };
        self.columns.iter().flat_map(of_column).collect()
    }
}
