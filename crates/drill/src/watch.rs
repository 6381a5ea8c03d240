//! Alarms, looked at again and again.

use std::collections::BTreeMap;

use signalarm_alarm::State;
use signalarm_alert::{AlertName, Chain};
use signalarm_cloud::{CloudWatchCall, DescribeAlarms, DescribedMetricAlarm, DescribedState, Reply};
use signalarm_deploy::Session;
use signalarm_scenario::TargetError;
use signalarm_time::Timestamp;

use crate::ask::{ask, unfit};
use crate::history::transitions;

/// In how many looks the history may not tell yet of a change that was seen; then what was seen is told.
const UNTOLD_LOOKS_MAX: u32 = 10;
/// The most alarms that are asked about in one call: a page holds no more unless somebody asks for it (CloudWatch API
/// Reference, *DescribeAlarms*).
const DESCRIBED_MAX: usize = 50;

/// The alarms of a chain, and the state that each was seen in last.
#[derive(Default)]
pub(crate) struct Watch {
    names: Vec<AlertName>,
    known: BTreeMap<AlertName, Known>,
    /// Whether their history is asked of each change: it misses none, and knows when it was.
    asks_history: bool,
}

/// What is known of an alarm.
#[derive(Clone, Copy)]
struct Known {
    state: State,
    /// Changes until then are told.
    until: Timestamp,
    /// In how many looks a change was seen that the history does not tell of.
    untold_looks: u32,
}

/// A change of state between two looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) alarm: AlertName,
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) reason: String,
    /// When, where the history told it.
    pub(crate) at: Option<Timestamp>,
}

impl Watch {
    pub(crate) fn new(chain: &Chain) -> Self {
        Self { names: chain.names().cloned().collect(), known: BTreeMap::new(), asks_history: false }
    }

    /// The same by the alarms' history.
    pub(crate) fn by_history(chain: &Chain) -> Self {
        Self { asks_history: true, ..Self::new(chain) }
    }

    /// The state that an alarm was seen in last.
    pub(crate) fn state(&self, alarm: &AlertName) -> Option<State> {
        self.known.get(alarm).map(|known| known.state)
    }

    /// Looks at all alarms: what has changed since the last look. An alarm that comes or goes has not changed its state.
    pub(crate) fn look(&mut self, session: &mut dyn Session) -> Result<Vec<Changed>, TargetError> {
        let described = self.describe(session)?;
        self.known.retain(|name, _| described.iter().any(|alarm| is_of(alarm, name)));
        let mut changes = Vec::new();
        for name in self.names.clone() {
            let Some(DescribedMetricAlarm { state, .. }) = described.iter().find(|alarm| is_of(alarm, &name)) else {
                continue;
            };
            let seen = Known { state: state.state_value, until: state.state_transitioned, untold_looks: 0 };
            match self.known.get(&name).copied() {
                None => _ = self.known.insert(name, seen),
                Some(known) if self.asks_history && (known.state != seen.state || known.until < seen.until) => {
                    changes.extend(self.heed(session, &name, known, state)?);
                }
                Some(known) => {
                    if known.state != seen.state {
                        changes.push(changed(&name, known.state, state, None));
                    }
                    self.known.insert(name, seen);
                }
            }
        }
        Ok(changes)
    }

    /// The alarms as they are now.
    pub(crate) fn describe(&self, session: &mut dyn Session) -> Result<Vec<DescribedMetricAlarm>, TargetError> {
        let (mut described, mut alarm_names) = (Vec::new(), self.names.iter().map(ToString::to_string).peekable());
        while alarm_names.peek().is_some() {
            let alarm_names = alarm_names.by_ref().take(DESCRIBED_MAX).collect();
            let call = CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_names, ..DescribeAlarms::default() });
            match ask(session, call)? {
                Reply::Alarms(alarms) => described.extend(alarms.metric_alarms),
                _ => return Err(unfit("cloudwatch:DescribeAlarms")),
            }
        }
        Ok(described)
    }

    /// What the history tells of a change that was seen.
    fn heed(
        &mut self,
        session: &mut dyn Session,
        name: &AlertName,
        known: Known,
        seen: &DescribedState,
    ) -> Result<Vec<Changed>, TargetError> {
        let mut changes = transitions(session, name, known.until)?;
        // The item of the change that led to the known state may bear a time some milliseconds later than the alarm tells.
        let first = changes.iter().position(|change| change.from == known.state).unwrap_or(changes.len());
        changes.drain(..first);
        let mut now = Known { untold_looks: known.untold_looks + 1, ..known };
        if let Some(Changed { to, at: Some(at), .. }) = changes.last() {
            now = Known { state: *to, until: *at, untold_looks: 0 };
        }
        let is_told = now.state == seen.state_value && !changes.is_empty();
        if is_told {
            now.until = now.until.max(seen.state_transitioned);
        } else if UNTOLD_LOOKS_MAX <= now.untold_looks {
            if now.state != seen.state_value {
                changes.push(changed(name, now.state, seen, Some(seen.state_transitioned)));
            }
            now = Known { state: seen.state_value, until: seen.state_transitioned, untold_looks: 0 };
        }
        self.known.insert(name.clone(), now);
        Ok(changes)
    }
}

fn is_of(alarm: &DescribedMetricAlarm, name: &AlertName) -> bool {
    alarm.configuration.alarm_name == name.as_str()
}

fn changed(alarm: &AlertName, from: State, seen: &DescribedState, at: Option<Timestamp>) -> Changed {
    Changed { alarm: alarm.clone(), from, to: seen.state_value, reason: seen.state_reason.clone(), at }
}

#[cfg(test)]
mod tests {
    use signalarm_alert::Config;
    use signalarm_cloud::{AlarmHistoryItem, AlarmType, Answer, Call, DescribedAlarms, Page, PutMetricAlarm};
    use signalarm_notification::{HistoryItem, KeptState};
    use signalarm_time::Duration;

    use super::*;

    /// One alarm and its history.
    struct Told {
        state: State,
        transitioned: u64,
        items: Vec<(u64, State, State)>,
    }

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    impl Session for Told {
        fn answer(&mut self, call: Call) -> Answer {
            let kept = |value| KeptState { value, reason: "because", reason_data: None };
            let item = |(millis, from, to): &(u64, State, State)| AlarmHistoryItem {
                alarm_name: AlertName::FAILURE_IAM.to_string(),
                alarm_type: AlarmType::Metric,
                timestamp: at(*millis),
                item: HistoryItem::state_changed(&kept(*from), &kept(*to)),
            };
            Ok(match call {
                Call::CloudWatch(CloudWatchCall::DescribeAlarmHistory(_)) => {
                    Reply::AlarmHistory(Page::whole(self.items.iter().rev().map(item).collect()))
                }
                _ => Reply::Alarms(DescribedAlarms {
                    metric_alarms: vec![DescribedMetricAlarm {
                        configuration: PutMetricAlarm {
                            alarm_name: AlertName::FAILURE_IAM.to_string(),
                            ..PutMetricAlarm::default()
                        },
                        state: DescribedState {
                            alarm_arn: String::new(),
                            alarm_configuration_updated: at(0),
                            state_value: self.state,
                            state_reason: "seen".to_owned(),
                            state_reason_data: None,
                            state_updated: at(self.transitioned),
                            state_transitioned: at(self.transitioned),
                        },
                    }],
                    ..DescribedAlarms::default()
                }),
            })
        }

        fn wait(&mut self, _: Duration) {}

        fn now(&self) -> Timestamp {
            at(0)
        }

        fn region(&self) -> &'static str {
            "us-east-1"
        }

        fn endpoint_url(&self) -> Option<&str> {
            None
        }
    }

    fn seen(watch: &mut Watch, told: &mut Told) -> Vec<(u64, State)> {
        let changes = watch.look(told).unwrap();
        changes.iter().map(|change| (change.at.unwrap().as_millis(), change.to)).collect()
    }

    #[test]
    fn the_history_tells_each_change_once_and_of_what_was_between_two_looks() {
        use State::{Alarm, InsufficientData, Ok as Good};
        let mut watch = Watch::by_history(&Config::default().simulated_chain());
        // The item bears a time some milliseconds behind the alarm's.
        let mut told = Told { state: Good, transitioned: 1_000, items: vec![(1_005, InsufficientData, Good)] };
        assert_eq!(seen(&mut watch, &mut told), []);
        // From OK to ALARM and back, and to ALARM again, between two looks.
        told.items.extend([(2_000, Good, Alarm), (3_000, Alarm, Good), (4_000, Good, Alarm)]);
        (told.state, told.transitioned) = (Alarm, 3_998);
        assert_eq!(seen(&mut watch, &mut told), [(2_000, Alarm), (3_000, Good), (4_000, Alarm)]);
        assert_eq!(seen(&mut watch, &mut told), []);
        // The history is late: it is waited for, and then told once.
        (told.state, told.transitioned) = (Good, 5_000);
        assert_eq!(seen(&mut watch, &mut told), []);
        assert_eq!(watch.state(&AlertName::FAILURE_IAM), Some(Alarm));
        told.items.push((5_000, Alarm, Good));
        assert_eq!(seen(&mut watch, &mut told), [(5_000, Good)]);
        // It never tells.
        (told.state, told.transitioned) = (Alarm, 6_000);
        let all: Vec<_> = (0..2 * UNTOLD_LOOKS_MAX).flat_map(|_| seen(&mut watch, &mut told)).collect();
        assert_eq!(all, [(6_000, Alarm)]);
    }
}
