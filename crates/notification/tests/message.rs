//! The JSON message of an alarm, whole.

use signalarm_alarm::{MetricAlarm, MissingData, Operator, Period, Rule, RuleSettings, State, Statistic};
use signalarm_metric::MetricId;
use signalarm_notification::{Transition, message};

fn alarm(datapoints_to_alarm: Option<u32>, description: Option<&str>) -> MetricAlarm {
    let settings = RuleSettings {
        datapoints_to_alarm,
        missing_data: MissingData::NotBreaching,
        ..RuleSettings::new(Period::MINUTE, 1, Statistic::Sum, Operator::GreaterThan, 0.0)
    };
    MetricAlarm {
        name: "signin-console-failure-iam".to_owned(),
        description: description.map(str::to_owned),
        metric: MetricId::new("SignIn".to_owned(), "failure \"é\"".to_owned(), vec![("A".to_owned(), "x".to_owned())]),
        rule: Rule::new(settings).unwrap(),
        actions_enabled: true,
        ok_actions: Vec::new(),
        alarm_actions: vec!["arn:aws:sns:eu-west-1:111122223333:t".to_owned()],
        insufficient_data_actions: Vec::new(),
    }
}

fn sent(alarm: &MetricAlarm) -> String {
    let transition = Transition {
        alarm,
        arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:signin-console-failure-iam",
        account: "111122223333",
        region: "eu-west-1",
        old_state: State::InsufficientData,
        new_state: State::Alarm,
        reason: "observed manual transition to ALARM",
        at: "2026-09-14T11:18:48.031Z".parse().unwrap(),
        configuration_updated: "2026-09-14T11:18:47Z".parse().unwrap(),
    };
    message(&transition).to_string()
}

/// Fields and order of recorded messages of September 2026.
#[test]
fn a_message_has_the_fields_and_the_order_of_2026() {
    let expected = concat!(
        r#"{"AlarmName":"signin-console-failure-iam","AlarmDescription":"A failed sign-in","#,
        r#""AWSAccountId":"111122223333","AlarmConfigurationUpdatedTimestamp":"2026-09-14T11:18:47.000+0000","#,
        r#""NewStateValue":"ALARM","NewStateReason":"observed manual transition to ALARM","#,
        r#""StateChangeTime":"2026-09-14T11:18:48.031+0000","Region":"EU (Ireland)","#,
        r#""AlarmArn":"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:signin-console-failure-iam","#,
        r#""OldStateValue":"INSUFFICIENT_DATA","ActionExecutedAfterMuteWindow":false,"OKActions":[],"#,
        r#""AlarmActions":["arn:aws:sns:eu-west-1:111122223333:t"],"InsufficientDataActions":[],"#,
        r#""Trigger":{"MetricName":"failure \"é\"","Namespace":"SignIn","StatisticType":"Statistic","#,
        r#""Statistic":"SUM","Unit":null,"Dimensions":[{"value":"x","name":"A"}],"Period":60,"#,
        r#""EvaluationPeriods":1,"DatapointsToAlarm":1,"ComparisonOperator":"GreaterThanThreshold","#,
        r#""Threshold":0.0,"TreatMissingData":"notBreaching","EvaluateLowSampleCountPercentile":""}}"#,
    );
    assert_eq!(sent(&alarm(Some(1), Some("A failed sign-in"))), expected);
}

/// Published messages of 2022 and 2024.
#[test]
fn what_is_not_configured_is_null_or_left_out() {
    let sent = sent(&alarm(None, None));
    assert!(sent.contains(r#""AlarmDescription":null,"#), "{sent}");
    assert!(sent.contains(r#""EvaluationPeriods":1,"ComparisonOperator""#), "{sent}");
}
