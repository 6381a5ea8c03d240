//! Blind spots of a config: what becomes of a sign-in of each alert while each fault is there.
//!
//! A cell is one fault against one alert. It is played in each [`Course`] that the two can take, and the worst that came of
//! them is the cell's verdict: whoever breaks a chain chooses the moment.

mod course;
mod explanation;
mod minimal;
mod score;
mod trial;
mod verdict;

use signalarm_account::Link;
use signalarm_alert::{AlertName, Chain, Config};
use signalarm_scenario::{Scenario, TargetError};
use signalarm_time::Duration;

pub use course::Course;
pub use explanation::{Explanation, explanations};
pub use minimal::minimal;
pub use score::Score;
pub use trial::Trial;
pub use verdict::CellVerdict;

use crate::play::play;
pub(crate) use course::variant;
use course::{Stage, last_moment};
use verdict::{judge, lost_at};

/// The table of a config.
#[derive(Clone, Debug)]
pub struct BlindSpots {
    /// The columns: those of the four alerts that the chain has, the silence alarm last. No sign-in belongs to another alert.
    pub alerts: Vec<AlertName>,
    /// The rows, in the order of the chain.
    pub rows: Vec<BlindRow>,
}

/// One fault against every alert.
#[derive(Clone, Debug)]
pub struct BlindRow {
    /// The fault.
    pub trial: Trial,
    /// One for each column; `None` where the alert has nothing that this fault could break.
    pub cells: Vec<Option<Cell>>,
}

/// One fault against one alert.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What became of the sign-in.
    pub verdict: CellVerdict,
    /// The course in which it became so.
    pub course: Course,
    /// Where it was lost, unless its alert told of it.
    pub lost_at: Option<Link>,
    /// Which other alerts told somebody.
    pub others: Vec<AlertName>,
    /// The story that shows it.
    pub scenario: Scenario,
}

impl BlindSpots {
    /// Every cell with its row and its alert.
    pub fn cells(&self) -> impl Iterator<Item = (&Trial, &AlertName, &Cell)> {
        self.rows.iter().flat_map(|row| {
            let cells = self.alerts.iter().zip(&row.cells);
            cells.filter_map(|(alert, cell)| Some((&row.trial, alert, cell.as_ref()?)))
        })
    }
}

/// Fills the table of a config.
///
/// # Errors
///
/// When the account refuses the chain itself.
pub fn blind_spots(config: &Config) -> Result<BlindSpots, TargetError> {
    let chain = config.simulated_chain();
    let alerts: Vec<AlertName> = columns(&chain).cloned().collect();
    let stages = alerts
        .iter()
        .map(|alert| {
            let stage = Stage { config, chain: &chain, alert };
            let moment = last_moment(&stage)?;
            Ok((stage, moment))
        })
        .collect::<Result<Vec<_>, TargetError>>()?;
    let row = |trial: Trial| {
        let cells = stages.iter().map(|(stage, moment)| cell(stage, *moment, trial)).collect::<Result<_, _>>()?;
        Ok(BlindRow { trial, cells })
    };
    let rows = Trial::all().map(row).collect::<Result<_, TargetError>>()?;
    Ok(BlindSpots { alerts, rows })
}

fn columns(chain: &Chain) -> impl Iterator<Item = &AlertName> {
    chain.names().filter(|name| AlertName::FOUR.contains(name) || **name == AlertName::SILENCE)
}

/// The worst that came of all courses; of several the first.
fn cell(stage: &Stage<'_>, moment: Option<Duration>, trial: Trial) -> Result<Option<Cell>, TargetError> {
    let Some(fault) = trial.fault(stage.alert) else { return Ok(None) };
    let mut worst: Option<Cell> = None;
    for course in Course::ALL {
        let Some(scenario) = stage.scenario(trial, &fault, course, moment) else { continue };
        let story = play(&scenario)?;
        let verdict = judge(&story, stage.alert);
        if worst.as_ref().is_none_or(|worst| worst.verdict < verdict.verdict) {
            let lost_at = lost_at(&story, stage.alert).filter(|_| verdict.verdict != CellVerdict::Heard);
            worst = Some(Cell { verdict: verdict.verdict, course, lost_at, others: verdict.others, scenario });
        }
    }
    Ok(worst)
}
