//! A session over the AWS SDK: with AWS, with an emulator, or with an account in memory behind mocks.

use std::time::{SystemTime, UNIX_EPOCH};

use signalarm_aws_clients::{Clients, Settings, SettingsFault};
use signalarm_cloud::{Answer, Call};
use signalarm_deploy::Session;
use signalarm_scenario::TargetError;
use signalarm_time::{Duration, Timestamp};

use crate::interrupt;

/// A session with a real account or an emulator, in real time.
#[derive(Debug)]
pub struct Live {
    clients: Clients,
}

impl Live {
    /// A session with the account that the settings and AWS's environment name. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// [`SettingsFault`].
    pub fn connect(settings: &Settings) -> Result<Self, SettingsFault> {
        Ok(Self { clients: Clients::connect(settings)? })
    }

    /// A session with an emulator, by an access key that may be an account's number.
    ///
    /// # Errors
    ///
    /// When there can be none.
    pub(crate) fn emulator(endpoint_url: &str, access_key: &str, region: &str) -> Result<Self, TargetError> {
        let settings = Settings {
            profile: None,
            region: Some(region.to_owned()),
            endpoint_url: Some(endpoint_url.to_owned()),
            access_key: Some(access_key.to_owned()),
        };
        Self::connect(&settings).map_err(|fault| TargetError::Lost(fault.to_string()))
    }
}

impl Session for Live {
    fn answer(&mut self, call: Call) -> Answer {
        send(&self.clients, call)
    }

    fn wait(&mut self, duration: Duration) {
        interrupt::sleep(std::time::Duration::from_millis(duration.as_millis()));
    }

    fn is_interrupted(&self) -> bool {
        interrupt::is_requested()
    }

    #[expect(clippy::disallowed_methods, reason = "an account that is not simulated has no other time")]
    fn now(&self) -> Timestamp {
        // A clock that is set before 1970 is taken for 1970.
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX))
    }

    fn region(&self) -> &str {
        self.clients.region()
    }

    fn endpoint_url(&self) -> Option<&str> {
        self.clients.endpoint_url()
    }
}

/// Sends a call through the adapter of its service.
pub(crate) fn send(clients: &Clients, call: Call) -> Answer {
    match call {
        Call::CloudTrail(call) => signalarm_aws_cloudtrail::cloudtrail::call(clients, call),
        Call::CloudWatch(call) => signalarm_aws_cloudwatch::call(clients, call),
        Call::Iam(call) => signalarm_aws_cloudtrail::iam::call(clients, call),
        Call::Logs(call) => signalarm_aws_logs::call(clients, call),
        Call::S3(call) => signalarm_aws_cloudtrail::s3::call(clients, call),
        Call::Sns(call) => signalarm_aws_sns::call(clients, call),
        Call::Sqs(call) => signalarm_aws_sns::sqs::call(clients, call),
        Call::Sts(call) => signalarm_aws_cloudtrail::sts::call(clients, call),
    }
}
