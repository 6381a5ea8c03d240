//! What subscribers are told of a drill: the mail of an alarm itself cannot say that it is one.

use signalarm_alert::AlertName;
use signalarm_cloud::SnsCall;

use super::RunName;
use super::script::SOURCE_IP;

/// A message to the subscribers of a topic. ASCII, so that SNS takes the subject and a text message stays short.
pub(super) struct Announcement {
    pub(super) subject: String,
    pub(super) message: String,
}

impl Announcement {
    /// The call that publishes it to a topic.
    pub(super) fn publish(&self, topic_arn: String) -> SnsCall {
        SnsCall::Publish { topic_arn, subject: self.subject.clone(), message: self.message.clone() }
    }
}

/// Before the first record.
pub(super) fn before(run: &RunName, caller_arn: &str, alarms: &[AlertName], is_quiet: bool) -> Announcement {
    let alarms: Vec<&str> = alarms.iter().map(AlertName::as_str).collect();
    let (agent, muted) = (run.user_agent(), if is_quiet { " Their notifications are muted." } else { "" });
    Announcement {
        subject: "DRILL begins: signalarm".to_owned(),
        message: format!(
            "This is a drill. From {} to {} at the latest these alarms may go to ALARM though nobody signed in: {}.{muted} \
             Begun by {caller_arn}. Records of the drill bear the user agent {agent} and the source address {SOURCE_IP}; \
             whatever bears neither is real.",
            run.start(),
            run.end(),
            alarms.join(", "),
        ),
    }
}

/// When everything is removed, or should be.
pub(super) fn after(run: &RunName) -> Announcement {
    Announcement {
        subject: "DRILL over: signalarm".to_owned(),
        message: format!("The drill {run} is over. Whatever alarms tell from now on is real."),
    }
}
