//! What came of expectations: they hold, they differ, or the target cannot tell.

use crate::expectation::Expectation;

/// What came of one expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The expectation.
    pub expectation: Expectation,
    /// What came of it.
    pub judgement: Judgement,
}

/// How an expectation is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// What was expected was seen.
    Holds,
    /// It was not; what was seen instead.
    Differs(String),
    /// The target cannot tell; why.
    NotProvable(String),
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunResult {
    /// Whatever could be judged was as expected.
    Passed,
    /// Something was seen that is not as expected.
    Differs,
    /// The target could tell nothing of what is expected.
    NotProvable,
}

impl Verdict {
    /// What was seen instead, where something else was.
    #[must_use]
    pub fn differs(&self) -> Option<&str> {
        match &self.judgement {
            Judgement::Differs(instead) => Some(instead),
            Judgement::Holds | Judgement::NotProvable(_) => None,
        }
    }

    /// Why the target cannot tell, where it cannot.
    #[must_use]
    pub fn not_provable(&self) -> Option<&str> {
        match &self.judgement {
            Judgement::NotProvable(why) => Some(why),
            Judgement::Holds | Judgement::Differs(_) => None,
        }
    }
}
