//! The four patterns against every record that can be forged: which alert hears what, and what none of them hears.

use signalarm_alert::{AlertName, Config, read_config};
use signalarm_event::{Forgery, Outcome, Record, Variant, forge};
use signalarm_filter_pattern::LogEvent;

use Outcome::{Failure, Success};

/// Every variant, with and without MFA, and the one of the four alerts that it belongs to.
const MATRIX: [(Variant, Option<AlertName>); 18] = [
    (Variant::Iam { outcome: Failure, mfa: false }, Some(AlertName::FAILURE_IAM)),
    (Variant::Iam { outcome: Failure, mfa: true }, Some(AlertName::FAILURE_IAM)),
    (Variant::Iam { outcome: Success, mfa: false }, Some(AlertName::SUCCESS_IAM)),
    (Variant::Iam { outcome: Success, mfa: true }, Some(AlertName::SUCCESS_IAM)),
    // Another `errorMessage` than that of a wrong password, and the same alert.
    (Variant::UnknownUser, Some(AlertName::FAILURE_IAM)),
    (Variant::Root { outcome: Failure, mfa: false }, Some(AlertName::FAILURE_ROOT)),
    (Variant::Root { outcome: Failure, mfa: true }, Some(AlertName::FAILURE_ROOT)),
    (Variant::Root { outcome: Success, mfa: false }, Some(AlertName::SUCCESS_ROOT)),
    (Variant::Root { outcome: Success, mfa: true }, Some(AlertName::SUCCESS_ROOT)),
    // An IAM user's, but no sign-in: it says `responseElements.CheckMfa`.
    (Variant::MfaCheck, None),
    (Variant::FederatedToken, None),
    (Variant::Federated, None),
    (Variant::Saml, None),
    (Variant::IdentityCenterConsole, None),
    (Variant::IdentityCenter { outcome: Failure }, None),
    (Variant::IdentityCenter { outcome: Success }, None),
    (Variant::SwitchRole, None),
    (Variant::ApiCall, None),
];

fn record(variant: Variant, region: Option<&str>) -> Record {
    forge(&Forgery {
        variant,
        at: "2026-01-05T09:00:00Z".parse().unwrap(),
        account: "111122223333",
        region,
        user: "alice",
        source_ip: "203.0.113.7",
        user_agent: "test",
        id: 1,
    })
}

/// The names of the alerts of a config that a record fires.
fn fired(config: &Config, record: &Record) -> Vec<AlertName> {
    let event = LogEvent::new(record.text());
    let alerts = config.simulated_chain().alerts;
    alerts.into_iter().filter(|alert| alert.pattern.matches(&event)).map(|alert| alert.name).collect()
}

#[test]
fn each_record_fires_its_own_alert_and_no_other() {
    for region in [None, Some("eu-west-1"), Some("cn-north-1"), Some("us-gov-west-1")] {
        for (variant, alert) in MATRIX {
            let fired = fired(&Config::default(), &record(variant, region));
            assert_eq!(fired, Vec::from_iter(alert), "{variant:?} in {region:?}");
        }
    }
}

/// What a record is and what the patterns make of it are two ways to the same answer.
#[test]
fn the_patterns_agree_with_the_classification() {
    for (variant, alert) in MATRIX {
        let record = record(variant, None);
        let of = record.sign_in().and_then(|sign_in| AlertName::of(sign_in.outcome, sign_in.user_type));
        assert_eq!(of, alert, "{variant:?}");
    }
}

/// CloudTrail writes `Root`; text is compared exactly, so an alert on `root` never fires.
#[test]
fn root_in_lower_case_matches_nothing() {
    let text = "format = 1\nalerts.lower.pattern = '{ $.userIdentity.type = \"root\" }'\nalerts.upper.pattern = '{ $.userIdentity.type = \"Root\" }'";
    let config = Config::default().patched(&read_config("f", text, &|_| None).unwrap()).unwrap();
    for (variant, _) in MATRIX {
        let own = fired(&config, &record(variant, None)).into_iter().filter(|name| !AlertName::FOUR.contains(name));
        let expected = if matches!(variant, Variant::Root { .. }) { vec!["upper"] } else { Vec::new() };
        assert_eq!(own.map(|name| name.to_string()).collect::<Vec<String>>(), expected, "{variant:?}");
    }
}

#[test]
fn no_pattern_asks_for_an_error_message() {
    for alert in Config::default().simulated_chain().alerts {
        assert!(!alert.pattern.text().contains("errorMessage"), "{}", alert.name);
    }
}
