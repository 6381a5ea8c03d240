//! Calls of STS.

use signalarm_aws_clients::{Clients, member};
use signalarm_cloud::{Answer, CallerIdentity, Reply, StsCall};

/// Makes a call, and waits for the answer.
///
/// # Errors
///
/// What the service refuses, and what hinders a call from being sent or an answer from being read.
pub fn call(clients: &Clients, call: StsCall) -> Answer {
    let client = &clients.sts;
    match call {
        StsCall::GetCallerIdentity => {
            let output = clients.send(client.get_caller_identity().send())?;
            Ok(Reply::CallerIdentity(CallerIdentity {
                account: member("Account", output.account)?,
                arn: member("Arn", output.arn)?,
            }))
        }
    }
}
