//! What became of a call that the SDK did not get through: the one translation of its errors.
//!
//! What counts is whether the call can have happened. A service that answers with a code has refused. An answer that cannot
//! be read, a time-out and a connection that broke leave it open. Without credentials or a connection nothing was sent.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use hyper_util::client::legacy::Error as HyperError;
use signalarm_cloud::{Failure, Refusal};

/// The most causes of one error that are told: an error that is its own cause must not hang us.
const CAUSES_MAX: usize = 16;

/// Translates an error of the SDK. `endpoint` says in words where the call went, `profile` is the one asked for.
pub(crate) fn failure<E>(error: &SdkError<E, HttpResponse>, endpoint: &str, profile: Option<&str>) -> Failure
where
    E: Error + ProvideErrorMetadata + 'static,
{
    match error {
        SdkError::ServiceError(refused) => {
            let http_status = refused.raw().status().as_u16();
            of_service(refused.err(), http_status)
        }
        SdkError::ResponseError(_) => Failure::Unanswered(format!("the reply cannot be read: {}", told(error))),
        SdkError::TimeoutError(_) => Failure::Unanswered(format!("{endpoint} did not answer in time: {}", told(error))),
        SdkError::DispatchFailure(failed) => match failed.as_connector_error() {
            Some(connector) if is_sent(connector) => {
                Failure::Unanswered(format!("the connection to {endpoint} broke: {}", told(error)))
            }
            Some(_) | None => Failure::Unsent(unsent(error, endpoint, profile)),
        },
        _ => Failure::Unsent(unsent(error, endpoint, profile)),
    }
}

/// An answer with a status: told by its code. A parser that found no sense in a reply says so in place of the service.
fn of_service<E>(error: &E, http_status: u16) -> Failure
where
    E: Error + ProvideErrorMetadata + 'static,
{
    let message = error.message().unwrap_or_default();
    match (error.code(), http_status) {
        (_, 200..=299) => Failure::Unanswered(format!("the reply cannot be read: {}", told(error))),
        (Some(code), _) => {
            Refusal::Service { code: code.to_owned().into(), http_status, message: message.to_owned() }.into()
        }
        (None, 500..) => {
            Failure::Unanswered(format!("HTTP status {http_status}, and no error of the service in the reply"))
        }
        (None, _) => {
            let message = format!("HTTP status {http_status}, and no error of the service in the reply");
            Refusal::Service { code: http_status.to_string().into(), http_status, message }.into()
        }
    }
}

/// Whether a call may have gone out before the connection failed.
fn is_sent(error: &ConnectorError) -> bool {
    let hyper = causes(error).find_map(|cause| cause.downcast_ref::<HyperError>());
    match hyper {
        Some(hyper) => !hyper.is_connect(),
        None => error.is_io() || error.is_timeout(),
    }
}

/// Why nothing was sent, and how to put it right.
fn unsent(error: &(dyn Error + 'static), endpoint: &str, profile: Option<&str>) -> String {
    let credentials = causes(error).find_map(|cause| cause.downcast_ref::<CredentialsError>());
    if let Some(credentials) = credentials {
        let told = told(credentials);
        return format!("no credentials: {told}; {}", cure(credentials, &told, profile));
    }
    let told = told(error);
    if causes(error).any(|cause| cause.is::<HyperError>()) {
        return format!("no connection to {endpoint}: {told}; is the address right, and can it be reached from here?");
    }
    told
}

/// How to come by credentials. That single sign-on is meant shows in the words of the causes alone.
fn cure(error: &CredentialsError, told: &str, profile: Option<&str>) -> String {
    let option = profile.map(|profile| format!(" --profile {profile}")).unwrap_or_default();
    if told.contains("SSO") || told.contains("sso") {
        return format!("sign in with “aws sso login{option}”");
    }
    match (error, profile) {
        (CredentialsError::CredentialsNotLoaded(_), None) => {
            "name a profile (--profile, AWS_PROFILE), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (an emulator \
             takes any)"
                .to_owned()
        }
        (CredentialsError::ProviderTimedOut(_), _) => "try again, or give credentials in another way".to_owned(),
        _ => "look at the profile (--profile, AWS_PROFILE) in ~/.aws/config and ~/.aws/credentials".to_owned(),
    }
}

/// An error and its causes in words on one line, outermost first; words that repeat the ones before are left out.
fn told(error: &(dyn Error + 'static)) -> String {
    let mut words: Vec<String> = Vec::new();
    for cause in causes(error) {
        let said = cause.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        if words.last().is_none_or(|last| !last.contains(&said)) {
            words.push(said);
        }
    }
    words.join(": ")
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |cause: &&'a (dyn Error + 'static)| (*cause).source()).take(CAUSES_MAX)
}

/// A member of a reply that the service always gives.
///
/// # Errors
///
/// Where it is not given the reply cannot be read.
pub fn member<T>(name: &str, value: Option<T>) -> Result<T, Failure> {
    value.ok_or_else(|| without(name))
}

/// The failure of a reply without a member that it must have.
#[must_use]
pub fn without(name: &str) -> Failure {
    Failure::Unanswered(format!("the reply cannot be read: it has no {name}"))
}
