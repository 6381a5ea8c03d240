//! The shapes inside requests and replies, both ways.

use signalarm_aws_clients::cloudwatch::types::{
    AlarmType as SdkAlarmType, Dimension, EvaluationWindow, Metric, MetricDataQuery, MetricStat, SlidingWindow,
    StandardUnit, Tag as SdkTag, WallClockWindow,
};
use signalarm_cloud::{AlarmType, Failure, Tag};
use signalarm_metric::MetricId;
use signalarm_notification::{Asked, Query};

const SLIDING_WINDOW: &str = "SlidingWindow";
const WALL_CLOCK_WINDOW: &str = "WallClockWindow";

/// A list that is sent; an empty one is not.
pub(crate) fn filled<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}

pub(crate) fn sdk_tags(tags: Vec<Tag>) -> Vec<SdkTag> {
    tags.into_iter().map(|tag| SdkTag::builder().key(tag.key).value(tag.value).build()).collect()
}

/// # Errors
///
/// The member that is missing.
pub(crate) fn own_tags(tags: &[SdkTag]) -> Result<Vec<Tag>, &'static str> {
    let own = |tag: &SdkTag| {
        let key = tag.key.clone().ok_or("Key")?;
        Ok(Tag { key, value: tag.value.clone().ok_or("Value")? })
    };
    tags.iter().map(own).collect()
}

pub(crate) fn sdk_dimensions(dimensions: Vec<(String, String)>) -> Vec<Dimension> {
    dimensions.into_iter().map(|(name, value)| Dimension::builder().name(name).value(value).build()).collect()
}

/// # Errors
///
/// The member that is missing.
pub(crate) fn own_dimensions(dimensions: &[Dimension]) -> Result<Vec<(String, String)>, &'static str> {
    let own =
        |dimension: &Dimension| Ok((dimension.name.clone().ok_or("Name")?, dimension.value.clone().ok_or("Value")?));
    dimensions.iter().map(own).collect()
}

pub(crate) fn sdk_alarm_types(types: &[AlarmType]) -> Vec<SdkAlarmType> {
    types.iter().map(|alarm_type| SdkAlarmType::from(alarm_type.to_string().as_str())).collect()
}

/// `None` where it is a kind that we do not carry.
pub(crate) fn own_alarm_type(alarm_type: &SdkAlarmType) -> Option<AlarmType> {
    match alarm_type {
        SdkAlarmType::MetricAlarm => Some(AlarmType::Metric),
        SdkAlarmType::CompositeAlarm => Some(AlarmType::Composite),
        _ => None,
    }
}

/// # Errors
///
/// [`Failure::Unsent`]: the SDK has no other window than these two.
pub(crate) fn sdk_window(window: &str) -> Result<EvaluationWindow, Failure> {
    match window {
        SLIDING_WINDOW => Ok(EvaluationWindow::SlidingWindow(SlidingWindow::builder().build())),
        WALL_CLOCK_WINDOW => Ok(EvaluationWindow::WallClockWindow(WallClockWindow::builder().build())),
        other => Err(Failure::Unsent(format!(
            "EvaluationWindow must be {SLIDING_WINDOW} or {WALL_CLOCK_WINDOW}, not “{other}”"
        ))),
    }
}

/// `None` where it is a kind that we do not carry.
pub(crate) fn own_window(window: &EvaluationWindow) -> Option<String> {
    match window {
        EvaluationWindow::SlidingWindow(_) => Some(SLIDING_WINDOW.to_owned()),
        EvaluationWindow::WallClockWindow(_) => Some(WALL_CLOCK_WINDOW.to_owned()),
        _ => None,
    }
}

pub(crate) fn sdk_query(query: Query) -> MetricDataQuery {
    let sdk = MetricDataQuery::builder()
        .id(query.id)
        .set_label(query.label)
        .return_data(query.return_data)
        .set_account_id(query.account);
    match query.asked {
        Asked::Metric { metric, period_seconds, statistic, unit } => {
            let metric = Metric::builder()
                .namespace(metric.namespace)
                .metric_name(metric.name)
                .set_dimensions(filled(sdk_dimensions(metric.dimensions)))
                .build();
            let stat = MetricStat::builder()
                .metric(metric)
                .period(whole(period_seconds))
                .stat(statistic)
                .set_unit(unit.as_deref().map(StandardUnit::from))
                .build();
            sdk.metric_stat(stat).build()
        }
        Asked::Expression { expression, period_seconds } => {
            sdk.expression(expression).set_period(period_seconds.map(whole)).build()
        }
    }
}

/// # Errors
///
/// The member that is missing.
pub(crate) fn own_query(query: &MetricDataQuery) -> Result<Query, &'static str> {
    let asked = match (&query.metric_stat, &query.expression) {
        (Some(stat), _) => {
            let metric = stat.metric.as_ref().ok_or("Metric")?;
            Asked::Metric {
                metric: MetricId::new(
                    metric.namespace.clone().ok_or("Namespace")?,
                    metric.metric_name.clone().ok_or("MetricName")?,
                    own_dimensions(metric.dimensions())?,
                ),
                period_seconds: stat.period.and_then(|period| period.try_into().ok()).ok_or("Period")?,
                statistic: stat.stat.clone().ok_or("Stat")?,
                unit: stat.unit.as_ref().map(|unit| unit.as_str().to_owned()),
            }
        }
        (None, Some(expression)) => Asked::Expression {
            expression: expression.clone(),
            period_seconds: query.period.and_then(|period| period.try_into().ok()),
        },
        (None, None) => return Err("Expression"),
    };
    Ok(Query {
        id: query.id.clone().ok_or("Id")?,
        label: query.label.clone(),
        // The service takes the result of a query for the alarm's unless it is told otherwise.
        return_data: query.return_data.unwrap_or(true),
        account: query.account_id.clone(),
        asked,
    })
}

/// A period of seconds, which no service takes beyond what fits.
fn whole(period_seconds: u64) -> i32 {
    i32::try_from(period_seconds).unwrap_or(i32::MAX)
}
