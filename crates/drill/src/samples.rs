//! Samples in the place of those that metric filters would make, where they do not count rightly.

use std::collections::BTreeMap;

use signalarm_alert::Chain;
use signalarm_cloud::{CloudWatchCall, MetricDatum};
use signalarm_deploy::Session;
use signalarm_event::Record;
use signalarm_filter_pattern::LogEvent;
use signalarm_metric::Unit;
use signalarm_scenario::TargetError;

use crate::ask::ask;

/// Puts what the chain's metric filters would make of a record now.
pub(crate) fn put(session: &mut dyn Session, chain: &Chain, record: &Record) -> Result<(), TargetError> {
    let event = LogEvent::new(record.text());
    let mut by_namespace: BTreeMap<String, Vec<MetricDatum>> = BTreeMap::new();
    for alert in &chain.alerts {
        let filter = chain.metric_filter(alert);
        let Some(sample) = filter.apply(&event, session.now()) else { continue };
        by_namespace.entry(filter.metric.namespace).or_default().push(MetricDatum {
            metric_name: filter.metric.name,
            dimensions: sample.dimensions,
            timestamp: sample.at,
            value: sample.value,
            unit: Some(sample.unit.to_string()).filter(|_| sample.unit != Unit::None),
        });
    }
    for (namespace, data) in by_namespace {
        ask(session, CloudWatchCall::PutMetricData { namespace, data })?;
    }
    Ok(())
}
