//! Questions and answers.

use rstest::rstest;
use serde_json::{Value, json};
use signalarm_matcher::answer;

fn asked(question: &Value) -> Value {
    let answered = answer(&question.to_string());
    assert!(!answered.contains('\n'));
    serde_json::from_str(&answered).unwrap()
}

fn filter(pattern: &str, transformation: &Value) -> Value {
    let mut whole = json!({ "metricName": "m", "metricNamespace": "n", "metricValue": "1" });
    for (name, value) in transformation.as_object().unwrap() {
        whole[name] = value.clone();
    }
    json!({ "filterName": "f", "filterPattern": pattern, "metricTransformations": [whole] })
}

#[test]
fn messages_are_tested() {
    let messages = [r#"{"eventName": "ConsoleLogin"}"#, "no JSON", r#"{"eventName": "Logout"}"#];
    let question =
        json!({ "id": 7, "test": { "filterPattern": "{ $.eventName = Console* }", "logEventMessages": messages } });
    assert_eq!(asked(&question), json!({ "id": 7, "matches": [0] }));
}

#[test]
fn what_aws_refuses_is_refused_in_its_words() {
    let question = json!({ "id": "a", "test": { "filterPattern": "{ $.a == 1 }", "logEventMessages": [] } });
    let refused = json!({ "code": "InvalidParameterException", "message": "Invalid metric filter pattern" });
    assert_eq!(asked(&question), json!({ "id": "a", "refused": refused }));
    let both = filter("a", &json!({ "defaultValue": 0, "dimensions": { "d": "$.d" } }));
    assert_eq!(asked(&json!({ "validate": both }))["refused"]["code"], "InvalidParameterException");
    let sound = filter("a", &json!({ "defaultValue": 0.0, "unit": "Count" }));
    assert_eq!(asked(&json!({ "id": 1, "validate": sound })), json!({ "id": 1, "valid": true }));
}

#[test]
fn log_events_become_samples() {
    let events = json!([
        { "timestamp": 1_767_603_600_000_u64, "message": r#"{"n": 7, "who": "alice"}"# },
        { "timestamp": 1_767_603_600_001_u64, "message": r#"{"m": 1}"# },
    ]);
    let with_default = filter("{ $.n = * }", &json!({ "metricValue": "$.n", "defaultValue": 0, "unit": "Count" }));
    let question = json!({ "id": 1, "apply": { "filter": with_default, "logEvents": events } });
    let samples = json!([
        { "timestamp": 1_767_603_600_000_u64, "value": 7.0, "unit": "Count", "dimensions": {}, "matched": true },
        { "timestamp": 1_767_603_600_001_u64, "value": 0.0, "unit": "Count", "dimensions": {}, "matched": false },
    ]);
    assert_eq!(asked(&question), json!({ "id": 1, "samples": samples }));
    let with_dimension = filter("{ $.n = * }", &json!({ "dimensions": { "Who": "$.who" } }));
    let question = json!({ "id": 2, "apply": { "filter": with_dimension, "logEvents": events } });
    let samples = json!([
        { "timestamp": 1_767_603_600_000_u64, "value": 1.0, "unit": "None", "dimensions": { "Who": "alice" }, "matched": true },
    ]);
    assert_eq!(asked(&question), json!({ "id": 2, "samples": samples }));
}

#[rstest]
#[case("", "the line is no JSON")]
#[case("{", "the line is no JSON")]
#[case("[]", "a question is an object")]
#[case("{\"id\": 1}", "a question has one of `test`, `validate` and `apply`")]
#[case("{\"test\": {}, \"apply\": {}}", "a question has one of")]
#[case("{\"test\": {\"filterPattern\": \"a\"}}", "`logEventMessages` is missing or no list")]
#[case("{\"test\": {\"filterPattern\": \"a\", \"logEventMessages\": [1]}}", "no list of texts")]
#[case("{\"validate\": 1}", "`validate` is missing or no object")]
#[case("{\"apply\": {\"logEvents\": []}}", "`filter` is missing or no object")]
fn what_is_no_question_is_told(#[case] line: &str, #[case] error: &str) {
    let answered: Value = serde_json::from_str(&answer(line)).unwrap();
    assert!(answered["error"].as_str().unwrap().contains(error), "{answered}");
    assert_eq!(answered["matches"], Value::Null);
}
