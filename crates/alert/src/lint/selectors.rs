//! Selectors that lead to nothing in a CloudTrail record.

use signalarm_diagnostic::nearest;
use signalarm_filter_pattern::lint::{Asked, Finding};

use super::FIELD_UNKNOWN;
use super::fields::{FIELDS, Field, Holds, below, find};
use super::names::is_one_slip;

/// The finding about a condition's selector, if there is one: it is followed down the table of fields.
pub(super) fn lint(asked: &Asked<'_>) -> Option<Finding> {
    let mut path = "";
    for (index, member) in asked.members.iter().enumerate() {
        let holds = find(path).map_or(Holds::Members, |field| field.holds);
        match holds {
            Holds::Members | Holds::Open => match below(path).find(|(name, _)| name == member) {
                Some((_, field)) => path = field.path,
                None => {
                    let corrected = corrected(path, &asked.members[index..], holds)?;
                    return Some(finding(asked, format!("no CloudTrail record has {}", asked.selector), corrected));
                }
            },
            Holds::Text
            | Holds::OneOf(_)
            | Holds::Known(_)
            | Holds::EventName
            | Holds::EventSource
            | Holds::Region
            | Holds::Boolean => {
                let message = format!("{path} holds a single value, so there is nothing at {}", asked.selector);
                return Some(finding(asked, message, Correction::Path(path.to_owned())));
            }
        }
    }
    None
}

/// What a wrong selector should be.
enum Correction {
    Path(String),
    /// The fields that there are to choose from.
    OneOf(Vec<&'static str>),
    /// There are too many to name them.
    Unknown,
}

fn finding(asked: &Asked<'_>, message: String, correction: Correction) -> Finding {
    let cure = match correction {
        Correction::Path(path) => format!("write $.{path}"),
        Correction::OneOf(names) => format!("the fields there are {}", names.join(", ")),
        Correction::Unknown => "ask of a field that CloudTrail records have".to_owned(),
    };
    Finding::new(&FIELD_UNKNOWN, asked.selector_span.clone(), message, cure)
}

/// What the rest of a selector below `path`, which begins with an unknown name, should be. `None` where anything may be
/// below it and no known name is near.
fn corrected(path: &str, rest: &[&str], holds: Holds) -> Option<Correction> {
    let (first, after) = rest.split_first()?;
    let names: Vec<&str> = below(path).map(|(name, _)| name).collect();
    let slip = names.iter().find(|name| is_one_slip(name.as_bytes(), first.as_bytes())).copied();
    if holds == Holds::Open {
        return Some(Correction::Path(joined(path, slip?, after)));
    }
    let near = slip.or_else(|| nearest(first, names.iter().copied()));
    let by_last_name = || elsewhere(rest.last()?).map(|field| field.path.to_owned());
    let corrected = near.map(|near| joined(path, near, after)).or_else(|| without_envelope(rest)).or_else(by_last_name);
    Some(match corrected {
        Some(corrected) => Correction::Path(corrected),
        None if path.is_empty() => Correction::Unknown,
        None => Correction::OneOf(names),
    })
}

fn joined(path: &str, name: &str, after: &[&str]) -> String {
    let start = Some(path).filter(|path| !path.is_empty());
    start.into_iter().chain([name]).chain(after.iter().copied()).collect::<Vec<_>>().join(".")
}

/// In an EventBridge event the record stands under `detail`; in a log event it is the whole.
fn without_envelope(rest: &[&str]) -> Option<String> {
    let (envelope, inside) = rest.split_first()?;
    let known = inside.first().is_some_and(|first| below("").any(|(name, _)| name == *first));
    (*envelope == "detail" && known).then(|| inside.join("."))
}

/// The field of that name that is nearest to the top, wherever it is.
fn elsewhere(name: &str) -> Option<&'static Field> {
    let is_called_so = |field: &&Field| field.path.rsplit('.').next().is_some_and(|own| own.eq_ignore_ascii_case(name));
    FIELDS.iter().filter(is_called_so).min_by_key(|field| field.path.len())
}
