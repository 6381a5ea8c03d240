//! The control plane: calls and their answers.

use signalarm_cloud::{Call, Refusal, Reply, check_alarm_names};

use crate::account::Account;

impl Account {
    /// Answers a call, now.
    ///
    /// # Errors
    ///
    /// AWS's refusals; nothing has changed then.
    pub fn answer(&mut self, call: Call) -> Result<Reply, Refusal> {
        match call {
            Call::PutMetricAlarm(request) => {
                let settings = request.check(self.place.region.as_str())?;
                self.put_alarm(*request, settings)?;
            }
            Call::PutCompositeAlarm(request) => self.put_composite_alarm(*request)?,
            Call::DeleteAlarms(names) => self.delete_alarms(&names)?,
            Call::SetAlarmState(request) => self.set_alarm_state(&request)?,
            Call::EnableAlarmActions(names) => self.enable_actions(&names, true)?,
            Call::DisableAlarmActions(names) => self.enable_actions(&names, false)?,
            Call::PutMetricFilter(request) => {
                let filter = request.check()?;
                self.put_filter(&request.log_group_name, filter)?;
            }
            Call::DescribeAlarms(request) => return Ok(Reply::Alarms(self.describe_alarms(&request))),
            Call::DescribeAlarmsForMetric(request) => {
                return Ok(Reply::AlarmsForMetric(self.describe_alarms_for_metric(&request)));
            }
            Call::DescribeAlarmHistory(request) => {
                return Ok(Reply::AlarmHistory(self.describe_alarm_history(&request)));
            }
            Call::ListTagsForResource(arn) => return self.list_tags(&arn).map(Reply::Tags),
        }
        Ok(Reply::Done)
    }

    fn delete_alarms(&mut self, names: &[String]) -> Result<(), Refusal> {
        check_alarm_names(names)?;
        let is_composite = |name: &&String| self.composites.contains_key(*name);
        if 1 < names.iter().filter(is_composite).count() {
            return Err(Refusal::Validation("At most one composite alarm can be deleted by one request".to_owned()));
        }
        for name in names {
            match self.alarm_names.get(name) {
                Some(index) => self.delete_alarm(*index),
                None => self.delete_composite(name),
            }
        }
        Ok(())
    }

    fn enable_actions(&mut self, names: &[String], enabled: bool) -> Result<(), Refusal> {
        check_alarm_names(names)?;
        for name in names {
            match self.alarm_names.get(name) {
                Some(index) => self.enable_alarm(*index, enabled),
                None => self.enable_composite(name, enabled),
            }
        }
        Ok(())
    }
}
