//! Asking an account: one call, with patience where it is throttled.

use signalarm_alert::Place;
use signalarm_cloud::{Call, Failure, FailureClass, Reply, StsCall};
use signalarm_deploy::Session;
use signalarm_scenario::TargetError;
use signalarm_time::Duration;

/// How often a call is repeated that was throttled: nothing has happened then.
const REPEATS_MAX: u32 = 5;
/// How long is waited before it is.
const REPEAT_AFTER: Duration = Duration::SECOND;

/// What comes of a call.
pub(crate) fn try_ask(session: &mut dyn Session, call: impl Into<Call>) -> Result<Reply, Failure> {
    let call = call.into();
    for _ in 0..REPEATS_MAX {
        match session.answer(call.clone()) {
            Err(failure) if failure.class() == FailureClass::Throttled => session.wait(REPEAT_AFTER),
            answer => return answer,
        }
    }
    session.answer(call)
}

/// What comes of a call that must succeed.
pub(crate) fn ask(session: &mut dyn Session, call: impl Into<Call>) -> Result<Reply, TargetError> {
    let call = call.into();
    let action = call.action();
    try_ask(session, call).map_err(|failure| TargetError::Lost(format!("{action}: {failure}")))
}

/// Lets time pass; somebody may end it.
pub(crate) fn pause(session: &mut dyn Session, duration: Duration) -> Result<(), TargetError> {
    session.wait(duration);
    match session.is_interrupted() {
        true => Err(TargetError::Lost("interrupted".to_owned())),
        false => Ok(()),
    }
}

/// A reply that is another operation's.
pub(crate) fn unfit(action: &str) -> TargetError {
    TargetError::Lost(format!("{action} is answered by another operation's reply"))
}

/// A call that removes something: that it is gone already is no fault.
pub(crate) fn remove(session: &mut dyn Session, call: impl Into<Call>) -> Result<(), TargetError> {
    let call = call.into();
    let action = call.action();
    match try_ask(session, call) {
        Err(failure) if failure.class() != FailureClass::NotFound => {
            Err(TargetError::Lost(format!("{action}: {failure}")))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

/// The account that is called, and its Region.
pub(crate) fn place(session: &mut dyn Session) -> Result<Place, TargetError> {
    let caller = match ask(session, StsCall::GetCallerIdentity)? {
        Reply::CallerIdentity(caller) => caller,
        _ => return Err(unfit("sts:GetCallerIdentity")),
    };
    let account = caller.account.parse().map_err(|fault| TargetError::Lost(format!("{fault}")))?;
    let region = session.region().parse().map_err(|fault| TargetError::Lost(format!("{fault}")))?;
    Ok(Place { account, region })
}
