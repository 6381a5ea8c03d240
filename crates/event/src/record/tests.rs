//! One record: its text, its facts, its faults.

use super::*;
use crate::sign_in::{IdentityCenterStep, Outcome, RecordKind, SignIn, UserType};
use signalarm_diagnostic::Faulty;

const NEEDED: &str =
    r#""eventTime":"2026-11-23T10:00:00Z","eventName":"ConsoleLogin","eventSource":"signin.amazonaws.com""#;

fn record(more: &str) -> Record {
    Record::parse(&format!("{{{NEEDED}{more}}}")).unwrap()
}

#[test]
fn the_facts_are_read() {
    let record = record(r#","eventID":"e-1","awsRegion":"eu-north-1","userIdentity":{"accountId":"111122223333"}"#);
    assert_eq!((record.id(), record.name(), record.source()), ("e-1", "ConsoleLogin", "signin.amazonaws.com"));
    assert_eq!(record.time().to_string(), "2026-11-23T10:00:00Z");
    assert_eq!((record.region(), record.account()), (Some("eu-north-1"), Some("111122223333")));
    let delivered = r#"{"userIdentity":{"accountId":"1"},"recipientAccountId":"2","#.to_owned() + NEEDED + "}";
    assert_eq!(Record::parse(&delivered).unwrap().account(), Some("2"));
}

#[test]
fn a_record_without_an_id_gets_one_that_depends_on_its_text() {
    assert_eq!(record("").id(), "no-event-id-1db6499b88062730");
    for none in [r#","eventID":"""#, r#","eventID":null"#, r#","eventID":7"#] {
        let record = record(none);
        assert!(record.id().starts_with("no-event-id-") && record.id().len() == 28, "{}", record.id());
    }
}

#[test]
fn the_text_is_kept_and_only_lines_are_joined() {
    let odd = format!(r#"{{ {NEEDED} , "n":1.50e3, "s":"a \" b\\", "u":"\u00e9 \/" }}"#);
    assert_eq!(Record::parse(&format!("  {odd}\r\n")).unwrap().text(), odd);
    let pretty = odd.replace(" , ", " ,\r\n\t");
    let joined = format!(r#"{{{NEEDED},"n":1.50e3,"s":"a \" b\\","u":"\u00e9 \/"}}"#);
    assert_eq!(Record::parse(&pretty).unwrap().text(), joined);
}

#[test]
fn faults_come_all_at_once_with_place_and_cure() {
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(200), "]".repeat(200));
    for (text, expected) in [
        ("", "f: the record is cut off; fetch it again"),
        (r#"{"eventName":"#, "f:1:13: the record is cut off; fetch it again"),
        ("{\n\"a\":tru}", "f:2:8: broken JSON: expected ident; take the record as CloudTrail delivered it"),
        ("{\"é\":1,}", "f:1:8: broken JSON: trailing comma; take the record as CloudTrail delivered it"),
        ("{} {}", "f:1:4: broken JSON: trailing characters; take the record as CloudTrail delivered it"),
        (&deep, "f:1:132: the record nests deeper than 127 levels; no record of CloudTrail does: leave it out"),
        (
            r#" {"eventTime":"yesterday","eventName":7,"eventSource":""}"#,
            "f:1:15: `eventTime` is no instant; CloudTrail writes it as in 2026-11-23T10:00:00Z\n\
             f:1:39: `eventName` is a number, not a text; take the record as CloudTrail delivered it\n\
             f:1:55: `eventSource` is an empty text, not a text; take the record as CloudTrail delivered it",
        ),
        (
            r#" {"eventTime":null,"userIdentity":{}}"#,
            "f:1:2: the record lacks `eventName`; every CloudTrail record has it: take the record whole, as CloudTrail \
             delivered it\n\
             f:1:2: the record lacks `eventSource`; every CloudTrail record has it: take the record whole, as CloudTrail \
             delivered it\n\
             f:1:15: `eventTime` is null, not a text; take the record as CloudTrail delivered it",
        ),
    ] {
        let faulty = Faulty::new("f", text, Record::parse(text).unwrap_err()).unwrap();
        assert_eq!(faulty.to_string(), expected, "{text}");
    }
}

#[test]
fn every_kind_is_told_by_name_and_source() {
    use IdentityCenterStep::{CredentialChallenge, CredentialVerification, UserAuthentication};
    use RecordKind::{ConsoleSignIn, GetSigninToken, IdentityCenter, MfaCheck, Other, SwitchRole};
    for (name, kind) in [
        ("ConsoleLogin", ConsoleSignIn),
        ("SwitchRole", SwitchRole),
        ("CheckMfa", MfaCheck),
        ("GetSigninToken", GetSigninToken),
        ("CredentialChallenge", IdentityCenter(CredentialChallenge)),
        ("CredentialVerification", IdentityCenter(CredentialVerification)),
        ("UserAuthentication", IdentityCenter(UserAuthentication)),
        ("consolelogin", Other),
    ] {
        let text = format!("{{{}}}", NEEDED.replace("ConsoleLogin", name));
        assert_eq!(Record::parse(&text).unwrap().kind(), kind, "{name}");
        let elsewhere = text.replace("signin.amazonaws.com", "sts.amazonaws.com");
        assert_eq!(Record::parse(&elsewhere).unwrap().kind(), Other, "{name}");
    }
}

#[test]
fn a_sign_in_is_told_by_its_outcome_and_user_type() {
    let failure = r#","responseElements":{"ConsoleLogin":"Failure"}"#;
    for (more, expected) in [
        (r#","userIdentity":{"type":"IAMUser","userName":"alice"}"#, (UserType::Iam, Some("alice"), None)),
        (r#","userIdentity":{"type":"Root","arn":"arn:aws:iam::1:root"}"#, (UserType::Root, None, None)),
        (r#","userIdentity":{"type":"root"},"additionalEventData":{"MFAUsed":"YES"}"#, (UserType::Other, None, None)),
        (
            r#","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/r/s"},"additionalEventData":{"MFAUsed":"No"}"#,
            (UserType::Federated, Some("s"), Some(false)),
        ),
        (
            r#","userIdentity":{"type":"SAMLUser"},"additionalEventData":{"MFAUsed":"Yes"}"#,
            (UserType::Federated, None, Some(true)),
        ),
        (r#","userIdentity":[]"#, (UserType::Other, None, None)),
    ] {
        let (user_type, user, mfa) = expected;
        let expected = SignIn { outcome: Outcome::Failure, user_type, user, mfa };
        assert_eq!(record(&format!("{failure}{more}")).sign_in(), Some(expected), "{more}");
    }
    for more in ["", r#","responseElements":null"#, r#","responseElements":{"ConsoleLogin":"failure"}"#] {
        assert_eq!(record(more).sign_in(), None, "{more}");
    }
}

#[test]
fn outcomes_and_user_types_have_the_names_that_alerts_use() {
    assert_eq!(Outcome::ALL.map(|outcome| outcome.to_string()), ["failure", "success"]);
    assert_eq!(UserType::ALL.map(|user_type| user_type.to_string()), ["iam", "root", "federated", "other"]);
}
