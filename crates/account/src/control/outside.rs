//! Calls that others make and signalarm never does, so that the waist does not carry them. Each is recorded.

use std::collections::BTreeMap;

use signalarm_alert::LogGroupName;
use signalarm_cloud::Refusal;
use signalarm_notification::{Endpoint, FilterPolicy, LifeEvent, SubscriptionAttributes};
use signalarm_time::Timestamp;

use crate::account::Account;
use crate::recorded_call::RecordedCall;

impl Account {
    /// *PutEventSelectors* with selectors that leave management events out.
    ///
    /// # Errors
    ///
    /// Where there is no such trail, or it is not the account's.
    pub fn exclude_management_events(&mut self, trail: &str) -> Result<(), Refusal> {
        self.recorded(&RecordedCall::exclude_management_events(trail), |account| {
            account.change();
            account.own_trail_mut(trail)?.all_management_events = false;
            Ok(())
        })
    }

    /// *CreateLogGroup* of the class `INFREQUENT_ACCESS`, which takes no metric filters (CloudWatch Logs User Guide, *Log
    /// classes*). The class of a log group never changes.
    ///
    /// # Errors
    ///
    /// `ResourceAlreadyExistsException`.
    pub fn create_infrequent_access_log_group(&mut self, name: &LogGroupName) -> Result<(), Refusal> {
        self.recorded(&RecordedCall::create_infrequent_access_log_group(name.as_str()), |account| {
            account.change();
            account.create_log_group(name.as_str(), BTreeMap::new())?;
            account.log_group_mut(name.as_str())?.is_standard_class = false;
            Ok(())
        })
    }

    /// *SetSubscriptionAttributes* for the filter policy; `None` takes it away.
    ///
    /// # Errors
    ///
    /// `NotFound`.
    pub fn set_filter_policy(
        &mut self,
        topic_arn: &str,
        endpoint: &Endpoint,
        filter_policy: Option<FilterPolicy>,
    ) -> Result<(), Refusal> {
        let arn = self.subscription_arn(topic_arn, endpoint).unwrap_or_default();
        self.recorded(&RecordedCall::set_subscription_attribute(&arn, "FilterPolicy"), |account| {
            let subscription = account.topic(topic_arn)?.subscription_mut(endpoint);
            let subscription = subscription.ok_or(Refusal::SubscriptionNotFound(endpoint.protocol()))?;
            let attributes = subscription.attributes().clone();
            subscription.set_attributes(SubscriptionAttributes { filter_policy, ..attributes });
            Ok(())
        })
    }

    /// *PutAlarmMuteRule*: a rule of a person, whose window begins now, mutes an alarm; muting it again replaces the rule.
    ///
    /// # Errors
    ///
    /// Where there is no such metric alarm.
    pub fn mute_alarm(&mut self, name: &str, until: Timestamp) -> Result<(), Refusal> {
        self.recorded(&RecordedCall::put_alarm_mute_rule(name), |account| account.mute(name, until))
    }

    /// *DeleteAlarmMuteRule*: that rule ends now.
    ///
    /// # Errors
    ///
    /// Where there is no such metric alarm.
    pub fn unmute_alarm(&mut self, name: &str) -> Result<(), Refusal> {
        self.recorded(&RecordedCall::delete_alarm_mute_rule(name), |account| account.unmute(name))
    }

    /// Somebody publishes more to a topic than SNS sends to one mail address in a second.
    ///
    /// # Errors
    ///
    /// `NotFound`.
    pub fn exceed_mail_rate(&mut self, topic_arn: &str, endpoint: &Endpoint) -> Result<(), Refusal> {
        self.subscriber_does(topic_arn, endpoint, LifeEvent::ExceedMailRate)
    }
}
