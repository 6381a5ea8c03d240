//! Asking an account: one call, with patience where it is throttled.

use signalarm_alert::Place;
use signalarm_cloud::{Call, Failure, FailureClass, Page, Reply, StsCall};
use signalarm_deploy::Session;
use signalarm_scenario::TargetError;
use signalarm_time::Duration;

/// How often a call is repeated that was throttled: nothing has happened then.
const REPEATS_MAX: u32 = 5;
/// How long is waited before it is.
const REPEAT_AFTER: Duration = Duration::SECOND;
/// How often something is removed of which nobody knows whether it is gone, or that could not be asked for.
const REMOVALS_MAX: u32 = 5;
/// How long is waited between: a connection may come back.
const REMOVE_AFTER: Duration = Duration::from_secs(2);
/// Pages of one list that are read at most: more than any account should have.
const PAGES_MAX: usize = 1_000;

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

/// A call that removes something: that it is gone already is no fault, and that nobody answered is tried again.
pub(crate) fn remove(session: &mut dyn Session, call: impl Into<Call>) -> Result<(), TargetError> {
    let call = call.into();
    let action = call.action();
    let mut removals = 1;
    loop {
        match try_ask(session, call.clone()) {
            Err(failure) if may_pass(&failure) && removals < REMOVALS_MAX => {
                session.wait(REMOVE_AFTER);
                removals += 1;
            }
            Err(failure) if failure.class() != FailureClass::NotFound => {
                return Err(TargetError::Lost(format!("{action}: {failure}")));
            }
            Ok(_) | Err(_) => return Ok(()),
        }
    }
}

/// Whether a removal may get through later.
fn may_pass(failure: &Failure) -> bool {
    failure.class() == FailureClass::Uncertain || matches!(failure, Failure::Unsent(_))
}

/// A whole list, page by page. Where the operation does not exist, nothing of its kind does.
pub(crate) fn pages<T>(
    session: &mut dyn Session,
    call: impl Fn(Option<String>) -> Call,
    page: impl Fn(Reply) -> Option<Page<T>>,
) -> Result<Vec<T>, TargetError> {
    let (mut items, mut token) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let call = call(token);
        let action = call.action();
        let reply = match try_ask(session, call) {
            Err(failure) if is_unknown_here(&failure, session) => return Ok(items),
            answer => answer.map_err(|failure| TargetError::Lost(format!("{action}: {failure}")))?,
        };
        let Page { items: more, next_token } = page(reply).ok_or_else(|| unfit(&action))?;
        items.extend(more);
        match next_token {
            Some(next) => token = Some(next),
            None => return Ok(items),
        }
    }
    Err(TargetError::Lost(format!("a list does not end after {PAGES_MAX} pages")))
}

/// Whether the endpoint knows an operation that only reads.
pub(crate) fn is_known(session: &mut dyn Session, call: impl Into<Call>) -> Result<bool, TargetError> {
    let call = call.into();
    let action = call.action();
    match try_ask(session, call) {
        Ok(_) => Ok(true),
        Err(failure) if is_unknown_here(&failure, session) => Ok(false),
        Err(failure) => Err(TargetError::Lost(format!("{action}: {failure}"))),
    }
}

/// Whether the endpoint does not know the operation. Emulators say of some that they failed themselves (LocalStack does of
/// CloudWatch's newer ones); of AWS that means what it says.
fn is_unknown_here(failure: &Failure, session: &dyn Session) -> bool {
    let is_emulator = session.endpoint_url().is_some();
    match failure.class() {
        FailureClass::NotImplemented => true,
        FailureClass::Uncertain => is_emulator && matches!(failure, Failure::Refused(_)),
        _ => false,
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
