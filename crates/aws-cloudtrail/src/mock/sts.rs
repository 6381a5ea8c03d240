//! Rules for the operations of STS.

use signalarm_aws_clients::mock::{Protocol, Rule, Shared, mock, rule};
use signalarm_aws_clients::sts::Client;
use signalarm_aws_clients::sts::operation::get_caller_identity::GetCallerIdentityOutput;
use signalarm_cloud::{Reply, StsCall};

pub(super) fn rules(account: &Shared) -> Vec<Rule> {
    vec![rule(
        account,
        Protocol::Query,
        mock!(Client::get_caller_identity),
        |_| Ok(StsCall::GetCallerIdentity.into()),
        |reply| match reply {
            Reply::CallerIdentity(caller) => {
                Ok(GetCallerIdentityOutput::builder().account(caller.account).arn(caller.arn).build())
            }
            other => Err(other),
        },
    )]
}
