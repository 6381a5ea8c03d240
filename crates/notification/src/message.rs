//! The message of an alarm: what a notification tells, whatever text it takes in the end.

use std::sync::Arc;

use signalarm_alarm::{MetricAlarm, Reason, State};
use signalarm_time::Timestamp;

use crate::{AlarmSettings, Arn, region_display_name, sms_text, subject};

/// What the notification of an alarm tells.
///
/// It says nothing of who signed in; that is only in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The alarm, with the actions of all its states.
    pub alarm: Arc<AlarmSettings>,
    /// The alarm's ARN; messages until about the middle of 2020 lack it.
    pub arn: Option<Arn>,
    /// The number of its account.
    pub account: String,
    /// The code of its Region.
    pub region: String,
    /// When the alarm was last configured; composite alarms and messages before 2022 do not tell.
    pub configuration_updated: Option<Timestamp>,
    /// The state before.
    pub old_state: State,
    /// The state after.
    pub new_state: State,
    /// The reason of the state after.
    pub reason: Reason,
    /// When the state changed.
    pub at: Timestamp,
    /// Whether the actions were held back by a mute rule until now.
    pub after_mute_window: bool,
    /// The time series that changed its state, of an alarm that watches many.
    pub contributor: Option<Contributor>,
    /// The alarms whose transitions decided; only of a composite alarm, and none after *SetAlarmState*.
    pub triggering_children: Vec<TriggeringChild>,
}

/// One time series of an alarm that watches many (*AlarmContributorId*, *AlarmContributorAttributes*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// Its id.
    pub id: String,
    /// Names and values that tell it from the others.
    pub attributes: Vec<(String, String)>,
}

/// An alarm under a composite alarm, and the state that it entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriggeringChild {
    /// Its ARN.
    pub arn: String,
    /// The state.
    pub state: State,
    /// When it entered it.
    pub at: Timestamp,
}

/// A change of a metric alarm's state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transition<'a> {
    /// The alarm, as it is configured then.
    pub alarm: &'a MetricAlarm,
    /// The alarm's ARN.
    pub arn: &'a Arn,
    /// The state before.
    pub old_state: State,
    /// The state after.
    pub new_state: State,
    /// The reason of the state after.
    pub reason: &'a str,
    /// When the state changed.
    pub at: Timestamp,
    /// When the alarm was last configured.
    pub configuration_updated: Timestamp,
}

impl From<&Transition<'_>> for Message {
    fn from(transition: &Transition<'_>) -> Self {
        Self {
            alarm: Arc::new(transition.alarm.into()),
            arn: Some(transition.arn.clone()),
            account: transition.arn.account().to_owned(),
            region: transition.arn.region().to_owned(),
            configuration_updated: Some(transition.configuration_updated),
            old_state: transition.old_state,
            new_state: transition.new_state,
            reason: transition.reason.into(),
            at: transition.at,
            after_mute_window: false,
            contributor: None,
            triggering_children: Vec::new(),
        }
    }
}

impl Message {
    /// The name of the alarm's Region, as messages write it.
    #[must_use]
    pub fn region_display_name(&self) -> &str {
        region_display_name(&self.region)
    }

    /// The subject of the mail.
    #[must_use]
    pub fn subject(&self) -> String {
        subject(&self.alarm.name, self.new_state, &self.region)
    }

    /// The text of the SMS.
    #[must_use]
    pub fn sms_text(&self) -> String {
        sms_text(&self.alarm.name, self.new_state, &self.region)
    }
}
