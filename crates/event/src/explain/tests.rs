//! Explanations, word for word.

use proptest::prelude::*;

use super::*;

/// The explanation of a record with these fields beside those that every record has.
fn check(name: &str, more: &str) {
    let text = format!(r#"{{"eventVersion":"1.08","eventTime":"2026-11-23T10:00:00Z","eventID":"e-1",{more}}}"#);
    insta::assert_snapshot!(name, explain(&Record::parse(&text).unwrap()));
}

#[test]
fn every_kind_of_record_is_explained() {
    check(
        "create_user",
        r#""eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.10",
        "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::1:user/alice","accountId":"1","accessKeyId":"AKIAEXAMPLE","userName":"alice"},
        "userAgent":"aws-cli/2.0","requestParameters":{"userName":"mallory","tags":[{"key":"a","value":"b"}]},
        "responseElements":{"user":{"arn":"arn:aws:iam::1:user/mallory"}},"eventType":"AwsApiCall","readOnly":false,
        "recipientAccountId":"1","tlsDetails":{"tlsVersion":"TLSv1.2"},"sessionCredentialFromConsole":"true""#,
    );
    check(
        "denied_role_in_another_account",
        r#""eventSource":"ec2.amazonaws.com","eventName":"GetPasswordData","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.10",
        "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::2:assumed-role/admin/bob","accountId":"2","invokedBy":"cloudformation.amazonaws.com","sessionContext":{
        "sessionIssuer":{"type":"Role","arn":"arn:aws:iam::2:role/admin","userName":"admin"},
        "attributes":{"creationDate":"2026-11-23T09:00:00Z","mfaAuthenticated":"true"},"sourceIdentity":"bob@example.com"}},
        "errorCode":"Client.UnauthorizedOperation","errorMessage":"You are not authorized to perform this operation.",
        "requestParameters":{"instanceId":"i-1"},"responseElements":null,"eventType":"AwsApiCall","readOnly":true,
        "vpcEndpointId":"vpce-1","recipientAccountId":"1""#,
    );
    check(
        "service_assumes_role",
        r#""eventSource":"sts.amazonaws.com","eventName":"AssumeRole","sourceIPAddress":"inspector2.amazonaws.com",
        "userIdentity":{"type":"AWSService","invokedBy":"inspector2.amazonaws.com"},"userAgent":"inspector2.amazonaws.com",
        "requestParameters":{"roleArn":"arn:aws:iam::1:role/r","durationSeconds":3600},
        "responseElements":{"credentials":{"accessKeyId":"ASIAEXAMPLE","sessionToken":"secret","expiration":"later"}},
        "eventType":"AwsApiCall","sharedEventID":"s-1","recipientAccountId":"1""#,
    );
    check(
        "service_event_without_identity_type",
        r#""eventSource":"ec2.amazonaws.com","eventName":"SharedSnapshotVolumeCreated","sourceIPAddress":"AWS Internal",
        "userIdentity":{"accountId":"1","invokedBy":"ec2.amazonaws.com"},"eventType":"AwsServiceEvent","eventCategory":"Data",
        "serviceEventDetails":{"snapshotId":"snap-1"}"#,
    );
    check(
        "assumed_root_came_late",
        r#""eventSource":"s3.amazonaws.com","eventName":"DeleteBucketPolicy","eventType":"AwsApiCall",
        "userIdentity":{"type":"Root","arn":"arn:aws:iam::1:root","sessionContext":{"assumedRoot":"true"}},
        "errorCode":"NoSuchBucketPolicy","errorMessage":"The bucket policy does not exist",
        "addendum":{"reason":"UPDATED_DATA","updatedFields":"userIdentity","originalEventID":"e-0"}"#,
    );
}

#[test]
fn every_sign_in_is_explained() {
    use crate::{Forgery, Variant, forge};
    let explained = |variant| {
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        let place = Forgery {
            variant,
            at,
            account: "111122223333",
            region: None,
            user: "alice",
            source_ip: "192.0.2.10",
            user_agent: "Mozilla/5.0",
            id: 1,
        };
        explain(&forge(&place))
    };
    let all = [
        Variant::Iam { outcome: Outcome::Success, mfa: true },
        Variant::Iam { outcome: Outcome::Failure, mfa: true },
        Variant::UnknownUser,
        Variant::MfaCheck,
        Variant::Root { outcome: Outcome::Success, mfa: false },
        Variant::FederatedToken,
        Variant::Saml,
        Variant::IdentityCenter { outcome: Outcome::Success },
        Variant::IdentityCenter { outcome: Outcome::Failure },
        Variant::SwitchRole,
    ];
    insta::assert_snapshot!("sign_ins", all.map(explained).join("\n\n"));
}

#[test]
fn odd_records_are_explained_as_far_as_they_go() {
    let bare = r#"{"eventTime":"2026-11-23T10:00:00Z","eventName":"N","eventSource":"S"}"#;
    let record = Record::parse(bare).unwrap();
    let expected = format!(
        "nobody that the record names called N of S\n  \
         when    2026-11-23T10:00:00Z\n  \
         who     nobody that the record names\n  \
         what    N of S, an event whose type the record does not say\n  \
         from    an address that the record does not say\n  \
         with    an unknown program\n  \
         answer  none is recorded\n  \
         note    the record has no userIdentity; records of a service's own events may lack it\n  \
         note    the record has no eventVersion, which CloudTrail always writes: it may be made by hand\n  \
         note    the record has no eventID, as in eventVersion 1.00; here it is called {}",
        record.id()
    );
    assert_eq!(explain(&record), expected);
}

/// Any JSON of a few levels, in which the names and words that CloudTrail uses are frequent.
fn json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("Root"),
        Just("AssumedRole"),
        Just("Success"),
        Just("true"),
        Just("AWS Internal"),
        Just("/"),
        Just(""),
        Just("\u{1b}[2J\n"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word.prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let name = prop_oneof![
        Just("type"),
        Just("arn"),
        Just("userName"),
        Just("sessionContext"),
        Just("sessionIssuer"),
        Just("attributes"),
        Just("ConsoleLogin"),
        Just("MFAUsed"),
        Just("reason"),
        Just("sessionToken"),
    ]
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 32, 6, move |inner| {
        let member = (name.clone(), inner.clone());
        let object =
            prop::collection::vec(member, 0..6).prop_map(|members| Value::Object(members.into_iter().collect()));
        prop_oneof![prop::collection::vec(inner, 0..4).prop_map(Value::from), object]
    })
}

proptest! {
    #[test]
    fn no_shape_of_json_makes_it_panic(values in prop::collection::vec(json(), 12), name in "ConsoleLogin|SwitchRole|N") {
        let fields = ["userIdentity", "responseElements", "additionalEventData", "requestParameters", "addendum", "eventVersion",
            "sourceIPAddress", "errorCode", "errorMessage", "readOnly", "eventType", "recipientAccountId"];
        let mut record: serde_json::Map<String, Value> = fields.into_iter().map(str::to_owned).zip(values).collect();
        for (field, text) in [("eventTime", "2026-11-23T10:00:00Z"), ("eventName", &name), ("eventSource", "signin.amazonaws.com")] {
            record.insert(field.to_owned(), Value::from(text));
        }
        let text = explain(&Record::parse(&Value::Object(record).to_string()).unwrap());
        prop_assert!(text.lines().all(|line| !line.contains(char::is_control)));
        prop_assert!(text.lines().skip(1).all(|line| line.starts_with("  ")), "{}", text);
        prop_assert!(text.len() < 30_000);
    }
}
