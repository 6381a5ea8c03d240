//! Calls that others make and signalarm never does, so that the waist does not carry them.

use std::collections::BTreeMap;

use signalarm_alert::LogGroupName;
use signalarm_cloud::Refusal;
use signalarm_notification::{Endpoint, FilterPolicy, LifeEvent, SubscriptionAttributes};

use crate::account::Account;

impl Account {
    /// *PutEventSelectors* with selectors that leave management events out.
    ///
    /// # Errors
    ///
    /// Where there is no such trail, or it is not the account's.
    pub fn exclude_management_events(&mut self, trail: &str) -> Result<(), Refusal> {
        self.change();
        self.own_trail_mut(trail)?.all_management_events = false;
        Ok(())
    }

    /// *CreateLogGroup* of the class `INFREQUENT_ACCESS`, which takes no metric filters (CloudWatch Logs User Guide, *Log
    /// classes*). The class of a log group never changes.
    ///
    /// # Errors
    ///
    /// `ResourceAlreadyExistsException`.
    pub fn create_infrequent_access_log_group(&mut self, name: &LogGroupName) -> Result<(), Refusal> {
        self.change();
        self.create_log_group(name.as_str(), BTreeMap::new())?;
        self.log_group_mut(name.as_str())?.is_standard_class = false;
        Ok(())
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
        let subscription = self.topic(topic_arn)?.subscription_mut(endpoint);
        let subscription = subscription.ok_or(Refusal::SubscriptionNotFound(endpoint.protocol()))?;
        let attributes = subscription.attributes().clone();
        subscription.set_attributes(SubscriptionAttributes { filter_policy, ..attributes });
        Ok(())
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
