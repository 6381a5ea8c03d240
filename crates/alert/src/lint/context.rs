//! Conditions with what stands beside them, which says what records they are asked of.

use signalarm_filter_pattern::lint::{Asked, Asks, Outline};

use super::fields::{self, ALWAYS_THERE, ALWAYS_THERE_IN_SIGN_INS};

/// A condition where it stands.
pub(super) struct Seen<'o, 'p> {
    pub(super) asked: &'o Asked<'p>,
    /// The conditions that have to hold as well for the pattern to match by this one; this one among them.
    pub(super) beside: Vec<&'o Asked<'p>>,
    /// The conditions that this one is joined to by `||`, this one among them; none where it is not.
    pub(super) alternatives: Vec<&'o Asked<'p>>,
}

impl<'o, 'p> Seen<'o, 'p> {
    /// All conditions in the order of the text.
    pub(super) fn all(outline: &'o Outline<'p>) -> Vec<Self> {
        let mut all = Vec::new();
        collect(outline, &mut Vec::new(), &[], &mut all);
        all
    }

    /// Whether the condition is asked of console sign-ins and of nothing else.
    pub(super) fn is_about_sign_ins(&self) -> bool {
        self.beside.iter().any(|asked| {
            let asks_outcome = matches!(asked.asks, Asks::Equal(_) | Asks::NotEqual(_));
            asks_equal(asked, "eventName", "ConsoleLogin")
                || (asks_outcome && path_of(asked).is_some_and(|path| path == "responseElements.ConsoleLogin"))
        })
    }

    /// Whether the field that the condition asks about is in all records that it is asked of.
    pub(super) fn is_there(&self) -> bool {
        path_of(self.asked).is_some_and(|path| {
            ALWAYS_THERE.contains(&path.as_str())
                || (self.is_about_sign_ins() && ALWAYS_THERE_IN_SIGN_INS.contains(&path.as_str()))
        })
    }
}

/// Outlines are as deep as a pattern of at most 1024 characters can nest.
fn collect<'o, 'p>(
    part: &'o Outline<'p>,
    beside: &mut Vec<&'o Asked<'p>>,
    alternatives: &[&'o Asked<'p>],
    all: &mut Vec<Seen<'o, 'p>>,
) {
    let outside = beside.len();
    match part {
        Outline::Condition(asked) => {
            beside.push(asked);
            all.push(Seen { asked, beside: beside.clone(), alternatives: alternatives.to_vec() });
        }
        Outline::All(parts) => {
            beside.extend(singles(parts));
            for part in parts {
                collect(part, beside, &[], all);
            }
        }
        Outline::Any(parts) => {
            let alternatives = singles(parts);
            for part in parts {
                collect(part, beside, &alternatives, all);
            }
        }
    }
    beside.truncate(outside);
}

/// The parts that are single conditions.
fn singles<'o, 'p>(parts: &'o [Outline<'p>]) -> Vec<&'o Asked<'p>> {
    let single = |part: &'o Outline<'p>| match part {
        Outline::Condition(asked) => Some(asked),
        Outline::All(_) | Outline::Any(_) => None,
    };
    parts.iter().filter_map(single).collect()
}

/// The names that a condition's selector leads through, joined by dots; `None` where it leads through anything else.
pub(super) fn path_of(asked: &Asked<'_>) -> Option<String> {
    asked.only_members.then(|| asked.members.join("."))
}

/// The field that a condition's selector leads to, if it is a known one.
pub(super) fn field_of(asked: &Asked<'_>) -> Option<&'static fields::Field> {
    fields::find(&path_of(asked)?)
}

/// Whether a condition asks that the field at the path equals the text.
pub(super) fn asks_equal(asked: &Asked<'_>, path: &str, text: &str) -> bool {
    let asks_so = matches!(&asked.asks, Asks::Equal(operand) if operand.text == text);
    asks_so && path_of(asked).is_some_and(|own| own == path)
}
