//! The reason of a state, whose texts are made when somebody reads them: alarms change often and are read seldom.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde_json::Value;
use signalarm_time::Timestamp;

use crate::{Decision, Evaluation, Rule, Slot};

/// Why a state was entered, as text (*StateReason*) and as JSON (*StateReasonData*), where there is any. It reads as its
/// text; a copy shares what it was copied from.
#[derive(Clone)]
pub struct Reason(Arc<Inner>);

struct Inner {
    text: OnceLock<String>,
    data: OnceLock<Option<Value>>,
    /// What the texts are made of; `None` where they were given.
    evaluated: Option<Evaluated>,
}

/// An evaluation that outlives what it looked at.
struct Evaluated {
    rule: Rule,
    slots: Box<[Slot]>,
    at: Timestamp,
    decision: Decision,
}

impl Evaluated {
    fn evaluation(&self) -> Evaluation<'_> {
        Evaluation { rule: &self.rule, slots: &self.slots, at: self.at, decision: self.decision }
    }
}

impl Reason {
    /// A reason that is given.
    #[must_use]
    pub fn given(text: String, data: Option<Value>) -> Self {
        Self(Arc::new(Inner { text: OnceLock::from(text), data: OnceLock::from(data), evaluated: None }))
    }

    /// The reason of the state that an evaluation decided on.
    pub(crate) fn of(evaluation: &Evaluation<'_>) -> Self {
        let Evaluation { rule, slots, at, decision } = *evaluation;
        let evaluated = Some(Evaluated { rule: *rule, slots: slots.into(), at, decision });
        Self(Arc::new(Inner { text: OnceLock::new(), data: OnceLock::new(), evaluated }))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let made = || self.0.evaluated.as_ref().and_then(|evaluated| evaluated.evaluation().reason());
        self.0.text.get_or_init(|| made().unwrap_or_default())
    }

    /// The JSON.
    #[must_use]
    pub fn data(&self) -> Option<&Value> {
        let made = || self.0.evaluated.as_ref().map(|evaluated| evaluated.evaluation().reason_data());
        self.0.data.get_or_init(made).as_ref()
    }
}

impl From<String> for Reason {
    fn from(text: String) -> Self {
        Self::given(text, None)
    }
}

impl From<&str> for Reason {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Deref for Reason {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Reason {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.as_str() == other.as_str() && self.data() == other.data())
    }
}

impl PartialEq<str> for Reason {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Reason {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}
