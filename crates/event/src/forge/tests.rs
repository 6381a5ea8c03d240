//! Forged records: the fields that are there, and those that are not.

use serde_json::Value;
use std::fs;

use Outcome::{Failure, Success};

use super::*;

const ALL: [Variant; 18] = [
    Variant::Iam { outcome: Success, mfa: false },
    Variant::Iam { outcome: Success, mfa: true },
    Variant::Iam { outcome: Failure, mfa: false },
    Variant::Iam { outcome: Failure, mfa: true },
    Variant::UnknownUser,
    Variant::MfaCheck,
    Variant::Root { outcome: Success, mfa: false },
    Variant::Root { outcome: Success, mfa: true },
    Variant::Root { outcome: Failure, mfa: false },
    Variant::Root { outcome: Failure, mfa: true },
    Variant::FederatedToken,
    Variant::Federated,
    Variant::Saml,
    Variant::IdentityCenterConsole,
    Variant::IdentityCenter { outcome: Success },
    Variant::IdentityCenter { outcome: Failure },
    Variant::SwitchRole,
    Variant::ApiCall,
];

fn forged(variant: Variant, region: Option<&str>) -> Record {
    forge(&Forgery {
        variant,
        at: "2026-11-23T10:00:00.400Z".parse().unwrap(),
        account: "111122223333",
        region,
        user: "alice",
        source_ip: "192.0.2.10",
        user_agent: "Mozilla/5.0",
        id: 0x0011_2233_4455_4677_8899_aabb_ccdd_eeff,
    })
}

#[test]
fn every_variant_has_its_text() {
    let texts: Vec<String> = ALL.map(|variant| format!("{variant:?}\n{}", forged(variant, None).text())).into();
    insta::assert_snapshot!(texts.join("\n\n"));
}

#[test]
fn a_forged_record_reads_as_what_it_was_forged_from() {
    for variant in ALL {
        for region in [None, Some("eu-north-1")] {
            let record = forged(variant, region);
            let read = Record::parse(record.text()).unwrap();
            assert_eq!(
                (read.text(), read.id(), read.time()),
                (record.text(), record.id(), record.time()),
                "{variant:?}"
            );
            assert_eq!((read.name(), read.source(), read.json()), (record.name(), record.source(), record.json()));
            assert_eq!(record.id(), "00112233-4455-4677-8899-aabbccddeeff");
            assert_eq!(record.time().to_string(), "2026-11-23T10:00:00Z");
            assert_eq!((record.region(), record.account()), (region.or(Some("us-east-1")), Some("111122223333")));
        }
    }
}

/// What a sign-in says of itself: outcome, user type, user and MFA.
fn check_sign_in(variant: Variant, expected: &str) {
    let record = forged(variant, None);
    let text = |word: Option<&str>| word.unwrap_or("-").to_owned();
    let sign_in = record
        .sign_in()
        .map(|found| format!("{} {} {} {:?}", found.outcome, found.user_type, text(found.user), found.mfa));
    assert_eq!(sign_in.unwrap_or_default(), expected, "{variant:?}");
}

#[test]
fn only_console_sign_ins_are_sign_ins() {
    for mfa in [false, true] {
        check_sign_in(Variant::Iam { outcome: Success, mfa }, &format!("success iam alice Some({mfa})"));
        check_sign_in(Variant::Iam { outcome: Failure, mfa }, &format!("failure iam alice Some({mfa})"));
        check_sign_in(Variant::Root { outcome: Success, mfa }, &format!("success root - Some({mfa})"));
        check_sign_in(Variant::Root { outcome: Failure, mfa }, "failure root - Some(false)");
    }
    check_sign_in(Variant::UnknownUser, "failure iam HIDDEN_DUE_TO_SECURITY_REASONS Some(false)");
    for variant in [Variant::Federated, Variant::Saml, Variant::IdentityCenterConsole] {
        check_sign_in(variant, "success federated alice Some(false)");
    }
    for variant in [Variant::MfaCheck, Variant::FederatedToken, Variant::SwitchRole, Variant::ApiCall] {
        check_sign_in(variant, "");
    }
    for outcome in Outcome::ALL {
        check_sign_in(Variant::IdentityCenter { outcome }, "");
    }
}

/// Whether the field at a pointer is there, in all the variants given.
fn check_presence(pointer: &str, present: bool, variants: &[Variant]) {
    for variant in variants {
        assert_eq!(forged(*variant, None).json().pointer(pointer).is_some(), present, "{pointer} {variant:?}");
    }
}

#[test]
fn what_the_guides_leave_out_is_left_out() {
    let iam_failure = [Variant::Iam { outcome: Failure, mfa: true }, Variant::MfaCheck, Variant::UnknownUser];
    check_presence("/errorCode", false, &ALL);
    check_presence("/userIdentity/arn", false, &iam_failure);
    check_presence("/userIdentity/accessKeyId", true, &iam_failure);
    check_presence(
        "/userIdentity/accessKeyId",
        false,
        &[Variant::Iam { outcome: Success, mfa: true }, Variant::SwitchRole],
    );
    check_presence("/userIdentity/principalId", false, &[Variant::UnknownUser]);
    check_presence("/userIdentity/userName", false, &[Variant::Root { outcome: Success, mfa: true }]);
    check_presence(
        "/additionalEventData/LoginTo",
        false,
        &[Variant::Federated, Variant::IdentityCenter { outcome: Failure }],
    );
    check_presence("/additionalEventData/MFAIdentifier", false, &iam_failure);
    check_presence("/tlsDetails", false, &[Variant::IdentityCenter { outcome: Success }]);
    check_presence("/userIdentity/sessionContext", false, &[Variant::SwitchRole]);
}

#[test]
fn the_region_decides_partition_and_hosts() {
    for (region, arn, host, redirect) in [
        (
            "eu-north-1",
            "arn:aws:sts::111122223333:assumed-role/Administrator/alice",
            "eu-north-1.signin.aws.amazon.com",
            "https://eu-north-1.console.aws.amazon.com/console/home?region=eu-north-1#",
        ),
        (
            "cn-north-1",
            "arn:aws-cn:sts::111122223333:assumed-role/Administrator/alice",
            "cn-north-1.signin.amazonaws.cn",
            "https://cn-north-1.console.amazonaws.cn/console/home?region=cn-north-1#",
        ),
        (
            "us-gov-west-1",
            "arn:aws-us-gov:sts::111122223333:assumed-role/Administrator/alice",
            "us-gov-west-1.signin.amazonaws-us-gov.com",
            "https://us-gov-west-1.console.amazonaws-us-gov.com/console/home?region=us-gov-west-1#",
        ),
    ] {
        let record = forged(Variant::SwitchRole, Some(region));
        assert_eq!(record.string("/userIdentity/arn"), Some(arn));
        assert_eq!(record.string("/tlsDetails/clientProvidedHostHeader"), Some(host));
        assert_eq!(record.string("/additionalEventData/RedirectTo"), Some(redirect));
    }
    let call = forged(Variant::ApiCall, Some("cn-north-1"));
    assert_eq!(call.string("/tlsDetails/clientProvidedHostHeader"), Some("ec2.cn-north-1.amazonaws.com.cn"));
}

/// The pointers of all members, in their order.
fn shape(value: &Value, path: &str, pointers: &mut Vec<String>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let pointer = format!("{path}/{name}");
        shape(value, &pointer, pointers);
        pointers.push(pointer);
    }
}

fn check_shape(variant: Variant, text: &str) {
    let read = |text: &str| {
        let mut pointers = Vec::new();
        shape(Record::parse(text).unwrap().json(), "", &mut pointers);
        // The tables leave the request's id out, and put the details of a service event last.
        pointers.retain(|pointer| pointer != "/requestID");
        if matches!(variant, Variant::IdentityCenter { .. }) {
            pointers.sort();
        }
        pointers
    };
    assert_eq!(read(forged(variant, None).text()), read(text), "{variant:?}");
}

#[test]
fn forged_records_have_the_fields_of_recorded_ones() {
    let Some(facts) = signalarm_testkit::facts() else { return };
    let table = fs::read(facts.join("conformance/filter-patterns.json")).unwrap();
    let rows: Vec<Value> = serde_json::from_slice(&table).unwrap();
    for (id, variant) in [
        ("signin-no-mfa--iam-ok-nomfa", Variant::Iam { outcome: Success, mfa: false }),
        ("signin-no-mfa--iam-ok-mfa", Variant::Iam { outcome: Success, mfa: true }),
        ("signin-no-mfa--iam-fail-mfa", Variant::Iam { outcome: Failure, mfa: true }),
        ("signin-no-mfa-sechub--hidden-user", Variant::UnknownUser),
        ("signin-root-use--checkmfa-virtual", Variant::MfaCheck),
        ("signin-no-mfa--root-ok-nomfa", Variant::Root { outcome: Success, mfa: false }),
        ("signin-no-mfa--root-ok-mfa", Variant::Root { outcome: Success, mfa: true }),
        ("signin-no-mfa--root-fail", Variant::Root { outcome: Failure, mfa: false }),
        ("signin-no-mfa--federated-token", Variant::FederatedToken),
        ("signin-no-mfa--federated-ok", Variant::Federated),
        ("signin-no-mfa--sso-role-ok", Variant::IdentityCenterConsole),
        ("signin-no-mfa-sechub--idc-userauth", Variant::IdentityCenter { outcome: Success }),
        ("signin-no-mfa--idc-verify-fail", Variant::IdentityCenter { outcome: Failure }),
        ("signin-auth-fail--switch-role", Variant::SwitchRole),
    ] {
        let row = rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no row {id}"));
        check_shape(variant, row["message"].as_str().unwrap());
    }
    let folder = facts.join("data/cloudtrail/invictus/CloudTrail");
    let mut recorded = 0;
    for entry in fs::read_dir(folder).unwrap() {
        for record in crate::decode("f", &fs::read(entry.unwrap().path()).unwrap()).records {
            let variant = match record.id() {
                "70e5932e-9022-4b38-837e-ca10dad94eb7" => Variant::Iam { outcome: Success, mfa: false },
                "74b4a7d6-764d-4ec8-bbd4-91e7a84e6780" => Variant::MfaCheck,
                "8feee4c2-5e27-4857-8475-bfa7e7b6d791" => Variant::Iam { outcome: Success, mfa: true },
                _ => continue,
            };
            check_shape(variant, record.text());
            recorded += 1;
        }
    }
    assert_eq!(recorded, 3);
}
