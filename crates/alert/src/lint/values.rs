//! Values that no record holds in the field that they are compared with.

use signalarm_diagnostic::nearest;
use signalarm_filter_pattern::lint::{Asked, Asks, Finding, Operand, OperandKind, UNNEEDED_WILDCARD};
use signalarm_filter_pattern::{LogEvent, Pattern};

use crate::place::Region;

use super::context::field_of;
use super::fields::{Field, Holds};
use super::names::{EVENT_NAMES, EVENT_SOURCES, is_one_slip, without_version};
use super::{EVENT_NAME_UNKNOWN, EVENT_SOURCE_UNKNOWN, VALUE_UNKNOWN, VALUE_WRONG_CASE, VALUE_WRONG_KIND};

/// How the names of services end in `eventSource`.
const SOURCE_SUFFIX: &str = ".amazonaws.com";

/// The finding about a condition's value, if there is one.
pub(super) fn lint(asked: &Asked<'_>) -> Option<Finding> {
    let field = field_of(asked)?;
    match &asked.asks {
        Asks::Equal(operand) | Asks::NotEqual(operand) => match field.holds {
            Holds::Text => None,
            Holds::OneOf(values) => lint_value(field, values, true, operand),
            Holds::Known(values) => lint_value(field, values, false, operand),
            Holds::EventName => lint_event_name(operand),
            Holds::EventSource => lint_event_source(operand),
            Holds::Region => lint_region(operand),
            Holds::Boolean => Some(lint_boolean(asked, operand)),
            Holds::Members | Holds::Open => Some(holds_no_value(asked, field)),
        },
        Asks::IsBoolean(wanted) if is_text(field.holds) => {
            let message = format!("{} holds a text, and no text IS TRUE or IS FALSE", field.path);
            let cure = format!("write {} = \"{wanted}\"", asked.selector);
            Some(Finding::new(&VALUE_WRONG_KIND, asked.span.clone(), message, cure))
        }
        Asks::Ordered(_) if is_text(field.holds) => {
            let message = format!("{} holds a text, and only numbers are ordered", field.path);
            let cure = "compare with = and a wildcard, or with a regular expression";
            Some(Finding::new(&VALUE_WRONG_KIND, asked.span.clone(), message, cure))
        }
        Asks::IsBoolean(_) | Asks::Ordered(_) | Asks::IsNull | Asks::NotExists => None,
    }
}

/// Whether the value compared with is one that the field is known to hold.
pub(super) fn is_known(field: &Field, asked: &Asked<'_>) -> bool {
    match (field.holds, asked.operand()) {
        (Holds::OneOf(values) | Holds::Known(values), Some(operand)) => values.contains(&operand.text.as_str()),
        (
            Holds::Text
            | Holds::EventName
            | Holds::EventSource
            | Holds::Region
            | Holds::Boolean
            | Holds::Members
            | Holds::Open,
            Some(_),
        )
        | (_, None) => false,
    }
}

fn is_text(holds: Holds) -> bool {
    match holds {
        Holds::Text | Holds::OneOf(_) | Holds::Known(_) | Holds::EventName | Holds::EventSource | Holds::Region => true,
        Holds::Boolean | Holds::Members | Holds::Open => false,
    }
}

/// A field that holds one of some values; `only` says that it holds no others.
fn lint_value(field: &Field, values: &[&'static str], only: bool, operand: &Operand) -> Option<Finding> {
    let wanted = &operand.text;
    match operand.kind {
        OperandKind::Text | OperandKind::Number if values.contains(&wanted.as_str()) => return None,
        OperandKind::Text | OperandKind::Number => {
            if let Some(known) = values.iter().find(|known| known.eq_ignore_ascii_case(wanted)) {
                return Some(wrong_case(operand, wanted, known));
            }
        }
        OperandKind::Wildcard => {
            let taken: Vec<_> = values.iter().filter(|value| matches(wanted, value)).collect();
            match taken.as_slice() {
                [] => {}
                [one] if only && wanted.trim_matches('*') == **one => return Some(needless_wildcard(operand, one)),
                [_, ..] => return None,
            }
            let folded = |value: &&str| matches(&wanted.to_lowercase(), &value.to_lowercase());
            let meant: Vec<&str> = values.iter().copied().filter(folded).collect();
            if !meant.is_empty() {
                return Some(wrong_case(operand, wanted, &meant.join("\" or \"")));
            }
        }
        OperandKind::Regex => return None,
    }
    let near = values.iter().find(|known| is_one_slip(known.as_bytes(), wanted.as_bytes())).copied();
    let near = near.or_else(|| nearest(wanted, values.iter().copied()).filter(|_| only));
    let cure = match near {
        Some(near) => format!("did you mean \"{near}\"?"),
        None if only => format!("it holds one of {}", values.join(", ")),
        None => return None,
    };
    let message = format!("no record has \"{wanted}\" in {}", field.path);
    let finding = Finding::new(&VALUE_UNKNOWN, operand.span.clone(), message, cure);
    Some(Finding { evidence: field.source(), ..finding })
}

fn needless_wildcard(operand: &Operand, value: &str) -> Finding {
    let message = format!("no other value than \"{value}\" fits");
    Finding::new(&UNNEEDED_WILDCARD, operand.span.clone(), message, format!("write \"{value}\""))
}

fn wrong_case(operand: &Operand, wanted: &str, known: &str) -> Finding {
    let message = format!("\"{wanted}\" is not \"{known}\": upper and lower case make a difference");
    Finding::new(&VALUE_WRONG_CASE, operand.span.clone(), message, format!("write \"{known}\""))
}

/// Whether a text with wildcards takes a value, as CloudWatch Logs says.
fn matches(wildcard: &str, value: &str) -> bool {
    let pattern = Pattern::parse(&format!("{{ $.v = \"{}\" }}", wildcard.replace('\\', "\\\\").replace('"', "\\\"")));
    pattern.is_ok_and(|pattern| pattern.matches(&LogEvent::new(&format!("{{\"v\":\"{value}\"}}"))))
}

fn lint_event_name(operand: &Operand) -> Option<Finding> {
    let name = operand.text.as_str();
    match operand.kind {
        OperandKind::Text | OperandKind::Number => {}
        OperandKind::Wildcard => return lint_event_names(operand, name.strip_suffix('*')?),
        OperandKind::Regex => return None,
    }
    if EVENT_NAMES.contains(name) || EVENT_NAMES.contains(without_version(name)) {
        return None;
    }
    if let Some(known) = EVENT_NAMES.in_other_case(name) {
        return Some(wrong_case(operand, name, known));
    }
    let known = EVENT_NAMES.near(name)?;
    let message = format!("AWS has no event {name} that is known here, but one that is nearly called so");
    Some(Finding::new(&EVENT_NAME_UNKNOWN, operand.span.clone(), message, format!("did you mean {known}?")))
}

/// All events whose names begin with `start`.
fn lint_event_names(operand: &Operand, start: &str) -> Option<Finding> {
    if start.contains('*') || EVENT_NAMES.iter().any(|known| known.starts_with(start)) {
        return None;
    }
    let begins = |known: &&str| known.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
    let known = EVENT_NAMES.iter().find(begins)?;
    Some(wrong_case(operand, &operand.text, &format!("{}*", &known[..start.len()])))
}

fn lint_event_source(operand: &Operand) -> Option<Finding> {
    let source = operand.text.as_str();
    if operand.kind != OperandKind::Text || EVENT_SOURCES.contains(source) {
        return None;
    }
    if let Some(known) = EVENT_SOURCES.in_other_case(source) {
        return Some(wrong_case(operand, source, known));
    }
    let host = source.split_once("//").map_or(source, |(_, host)| host).trim_end_matches('/');
    let service = host.split('.').next().unwrap_or_default();
    let whole = EVENT_SOURCES.in_other_case(&format!("{service}{SOURCE_SUFFIX}"));
    let known = whole.filter(|_| !source.ends_with(SOURCE_SUFFIX)).or_else(|| EVENT_SOURCES.near(source))?;
    let message = format!("no record has \"{source}\" in eventSource");
    Some(Finding::new(&EVENT_SOURCE_UNKNOWN, operand.span.clone(), message, format!("write \"{known}\"")))
}

fn lint_region(operand: &Operand) -> Option<Finding> {
    let (region, lower) = (&operand.text, operand.text.to_ascii_lowercase());
    if operand.kind != OperandKind::Text || region.parse::<Region>().is_ok() {
        return None;
    }
    if lower.parse::<Region>().is_ok() {
        return Some(wrong_case(operand, region, &lower));
    }
    let message = format!("no record has \"{region}\" in awsRegion");
    Some(Finding::new(&VALUE_UNKNOWN, operand.span.clone(), message, "write a code such as eu-west-1"))
}

fn lint_boolean(asked: &Asked<'_>, operand: &Operand) -> Finding {
    let wanted = operand.text.eq_ignore_ascii_case("true") == matches!(asked.asks, Asks::Equal(_));
    let cure = format!("write {} IS {}", asked.selector, if wanted { "TRUE" } else { "FALSE" });
    let message = format!("{} holds a boolean, which = and != never hold of", asked.selector);
    Finding::new(&VALUE_WRONG_KIND, asked.span.clone(), message, cure)
}

fn holds_no_value(asked: &Asked<'_>, field: &Field) -> Finding {
    let message = format!("{} holds an object or an array, which = and != never hold of", field.path);
    let below: Vec<&str> = super::fields::below(field.path).map(|(name, _)| name).collect();
    let cure = match below.as_slice() {
        [] => "name the field within it that is meant".to_owned(),
        names => format!("name the field within it that is meant, such as {}", names.join(", ")),
    };
    Finding::new(&VALUE_WRONG_KIND, asked.span.clone(), message, cure)
}
