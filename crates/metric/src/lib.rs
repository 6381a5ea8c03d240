//! From log event to datapoint: metric filters, samples, per-minute series, statistics.
//!
//! ```
//! use signalarm_filter_pattern::{LogEvent, Pattern};
//! use signalarm_metric::{MetricFilter, MetricId, MetricValue, Series, Statistic, Unit};
//! use signalarm_time::Duration;
//!
//! let filter = MetricFilter {
//!     name: "root".to_owned(),
//!     pattern: Pattern::parse(r#"{ $.userIdentity.type = "Root" }"#).unwrap(),
//!     metric: MetricId::new("SignIn".to_owned(), "root".to_owned(), Vec::new()),
//!     value: MetricValue::Constant(1.0),
//!     default_value: None,
//!     unit: Unit::None,
//!     dimensions: Vec::new(),
//! };
//! let mut series = Series::new();
//! let event = LogEvent::new(r#"{"userIdentity":{"type":"Root"}}"#);
//! let sample = filter.apply(&event, "2026-11-23T10:03:17Z".parse().unwrap()).unwrap();
//! series.add_in(sample.unit, sample.at, sample.value);
//!
//! let start = "2026-11-23T09:59:00Z".parse().unwrap();
//! let datapoint = series.datapoint(start, Duration::MINUTE * 5, None).unwrap();
//! assert_eq!(datapoint.value(Statistic::Sum), 1.0);
//! ```
//!
//! A metric is kept as CloudWatch keeps it: aggregated for each unit and each minute (each second at high resolution).
//! Beyond the chain of a sign-in alert, and apart from it, stand extended statistics and the values that they need.
//! The metric that a sample with dimensions belongs to is not looked up here.

pub mod conformance;
mod datapoint;
mod distribution;
mod extended;
mod filter;
mod id;
mod ingestion;
mod series;
mod unit;

pub use datapoint::{Datapoint, NotAStatistic, Statistic};
pub use distribution::Distribution;
pub use extended::{ExtendedStatistic, NotAnExtendedStatistic, Percentage};
pub use filter::{MetricFilter, Sample};
pub use id::MetricId;
pub use ingestion::{BatchFault, Rejected, ingest, visible_by};
pub use series::{Series, VALUE_MAX};
pub use unit::{NotAUnit, Unit};

/// How CloudWatch writes a number into its texts.
pub use signalarm_filter_pattern::{MetricField, MetricValue, written_form};
