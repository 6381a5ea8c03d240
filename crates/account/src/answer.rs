//! The control plane: calls and their answers.

use signalarm_cloud::{Call, CloudWatchCall, LogsCall, Page, Refusal, Reply, check_alarm_names};

use crate::account::Account;

impl Account {
    /// Answers a call, now.
    ///
    /// # Errors
    ///
    /// AWS's refusals; nothing has changed then.
    pub fn answer(&mut self, call: impl Into<Call>) -> Result<Reply, Refusal> {
        match call.into() {
            Call::CloudWatch(call) => self.answer_cloudwatch(call),
            Call::Logs(LogsCall::PutMetricFilter(request)) => {
                let filter = request.check()?;
                self.put_filter(&request.log_group_name, filter)?;
                Ok(Reply::Done)
            }
            Call::CloudTrail(_) | Call::Iam(_) | Call::Logs(_) | Call::S3(_) | Call::Sns(_) | Call::Sts(_) => {
                Err(Refusal::NotSimulated("the operation"))
            }
        }
    }

    fn answer_cloudwatch(&mut self, call: CloudWatchCall) -> Result<Reply, Refusal> {
        match call {
            CloudWatchCall::PutMetricAlarm(request) => {
                let settings = request.check(self.place.region.as_str())?;
                self.put_alarm(*request, settings)?;
            }
            CloudWatchCall::PutCompositeAlarm(request) => self.put_composite_alarm(*request)?,
            CloudWatchCall::DeleteAlarms(names) => self.delete_alarms(&names)?,
            CloudWatchCall::SetAlarmState(request) => self.set_alarm_state(&request)?,
            CloudWatchCall::EnableAlarmActions(names) => self.enable_actions(&names, true)?,
            CloudWatchCall::DisableAlarmActions(names) => self.enable_actions(&names, false)?,
            CloudWatchCall::DescribeAlarms(request) => return Ok(Reply::Alarms(self.describe_alarms(&request))),
            CloudWatchCall::DescribeAlarmsForMetric(request) => {
                return Ok(Reply::AlarmsForMetric(self.describe_alarms_for_metric(&request)));
            }
            CloudWatchCall::DescribeAlarmHistory(request) => {
                return Ok(Reply::AlarmHistory(Page::whole(self.describe_alarm_history(&request))));
            }
            CloudWatchCall::ListTagsForResource(arn) => return self.list_tags(&arn).map(Reply::Tags),
            CloudWatchCall::TagResource { .. } => return Err(Refusal::NotSimulated("TagResource")),
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
