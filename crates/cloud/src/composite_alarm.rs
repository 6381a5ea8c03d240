//! *PutCompositeAlarm*: the request, and the rule that it asks for.
//!
//! Not here: suppressors of actions.

use signalarm_alarm::{AlarmArn, CompositeRule, NotAnAlarmArn};

use crate::constraints::Constraints;
use crate::metric_alarm::{check_action, constrain_actions};
use crate::names::{check_new_name, constrain_name};
use crate::{Refusal, Tag};

const DESCRIPTION_CHARS_MAX: usize = 1_024;

/// A request for a composite alarm, under AWS's names; what is `None` or empty is not sent (CloudWatch API Reference,
/// *PutCompositeAlarm*).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutCompositeAlarm {
    /// 1 to 255 characters, no ASCII control characters; metric alarms share the names.
    pub alarm_name: String,
    /// At most 1,024 characters.
    pub alarm_description: Option<String>,
    /// The rule, in at most 10,240 characters.
    pub alarm_rule: String,
    /// `None` is true.
    pub actions_enabled: Option<bool>,
    /// At most five ARNs, of the alarm's Region; what they name need not exist.
    pub ok_actions: Vec<String>,
    /// As for OK.
    pub alarm_actions: Vec<String>,
    /// As for OK.
    pub insufficient_data_actions: Vec<String>,
    /// At most 50, for a new alarm.
    pub tags: Vec<Tag>,
}

impl PutCompositeAlarm {
    /// Its actions for all states.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.alarm_actions, &self.ok_actions, &self.insufficient_data_actions];
        lists.into_iter().flatten().map(String::as_str)
    }

    /// The ARN and the rule of the alarm that is asked for. `arn` is what its ARN would be; `exists` answers whether the
    /// account has an alarm of a name.
    ///
    /// # Errors
    ///
    /// `ValidationError`. CloudWatch tells faults of a rule in terms of its own grammar; these words are others.
    pub fn check(&self, arn: &str, exists: &dyn Fn(&str) -> bool) -> Result<(AlarmArn, CompositeRule), Refusal> {
        let mut constraints = Constraints::default();
        constrain_name(&mut constraints, &self.alarm_name);
        constraints.length_if_any("alarmDescription", self.alarm_description.as_deref(), 0..=DESCRIPTION_CHARS_MAX);
        constrain_actions(&mut constraints, &self.ok_actions, &self.alarm_actions, &self.insufficient_data_actions);
        constraints.satisfied()?;
        check_new_name(&self.alarm_name)?;
        let own: AlarmArn = arn.parse().map_err(|fault: NotAnAlarmArn| Refusal::Validation(fault.to_string()))?;
        self.actions().try_for_each(|action| check_action(action, own.region()))?;
        let rule = CompositeRule::parse(&self.alarm_rule).and_then(|rule| match rule.check(&own, exists) {
            faults if faults.is_empty() => Ok((own, rule)),
            faults => Err(faults),
        });
        rule.map_err(|faults| {
            let told: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
            Refusal::Validation(format!("AlarmRule is invalid: {}", told.join("; ")))
        })
    }
}
