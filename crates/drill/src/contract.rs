//! One set of tests, written once over calls: what each account answers to the same calls.
//!
//! Each [`Case`] makes calls and says in short words what it saw; what AWS does stands beside it, with its source. Where an
//! emulator is known to do otherwise, a table says so: a difference that is not in it fails, and so does one that has gone.

mod alarm_requests;
mod alarms;
mod buckets;
mod known;
mod log_groups;
mod metric_filters;
mod queues;
mod roles;
mod topics;
mod trails;

use signalarm_deploy::Session;
use signalarm_scenario::TargetError;

pub use known::{KnownDifference, Subject, known_differences};

use crate::ask::place;
use crate::stage::{Seen, Stage};

/// How the names of everything begin that the cases make.
pub const CONTRACT_BEGINNING: &str = "signalarm-contract-";

/// One test.
pub struct Case {
    /// Its name: the service, and what is done.
    pub name: &'static str,
    /// What AWS does, in short words.
    pub aws: &'static str,
    /// Where that is known from.
    pub source: &'static str,
    /// What the account on the stage does, in the same words.
    pub run: fn(&mut Stage<'_>) -> Seen,
}

const fn case(name: &'static str, aws: &'static str, source: &'static str, run: fn(&mut Stage<'_>) -> Seen) -> Case {
    Case { name, aws, source, run }
}

/// All cases, service by service.
pub fn cases() -> impl Iterator<Item = &'static Case> {
    let groups: [&'static [Case]; 9] = [
        log_groups::CASES,
        metric_filters::CASES,
        alarms::CASES,
        alarm_requests::CASES,
        topics::CASES,
        queues::CASES,
        trails::CASES,
        roles::CASES,
        buckets::CASES,
    ];
    groups.into_iter().flatten()
}

/// How a case came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// As AWS.
    AsAws,
    /// Otherwise than AWS, as the table says.
    Known,
    /// Otherwise than AWS, and the table says nothing of it, or something else: that.
    Unexpected(Option<&'static str>),
    /// As AWS; the table says that it would be otherwise, in these words.
    Gone(&'static str),
}

impl Conduct {
    /// Whether this is what was expected.
    #[must_use]
    pub const fn is_expected(&self) -> bool {
        match self {
            Self::AsAws | Self::Known => true,
            Self::Unexpected(_) | Self::Gone(_) => false,
        }
    }
}

/// What a case saw.
pub struct CaseRun {
    /// The case.
    pub case: &'static Case,
    /// What the account did.
    pub does: String,
    /// How that came out.
    pub conduct: Conduct,
}

/// What all cases saw.
pub struct ContractRun {
    /// Which emulator was asked; `None`: AWS, or an account that must be as AWS.
    pub emulator: Option<Subject>,
    /// Each case, in order.
    pub cases: Vec<CaseRun>,
    /// What could not be removed again, in words.
    pub left: Vec<String>,
}

impl ContractRun {
    /// Whether everything was as expected, and nothing is left behind.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.left.is_empty() && self.cases.iter().all(|case| case.conduct.is_expected())
    }

    /// The rows of the table that this run found, as JSON: each case in which the account does otherwise than AWS.
    #[must_use]
    pub fn found(&self) -> String {
        let differs = |run: &&CaseRun| run.does != run.case.aws;
        let row = |run: &CaseRun| known::row(self.emulator.as_ref(), run.case, &run.does);
        let rows: Vec<String> = self.cases.iter().filter(differs).map(row).collect();
        rows.join(",\n")
    }
}

/// Plays all cases, one after the other; each removes what it made, whatever came of it.
///
/// # Errors
///
/// Where nobody says whose account it is, or somebody interrupts.
pub fn contract(session: &mut dyn Session, emulator: Option<Subject>) -> Result<ContractRun, TargetError> {
    let place = place(session)?;
    let beginning = format!("{CONTRACT_BEGINNING}{}", session.now().as_millis() / 1_000);
    let differences = emulator.as_ref().map(known::of).unwrap_or_default();
    let (mut runs, mut left) = (Vec::new(), Vec::new());
    for (number, case) in cases().enumerate() {
        let mut stage = Stage::new(session, place.clone(), format!("{beginning}-{number}"));
        let does = (case.run)(&mut stage).unwrap_or_else(|why| why);
        left.extend(stage.clear());
        if session.is_interrupted() {
            return Err(TargetError::Lost(format!("interrupted in the case “{}”", case.name)));
        }
        let known = differences.iter().find(|row| row.case == case.name).map(|row| row.does.as_str());
        let conduct = judge(case.aws, &does, known);
        runs.push(CaseRun { case, does, conduct });
    }
    Ok(ContractRun { emulator, cases: runs, left })
}

fn judge(aws: &str, does: &str, known: Option<&'static str>) -> Conduct {
    match known {
        None if does == aws => Conduct::AsAws,
        Some(known) if does == aws => Conduct::Gone(known),
        Some(known) if does == known => Conduct::Known,
        known => Conduct::Unexpected(known),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_expected_is_told_from_what_was_not() {
        assert_eq!(judge("a", "a", None), Conduct::AsAws);
        assert_eq!(judge("a", "b", Some("b")), Conduct::Known);
        assert_eq!(judge("a", "b", None), Conduct::Unexpected(None));
        assert_eq!(judge("a", "b", Some("c")), Conduct::Unexpected(Some("c")));
        assert_eq!(judge("a", "a", Some("b")), Conduct::Gone("b"));
    }

    #[test]
    fn every_case_has_a_name_of_its_own() {
        let mut names: Vec<&str> = cases().map(|case| case.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
