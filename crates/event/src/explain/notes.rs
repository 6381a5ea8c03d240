//! What is worth knowing about a record and does not stand in it.
//!
//! The facts are those of the CloudTrail User Guide (record contents, sign-in events, `userIdentity` element) and of
//! the IAM and IAM Identity Center User Guides.

use serde_json::Value;

use super::identity::{HIDDEN, assumed_root, invoked_by};
use super::short::{joined, shown};
use super::{denied, is_service};
use crate::{Outcome, Record, RecordKind, UserType};

/// The notes on a record, most important first.
pub(super) fn notes(record: &Record, masked: bool) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(late_or_corrected(record));
    identity(record, &mut notes);
    sign_in(record, &mut notes);
    call(record, &mut notes);
    form(record, &mut notes);
    if masked {
        notes.push("*** stands for what looks like a credential; the record itself may hold it".to_owned());
    }
    notes
}

/// `addendum`: why a record came late or a second time.
fn late_or_corrected(record: &Record) -> Option<String> {
    let addendum = record.json().get("addendum").filter(|addendum| !addendum.is_null())?;
    let why = match record.string("/addendum/reason") {
        Some("DELIVERY_DELAY") => "this record came late: there was a delay in delivery".to_owned(),
        Some("UPDATED_DATA") => "this record corrects an earlier one: a field was missing or wrong there".to_owned(),
        Some("SERVICE_OUTAGE") => {
            "this record came late: a service could not record events during an outage".to_owned()
        }
        Some(reason) => format!("this record came late or corrects an earlier one: {}", shown(reason)),
        None => "this record came late or corrects an earlier one; it does not say why".to_owned(),
    };
    let text = |label: &str, member: &str| {
        let value = addendum.get(member).and_then(Value::as_str).filter(|text| !text.is_empty());
        value.map(|text| format!("{label} {}", shown(text)))
    };
    let fields = text("changed fields:", "updatedFields");
    let original = text("the earlier eventID:", "originalEventID");
    Some(joined("; ", [Some(why), fields, original, Some("an alarm may fire on it long after the event".to_owned())]))
}

fn identity(record: &Record, notes: &mut Vec<String>) {
    if record.string("/userIdentity/userName") == Some(HIDDEN) {
        notes.push(
            "no user of the account has the name that was typed; CloudTrail hides it, because it may be a mistyped password"
                .to_owned(),
        );
    }
    if assumed_root(record) {
        notes.push(
            "the management account or a delegated administrator opened this root session by sts:AssumeRoot; nobody signed in \
             as root"
                .to_owned(),
        );
    } else if record.string("/userIdentity/type") == Some("Root") {
        notes.push("the root user may do everything in the account; hardly any daily work needs it".to_owned());
    }
    if let Some(service) = invoked_by(record) {
        notes.push(format!("{} made the call for the identity above, not a person directly", shown(service)));
    }
    match record.json().get("userIdentity") {
        None => notes.push("the record has no userIdentity; records of a service's own events may lack it".to_owned()),
        Some(Value::Object(_)) => {}
        Some(_) => notes.push("userIdentity is no object, so the record does not say who it was".to_owned()),
    }
    match (record.string("/userIdentity/accountId"), record.string("/recipientAccountId")) {
        (Some(own), Some(recipient)) if own != recipient => notes.push(format!(
            "the identity is of account {}, the record was delivered to account {}: a call across accounts",
            shown(own),
            shown(recipient)
        )),
        _ => {}
    }
}

fn sign_in(record: &Record, notes: &mut Vec<String>) {
    let note: &str = match record.kind() {
        RecordKind::ConsoleSignIn => match record.sign_in() {
            Some(sign_in) if sign_in.outcome == Outcome::Failure => {
                "a failed sign-in has an errorMessage and no errorCode; a filter on errorCode does not see it"
            }
            Some(sign_in) if sign_in.user_type == UserType::Federated => {
                "MFAUsed is always No for a federated sign-in; whether the identity provider asked for MFA is not recorded"
            }
            Some(_) => return,
            None => "responseElements.ConsoleLogin is neither Success nor Failure, so no alert on sign-ins sees it",
        },
        RecordKind::SwitchRole => {
            "a switch of roles in a console that is open already; alerts on ConsoleLogin do not see it"
        }
        RecordKind::MfaCheck => {
            "a step of a sign-in; how the sign-in ended is said by the ConsoleLogin record that follows"
        }
        RecordKind::GetSigninToken => {
            "whoever has the token can open a console; a ConsoleLogin record follows if it is used"
        }
        RecordKind::IdentityCenter(_) => {
            "a step of a sign-in to IAM Identity Center; its steps share AuthWorkflowID, and alerts on ConsoleLogin do not see \
             them"
        }
        RecordKind::Other => return,
    };
    notes.push(note.to_owned());
}

fn call(record: &Record, notes: &mut Vec<String>) {
    if record.string("/errorCode").is_some_and(denied) {
        notes.push("AWS refused the call for lack of permission, so it had no effect".to_owned());
    }
    match record.string("/sourceIPAddress") {
        Some("AWS Internal") => {
            notes.push(
                "AWS Internal stands for a service of AWS that acted on somebody's behalf; there is no address"
                    .to_owned(),
            );
        }
        Some(service) if is_service(service) => {
            notes.push("the call came from a service, so the address is the service's name".to_owned());
        }
        Some(_) | None => {}
    }
    if let Some(id) = record.string("/sharedEventID") {
        notes.push(format!("the same event is recorded in other accounts too, under sharedEventID {}", shown(id)));
    }
}

/// What is odd about the record itself.
fn form(record: &Record, notes: &mut Vec<String>) {
    match record.string("/eventVersion") {
        None => notes
            .push("the record has no eventVersion, which CloudTrail always writes: it may be made by hand".to_owned()),
        Some(version) if version.starts_with("1.") => {}
        Some(version) => notes.push(format!(
            "eventVersion {} is newer than what this explanation knows (1.x): fields may have changed their meaning",
            shown(version)
        )),
    }
    if record.string("/eventID").is_none() {
        notes.push(format!("the record has no eventID, as in eventVersion 1.00; here it is called {}", record.id()));
    }
}
