//! One call of every operation, with a reply to it.

mod cloudtrail;
mod iam;
mod s3;

use signalarm_aws_clients::Clients;
use signalarm_cloud::{Answer, Call, CallerIdentity, Reply, StsCall, Tag};

pub(crate) const ACCOUNT: &str = "123456789012";

/// Makes a call by the adapter that is there for it.
pub(crate) fn make(clients: &Clients, call: Call) -> Answer {
    match call {
        Call::CloudTrail(call) => signalarm_aws_cloudtrail::cloudtrail::call(clients, call),
        Call::Iam(call) => signalarm_aws_cloudtrail::iam::call(clients, call),
        Call::S3(call) => signalarm_aws_cloudtrail::s3::call(clients, call),
        Call::Sts(call) => signalarm_aws_cloudtrail::sts::call(clients, call),
        Call::CloudWatch(_) | Call::Logs(_) | Call::Sns(_) | Call::Sqs(_) => panic!("{call:?} is another crate's"),
    }
}

/// Every operation at least once.
pub(crate) fn calls() -> Vec<(Call, Reply)> {
    [cloudtrail::calls(), iam::calls(), s3::calls(), vec![caller()]].concat()
}

fn caller() -> (Call, Reply) {
    let arn = "arn:aws-cn:sts::123456789012:assumed-role/Admin/alice".to_owned();
    let caller = CallerIdentity { account: ACCOUNT.to_owned(), arn };
    (StsCall::GetCallerIdentity.into(), Reply::CallerIdentity(caller))
}

fn tags() -> Vec<Tag> {
    let tag = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() };
    vec![tag("signalarm", "deployed"), tag("empty", "")]
}
