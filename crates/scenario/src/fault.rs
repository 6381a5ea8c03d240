//! The fault model, whole: everything that a scenario, or an exploration, can break and mend.
//!
//! A fault is a variant of one of three enums, by what has to be said with it: nothing, a duration, or an alert. Its words
//! stand beside it, how it breaks and mends in the same file, and each way in which a chain dies of it in [`ways()`]. Where
//! a person or an attacker could do it, breaking it makes the calls that they would; only what is outside of everybody's
//! reach sets [`signalarm_account::Conditions`].

mod alert;
mod damage;
mod timed;
mod way;
mod ways;
mod whole;

use std::fmt;

use signalarm_alert::AlertName;
use signalarm_time::Duration;

pub use alert::AlertFault;
pub(crate) use damage::Damage;
pub use timed::TimedFault;
pub use way::{Shown, Sign, Tampering, Way};
pub use ways::ways;
pub use whole::WholeFault;

/// One thing broken on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFault {
    /// Something of the whole chain.
    Whole(WholeFault),
    /// Something that has a measure.
    Timed(TimedFault, Duration),
    /// Something of one alert, or of the silence alarm.
    OfAlert(AlertFault, AlertName),
}

/// A fault without what is said with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Nothing is said with it.
    Whole(WholeFault),
    /// A duration is.
    Timed(TimedFault),
    /// An alert is.
    OfAlert(AlertFault),
}

/// The words of a fault.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Its name in scenario files.
    pub name: &'static str,
    /// What is so while it is broken; `{}` stands for the duration or the alert.
    pub broken: &'static str,
    /// How it is mended; empty: it just ends.
    pub mended: &'static str,
}

impl FaultKind {
    /// All of them, in the order of the chain.
    pub fn all() -> impl Iterator<Item = Self> {
        let timed = TimedFault::ALL.into_iter().map(Self::Timed);
        let whole = WholeFault::ALL.into_iter().map(Self::Whole);
        timed.chain(whole).chain(AlertFault::ALL.into_iter().map(Self::OfAlert))
    }

    /// The fault of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|kind| kind.words().name == name)
    }

    /// Its words.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::Whole(fault) => fault.words(),
            Self::Timed(fault) => fault.words(),
            Self::OfAlert(fault) => fault.words(),
        }
    }

    /// The key under which scenario files say its duration, if it has one.
    #[must_use]
    pub const fn duration_key(self) -> Option<&'static str> {
        match self {
            Self::Timed(fault) => Some(fault.key()),
            Self::Whole(_) | Self::OfAlert(_) => None,
        }
    }
}

impl ChainFault {
    /// The fault without what is said with it.
    #[must_use]
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::Whole(fault) => FaultKind::Whole(*fault),
            Self::Timed(fault, _) => FaultKind::Timed(*fault),
            Self::OfAlert(fault, _) => FaultKind::OfAlert(*fault),
        }
    }

    /// The name by which scenario files call this fault.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.kind().words().name
    }

    /// Whether `other` is this fault, whatever its strength: what a mending step must name.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::OfAlert(_, mine), Self::OfAlert(_, theirs)) => self.kind() == other.kind() && mine == theirs,
            _ => self.kind() == other.kind(),
        }
    }
}

impl fmt::Display for ChainFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let broken = self.kind().words().broken;
        match self {
            Self::Whole(_) => f.write_str(broken),
            Self::Timed(_, duration) => f.write_str(&broken.replace("{}", &duration.to_string())),
            Self::OfAlert(_, alert) => f.write_str(&broken.replace("{}", alert.as_str())),
        }
    }
}

/// Faults of one kind with their words: the enum, its list and its table from one place.
macro_rules! faults {
    ($(#[$doc:meta])* $name:ident { $($variant:ident: $word:literal, $broken:literal, $mended:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`: ", $broken, ".")] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// Its words.
            #[must_use]
            pub const fn words(self) -> crate::fault::Words {
                let (name, broken, mended) = match self { $(Self::$variant => ($word, $broken, $mended),)+ };
                crate::fault::Words { name, broken, mended }
            }
        }
    };
}
use faults;
