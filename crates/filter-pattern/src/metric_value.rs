//! The value that a metric filter takes for each log event that matches: a constant, or a field of the event.

use std::fmt;

use crate::document::Value;
use crate::json::{Selection, Selector};
use crate::number::{Decimal, written_form_of_event};
use crate::read::Reader;
use crate::{LogEvent, Pattern};

/// The value of a metric transformation.
#[derive(Clone, Debug, PartialEq)]
pub enum MetricValue {
    /// A constant.
    Constant(f64),
    /// A field of the log event.
    Field(MetricField),
}

/// The most characters of a metric value, as the API model of PutMetricFilter says.
const VALUE_CHARS_MAX: usize = 100;

/// A field of a log event: `$.path` of a JSON event, `$name` or `$3` of a space-delimited one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricField {
    text: String,
    /// `None` for a field of a space-delimited pattern, whose name is the text.
    selector: Option<Selector>,
}

/// What a metric value says of one log event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measured {
    /// A finite number.
    Number(f64),
    /// The field does not exist or is `null`: the event contributes the default value, if there is one.
    Absent,
    /// The field holds something else: the event contributes nothing, default value or not.
    NoNumber,
}

/// A metric value that PutMetricFilter refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetricValueRefused {
    /// Neither a number nor a field, or a selector with a wildcard.
    NoNumber {
        /// As given.
        value: String,
    },
    /// More than 100 characters.
    TooLong {
        /// How many there are.
        chars: usize,
    },
}

impl fmt::Display for MetricValueRefused {
    /// The message of the service's `InvalidParameterException`, where it has been seen.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoNumber { value } => {
                write!(f, "Invalid metric transformation: metric value {value} must be a valid number")
            }
            Self::TooLong { chars } => {
                write!(f, "the metric value has {chars} characters, {VALUE_CHARS_MAX} are allowed; shorten it")
            }
        }
    }
}

impl std::error::Error for MetricValueRefused {}

impl MetricValue {
    /// Reads a metric value: a number, `$.path`, `$name` or `$3`. The pattern need not mention the field.
    ///
    /// # Errors
    ///
    /// Anything else, also a selector with a wildcard, as recorded of PutMetricFilter; a number beyond the doubles is an
    /// inference.
    pub fn parse(text: &str) -> Result<Self, MetricValueRefused> {
        let chars = text.chars().count();
        if chars > VALUE_CHARS_MAX {
            return Err(MetricValueRefused::TooLong { chars });
        }
        let constant = number(text).map(Self::Constant);
        let value = constant.or_else(|| MetricField::parse(text).map(Self::Field));
        value.ok_or_else(|| MetricValueRefused::NoNumber { value: text.to_owned() })
    }

    /// What a log event that matches the pattern contributes.
    ///
    /// A string that reads as a number counts as one. Source: recorded metrics of 2026.
    #[must_use]
    pub fn measure(&self, pattern: &Pattern, event: &LogEvent<'_>) -> Measured {
        match self {
            Self::Constant(number) => Measured::Number(*number),
            Self::Field(MetricField { selector: Some(selector), .. }) => measure_selected(selector, event),
            Self::Field(MetricField { text, selector: None }) => {
                let extracted = pattern.extract(event).unwrap_or_default();
                extracted.get(text).map_or(Measured::Absent, |value| measure_text(value))
            }
        }
    }
}

impl MetricField {
    /// Reads a field; `None` of anything else and of a selector with a wildcard.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.strip_prefix('$')?;
        let selector = if name.starts_with('.') { Some(selector(text)?) } else { None };
        (selector.is_some() || is_field(name)).then(|| Self { text: text.to_owned(), selector })
    }

    /// What the field holds in a log event that matches the pattern, as text: the value of a dimension. `None` where it
    /// does not exist, is `null`, or is an object or array.
    #[must_use]
    pub fn text_in(&self, pattern: &Pattern, event: &LogEvent<'_>) -> Option<String> {
        let Some(selector) = &self.selector else { return pattern.extract(event)?.get(&self.text).cloned() };
        match selector.select(event.object()?.root()) {
            Selection::One(None) | Selection::Each(_) => None,
            Selection::One(Some(place)) => match place.value() {
                Value::Text(text) => Some(text.clone().into_owned()),
                Value::Number(number) => Some(written_form_of_event(number).into_owned()),
                Value::Boolean(value) => Some(value.to_string()),
                Value::Null | Value::Array | Value::Object => None,
            },
        }
    }
}

impl fmt::Display for MetricField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for MetricValue {
    /// As the API writes it: a number, or the field.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constant(number) => number.fmt(f),
            Self::Field(field) => field.fmt(f),
        }
    }
}

fn selector(text: &str) -> Option<Selector> {
    let mut faults = Vec::new();
    let mut reader = Reader::new(text, 0..text.len(), &mut faults);
    let selector = reader.selector();
    let whole = reader.cursor.peek().is_none();
    (whole && faults.is_empty() && selector.each.is_none()).then_some(selector)
}

/// Whether a text is the name of a field, or its place in the message, counted from 1.
fn is_field(name: &str) -> bool {
    let is_place = name.bytes().all(|byte| byte.is_ascii_digit()) && !name.starts_with('0') && !name.is_empty();
    is_place || crate::delimited::parse::is_field_name(name)
}

fn number(text: &str) -> Option<f64> {
    // The pattern's numbers and no others: neither `inf` nor `NaN`.
    Decimal::parse(text).ok()?;
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn measure_text(text: &str) -> Measured {
    number(text).map_or(Measured::NoNumber, Measured::Number)
}

fn measure_selected(selector: &Selector, event: &LogEvent<'_>) -> Measured {
    let Some(document) = event.object() else { return Measured::Absent };
    match selector.select(document.root()) {
        Selection::One(None) | Selection::Each(_) => Measured::Absent,
        Selection::One(Some(place)) => match place.value() {
            Value::Null => Measured::Absent,
            Value::Number(number) => measure_text(number),
            Value::Text(text) => measure_text(text),
            Value::Boolean(_) | Value::Array | Value::Object => Measured::NoNumber,
        },
    }
}
