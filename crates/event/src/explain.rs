//! Any record in words: who did what, when, from where, with what, what AWS answered, and what is worth knowing.
//!
//! Written for a person on call who does not know CloudTrail's fields by heart. What a record says about an alert is
//! not here: that depends on the alert's pattern. Everything is bounded and nothing that a record holds can change
//! the layout of a terminal: text from a record is cut, and its control characters are shown, not sent.

mod identity;
mod notes;
mod short;

use serde_json::Value;

use crate::{IdentityCenterStep, Outcome, Record, RecordKind, SignIn, UserType};
use short::{joined, members, shown};

/// Explains a record in several lines: first what happened, then the particulars, each behind a word that names it.
///
/// Values of members whose name sounds like a credential's are masked, and a note says so.
#[must_use]
pub fn explain(record: &Record) -> String {
    let (asked, asked_masked) = members(record.json().get("requestParameters"), "");
    let (answered, answered_masked) = members(record.json().get("responseElements"), record.name());
    let mut lines = vec![
        headline(record),
        line("when", &when(record)),
        line("who", &identity::particulars(record)),
        line("what", &what(record)),
        line("from", &from(record)),
        line("with", &with(record)),
    ];
    if !asked.is_empty() {
        lines.push(line("asked", &asked));
    }
    lines.push(line("answer", &joined("; ", [Some(answer(record)), Some(answered).filter(|text| !text.is_empty())])));
    lines.extend(notes::notes(record, asked_masked || answered_masked).iter().map(|note| line("note", note)));
    lines.join("\n")
}

fn line(label: &str, text: &str) -> String {
    format!("  {label:<7} {text}")
}

/// What happened, in one sentence.
fn headline(record: &Record) -> String {
    let who = identity::name(record);
    match record.kind() {
        RecordKind::ConsoleSignIn => match record.sign_in() {
            Some(sign_in) => sign_in_headline(&who, &sign_in),
            None => format!("a console sign-in by {who}, of which the record does not say how it ended"),
        },
        RecordKind::SwitchRole => match record.string("/additionalEventData/SwitchFrom") {
            Some(from) => format!("{} switched in the console to {who}", shown(from)),
            None => format!("somebody switched in the console to {who}"),
        },
        RecordKind::MfaCheck => format!("the sign-in of {who} came to its second factor"),
        RecordKind::GetSigninToken => format!("{who} got a token that opens the console"),
        RecordKind::IdentityCenter(step) => {
            identity_center_headline(&who, step, record.outcome_at("serviceEventDetails"))
        }
        RecordKind::Other => other_headline(&who, record),
    }
}

fn sign_in_headline(who: &str, sign_in: &SignIn<'_>) -> String {
    let mfa = match sign_in.mfa {
        // Of a federated sign-in the record always says no, which means nothing.
        _ if sign_in.user_type == UserType::Federated => "",
        Some(true) => ", with MFA",
        Some(false) => ", without MFA",
        None => "",
    };
    match sign_in.outcome {
        Outcome::Success => format!("{who} signed in to the console{mfa}"),
        Outcome::Failure => format!("a sign-in to the console by {who} failed"),
    }
}

fn identity_center_headline(who: &str, step: IdentityCenterStep, outcome: Option<Outcome>) -> String {
    let step = match step {
        IdentityCenterStep::CredentialChallenge => "was asked for a credential",
        IdentityCenterStep::CredentialVerification => match outcome {
            Some(Outcome::Success) => "gave a right credential",
            Some(Outcome::Failure) => "gave a wrong credential",
            None => "gave a credential",
        },
        IdentityCenterStep::UserAuthentication => "signed in",
    };
    format!("{who} {step} at IAM Identity Center")
}

fn other_headline(who: &str, record: &Record) -> String {
    let (name, source) = (shown(record.name()), shown(record.source()));
    if record.string("/eventType") == Some("AwsServiceEvent") {
        return format!("{source} reported {name}");
    }
    match record.string("/errorCode") {
        Some(code) if denied(code) => format!("{who} called {name} of {source} and was not allowed to"),
        Some(code) => format!("{who} called {name} of {source}, which failed with {}", shown(code)),
        None => format!("{who} called {name} of {source}"),
    }
}

/// Whether an error says that permission was lacking; services spell it in several ways.
fn denied(code: &str) -> bool {
    let code = code.strip_prefix("Client.").unwrap_or(code);
    code.starts_with("AccessDenied") || code.starts_with("UnauthorizedOperation") || code == "Forbidden"
}

fn when(record: &Record) -> String {
    let region = record.region().map(|region| format!("recorded in {}", shown(region)));
    let account = record.account().map(|account| format!("for account {}", shown(account)));
    let place = joined(" ", [region, account]);
    joined(", ", [Some(record.time().to_string()), Some(place).filter(|place| !place.is_empty())])
}

fn what(record: &Record) -> String {
    let kind = match record.string("/eventType") {
        Some("AwsApiCall") => "an API call".to_owned(),
        Some("AwsServiceEvent") => "a service event and no API call".to_owned(),
        Some("AwsConsoleSignIn" | "AwsConsoleSignin") => "a sign-in event".to_owned(),
        Some("AwsConsoleAction") => "an action in the console that is no API call".to_owned(),
        Some("AwsCloudTrailInsight") => "an event of CloudTrail Insights".to_owned(),
        Some("AwsVpceEvent" | "AwsVpceEvents") => "a network activity event of a VPC endpoint".to_owned(),
        Some(other) => format!("an event of type {}", shown(other)),
        None => "an event whose type the record does not say".to_owned(),
    };
    // Sign-in events are always marked as writing, which means nothing there.
    let effect = match &record.json()["readOnly"] {
        Value::Bool(true) => Some("reads only".to_owned()),
        Value::Bool(false) if record.kind() == RecordKind::Other => Some("may change something".to_owned()),
        _ => None,
    };
    let category = record.string("/eventCategory").filter(|category| *category != "Management");
    let category = category.map(|category| format!("category {}", shown(category)));
    let event = format!("{} of {}, {kind}", shown(record.name()), shown(record.source()));
    joined(", ", [Some(event), effect, category])
}

fn from(record: &Record) -> String {
    let address = match record.string("/sourceIPAddress") {
        Some("AWS Internal") => "inside AWS (AWS Internal)".to_owned(),
        Some(service) if is_service(service) => format!("the service {}", shown(service)),
        Some(address) => shown(address),
        None => "an address that the record does not say".to_owned(),
    };
    let endpoint = record.string("/vpcEndpointId").map(|id| format!("through the VPC endpoint {}", shown(id)));
    joined(", ", [Some(address), endpoint])
}

/// Whether what stands in place of an address is the name of an AWS service.
fn is_service(address: &str) -> bool {
    address.ends_with(".amazonaws.com") || address.ends_with(".amazonaws.com.cn")
}

/// The program, the second factor, the key and the encryption.
fn with(record: &Record) -> String {
    let agent = record.string("/userAgent").map_or_else(|| "an unknown program".to_owned(), shown);
    let used = record.string("/additionalEventData/MFAUsed").map(|used| format!("MFAUsed {}", shown(used)));
    let mfa = record.string("/additionalEventData/MFAIdentifier").map(|device| format!("MFA device {}", shown(device)));
    let mfa_type = record.string("/additionalEventData/MfaType").map(|kind| format!("MFA by {}", shown(kind)));
    let credential =
        record.string("/additionalEventData/CredentialType").map(|kind| format!("credential {}", shown(kind)));
    let key = record.string("/userIdentity/accessKeyId").map(|key| format!("access key {}", shown(key)));
    let console = record.string("/sessionCredentialFromConsole") == Some("true");
    let console = console.then(|| "credentials of a console session".to_owned());
    let tls = record.string("/tlsDetails/tlsVersion").map(shown);
    let host = record.string("/tlsDetails/clientProvidedHostHeader").map(|host| format!("host {}", shown(host)));
    joined("; ", [Some(agent), used, mfa, mfa_type, credential, key, console, tls, host])
}

/// What AWS answered, apart from the elements of the response.
fn answer(record: &Record) -> String {
    let message = record.string("/errorMessage").map(shown);
    let stated = record.outcome_at("responseElements").or_else(|| record.outcome_at("serviceEventDetails"));
    let verdict = match (record.string("/errorCode"), stated) {
        (Some(code), _) => Some(format!("error {}", shown(code))),
        (None, Some(Outcome::Success)) => Some("success".to_owned()),
        (None, Some(Outcome::Failure)) => Some("failure".to_owned()),
        (None, None) if message.is_some() => Some("error".to_owned()),
        (None, None) if record.string("/eventType") == Some("AwsApiCall") => Some("success".to_owned()),
        (None, None) => Some("none is recorded".to_owned()),
    };
    joined(": ", [verdict, message])
}

#[cfg(test)]
mod tests;
