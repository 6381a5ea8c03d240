//! A metric alarm: a metric, a rule, and who acts on its transitions.

use signalarm_metric::MetricId;

use crate::{Rule, State};

/// The settings of a metric alarm. Actions are ARNs of SNS topics.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricAlarm {
    /// The alarm's name, unique in its account and Region.
    pub name: String,
    /// What people may read of it.
    pub description: Option<String>,
    /// The metric that it watches.
    pub metric: MetricId,
    /// The rule by which it does.
    pub rule: Rule,
    /// Whether its actions run at all.
    pub actions_enabled: bool,
    /// What runs when it enters OK.
    pub ok_actions: Vec<String>,
    /// What runs when it enters ALARM.
    pub alarm_actions: Vec<String>,
    /// What runs when it enters INSUFFICIENT_DATA.
    pub insufficient_data_actions: Vec<String>,
}

impl MetricAlarm {
    /// The actions for a state, also while they are switched off.
    #[must_use]
    pub fn actions(&self, state: State) -> &[String] {
        match state {
            State::Ok => &self.ok_actions,
            State::Alarm => &self.alarm_actions,
            State::InsufficientData => &self.insufficient_data_actions,
        }
    }
}
