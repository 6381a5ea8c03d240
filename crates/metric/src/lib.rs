//! From log event to datapoint: metric filters, samples, per-minute series, statistics.
//!
//! ```
//! use signalarm_filter_pattern::{LogEvent, Pattern};
//! use signalarm_metric::{MetricFilter, MetricId, Series, Statistic};
//! use signalarm_time::Duration;
//!
//! let filter = MetricFilter {
//!     name: "root".to_owned(),
//!     pattern: Pattern::parse(r#"{ $.userIdentity.type = "Root" }"#).unwrap(),
//!     metric: MetricId::new("SignIn".to_owned(), "root".to_owned(), Vec::new()),
//!     value: 1.0,
//!     default_value: None,
//! };
//! let mut series = Series::new();
//! let event = LogEvent::new(r#"{"userIdentity":{"type":"Root"}}"#);
//! let sample = filter.apply(&event, "2026-11-23T10:03:17Z".parse().unwrap()).unwrap();
//! series.add(sample.at, sample.value);
//!
//! let start = "2026-11-23T09:59:00Z".parse().unwrap();
//! let datapoint = series.datapoint(start, Duration::MINUTE * 5).unwrap();
//! assert_eq!(datapoint.value(Statistic::Sum), 1.0);
//! ```
//!
//! A metric is kept as CloudWatch keeps one of standard resolution, minute by minute. Values that a filter takes out of
//! the log event (`$.field`), dimensions of filters, units, percentiles and high resolution are not here.

mod datapoint;
mod filter;
mod id;
mod series;

pub use datapoint::{Datapoint, NotAStatistic, Statistic};
pub use filter::{MetricFilter, Sample};
pub use id::MetricId;
pub use series::{Series, VALUE_MAX};

/// How CloudWatch writes a number into its texts.
pub use signalarm_filter_pattern::written_form;
