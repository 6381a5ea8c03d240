//! The chain: everything from the trail to the subscriptions, derived from one definition per alert.

use signalarm_alarm::{MetricAlarm, MissingData, Operator, Period, Rule, RuleSettings, Statistic};
use signalarm_filter_pattern::Pattern;
use signalarm_metric::{MetricFilter, MetricId, MetricValue, Unit};
use signalarm_notification::{Endpoint, Protocol};

use crate::name::AlertName;
use crate::place::{LogGroupName, Namespace, Place, RoleName, TrailName};

/// What each matching log event adds to an alert's metric.
const VALUE: f64 = 1.0;
/// The silence alarm tells about 25 minutes after the last log event: three periods of 300 s, looked at over the one
/// evaluation range that AWS documents, five slots (CloudWatch User Guide, *Configuring how CloudWatch alarms treat
/// missing data*).
const SILENCE_PERIOD_SECONDS: u64 = 300;
const SILENCE_PERIODS: u32 = 3;

/// One alert, whole: the one definition of which filter, metric, alarm and topic are made.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// The name that filter, metric, alarm and topic share.
    pub name: AlertName,
    /// What the metric filter asks of a record.
    pub pattern: Pattern,
    /// What every log event that does not match adds to the metric; `None`: nothing.
    pub default_value: Option<f64>,
    /// The alarm's period.
    pub period: Period,
    /// What the alarm makes of a period without datapoint.
    pub missing_data: MissingData,
    /// Whether the return to OK is notified as well.
    pub notify_ok: bool,
    /// Who hears of it.
    pub subscribers: Vec<Endpoint>,
}

/// The whole chain as somebody wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// Account and Region.
    pub place: Place,
    /// The namespace of the alerts' metrics.
    pub namespace: Namespace,
    /// The trail that delivers to the log group.
    pub trail: TrailName,
    /// The log group that carries the metric filters.
    pub log_group: LogGroupName,
    /// The role by which CloudTrail writes to the log group.
    pub role: RoleName,
    /// The built-in alerts in their order, then the user's own.
    pub alerts: Vec<Alert>,
    /// Who hears that the chain itself has gone silent.
    pub silence_subscribers: Vec<Endpoint>,
}

impl Chain {
    /// The alert of that name.
    #[must_use]
    pub fn alert(&self, name: &AlertName) -> Option<&Alert> {
        self.alerts.iter().find(|alert| alert.name == *name)
    }

    /// The names of all topics, which are those of all alarms: the alerts' and the silence alarm's.
    pub fn names(&self) -> impl Iterator<Item = &AlertName> {
        self.alerts.iter().map(|alert| &alert.name).chain(std::iter::once(&AlertName::SILENCE))
    }

    /// Who subscribes to the topic of that name; nobody where there is none.
    #[must_use]
    pub fn subscribers(&self, name: &AlertName) -> &[Endpoint] {
        match self.alert(name) {
            Some(alert) => &alert.subscribers,
            None if *name == AlertName::SILENCE => &self.silence_subscribers,
            None => &[],
        }
    }

    /// Whether the topic of that name has a subscriber by that protocol.
    #[must_use]
    pub fn has_subscriber(&self, name: &AlertName, protocol: Protocol) -> bool {
        self.subscribers(name).iter().any(|endpoint| endpoint.protocol() == protocol)
    }

    /// The alert's metric filter on the log group.
    #[must_use]
    pub fn metric_filter(&self, alert: &Alert) -> MetricFilter {
        MetricFilter {
            name: alert.name.to_string(),
            pattern: alert.pattern.clone(),
            metric: self.metric(alert),
            value: MetricValue::Constant(VALUE),
            default_value: alert.default_value,
            unit: Unit::None,
            dimensions: Vec::new(),
        }
    }

    /// The alert's alarm: Sum > 0, 1 of 1.
    #[must_use]
    pub fn metric_alarm(&self, alert: &Alert) -> MetricAlarm {
        let rule = RuleSettings {
            datapoints_to_alarm: Some(1),
            missing_data: alert.missing_data,
            ..RuleSettings::new(alert.period, 1, Statistic::Sum, Operator::GreaterThan, 0.0)
        };
        let topic = self.place.topic_arn(alert.name.as_str());
        MetricAlarm {
            name: alert.name.to_string(),
            description: Some(format!("signalarm: a record matched the filter {}", alert.name)),
            metric: self.metric(alert),
            rule: Rule::new(rule).expect("one period of at most a day is a valid rule"),
            actions_enabled: true,
            ok_actions: if alert.notify_ok { vec![topic.clone()] } else { Vec::new() },
            alarm_actions: vec![topic],
            insufficient_data_actions: Vec::new(),
        }
    }

    /// The alarm that tells when the chain itself has gone silent, and when it speaks again.
    #[must_use]
    pub fn silence_alarm(&self) -> MetricAlarm {
        let (metric, statistic) = self.heartbeat();
        let rule = RuleSettings {
            datapoints_to_alarm: Some(SILENCE_PERIODS),
            missing_data: MissingData::Breaching,
            ..RuleSettings::new(
                Period::from_seconds(SILENCE_PERIOD_SECONDS).expect("300 s is a valid period"),
                SILENCE_PERIODS,
                statistic,
                Operator::LessThan,
                1.0,
            )
        };
        let topic = self.place.topic_arn(AlertName::SILENCE.as_str());
        MetricAlarm {
            name: AlertName::SILENCE.to_string(),
            description: Some(format!("signalarm: no log event reaches {}, or none is counted", self.log_group)),
            metric,
            rule: Rule::new(rule).expect("three periods of 300 s are a valid rule"),
            actions_enabled: true,
            ok_actions: vec![topic.clone()],
            alarm_actions: vec![topic],
            insufficient_data_actions: Vec::new(),
        }
    }

    /// What is counted of every log event, whatever it says: the samples of a filter with a default value. They fail also where
    /// log events come and filters do not see them, or see them too late; so that is preferred to what the log group itself
    /// counts. The filter is that of tampering, which no other setting of an alert touches.
    fn heartbeat(&self) -> (MetricId, Statistic) {
        let tampering = self.alert(&AlertName::TAMPERING).filter(|alert| alert.default_value.is_some());
        match tampering {
            Some(alert) => (self.metric(alert), Statistic::SampleCount),
            None => (incoming_log_events(&self.log_group), Statistic::Sum),
        }
    }

    /// Every alarm of the chain: the alerts' in their order, the silence alarm last.
    #[must_use]
    pub fn metric_alarms(&self) -> Vec<MetricAlarm> {
        self.alerts.iter().map(|alert| self.metric_alarm(alert)).chain(std::iter::once(self.silence_alarm())).collect()
    }

    fn metric(&self, alert: &Alert) -> MetricId {
        MetricId::new(self.namespace.to_string(), alert.name.to_string(), Vec::new())
    }
}

/// The metric that CloudWatch Logs itself keeps of a log group: one sample of 1 for each log event that it takes in
/// (CloudWatch Logs User Guide, *Monitoring with CloudWatch metrics*).
#[must_use]
pub fn incoming_log_events(log_group: &LogGroupName) -> MetricId {
    let dimensions = vec![("LogGroupName".to_owned(), log_group.to_string())];
    MetricId::new("AWS/Logs".to_owned(), "IncomingLogEvents".to_owned(), dimensions)
}
