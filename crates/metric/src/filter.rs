//! Metric filters: what a log event adds to a metric.

use signalarm_filter_pattern::{LogEvent, Pattern};
use signalarm_time::Timestamp;

use crate::MetricId;

/// A metric filter of a log group, with its one metric transformation.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricFilter {
    /// The filter's name, unique in its log group.
    pub name: String,
    /// Which log events match.
    pub pattern: Pattern,
    /// The metric that takes the samples.
    pub metric: MetricId,
    /// What a matching log event adds.
    pub value: f64,
    /// What a log event that does not match adds; `None`: nothing.
    pub default_value: Option<f64>,
}

/// What one log event adds to a metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The time of the log event, also of one from the past or the future (recorded answers, September 2026).
    pub at: Timestamp,
    /// The value.
    pub value: f64,
    /// Whether the log event matched; otherwise the value is the filter's default.
    pub matched: bool,
}

impl MetricFilter {
    /// What a log event with the time stamp `at` adds to the metric; `None`: nothing.
    ///
    /// The default value is published once for **each** log event that does not match, also in a minute in which
    /// another one matches (recorded answers, September 2026). The CloudWatch Logs User Guide speaks of periods in
    /// which nothing matched.
    #[must_use]
    pub fn apply(&self, event: &LogEvent<'_>, at: Timestamp) -> Option<Sample> {
        let matched = self.pattern.matches(event);
        let value = if matched { Some(self.value) } else { self.default_value };
        value.map(|value| Sample { at, value, matched })
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
            value,
            default_value,
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
        series.datapoint(start, Duration::MINUTE)
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
}
