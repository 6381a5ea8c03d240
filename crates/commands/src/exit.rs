//! Exit codes: the same everywhere, and documented in the README.

use std::process::ExitCode;

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: all is as it should be.
    Ok,
    /// 1: a scenario differs from what it expects.
    Differs,
    /// 2: faulty input, or faulty usage.
    Faulty,
    /// 3: a plan has changes.
    Changes,
    /// 4: the target cannot be reached or started.
    TargetLost,
    /// 5: refused for safety.
    Refused,
}

impl Exit {
    /// The number.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Differs => 1,
            Self::Faulty => 2,
            Self::Changes => 3,
            Self::TargetLost => 4,
            Self::Refused => 5,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
