//! An account in memory behind the SDK's clients.
//!
//! A rule of the SDK's mocks stands for one operation. It turns the SDK's typed input back into a [`Call`], lets the account
//! answer, and gives back the typed output. A refusal becomes an HTTP response in the service's own protocol, so that it is
//! read by the real parser. A reply that got lost becomes the status 504, after the account has changed.
//!
//! Everything before the transmission runs as ever: serialising, the endpoint, the signature. What is on the wire no rule
//! sees.

mod http;
mod protocol;
mod wire;

pub use aws_smithy_mocks::{Rule, RuleBuilder, mock};
pub use protocol::Protocol;
pub use wire::requests;

pub(crate) use http::{in_memory, interceptors};

use std::error::Error;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_mocks::MockResponse;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use signalarm_cloud::{Answer, Call, Failure, Refusal, Reply};

/// An account in memory, shared by the rules of all services.
pub type Shared = Arc<Mutex<dyn FnMut(Call) -> Answer + Send>>;

/// A request that is no [`Call`]: what is wrong with it. The SDK checks no input before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit(String);

impl Unfit {
    /// A member that our calls do not carry, or a value of it that they cannot.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

/// A member that the service requires.
///
/// # Errors
///
/// Where it is not given.
pub fn required<T: ToOwned + ?Sized>(member: &str, value: Option<&T>) -> Result<T::Owned, Unfit> {
    value.map(ToOwned::to_owned).ok_or_else(|| Unfit(format!("{member} is missing")))
}

/// The rule for one operation: `call` reads the SDK's input, `output` makes its output of the account's reply, or gives back a
/// reply that is another operation's.
pub fn rule<I, O, E>(
    account: &Shared,
    protocol: Protocol,
    operation: RuleBuilder<I, O, E>,
    call: fn(&I) -> Result<Call, Unfit>,
    output: fn(Reply) -> Result<O, Reply>,
) -> Rule
where
    I: Debug + Send + Sync + 'static,
    O: Debug + Send + Sync + 'static,
    E: Debug + Send + Sync + Error + 'static,
{
    let account = Arc::clone(account);
    operation.then_compute_response(move |input| {
        let call = match call(input) {
            Ok(call) => call,
            Err(Unfit(why)) => return MockResponse::Http(refused(protocol, "UnfitRequest", why)),
        };
        let operation = call.operation();
        // A panic inside the account has been reported already; what it left behind may still be asked.
        let answer = account.lock().unwrap_or_else(PoisonError::into_inner)(call);
        match answer.map(output) {
            Ok(Ok(output)) => MockResponse::Output(output),
            Ok(Err(reply)) => {
                MockResponse::Http(refused(protocol, "UnfitReply", format!("{operation} is answered by {reply:?}")))
            }
            Err(Failure::Refused(refusal)) => MockResponse::Http(protocol.refusal(&refusal)),
            Err(Failure::Unanswered(_)) => MockResponse::Http(http::lost()),
            Err(Failure::Unsent(why)) => MockResponse::Http(http::not_sent(&why)),
        }
    })
}

/// The output of an operation that tells nothing.
///
/// # Errors
///
/// Another operation's reply.
pub fn done<O>(reply: Reply, output: O) -> Result<O, Reply> {
    match reply {
        Reply::Done => Ok(output),
        other => Err(other),
    }
}

/// An account that answers every call so, and the calls that it hears: for tests of what goes through the SDK.
#[must_use]
pub fn answering(answer: Answer) -> (Shared, Arc<Mutex<Vec<Call>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&heard);
    let account: Shared = Arc::new(Mutex::new(move |call| {
        hears.lock().unwrap_or_else(PoisonError::into_inner).push(call);
        answer.clone()
    }));
    (account, heard)
}

fn refused(protocol: Protocol, code: &'static str, message: String) -> HttpResponse {
    protocol.refusal(&Refusal::service(code, 400, message))
}
