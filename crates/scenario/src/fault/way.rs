//! A way in which a chain dies while it looks alive: one row of the table.

use signalarm_account::Link;

use super::FaultKind;

/// A known way to die.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// What it is called.
    pub name: &'static str,
    /// The link that dies.
    pub link: Link,
    /// The faults that break it, each of which scenario files can name; empty where [`Shown::Test`] shows it.
    pub faults: &'static [FaultKind],
    /// What AWS does then, and what becomes of sign-ins.
    pub behaviour: &'static str,
    /// Where that is known from.
    pub source: &'static str,
    /// What the owner can see of it.
    pub sign: Sign,
    /// Whether the alert on tampering hears of it.
    pub tampering: Tampering,
    /// What shows it.
    pub shown: Shown,
    /// What helps.
    pub cure: &'static str,
}

/// What the owner of a chain could see from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// This tells of it.
    Check(&'static str),
    /// Nothing does, because of this.
    Invisible(&'static str),
}

/// Whether the alert on tampering hears of a way to die of something else than itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tampering {
    /// It hears the call that breaks it, as soon as the record of the call is delivered.
    Heard,
    /// CloudTrail records the call that breaks it, and the alert does not hear it, because of this.
    Unheard(&'static str),
    /// No call that CloudTrail records breaks it.
    NoCall,
}

/// What shows a way to die.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The scenario of this name, below `scenarios/`.
    Scenario(&'static str),
    /// The tests of this file, below the root of the workspace: no scenario reaches there.
    Test(&'static str),
}

impl FaultKind {
    /// How a scenario file names it, with what is said with it left open.
    #[must_use]
    pub fn form(self) -> String {
        let name = self.words().name;
        match self {
            Self::Whole(_) => format!("`{name}`"),
            Self::Timed(fault) => format!("`{name}`, `{} = \"…\"`", fault.key()),
            Self::OfAlert(_) => format!("`{name}`, `alert = \"…\"`"),
        }
    }
}
