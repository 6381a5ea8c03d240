//! *PutMetricFilter*: the request, and the metric filter that it asks for.

use signalarm_filter_pattern::Pattern;
use signalarm_metric::{MetricField, MetricFilter, MetricId, MetricValue, Unit};

use crate::Refusal;
use crate::constraints::{Constraints, UNITS};

const NAME_CHARS_MAX: usize = 512;
const METRIC_CHARS_MAX: usize = 255;
const DIMENSIONS_MAX: usize = 3;

/// A request for a metric filter, under AWS's names (CloudWatch Logs API Reference, *PutMetricFilter*).
#[derive(Clone, Debug, PartialEq)]
pub struct PutMetricFilter {
    /// The log group, which must exist.
    pub log_group_name: String,
    /// 1 to 512 characters, no colon, no asterisk; unique in the log group.
    pub filter_name: String,
    /// The filter pattern, in at most 1,024 characters.
    pub filter_pattern: String,
    /// Exactly one.
    pub metric_transformations: Vec<MetricTransformation>,
}

/// What a metric filter makes of a log event.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricTransformation {
    /// 1 to 255 characters, no colon, asterisk or dollar sign.
    pub metric_name: String,
    /// As the name.
    pub metric_namespace: String,
    /// A number, or the selector of a field.
    pub metric_value: String,
    /// What a log event that does not match adds; not together with dimensions.
    pub default_value: Option<f64>,
    /// The unit in AWS's words; `None` is `None`.
    pub unit: Option<String>,
    /// At most three names, each with the selector of its value.
    pub dimensions: Vec<(String, String)>,
}

impl PutMetricFilter {
    /// A request for that metric filter on a log group.
    #[must_use]
    pub fn new(log_group: &str, filter: &MetricFilter) -> Self {
        let dimension = |(name, field): &(String, MetricField)| (name.clone(), field.to_string());
        let transformation = MetricTransformation {
            metric_name: filter.metric.name.clone(),
            metric_namespace: filter.metric.namespace.clone(),
            metric_value: filter.value.to_string(),
            default_value: filter.default_value,
            unit: Some(filter.unit.to_string()).filter(|_| filter.unit != Unit::None),
            dimensions: filter.dimensions.iter().map(dimension).collect(),
        };
        Self {
            log_group_name: log_group.to_owned(),
            filter_name: filter.name.clone(),
            filter_pattern: filter.pattern.text().to_owned(),
            metric_transformations: vec![transformation],
        }
    }

    /// The metric filter that is asked for.
    ///
    /// # Errors
    ///
    /// `InvalidParameterException`.
    pub fn check(&self) -> Result<MetricFilter, Refusal> {
        let mut constraints = Constraints::default();
        constraints.length("filterName", &self.filter_name, 1..=NAME_CHARS_MAX);
        let [transformation] = self.metric_transformations.as_slice() else {
            return Err(invalid("a metric filter has exactly one metric transformation"));
        };
        constraints.length("metricName", &transformation.metric_name, 1..=METRIC_CHARS_MAX);
        constraints.length("metricNamespace", &transformation.metric_namespace, 1..=METRIC_CHARS_MAX);
        let unit = constraints.word("unit", transformation.unit.as_deref(), &UNITS);
        constraints.satisfied().map_err(|refusal| Refusal::InvalidParameter(refusal.message().into_owned()))?;
        if self.filter_name.contains([':', '*']) {
            return Err(invalid("a metric filter's name has neither colon nor asterisk"));
        }
        let pattern = Pattern::parse(&self.filter_pattern).map_err(|_| invalid("Invalid metric filter pattern"))?;
        let value = MetricValue::parse(&transformation.metric_value);
        let (namespace, name) = (transformation.metric_namespace.clone(), transformation.metric_name.clone());
        if [&namespace, &name].into_iter().any(|name| name.contains([':', '*', '$'])) {
            return Err(invalid("a metric's name and namespace have no colon, asterisk or dollar sign"));
        }
        Ok(MetricFilter {
            name: self.filter_name.clone(),
            pattern,
            metric: MetricId::new(namespace, name, Vec::new()),
            value: value.map_err(|refused| invalid(&refused.to_string()))?,
            default_value: transformation.default_value,
            unit: unit.unwrap_or(Unit::None),
            dimensions: transformation.dimensions()?,
        })
    }
}

impl MetricTransformation {
    fn dimensions(&self) -> Result<Vec<(String, MetricField)>, Refusal> {
        if DIMENSIONS_MAX < self.dimensions.len() {
            return Err(invalid("a metric transformation has at most three dimensions"));
        }
        if !self.dimensions.is_empty() && self.default_value.is_some() {
            return Err(invalid("a metric transformation has either dimensions or a default value"));
        }
        let dimension = |(name, selector): &(String, String)| {
            let field = MetricField::parse(selector);
            let field = field.ok_or_else(|| invalid(&format!("the value of the dimension {name} is no field")))?;
            Ok((name.clone(), field))
        };
        self.dimensions.iter().map(dimension).collect()
    }
}

fn invalid(message: &str) -> Refusal {
    Refusal::InvalidParameter(message.to_owned())
}
