//! Samples of metrics.

use signalarm_aws_clients::cloudwatch::types::MetricDatum as SdkDatum;
use signalarm_aws_clients::{Clients, date_time, timestamp};
use signalarm_cloud::{Answer, MetricDatum, Reply};

use crate::shapes::{filled, own_dimensions, sdk_dimensions};

pub(crate) fn put(clients: &Clients, namespace: String, data: Vec<MetricDatum>) -> Answer {
    let data = data.into_iter().map(sdk_datum).collect();
    clients.send(clients.cloudwatch.put_metric_data().namespace(namespace).set_metric_data(Some(data)).send())?;
    Ok(Reply::Done)
}

fn sdk_datum(datum: MetricDatum) -> SdkDatum {
    SdkDatum::builder()
        .metric_name(datum.metric_name)
        .set_dimensions(filled(sdk_dimensions(datum.dimensions)))
        .timestamp(date_time(datum.timestamp))
        .value(datum.value)
        .set_unit(datum.unit.as_deref().map(Into::into))
        .build()
}

/// A datum as ours are: one value at a time that is told.
pub(crate) fn own_datum(datum: &SdkDatum) -> Result<MetricDatum, &'static str> {
    let at = datum.timestamp().ok_or("Timestamp")?;
    Ok(MetricDatum {
        metric_name: datum.metric_name.clone().ok_or("MetricName")?,
        dimensions: own_dimensions(datum.dimensions())?,
        timestamp: timestamp(at),
        value: datum.value.ok_or("Value")?,
        unit: datum.unit().map(|unit| unit.as_str().to_owned()),
    })
}
