//! What *PutMetricData* takes (CloudWatch API Reference, *PutMetricData*, *MetricDatum*, *Dimension*).
//!
//! The words for a namespace, a number of samples, an old time and a value that is none are CloudWatch's (quoted refusals);
//! the others are in their manner.

use signalarm_metric::{MetricId, Unit, VALUE_MAX};
use signalarm_time::{Duration, Timestamp};

use crate::constraints::{Constraints, UNITS};
use crate::{MetricDatum, Refusal};

const NAME_CHARS_MAX: usize = 255;
const DATA_MAX: usize = 1_000;
const DIMENSIONS_MAX: usize = 30;
const DIMENSION_VALUE_CHARS_MAX: usize = 1_024;
/// How far samples may lie in the past and in the future.
const AGE_MAX: Duration = Duration::from_secs(14 * 86_400);
const AHEAD_MAX: Duration = Duration::from_secs(2 * 3_600);

/// A sample of a metric that is taken.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenDatum {
    /// The metric.
    pub metric: MetricId,
    /// The unit.
    pub unit: Unit,
    /// The time that it bears.
    pub timestamp: Timestamp,
    /// The value.
    pub value: f64,
}

/// The samples that *PutMetricData* is given, read at an instant: all are taken or none is.
///
/// # Errors
///
/// `InvalidParameterValue` and `MissingParameter` for the first that is not as it must be; `ValidationError` for what the
/// API model excludes.
pub fn check_metric_data(namespace: &str, data: &[MetricDatum], now: Timestamp) -> Result<Vec<TakenDatum>, Refusal> {
    let mut constraints = Constraints::default();
    constraints.length("namespace", namespace, 1..=NAME_CHARS_MAX);
    let units: Vec<Option<Unit>> = (1..).zip(data).map(|(n, datum)| constrain(&mut constraints, n, datum)).collect();
    constraints.satisfied()?;
    if namespace.starts_with("AWS/") {
        return Err(invalid("The value AWS/ for parameter Namespace is invalid."));
    }
    if namespace.starts_with(':') {
        return Err(invalid(format!("The value {namespace} for parameter Namespace is invalid.")));
    }
    match data.len() {
        0 => return Err(Refusal::service("MissingParameter", 400, "The parameter MetricData is required.")),
        1..=DATA_MAX => {}
        _ => return Err(invalid(format!("The collection MetricData must not have a size greater than {DATA_MAX}."))),
    }
    (1..).zip(data).try_for_each(|(number, datum)| check(number, datum, now))?;
    let taken = |(datum, unit): (&MetricDatum, Option<Unit>)| TakenDatum {
        metric: MetricId::new(namespace.to_owned(), datum.metric_name.clone(), datum.dimensions.clone()),
        unit: unit.unwrap_or_default(),
        timestamp: datum.timestamp,
        value: datum.value,
    };
    Ok(data.iter().zip(units).map(taken).collect())
}

/// What the API model excludes; the unit, where it is one.
fn constrain(constraints: &mut Constraints, number: usize, datum: &MetricDatum) -> Option<Unit> {
    let member = |name: &str| format!("metricData.{number}.member.{name}");
    constraints.length(&member("metricName"), &datum.metric_name, 1..=NAME_CHARS_MAX);
    let names: Vec<&String> = datum.dimensions.iter().map(|(name, _)| name).collect();
    constraints.at_most(&member("dimensions"), &names, DIMENSIONS_MAX);
    for (dimension, (name, value)) in (1..).zip(&datum.dimensions) {
        let part = |part: &str| member(&format!("dimensions.{dimension}.member.{part}"));
        constraints.length(&part("name"), name, 1..=NAME_CHARS_MAX);
        constraints.length(&part("value"), value, 1..=DIMENSION_VALUE_CHARS_MAX);
    }
    constraints.word(&member("unit"), datum.unit.as_deref(), &UNITS)
}

fn check(number: usize, datum: &MetricDatum, now: Timestamp) -> Result<(), Refusal> {
    let member = |name: &str| format!("MetricData.member.{number}.{name}");
    if datum.value.is_nan() || VALUE_MAX < datum.value.abs() {
        return Err(invalid(format!("The value {} for parameter {} is invalid.", datum.value, member("Value"))));
    }
    let timestamp = member("Timestamp");
    if datum.timestamp + AGE_MAX < now {
        return Err(invalid(format!("The parameter {timestamp} must specify a time within the past two weeks.")));
    }
    if now + AHEAD_MAX < datum.timestamp {
        return Err(invalid(format!(
            "The parameter {timestamp} must specify a time no more than two hours in the future."
        )));
    }
    Ok(())
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::InvalidParameterValue(message.into())
}
