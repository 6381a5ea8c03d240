//! The control plane: calls and their answers.

use signalarm_cloud::{Call, Refusal, Reply, StsCall};

use crate::account::Account;

impl Account {
    /// Answers a call, now.
    ///
    /// # Errors
    ///
    /// AWS's refusals; nothing has changed then.
    pub fn answer(&mut self, call: impl Into<Call>) -> Result<Reply, Refusal> {
        let call = call.into();
        self.check_rights(&call)?;
        self.change();
        match call {
            Call::CloudTrail(call) => self.answer_cloudtrail(call),
            Call::CloudWatch(call) => self.answer_cloudwatch(call),
            Call::Iam(call) => self.answer_iam(call),
            Call::Logs(call) => self.answer_logs(call),
            Call::S3(call) => self.answer_s3(call),
            Call::Sns(call) => self.answer_sns(call),
            Call::Sqs(call) => self.answer_sqs(call),
            Call::Sts(StsCall::GetCallerIdentity) => Ok(Reply::CallerIdentity(self.caller_identity())),
        }
    }
}
