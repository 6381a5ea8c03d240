//! Alarms.

use signalarm_cloud::{CloudWatchCall, PutMetricAlarm};

use super::{Claim, Planner, fields};
use crate::found::FoundAlarm;
use crate::step::{Change, Obstacle, Resource};
use crate::wanted::{deployed_tags, tag};
use crate::{Fact, Owner, TAG_DEPLOYED, WantedAlert};

impl Planner<'_> {
    pub(super) fn alarms(&mut self) {
        for name in &self.found.composite_alarms {
            self.obstacles.push(Obstacle::CompositeAlarm(name.clone()));
        }
        let all = Resource::Alarm("of every name".to_owned());
        let Some(found) = self.known(&all, &self.found.alarms) else { return };
        // Until its log group is known, what the silence alarm watches is not.
        if self.wanted.log_group_name().is_none() {
            return;
        }
        for alert in &self.wanted.alerts {
            let resource = Resource::Alarm(alert.name.to_string());
            match found.and_then(|alarms| alarms.get(alert.name.as_str())) {
                Some(present) => {
                    let steps = self.plan.steps.len();
                    let claim = match self.lost_its_tag(alert, present) {
                        true => Claim::Take(TAG_DEPLOYED),
                        false => self.claim(&resource, &present.tags),
                    };
                    match claim {
                        Claim::Deployed | Claim::Adopted => {}
                        Claim::Take(value) => self.tag_alarm(&resource, alert, value),
                        Claim::No => continue,
                    }
                    let before = fields::of_alarm(&present.alarm.configuration);
                    let changes = fields::differences(before, fields::of_alarm(&alert.alarm));
                    self.update(&resource, changes, || put(&alert.alarm).into());
                    self.untouched_since(steps, &resource);
                }
                None if self.options.tags_alarms_apart => {
                    self.step(&resource, Change::Create, put(&alert.alarm));
                    self.tag_alarm(&resource, alert, TAG_DEPLOYED);
                }
                None => {
                    let alarm = PutMetricAlarm { tags: deployed_tags(), ..alert.alarm.clone() };
                    self.step(&resource, Change::Create, put(&alarm));
                }
            }
        }
    }

    /// Whether an alarm without our tag is exactly as we make it, our description and the action on our topic included: a
    /// run was ended between its making and its tagging, or an emulator lost the tag.
    fn lost_its_tag(&self, alert: &WantedAlert, present: &FoundAlarm) -> bool {
        let topic = self.found.topics.get(alert.name.as_str()).and_then(Fact::present);
        let is_topic_ours = topic.is_some_and(|topic| topic.tags.owner() == Some(Owner::Deployed));
        let is_as_we_make_it = || {
            let before = fields::of_alarm(&present.alarm.configuration);
            fields::differences(before, fields::of_alarm(&alert.alarm)).is_empty()
        };
        present.tags.owner() == Some(Owner::Foreign) && is_topic_ours && is_as_we_make_it()
    }

    fn tag_alarm(&mut self, resource: &Resource, alert: &WantedAlert, value: &'static str) {
        let call = CloudWatchCall::TagResource { resource_arn: alert.alarm_arn.clone(), tags: vec![tag(value)] };
        self.step(resource, Change::Tag(value), call);
    }
}

fn put(alarm: &PutMetricAlarm) -> CloudWatchCall {
    CloudWatchCall::PutMetricAlarm(Box::new(alarm.clone()))
}
