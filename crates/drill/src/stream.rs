//! A log stream of the run's own, into which its records are put in the place of CloudTrail's deliveries.

use signalarm_cloud::{InputLogEvent, LogsCall, RejectedLogEvents, Reply};
use signalarm_deploy::Session;
use signalarm_event::Record;
use signalarm_scenario::TargetError;

use crate::ask::{ask, remove, unfit};

/// How the names of log streams begin.
pub(crate) const STREAM_BEGINNING: &str = "signalarm-drill/";

/// A log stream.
pub(crate) struct Stream {
    log_group: String,
    name: String,
}

impl Stream {
    /// Makes the log stream of a run.
    pub(crate) fn create(session: &mut dyn Session, log_group: &str, run: &str) -> Result<Self, TargetError> {
        let stream = Self { log_group: log_group.to_owned(), name: format!("{STREAM_BEGINNING}{run}") };
        let (log_group_name, log_stream_name) = (stream.log_group.clone(), stream.name.clone());
        ask(session, LogsCall::CreateLogStream { log_group_name, log_stream_name })?;
        Ok(stream)
    }

    /// Puts a record, dated now.
    pub(crate) fn put(&self, session: &mut dyn Session, record: &Record) -> Result<(), TargetError> {
        let log_events = vec![InputLogEvent { timestamp: session.now(), message: record.text().to_owned() }];
        let (log_group_name, log_stream_name) = (self.log_group.clone(), self.name.clone());
        match ask(session, LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events })? {
            Reply::RejectedLogEvents(rejected) if rejected == RejectedLogEvents::default() => Ok(()),
            Reply::RejectedLogEvents(_) => Err(TargetError::Lost(format!(
                "logs:PutLogEvents: the log group {} does not take a log event of this instant; is the clock right?",
                self.log_group
            ))),
            _ => Err(unfit("logs:PutLogEvents")),
        }
    }

    /// Removes it.
    pub(crate) fn remove(&self, session: &mut dyn Session) -> Result<(), TargetError> {
        let (log_group_name, log_stream_name) = (self.log_group.clone(), self.name.clone());
        remove(session, LogsCall::DeleteLogStream { log_group_name, log_stream_name })
    }
}
