//! The links of the chain, and what a record was lost for on its way to the log group.

use std::fmt;

/// A link of the chain, in the order in which a sign-in passes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// From the record to the delivery: the trail, its bucket and its role.
    Trail,
    /// The log group, and what it takes in.
    LogGroup,
    /// The metric filter.
    Filter,
    /// The metric and its samples.
    Metric,
    /// The alarm and its actions.
    Alarm,
    /// The topic, its policy and its key.
    Topic,
    /// A subscription and its endpoint.
    Subscription,
    /// None of them: whoever puts the chain into place.
    Deployment,
}

/// Why a record does not come to the log group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Loss {
    /// Where it was lost.
    pub link: Link,
    /// Why, in words.
    pub why: &'static str,
}

impl Loss {
    pub(crate) const fn at(link: Link, why: &'static str) -> Self {
        Self { link, why }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Trail => "trail",
            Self::LogGroup => "log group",
            Self::Filter => "filter",
            Self::Metric => "metric",
            Self::Alarm => "alarm",
            Self::Topic => "topic",
            Self::Subscription => "subscription",
            Self::Deployment => "deployment",
        })
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.why)
    }
}
