//! The decoder and the JSON Schema give the same verdict on the structure of a file.
//!
//! Documents are made from the language's own keys, with values that mostly fit and sometimes do not, rendered as TOML
//! for the decoder and as JSON for the schema. What only the decoder can know (that a Region or a pattern is sound, that
//! names are borne by something) is kept out of the documents.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use signalarm_diagnostic::Fault;

use super::read_draft;
use crate::{FaultKind, SCHEMA};

/// Values that fit nowhere or somewhere else.
fn stray() -> BoxedStrategy<Value> {
    let values = [
        json!(0),
        json!(-1),
        json!(1.5),
        json!(true),
        json!("x"),
        json!(""),
        json!("0s"),
        json!("90"),
        json!([]),
        json!({}),
        json!("5m 5m"),
        json!(["email"]),
    ];
    select(values.to_vec()).boxed()
}

/// Mostly one of `values`.
fn mostly(values: &[Value]) -> BoxedStrategy<Value> {
    prop_oneof![12 => select(values.to_vec()), 1 => stray()].boxed()
}

/// An object with some of these members, and now and then with one that nobody knows.
fn object(members: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let count = members.len();
    let chosen = subsequence(members, 0..=count);
    let members = chosen.prop_flat_map(|members| {
        let (keys, values): (Vec<&str>, Vec<BoxedStrategy<Value>>) = members.into_iter().unzip();
        (Just(keys), values, prop::bool::weighted(0.03))
    });
    members
        .prop_map(|(keys, values, unknown)| {
            let mut object: Map<String, Value> = keys.into_iter().map(str::to_owned).zip(values).collect();
            if unknown {
                object.insert("unknown".to_owned(), json!(1));
            }
            Value::Object(object)
        })
        .boxed()
}

fn durations() -> BoxedStrategy<Value> {
    mostly(&[json!("90s"), json!("10m"), json!("1h 30m"), json!("2d"), json!("250ms")])
}

fn alerts() -> BoxedStrategy<Value> {
    mostly(&[json!("signin-console-failure-iam"), json!("own_Alert-2"), json!("not an alert")])
}

fn alarm_settings() -> Vec<(&'static str, BoxedStrategy<Value>)> {
    vec![
        ("period", mostly(&[json!("60s"), json!("5m")])),
        ("default-value", mostly(&[json!(0), json!(1.5), json!("none"), json!("nothing")])),
        ("missing-data", mostly(&[json!("missing"), json!("notBreaching"), json!("notbreaching")])),
        ("notify-ok", mostly(&[json!(true)])),
    ]
}

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/k";

fn trail() -> BoxedStrategy<Value> {
    let uses = [
        json!("own"),
        json!("none"),
        json!("arn:aws:cloudtrail:eu-west-1:111122223333:trail/abc"),
        json!("arn:aws:logs:eu-west-1:111122223333:log-group:g:*"),
        json!("arn:aws:s3:::bucket"),
    ];
    object(vec![
        ("use", mostly(&uses)),
        ("name", select(vec![json!("abc"), json!(1)]).boxed()),
        ("log-group", select(vec![json!("g"), json!(1)]).boxed()),
        ("bucket", select(vec![json!("abc"), json!(1)]).boxed()),
        ("delete-after", mostly(&[json!("400d"), json!("never"), json!("Never")])),
        ("retention", mostly(&[json!("30d"), json!("never")])),
    ])
}

fn config() -> BoxedStrategy<Value> {
    let subscriber = object(vec![
        ("email", select(vec![json!("a@example.com"), json!(1)]).boxed()),
        ("https", select(vec![json!("https://example.com"), json!(1)]).boxed()),
        ("sqs", select(vec![json!("arn:aws:sqs:eu-west-1:111122223333:q"), json!([])]).boxed()),
    ]);
    let mut alert = alarm_settings();
    alert.push(("pattern", select(vec![json!("{ $.a = 1 }"), json!(3)]).boxed()));
    alert.push(("subscribers", prop::collection::vec(subscriber, 0..2).prop_map(Value::from).boxed()));
    let named = object(vec![
        ("own", object(alert)),
        ("signin-console-silence", Just(json!({})).boxed()),
        ("a b", Just(json!({})).boxed()),
    ]);
    let mut members = alarm_settings();
    members.push(("region", select(vec![json!("eu-west-1"), json!(1)]).boxed()));
    members.push(("trail", trail()));
    members.push(("topics", object(vec![("key", select(vec![json!(KEY), json!(1)]).boxed())])));
    members.push(("alerts", named));
    object(members)
}

fn fault() -> BoxedStrategy<Value> {
    let mut names: Vec<Value> = FaultKind::all().map(|kind| json!(kind.words().name)).collect();
    names.push(json!("trail-stolen"));
    object(vec![("fault", mostly(&names)), ("by", durations()), ("every", durations()), ("alert", alerts())])
}

fn step() -> BoxedStrategy<Value> {
    let sign_in = object(vec![
        ("user-type", mostly(&[json!("iam"), json!("root"), json!("unknown-user"), json!("nobody")])),
        ("event", mostly(&[json!("console-login"), json!("switch-role")])),
        ("outcome", mostly(&[json!("failure"), json!("success")])),
        ("mfa", mostly(&[json!(true)])),
        ("user", mostly(&[json!("alice")])),
        ("source-ip", mostly(&[json!("203.0.113.7"), json!("2001:db8::1"), json!("203.0.113.777")])),
        ("region", select(vec![json!("eu-west-1"), json!(1)]).boxed()),
        ("delay", durations()),
    ]);
    let record = object(vec![("file", mostly(&[json!("x.json")])), ("delay", durations())]);
    let verb = prop_oneof![
        sign_in.prop_map(|value| json!({ "sign-in": value })),
        record.prop_map(|value| json!({ "record": value })),
        durations().prop_map(|value| json!({ "wait": value })),
        config().prop_map(|value| json!({ "configure": value })),
        fault().prop_map(|value| json!({ "break": value })),
        fault().prop_map(|value| json!({ "mend": value })),
        Just(json!({ "redeploy": true })),
        Just(json!({})),
        Just(json!({ "wait": "1m", "mend": { "fault": "trail-stopped" } })),
    ];
    let rest = object(vec![("id", mostly(&[json!("a")])), ("at", durations())]);
    (verb, rest).prop_map(|(verb, rest)| merged(verb, rest)).boxed()
}

fn expect() -> BoxedStrategy<Value> {
    let states = [json!("OK"), json!("ALARM"), json!("INSUFFICIENT_DATA"), json!("ok")];
    let state = || mostly(&states);
    let form = prop_oneof![
        (alerts(), state()).prop_map(|(alarm, state)| json!({ "alarm": alarm, "state": state })),
        (alerts(), state()).prop_map(|(alarm, state)| json!({ "alarm": alarm, "never": state })),
        (alerts(), prop::collection::vec(state(), 0..3))
            .prop_map(|(alarm, states)| json!({ "alarm": alarm, "states": states })),
        alerts().prop_map(|by| json!({ "by": by, "notified": ["email", "sms"] })),
        alerts().prop_map(|by| json!({ "by": by, "notified": [] })),
        alerts().prop_map(|by| json!({ "by": by, "swallowed": 2 })),
        alerts().prop_map(|by| json!({ "by": by })),
    ];
    let rest = object(vec![("after", mostly(&[json!("a")])), ("within", durations())]);
    let strays = vec![
        ("count", mostly(&[json!(2)])),
        ("reason", mostly(&[json!("because")])),
        ("message", mostly(&[json!({ "NewStateValue": "OK", "Trigger": { "Threshold": 0.5, "Dimensions": [] } })])),
        ("state", state()),
        ("notified", mostly(&[json!(["sms"])])),
        ("alarm", alerts()),
    ];
    let stray = prop_oneof![3 => Just(json!({})), 1 => object(strays)];
    (form, rest, stray).prop_map(|(form, rest, stray)| merged(merged(stray, form), rest)).boxed()
}

fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other);
            Value::Object(one)
        }
        (_, other) => other,
    }
}

fn document() -> BoxedStrategy<Value> {
    let rest = object(vec![
        ("seed", mostly(&[json!(7)])),
        ("start", mostly(&[json!("2026-01-05T09:00:00Z"), json!("2026-01-05")])),
        ("activity", mostly(&[json!("none"), json!("1m")])),
        ("config", config()),
        ("step", prop::collection::vec(step(), 0..3).prop_map(Value::from).boxed()),
        ("expect", prop::collection::vec(expect(), 0..3).prop_map(Value::from).boxed()),
    ]);
    let head = prop_oneof![9 => Just(json!({ "format": 1, "title": "t" })), 1 => Just(json!({ "format": 2 }))];
    (head, rest).prop_map(|(head, rest)| merged(head, rest)).boxed()
}

/// A value as TOML, on one line.
fn toml(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{key:?} = {}", toml(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(toml).collect::<Vec<String>>().join(", ")),
        value => value.to_string(),
    }
}

static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

/// Reads a document with both: its text, the decoder's faults, the schema's errors.
fn verdicts(document: &Value) -> (String, Vec<Fault>, Vec<String>) {
    let members = document.as_object().unwrap().iter();
    let text: String = members.map(|(key, value)| format!("{key} = {}\n", toml(value))).collect();
    let (_, faults) = read_draft(&text, &|_| None);
    let errors = VALIDATOR.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    (text, faults, errors)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn decoder_and_schema_agree(document in document()) {
        let (text, faults, errors) = verdicts(&document);
        prop_assert_eq!(faults.is_empty(), errors.is_empty(), "{}\ndecoder: {:#?}\nschema: {:#?}", text, faults, errors);
    }
}

/// The property above says something: documents of both kinds come up.
#[test]
fn documents_are_sound_and_faulty() {
    let mut runner = TestRunner::deterministic();
    let sound = std::iter::repeat_with(|| document().new_tree(&mut runner).unwrap().current())
        .take(500)
        .filter(|document| verdicts(document).1.is_empty())
        .count();
    assert!((50..450).contains(&sound), "{sound} of 500 are sound");
}
