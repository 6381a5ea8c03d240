//! One number for a table, to compare two configs.

use super::{BlindSpots, CellVerdict};

/// Points of a cell. Told of the sign-in itself and in time: nothing is better.
const HEARD: u32 = 4;
/// Told of the sign-in itself, after whoever signed in has had the time to act.
const LATE: u32 = 3;
/// Told that the chain is in trouble: a person who looks finds the sign-in, and knows when to look.
const LOUD: u32 = 2;
/// A person who looks finds the alarm in ALARM, as it was before: nothing says that there is something new.
const SWALLOWED: u32 = 1;
/// Nobody has a reason to look.
const SILENT: u32 = 0;

/// What a table is worth: the points of its cells, of the most that they could have. Every cell weighs the same: how often a
/// fault happens is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The points of all cells.
    pub points: u32,
    /// What they would be if everything were heard.
    pub most: u32,
}

impl Score {
    /// The score of a table.
    #[must_use]
    pub fn of(table: &BlindSpots) -> Self {
        table.cells().fold(Self::default(), |score, (_, _, cell)| Self {
            points: score.points + points(cell.verdict),
            most: score.most + HEARD,
        })
    }

    /// How many of a hundred, rounded down; of nothing all.
    #[must_use]
    pub const fn percent(self) -> u32 {
        match self.most {
            0 => 100,
            most => self.points * 100 / most,
        }
    }
}

/// The points of a cell.
pub(super) const fn points(verdict: CellVerdict) -> u32 {
    match verdict {
        CellVerdict::Heard => HEARD,
        CellVerdict::Late => LATE,
        CellVerdict::Loud => LOUD,
        CellVerdict::Swallowed => SWALLOWED,
        CellVerdict::Silent => SILENT,
    }
}
