//! Metric filters: what a log event adds to a metric.

use signalarm_filter_pattern::{LogEvent, Measured, MetricField, MetricValue, Pattern};
use signalarm_time::Timestamp;

use crate::{MetricId, Unit, VALUE_MAX};

/// A metric filter of a log group, with its one metric transformation.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricFilter {
    /// The filter's name, unique in its log group.
    pub name: String,
    /// Which log events match.
    pub pattern: Pattern,
    /// The metric that takes the samples; its own dimensions are those of no sample.
    pub metric: MetricId,
    /// What a matching log event adds.
    pub value: MetricValue,
    /// What a log event that does not match adds; `None`: nothing.
    pub default_value: Option<f64>,
    /// The unit of the samples.
    pub unit: Unit,
    /// The names of the samples' dimensions, each with the field of its value.
    pub dimensions: Vec<(String, MetricField)>,
}

/// What one log event adds to a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The time of the log event, also of one from the past or the future (recorded answers, September 2026).
    pub at: Timestamp,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Names and values of its dimensions: either all of the filter's, or none.
    pub dimensions: Vec<(String, String)>,
    /// Whether the log event matched; otherwise the value is the filter's default.
    pub matched: bool,
}

impl MetricFilter {
    /// What a log event with the time stamp `at` adds to the metric; `None`: nothing.
    ///
    /// The default value is published once for **each** log event that does not match, also in a minute in which
    /// another one matches, and for one that matches without the selected value; a value that is no number adds nothing
    /// at all (recorded answers, September 2026). The CloudWatch Logs User Guide speaks of periods in which nothing
    /// matched.
    #[must_use]
    pub fn apply(&self, event: &LogEvent<'_>, at: Timestamp) -> Option<Sample> {
        self.apply_known(event, self.pattern.matches(event), at)
    }

    /// The same where it is known whether the pattern matches the log event.
    #[must_use]
    pub fn apply_known(&self, event: &LogEvent<'_>, matched: bool, at: Timestamp) -> Option<Sample> {
        let measured = if matched { self.value.measure(&self.pattern, event) } else { Measured::Absent };
        let (value, dimensions) = match measured {
            Measured::Number(value) if value.abs() <= VALUE_MAX => (value, self.dimensions_of(event)),
            Measured::Number(_) | Measured::NoNumber => return None,
            Measured::Absent => (self.default_value?, None),
        };
        Some(Sample { at, value, unit: self.unit, dimensions: dimensions.unwrap_or_default(), matched })
    }

    /// The dimensions of a sample; `None` where one field does not exist: then the sample has none (recorded answers,
    /// September 2026).
    fn dimensions_of(&self, event: &LogEvent<'_>) -> Option<Vec<(String, String)>> {
        let dimension =
            |(name, field): &(String, MetricField)| Some((name.clone(), field.text_in(&self.pattern, event)?));
        self.dimensions.iter().map(dimension).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Datapoint, Series};
    use signalarm_time::Duration;

    const START: &str = "2026-09-16T08:30:00Z";

    /// What a minute of log events makes of a metric: `X` matches, `-` does not, each a second after the one before.
    fn minute(value: f64, default_value: Option<f64>, events: &str) -> Option<Datapoint> {
        let filter = MetricFilter {
            name: "filter".to_owned(),
            pattern: Pattern::parse("{ $.matches IS TRUE }").unwrap(),
            metric: MetricId::new("Test".to_owned(), "matches".to_owned(), Vec::new()),
            value: MetricValue::Constant(value),
            default_value,
            unit: Unit::None,
            dimensions: Vec::new(),
        };
        let start: Timestamp = START.parse().unwrap();
        let mut series = Series::new();
        for (second, event) in (0..).zip(events.chars()) {
            let message = format!("{{\"matches\":{}}}", event == 'X');
            let sample = filter.apply(&LogEvent::new(&message), start + Duration::from_secs(second));
            if let Some(sample) = sample {
                series.add(sample.at, sample.value);
            }
        }
        series.datapoint(start, Duration::MINUTE, None)
    }

    /// Recorded answers of September 2026; the default value counts for each log event that does not match.
    #[test]
    fn every_log_event_adds_its_own_sample() {
        // Metric value, default value, log events: sum, sample count, minimum, maximum.
        let rows = [
            (3.0, Some(7.0), "X-X", Some((13.0, 3.0, 3.0, 7.0))),
            (3.0, Some(7.0), "-X", Some((10.0, 2.0, 3.0, 7.0))),
            (3.0, Some(7.0), "X-", Some((10.0, 2.0, 3.0, 7.0))),
            (5.0, Some(3.0), "--------------X", Some((47.0, 15.0, 3.0, 5.0))),
            (5.0, None, "--------------X", Some((5.0, 1.0, 5.0, 5.0))),
            (3.0, Some(7.0), "---", Some((21.0, 3.0, 7.0, 7.0))),
            // Nothing was logged, or nothing matched and there is no default: a gap.
            (5.0, None, "---", None),
            (3.0, Some(7.0), "", None),
        ];
        for (value, default_value, events, expected) in rows {
            let found = minute(value, default_value, events);
            let found = found.map(|point| (point.sum, point.sample_count, point.minimum, point.maximum));
            assert_eq!(found, expected, "{value} {default_value:?} {events}");
        }
    }

    /// Recorded answers of September 2026.
    #[test]
    fn values_and_dimensions_may_be_selected() {
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let field = |text: &str| MetricField::parse(text).unwrap();
        let filter = |default_value| MetricFilter {
            name: "filter".to_owned(),
            pattern: Pattern::parse("{ $.matches IS TRUE }").unwrap(),
            metric: MetricId::new("Test".to_owned(), "matches".to_owned(), Vec::new()),
            value: MetricValue::parse("$.value").unwrap(),
            default_value,
            unit: Unit::Bytes,
            dimensions: vec![("A".to_owned(), field("$.a")), ("B".to_owned(), field("$.b"))],
        };
        let both = [("A", "x"), ("B", "y")];
        // What the log event holds beside `matches`, the default value: the sample's value and dimensions.
        for (members, default_value, expected) in [
            (r#""value":11.5,"a":"x","b":"y""#, None, Some((11.5, &both[..]))),
            (r#""value":"11.5","a":"x""#, None, Some((11.5, &[][..]))),
            (r#""value":"-3e2""#, None, Some((-300.0, &[][..]))),
            (r#""a":"x","b":"y""#, Some(7.0), Some((7.0, &[][..]))),
            (r#""value":null,"a":"x","b":"y""#, Some(7.0), Some((7.0, &[][..]))),
            (r#""a":"x","b":"y""#, None, None),
            (r#""value":"not-a-number""#, Some(7.0), None),
            (r#""value":"NaN""#, Some(7.0), None),
            (r#""value":"inf""#, Some(7.0), None),
            (r#""value":1e200"#, Some(7.0), None),
        ] {
            let message = format!("{{\"matches\":true,{members}}}");
            let sample = filter(default_value).apply(&LogEvent::new(&message), START.parse().unwrap());
            let sample = sample.map(|sample| (sample.value, sample.dimensions));
            assert_eq!(sample, expected.map(|(value, dimensions)| (value, pairs(dimensions))), "{members}");
        }
    }
}
