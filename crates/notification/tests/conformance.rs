//! Notifications against the tables of AWS's documented and recorded behaviour.
//!
//! Of a later issue are the bodies of mails, the messages of composite, math and anomaly alarms, periods below a minute,
//! units, and the fields of editions before 2026 as such: of an older message those fields are compared that it has.

use serde_json::Value;
use signalarm_alarm::{MetricAlarm, Period, Rule, RuleSettings, State, Statistic};
use signalarm_metric::MetricId;
use signalarm_notification::{Transition, message, region_display_name, sms_text, subject};
use signalarm_time::Timestamp;

fn rows(kind: &str) -> Option<Vec<Value>> {
    let facts = signalarm_testkit::facts()?;
    let text = std::fs::read_to_string(facts.join("conformance/notifications.json")).unwrap();
    let table: Vec<Value> = serde_json::from_str(&text).unwrap();
    Some(table.into_iter().filter(|row| row["kind"] == kind).collect())
}

#[test]
fn subjects() {
    let Some(rows) = rows("subject") else { return };
    assert!(4 <= rows.len());
    for row in &rows {
        let (name, region) = (text(&row["alarmName"]), text(&row["region"]));
        let state: State = text(&row["state"]).parse().unwrap();
        assert_eq!(subject(name, state, region), text(&row["expected"]["subject"]), "{}", row["id"]);
        if let Some(sms) = row["expected"]["sms"].as_str() {
            assert_eq!(sms_text(name, state, region), sms, "{}", row["id"]);
        }
    }
}

#[test]
fn regions() {
    let Some(rows) = rows("region") else { return };
    assert!(13 <= rows.len());
    for row in &rows {
        assert_eq!(region_display_name(text(&row["code"])), text(&row["expected"]["display"]));
    }
}

/// Subjects and SMS texts of whatever alarm; its Region is told by its ARN.
#[test]
fn subjects_of_messages() {
    let Some(rows) = rows("message") else { return };
    let mut ran = 0;
    for row in rows.iter().filter(|row| row["message"].get("AlarmArn").is_some()) {
        let (message, expected) = (&row["message"], &row["expected"]);
        let region = text(&message["AlarmArn"]).split(':').nth(3).unwrap();
        let state: State = text(&message["NewStateValue"]).parse().unwrap();
        for (key, found) in [("subject", subject as fn(&str, State, &str) -> String), ("sms", sms_text)] {
            if let Some(expected) = expected[key].as_str() {
                assert_eq!(found(text(&message["AlarmName"]), state, region), expected, "{}", row["id"]);
                ran += 1;
            }
        }
    }
    assert!(7 <= ran, "only {ran} texts");
}

#[test]
fn messages() {
    let Some(rows) = rows("message") else { return };
    let mut ran = 0;
    for row in rows.iter().filter(|row| row["type"] == "metric") {
        // A period below a minute is of an alarm that cannot be made here yet.
        let Some(found) = told_again(&row["message"]) else { continue };
        assert_eq!(found, as_told(&row["message"]), "{}", row["id"]);
        ran += 1;
    }
    assert!(5 <= ran, "only {ran} rows");
}

#[test]
fn the_order_of_fields_is_that_of_2026() {
    let Some(rows) = rows("schema") else { return };
    let wanted = |row: &&Value| row["of"] == "metric-message" && row["edition"] == "2026";
    let row = rows.iter().find(wanted).expect("the order of 2026");
    let alarm = alarm(&serde_json::json!({
        "MetricName": "m", "Namespace": "n", "Statistic": "SUM", "Dimensions": [], "Period": 60, "EvaluationPeriods": 1,
        "DatapointsToAlarm": 1, "ComparisonOperator": "GreaterThanThreshold", "Threshold": 0.0, "TreatMissingData": "missing",
    }));
    let found = message(&Transition {
        alarm: &alarm.unwrap(),
        arn: "",
        account: "",
        region: "",
        old_state: State::Ok,
        new_state: State::Alarm,
        reason: "",
        at: Timestamp::MIN,
        configuration_updated: Timestamp::MIN,
    });
    assert_eq!(keys(&found), row["expected"]["fields"]);
    assert_eq!(keys(&found["Trigger"]), row["expected"]["trigger"]);
}

fn keys(object: &Value) -> Value {
    object.as_object().unwrap().keys().cloned().map(Value::from).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A row's message, as text, without what older editions wrote in another way.
fn as_told(told: &Value) -> String {
    let mut told = told.clone();
    let trigger = told["Trigger"].as_object_mut().unwrap();
    let treatment = text(&trigger["TreatMissingData"]).trim_start_matches("- TreatMissingData:").trim().to_owned();
    trigger["TreatMissingData"] = treatment.into();
    trigger.shift_remove("Unit");
    told.to_string()
}

/// The message of the transition that a row's message tells of, as text, with the fields that the row's message has.
fn told_again(told: &Value) -> Option<String> {
    let mut alarm = alarm(&told["Trigger"])?;
    alarm.name = text(&told["AlarmName"]).to_owned();
    alarm.description = told["AlarmDescription"].as_str().map(str::to_owned);
    let actions = |key: &str| {
        let listed = told[key].as_array().into_iter().flatten();
        listed.map(|action| text(action).to_owned()).collect()
    };
    alarm.ok_actions = actions("OKActions");
    alarm.alarm_actions = actions("AlarmActions");
    alarm.insufficient_data_actions = actions("InsufficientDataActions");
    let arn = text(&told["AlarmArn"]);
    // An excerpt without an ARN names its Region alone, which stands for itself.
    let region = arn.split(':').nth(3).unwrap_or_else(|| text(&told["Region"]));
    let mut found = message(&Transition {
        alarm: &alarm,
        arn,
        account: text(&told["AWSAccountId"]),
        region,
        old_state: text(&told["OldStateValue"]).parse().unwrap(),
        new_state: text(&told["NewStateValue"]).parse().unwrap(),
        reason: text(&told["NewStateReason"]),
        at: instant(&told["StateChangeTime"]),
        configuration_updated: instant(&told["AlarmConfigurationUpdatedTimestamp"]),
    });
    keep_fields_of(&mut found, told);
    keep_fields_of(&mut found["Trigger"], &told["Trigger"]);
    found["Trigger"].as_object_mut().unwrap().shift_remove("Unit");
    Some(found.to_string())
}

fn keep_fields_of(found: &mut Value, told: &Value) {
    found.as_object_mut().unwrap().retain(|key, _| told.get(key).is_some());
}

/// AWS writes `+0000` where RFC 3339 has `Z`; a field that an older edition lacks is not compared.
fn instant(value: &Value) -> Timestamp {
    text(value).replace("+0000", "Z").parse().unwrap_or(Timestamp::MIN)
}

fn alarm(trigger: &Value) -> Option<MetricAlarm> {
    let number = |key: &str| trigger[key].as_u64().map(|number| number as u32);
    let statistic = format!("{}{}", &text(&trigger["Statistic"])[..1], text(&trigger["Statistic"])[1..].to_lowercase());
    let rule = Rule::new(RuleSettings {
        datapoints_to_alarm: number("DatapointsToAlarm"),
        missing_data: text(&trigger["TreatMissingData"]).rsplit(' ').next()?.parse().unwrap(),
        ..RuleSettings::new(
            Period::from_seconds(trigger["Period"].as_u64()?).ok()?,
            number("EvaluationPeriods")?,
            statistic.parse::<Statistic>().unwrap(),
            text(&trigger["ComparisonOperator"]).parse().unwrap(),
            trigger["Threshold"].as_f64()?,
        )
    });
    let dimensions = trigger["Dimensions"].as_array()?.iter();
    let dimensions = dimensions.map(|pair| (text(&pair["name"]).to_owned(), text(&pair["value"]).to_owned())).collect();
    Some(MetricAlarm {
        name: String::new(),
        description: None,
        metric: MetricId::new(
            text(&trigger["Namespace"]).to_owned(),
            text(&trigger["MetricName"]).to_owned(),
            dimensions,
        ),
        rule: rule.unwrap(),
        actions_enabled: true,
        ok_actions: Vec::new(),
        alarm_actions: Vec::new(),
        insufficient_data_actions: Vec::new(),
    })
}
