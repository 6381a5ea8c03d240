//! CloudWatch: which call is answered by what.

use std::collections::BTreeSet;

use signalarm_cloud::{
    AlarmHistoryItem, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, DescribedAlarms, DescribedCompositeAlarm,
    DescribedMetricAlarm, MetricDatum, Page, Refusal, Reply, Tag, TakenDatum, check_alarm_names, check_metric_data,
    tag_set,
};

use crate::account::Account;
use crate::conditions::LateSample;
use crate::pages::{ForeignToken, page};
use crate::tags::told;

/// Alarms, or items of their history, on a page. The API Reference names the most that can be asked for, 100; how many
/// come unasked it does not say.
const PAGE: usize = 50;

impl Account {
    pub(crate) fn answer_cloudwatch(&mut self, call: CloudWatchCall) -> Result<Reply, Refusal> {
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
            CloudWatchCall::DescribeAlarms(request) => return self.alarms_page(&request).map(Reply::Alarms),
            CloudWatchCall::DescribeAlarmsForMetric(request) => {
                return Ok(Reply::AlarmsForMetric(self.describe_alarms_for_metric(&request)));
            }
            CloudWatchCall::DescribeAlarmHistory(request) => {
                return self.history_page(&request).map(Reply::AlarmHistory);
            }
            CloudWatchCall::ListTagsForResource(arn) => return self.list_tags(&arn).map(Reply::Tags),
            CloudWatchCall::TagResource { resource_arn, tags } => self.tag_alarm(&resource_arn, tags)?,
            CloudWatchCall::PutMetricData { namespace, data } => self.put_metric_data(&namespace, &data)?,
            CloudWatchCall::PutAlarmMuteRule(request) => self.put_alarm_mute_rule(request)?,
            CloudWatchCall::ListAlarmMuteRules { alarm_name, next_token } => {
                return self.list_alarm_mute_rules(&alarm_name, next_token.as_deref()).map(Reply::Names);
            }
            CloudWatchCall::DeleteAlarmMuteRule(name) => self.delete_alarm_mute_rule(&name),
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

    /// Alarms see the samples as those of metric filters, in the minute of the time that they bear; old ones late.
    fn put_metric_data(&mut self, namespace: &str, data: &[MetricDatum]) -> Result<(), Refusal> {
        for TakenDatum { metric, unit, timestamp: stamp, value } in check_metric_data(namespace, data, self.now)? {
            let metric = self.metric(&metric);
            self.take_sample(LateSample { metric, unit, stamp, value });
        }
        Ok(())
    }

    fn tag_alarm(&mut self, arn: &str, added: Vec<Tag>) -> Result<(), Refusal> {
        let present = self.tags_of_alarm(arn)?;
        let tags = tag_set(&[told(present), added].concat())?;
        *present = tags;
        Ok(())
    }

    /// Metric alarms come before composite alarms, each kind by name.
    fn alarms_page(&self, request: &DescribeAlarms) -> Result<DescribedAlarms, Refusal> {
        let mut alarms = self.describe_alarms(request);
        let metric = |alarm: &DescribedMetricAlarm| format!("0{}", alarm.configuration.alarm_name);
        let composite = |alarm: &DescribedCompositeAlarm| format!("1{}", alarm.configuration.alarm_name);
        let keys = alarms.metric_alarms.iter().map(metric);
        let keys = keys.chain(alarms.composite_alarms.iter().map(composite)).collect();
        let list = format!("{:?}", DescribeAlarms { next_token: None, ..request.clone() });
        let Page { items, next_token } =
            page(&list, request.next_token.as_deref(), keys, PAGE, String::clone).map_err(foreign_token)?;
        let on_page: BTreeSet<String> = items.into_iter().collect();
        alarms.metric_alarms.retain(|alarm| on_page.contains(&metric(alarm)));
        alarms.composite_alarms.retain(|alarm| on_page.contains(&composite(alarm)));
        Ok(DescribedAlarms { next_token, ..alarms })
    }

    /// A token names an item by its place in the history, counted from the oldest: what happens meanwhile shifts nothing.
    fn history_page(&self, request: &DescribeAlarmHistory) -> Result<Page<AlarmHistoryItem>, Refusal> {
        let items = self.describe_alarm_history(request);
        let last = items.len();
        let place = |index: usize| if request.is_ascending { index } else { usize::MAX - (last - index) };
        let placed: Vec<_> = items.into_iter().enumerate().map(|(index, item)| (place(index), item)).collect();
        let list = format!("{:?}", DescribeAlarmHistory { next_token: None, ..request.clone() });
        let Page { items, next_token } =
            page(&list, request.next_token.as_deref(), placed, PAGE, |(place, _)| format!("{place:020}"))
                .map_err(foreign_token)?;
        Ok(Page { items: items.into_iter().map(|(_, item)| item).collect(), next_token })
    }
}

/// CloudWatch API Reference, *DescribeAlarms*; the words are not known.
pub(super) fn foreign_token(_: ForeignToken) -> Refusal {
    Refusal::service("InvalidNextToken", 400, "The next token specified is invalid.")
}
