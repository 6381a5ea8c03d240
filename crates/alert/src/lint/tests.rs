//! Every rule with examples on which it fires and on which it does not; the documentation and recorded records.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use signalarm_filter_pattern::Pattern;

use super::names::EVENT_NAMES;
use super::{CONTROLS, Standing, broken_control, lint, rules, standing};
use crate::config::Config;
use crate::read::read_config;

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
}

/// The findings of a pattern: rule, place and cure.
fn found(text: &str) -> Vec<(&'static str, String, String)> {
    let findings = lint(&pattern(text)).into_iter();
    findings.map(|finding| (finding.rule.id, text[finding.span].to_owned(), finding.cure)).collect()
}

/// Each rule fires on its examples, at the place named and with the cure named, and on nothing else in them.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn rules_fire() {
    for (rule, text, place, cure) in [
        ("value-wrong-case", r#"{ $.userIdentity.type = "root" }"#, r#""root""#, r#"write "Root""#),
        ("value-wrong-case", r#"{ $.userIdentity.type = iamuser }"#, "iamuser", r#"write "IAMUser""#),
        ("value-wrong-case", r#"{ $.userIdentity.type = "ro*" }"#, r#""ro*""#, r#"write "Role" or "Root""#),
        (
            "value-wrong-case",
            r#"{ $.eventType = "AwsConsoleSignin" }"#,
            r#""AwsConsoleSignin""#,
            r#"write "AwsConsoleSignIn""#,
        ),
        ("value-wrong-case", r#"{ $.additionalEventData.MFAUsed = "YES" }"#, r#""YES""#, r#"write "Yes""#),
        ("value-wrong-case", r#"{ $.responseElements.ConsoleLogin = failure }"#, "failure", r#"write "Failure""#),
        ("value-wrong-case", r#"{ $.eventName = consolelogin }"#, "consolelogin", r#"write "ConsoleLogin""#),
        ("value-wrong-case", r#"{ $.eventName = "delete*" }"#, r#""delete*""#, r#"write "Delete*""#),
        ("value-wrong-case", r#"{ $.errorCode = "accessdenied" }"#, r#""accessdenied""#, r#"write "AccessDenied""#),
        (
            "value-wrong-case",
            r#"{ $.eventSource = Signin.amazonaws.com }"#,
            "Signin.amazonaws.com",
            r#"write "signin.amazonaws.com""#,
        ),
        (
            "value-unknown",
            r#"{ $.errorMessage = "Failedauthentication" }"#,
            r#""Failedauthentication""#,
            r#"did you mean "Failed authentication"?"#,
        ),
        (
            "value-unknown",
            r#"{ $.userIdentity.type = "RootUser" }"#,
            r#""RootUser""#,
            r#"it holds one of AWSAccount, AWSService, AssumedRole, Directory, FederatedUser, IAMUser, IdentityCenterUser, Role, Root, SAMLUser, Unknown, WebIdentityUser"#,
        ),
        (
            "value-unknown",
            r#"{ $.responseElements.ConsoleLogin = "Failed" }"#,
            r#""Failed""#,
            "it holds one of Failure, Success",
        ),
        (
            "value-unknown",
            r#"{ $.userIdentity.sessionContext.attributes.mfaAuthenticated = yes }"#,
            "yes",
            "it holds one of false, true",
        ),
        ("value-wrong-kind", r#"{ $.readOnly = "true" }"#, r#"$.readOnly = "true""#, "write $.readOnly IS TRUE"),
        (
            "value-wrong-kind",
            r#"{ $.managementEvent = false }"#,
            "$.managementEvent = false",
            "write $.managementEvent IS FALSE",
        ),
        (
            "value-wrong-kind",
            r#"{ $.userIdentity.sessionContext.attributes.mfaAuthenticated IS FALSE }"#,
            "$.userIdentity.sessionContext.attributes.mfaAuthenticated IS FALSE",
            r#"write $.userIdentity.sessionContext.attributes.mfaAuthenticated = "false""#,
        ),
        (
            "value-wrong-kind",
            r#"{ $.eventVersion >= 1.08 }"#,
            "$.eventVersion >= 1.08",
            "compare with = and a wildcard, or with a regular expression",
        ),
        (
            "value-wrong-kind",
            r#"{ $.userIdentity = "Root" }"#,
            r#"$.userIdentity = "Root""#,
            "name the field within it that is meant, such as accessKeyId, accountId, arn, credentialId, identityProvider, inScopeOf, invokedBy, invokedByDelegate, onBehalfOf, principalId, sessionContext, type, userName",
        ),
        ("event-name-unknown", "{ $.eventName = ConsoleLogn }", "ConsoleLogn", "did you mean ConsoleLogin?"),
        (
            "event-name-unknown",
            r#"{ $.eventName = "Del etePolicy" }"#,
            r#""Del etePolicy""#,
            "did you mean DeletePolicy?",
        ),
        ("event-source-unknown", "{ $.eventSource = signin }", "signin", r#"write "signin.amazonaws.com""#),
        (
            "event-source-unknown",
            r#"{ $.eventSource = "signin.aws.amazon.com" }"#,
            r#""signin.aws.amazon.com""#,
            r#"write "signin.amazonaws.com""#,
        ),
        (
            "event-source-unknown",
            "{ $.eventSource = sign-in.amazonaws.com }",
            "sign-in.amazonaws.com",
            r#"write "signin.amazonaws.com""#,
        ),
        (
            "event-source-unknown",
            r#"{ $.eventSource = "https://iam.amazonaws.com/" }"#,
            r#""https://iam.amazonaws.com/""#,
            r#"write "iam.amazonaws.com""#,
        ),
        ("field-unknown", r#"{ $.userIdentity.Type = "Root" }"#, "$.userIdentity.Type", "write $.userIdentity.type"),
        ("field-unknown", r#"{ $.useridentity.type = "Root" }"#, "$.useridentity.type", "write $.userIdentity.type"),
        (
            "field-unknown",
            r#"{ $.responseElement.ConsoleLogin = "Failure" }"#,
            "$.responseElement.ConsoleLogin",
            "write $.responseElements.ConsoleLogin",
        ),
        (
            "field-unknown",
            r#"{ $.responseElements.consoleLogin = "Failure" }"#,
            "$.responseElements.consoleLogin",
            "write $.responseElements.ConsoleLogin",
        ),
        ("field-unknown", r#"{ $.detail.eventName = "ConsoleLogin" }"#, "$.detail.eventName", "write $.eventName"),
        ("field-unknown", r#"{ $.MFAUsed = "No" }"#, "$.MFAUsed", "write $.additionalEventData.MFAUsed"),
        (
            "field-unknown",
            r#"{ $.userIdentity.type.name = "x" }"#,
            "$.userIdentity.type.name",
            "write $.userIdentity.type",
        ),
        (
            "field-unknown",
            r#"{ $.tlsDetails.colour = "x" }"#,
            "$.tlsDetails.colour",
            "the fields there are cipherSuite, clientProvidedHostHeader, keyExchange, tlsVersion",
        ),
        (
            "sign-in-field-unknown",
            r#"{ $.eventName = ConsoleLogin && $.errorCode = "AccessDenied" }"#,
            "$.errorCode",
            r#"a failed sign-in has an errorMessage and $.responseElements.ConsoleLogin = "Failure""#,
        ),
        (
            "sign-in-field-unknown",
            r#"{ $.responseElements.ConsoleLogin = "Failure" && $.requestParameters.userName = "x" }"#,
            "$.requestParameters.userName",
            "the requestParameters of a sign-in are null; what is known of it is in additionalEventData",
        ),
        (
            "sign-in-field-unknown",
            r#"{ $.eventName = ConsoleLogin && $.additionalEventData.Colour = "x" }"#,
            "$.additionalEventData.Colour",
            "ask of a field that sign-ins have, or leave the condition away",
        ),
        (
            "unknown-user-missed",
            r#"{ $.errorMessage = "Failed authentication" }"#,
            r#"$.errorMessage = "Failed authentication""#,
            r#"write $.responseElements.ConsoleLogin = "Failure", which holds of every failed console sign-in"#,
        ),
        ("value-wrong-case", "{ $.awsRegion = US-EAST-1 }", "US-EAST-1", r#"write "us-east-1""#),
        ("value-unknown", r#"{ $.awsRegion = "us-east-1a" }"#, r#""us-east-1a""#, "write a code such as eu-west-1"),
        ("unneeded-wildcard", r#"{ $.additionalEventData.MFAUsed = "Yes*" }"#, r#""Yes*""#, r#"write "Yes""#),
        ("field-unknown", r#"{ $.type = "Root" }"#, "$.type", "write $.userIdentity.type"),
        ("field-unknown", r#"{ $.colour = "x" }"#, "$.colour", "ask of a field that CloudTrail records have"),
        (
            "sign-in-value-unknown",
            r#"{ $.eventSource = iam.amazonaws.com && $.eventName = ConsoleLogin }"#,
            "iam.amazonaws.com",
            r#"write "signin.amazonaws.com", or join the conditions by || if other records are meant as well"#,
        ),
        (
            "sign-in-value-unknown",
            r#"{ $.responseElements.ConsoleLogin = "Success" && $.eventName = SwitchRole }"#,
            "SwitchRole",
            r#"write "ConsoleLogin", or join the conditions by || if other records are meant as well"#,
        ),
    ] {
        assert_eq!(found(text), [(rule, place.to_owned(), cure.to_owned())], "{text}");
    }
}

#[test]
fn rules_are_silent() {
    for text in [
        "",
        "ERROR",
        "[a=b, ...]",
        "%Root%",
        r#"{ $.userIdentity.type = "IAM*" || $.userIdentity.type = %^Ro% }"#,
        r#"{ $.userIdentity.userName = "alice" }"#,
        "{ $.eventName = SomethingWhollyNew || $.eventName = CreateFunction20150331 || $.eventName = Update* }",
        r#"{ $.eventSource = "wholly-new.amazonaws.com" || $.eventSource = *.amazonaws.com }"#,
        r#"{ $.errorCode = "ThrottlingException" || $.errorMessage = "Some other message" }"#,
        r#"{ $.requestParameters.bucketName = "x" && $.resources[0].ARN = "arn:*" && $.responseElements.x.y = 1 }"#,
        r#"{ $.eventName = ConsoleLogin && $.errorCode NOT EXISTS }"#,
        r#"{ ($.eventName = ConsoleLogin) || ($.errorCode = "AccessDenied") }"#,
        r#"{ $.userIdentity.sessionContext.attributes.mfaAuthenticated = true && $.readOnly IS FALSE }"#,
        r#"{ $.responseElements.ConsoleLogin = Success && $.additionalEventData.MFAUsed != "Yes" && $.awsRegion != "us-east-1" }"#,
        r#"{ $.additionalEventData.MFAUsed != "Yes" && ($.eventName = ConsoleLogin && $.awsRegion = eu-west-1 && $.userAgent = x) }"#,
        r#"{ $.userIdentity.type = "Root" && $.errorMessage = "Failed authentication" }"#,
        r#"{ $.errorMessage = "Failed authentication" || $.errorMessage = "No username found in supplied account" }"#,
        r#"{ $.userIdentity.sessionContext.assumedRoot = "true" && $.addendum.reason = "DELIVERY_DELAY" }"#,
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn what_may_be_absent_depends_on_the_records() {
    let ids = |text| found(text).into_iter().map(|(rule, ..)| rule).collect::<Vec<_>>();
    assert_eq!(ids(r#"{ $.additionalEventData.MFAUsed != "Yes" }"#), ["not-equal-absent"]);
    assert_eq!(ids(r#"{ $.errorCode != "AccessDenied" }"#), ["not-equal-absent"]);
    assert_eq!(ids(r#"{ $.eventType != "AwsServiceEvent" }"#), [""; 0]);
}

#[test]
fn evidence_is_as_close_as_it_can_be() {
    let evidence = |text: &str| lint(&pattern(text)).remove(0).evidence;
    assert!(evidence("{ $.responseElements.ConsoleLogin = Failed }").contains("sign-in events"));
    assert!(evidence("{ $.userIdentity.type = RootUser }").contains("record contents"));
    for rule in [&super::EVENT_NAME_UNKNOWN, &super::EVENT_SOURCE_UNKNOWN] {
        let version = EVENT_NAMES.origin().split(' ').find(|word| word.starts_with("1.")).unwrap();
        assert!(rule.evidence.contains(&format!("botocore {version}")), "{}", rule.id);
    }
}

#[test]
fn the_built_in_patterns_give_no_finding() {
    assert_eq!(Config::default().lint(), []);
}

/// Every text that a control prescribes is read, is met by itself and by no other, and gives no finding but those that
/// are true of it.
#[test]
fn the_texts_of_controls_give_no_unwanted_finding() {
    for control in &CONTROLS {
        let found: Vec<_> = found(control.pattern).into_iter().map(|(rule, ..)| rule).collect();
        let expected: &[&str] = match control.numbers {
            // The exclusions guard only the second branch.
            "CIS v2.0 to v5.0 4.1, CIS v6.0 5.1" => &["mixed-connectives"],
            numbers if numbers.contains("3.6,") => &["unknown-user-missed"],
            _ => &[],
        };
        assert_eq!(found, expected, "{control}");
        assert_eq!(standing(&pattern(control.pattern)), Some(Standing::Meets(control)));
        assert_eq!(broken_control(control.pattern), Some(control));
    }
}

#[track_caller]
fn check_standing(text: &str, expected: &str) {
    let shown = match standing(&pattern(text)) {
        None => "none".to_owned(),
        Some(Standing::Meets(control)) => format!("meets {control}"),
        Some(Standing::Deviates { from, how }) => format!("{}: {}", from.numbers, how.join("; ")),
    };
    assert_eq!(shown, expected);
}

#[test]
fn a_pattern_meets_a_control_or_says_where_it_does_not() {
    check_standing(
        r#"{ (($.eventName = "ConsoleLogin")) && (($.errorMessage = "Failed authentication")) }"#,
        "meets console authentication failures (CIS v1.2 3.6, CIS v1.3 to v5.0 4.6, CIS v6.0 5.6, Security Hub CloudWatch.6)",
    );
    check_standing(
        r#"{ $.userIdentity.type = "root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }"#,
        "CIS v1.2 3.3, CIS v1.3 to v5.0 4.3, CIS v6.0 5.3, Security Hub CloudWatch.1: \
         it lacks $.userIdentity.type = Root; it has $.userIdentity.type = root",
    );
    check_standing(
        r#"{ ($.errorMessage = "Failed authentication") && ($.eventName = ConsoleLogin) }"#,
        "CIS v1.2 3.6, CIS v1.3 to v5.0 4.6, CIS v6.0 5.6, Security Hub CloudWatch.6: its conditions stand in another order",
    );
    check_standing(
        r#"{(($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")) && (($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket"))}"#,
        "CIS v2.0 to v5.0 4.1, CIS v6.0 5.1: its conditions are joined otherwise",
    );
    check_standing(
        "{($.eventName=CreateTrail)||($.eventName=UpdateTrail)||($.eventName=DeleteTrail)||($.eventName=StopLogging)}",
        "CIS v1.2 3.5, CIS v1.3 to v5.0 4.5, CIS v6.0 5.5, Security Hub CloudWatch.5: it lacks $.eventName = StartLogging",
    );
    check_standing(r#"{ $.userIdentity.type = "IAMUser" && $.responseElements.ConsoleLogin = "Success" }"#, "none");
    check_standing(r#"{ $.userIdentity.type = "Root" || $.userIdentity.type = "root" }"#, "none");
    check_standing("ERROR", "none");
}

/// Texts that the service refuses, as they circulate.
#[test]
fn a_control_broken_in_copying_is_known_by_its_letters() {
    let number = |text: &str| {
        assert!(Pattern::parse(text).is_err(), "{text}");
        broken_control(text).map(|control| control.numbers.split(',').next().unwrap())
    };
    let broken =
        r#"{ $.userIdentity.type = "Root" && $.userIdentity.invokedByNOT EXISTS && $.eventType != "AwsServiceEvent" }"#;
    assert_eq!(number(broken), Some("CIS v1.2 3.3"));
    assert_eq!(
        number("{ ($.eventName = ConsoleLogin) && ($.errorMessage = Failed authentication) }"),
        Some("CIS v1.2 3.6")
    );
    let broken = "{($.eventName=CreateTrail)||($.eventNa me=UpdateTrail)||($.eventName=DeleteTra il)||($.eventName=StartLogging)||($.eventName=StopLogging)}";
    assert_eq!(number(broken), Some("CIS v1.2 3.5"));
    assert_eq!(number("{ $.eventNa me = ConsoleLogin }"), None);
}

#[test]
fn a_config_with_a_broken_copy_is_told_the_control() {
    let text = "format = 1\n[alerts.trail]\npattern = '{($.eventName=CreateTrail)||($.eventNa me=UpdateTrail)||\
                ($.eventName=DeleteTrail)||($.eventName=StartLogging)||($.eventName=StopLogging)}'\n";
    let faulty = read_config("c", text, &|_| None).unwrap_err().to_string();
    assert!(faulty.contains("CloudWatch.5), broken in copying; write { ($.eventName = CreateTrail)"), "{faulty}");
}

/// The section of the documentation about each rule, and its first example, which the rule fires on.
#[test]
fn every_rule_has_its_section_with_an_example() {
    let page = std::fs::read_to_string(signalarm_testkit::root().join("docs/lints.md")).unwrap();
    let sections: Vec<(&str, &str)> =
        page.split("\n### `").skip(1).map(|section| section.split_once("`\n").unwrap()).collect();
    let mut documented: Vec<_> = sections.iter().map(|(id, _)| *id).collect();
    let mut known: Vec<_> = rules().map(|rule| rule.id).collect();
    documented.sort_unstable();
    known.sort_unstable();
    assert_eq!(documented, known);
    for (id, section) in sections {
        let mut blocks = section.split("```text\n").skip(1).map(|block| block.split_once("\n```").unwrap().0);
        let (fires, silent) = (blocks.next().unwrap(), blocks.next().unwrap());
        assert!(found(fires).iter().any(|(rule, ..)| *rule == id), "{id} does not fire on {fires}");
        assert!(!found(silent).iter().any(|(rule, ..)| *rule == id), "{id} fires on {silent}");
        let severity = rules().find(|rule| rule.id == id).map(|rule| format!("{:?}", rule.severity)).unwrap();
        assert!(section.contains(&format!("*{severity}.*")), "{id}: {severity}");
    }
}

/// The table of facts has the texts of controls from another hand.
#[test]
fn the_texts_of_controls_are_those_of_the_table() {
    let Some(folder) = signalarm_testkit::facts() else { return };
    let table = std::fs::read(folder.join("conformance/filter-patterns.json")).unwrap();
    let rows: Vec<Value> = serde_json::from_slice(&table).unwrap();
    let mut texts = BTreeSet::new();
    for row in rows.iter().filter(|row| row["error"].is_null()) {
        let id = row["id"].as_str().unwrap();
        if id.starts_with("cis-v") || id.starts_with("sechub-") {
            let text = row["pattern"].as_str().unwrap();
            assert!(matches!(standing(&pattern(text)), Some(Standing::Meets(_))), "{id} {text}");
            texts.insert(text);
        }
    }
    assert!(texts.len() > 25, "{}", texts.len());
}

/// What is recorded is not taken for misspelt, though no list has all of it.
#[test]
fn recorded_values_give_no_finding() {
    let Some(folder) = signalarm_testkit::facts() else { return };
    let mut values = BTreeSet::new();
    collect_values(&folder.join("data/cloudtrail/invictus/CloudTrail"), &mut values);
    for (path, value) in &values {
        assert_eq!(found(&format!("{{ $.{path} = \"{value}\" }}")), [], "{path} {value}");
    }
    assert!(values.len() > 100, "{}", values.len());
}

/// The values of the fields that hold known ones, in all records of a folder.
fn collect_values(folder: &Path, values: &mut BTreeSet<(&'static str, String)>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect_values(&path, values);
            continue;
        }
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for record in file["Records"].as_array().unwrap() {
            for field in ["eventName", "eventSource", "eventType", "eventCategory", "errorCode", "userIdentity.type"] {
                let value = record.pointer(&format!("/{}", field.replace('.', "/"))).and_then(Value::as_str);
                values.extend(value.map(|value| (field, value.to_owned())));
            }
        }
    }
}
