//! Alarms, looked at again and again.

use std::collections::BTreeMap;

use signalarm_alarm::State;
use signalarm_alert::{AlertName, Chain};
use signalarm_cloud::{CloudWatchCall, DescribeAlarms, Reply};
use signalarm_deploy::Session;
use signalarm_scenario::TargetError;

use crate::ask::{ask, unfit};

/// The alarms of a chain, and the state that each was seen in last.
pub(crate) struct Watch {
    names: Vec<AlertName>,
    states: BTreeMap<AlertName, State>,
}

/// A change of state between two looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) alarm: AlertName,
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) reason: String,
}

impl Watch {
    pub(crate) fn new(chain: &Chain) -> Self {
        Self { names: chain.names().cloned().collect(), states: BTreeMap::new() }
    }

    /// The state that an alarm was seen in last.
    pub(crate) fn state(&self, alarm: &AlertName) -> Option<State> {
        self.states.get(alarm).copied()
    }

    /// Looks at all alarms: what has changed since the last look. An alarm that comes or goes has not changed its state.
    pub(crate) fn look(&mut self, session: &mut dyn Session) -> Result<Vec<Changed>, TargetError> {
        let alarm_names = self.names.iter().map(ToString::to_string).collect();
        let described = match ask(
            session,
            CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_names, ..DescribeAlarms::default() }),
        )? {
            Reply::Alarms(described) => described.metric_alarms,
            _ => return Err(unfit("cloudwatch:DescribeAlarms")),
        };
        let (mut states, mut changes) = (BTreeMap::new(), Vec::new());
        for name in &self.names {
            let is_it =
                |alarm: &&signalarm_cloud::DescribedMetricAlarm| alarm.configuration.alarm_name == name.as_str();
            let Some(alarm) = described.iter().find(is_it) else { continue };
            let to = alarm.state.state_value;
            states.insert(name.clone(), to);
            if let Some(from) = self.state(name).filter(|from| *from != to) {
                changes.push(Changed { alarm: name.clone(), from, to, reason: alarm.state.state_reason.clone() });
            }
        }
        self.states = states;
        Ok(changes)
    }
}
