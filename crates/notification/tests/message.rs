//! What an alarm sends, whole: JSON, mail, envelopes, events and history.

use serde_json::{Value, json};
use signalarm_alarm::{MetricAlarm, MissingData, Operator, Period, Rule, RuleSettings, State, Statistic};
use signalarm_metric::MetricId;
use signalarm_notification::{
    AlarmSettings, Arn, ConfigurationChange, Edition, EmailAddress, Endpoint, Envelope, HistoryItem, KeptAction,
    KeptAlarm, KeptState, Message, NotPublished, Protocol, Published, SubscriptionAttributes, ToldAlarm, ToldState,
    Topic, TopicAttributes, Transition, read_message,
};
use signalarm_time::Timestamp;

const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";

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
        alarm_actions: vec![TOPIC.to_owned()],
        insufficient_data_actions: Vec::new(),
    }
}

fn arn() -> Arn {
    "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:signin-console-failure-iam".parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn message(alarm: &MetricAlarm) -> Message {
    Message::from(&Transition {
        alarm,
        arn: &arn(),
        old_state: State::InsufficientData,
        new_state: State::Alarm,
        reason: "observed manual transition to ALARM",
        at: at("2026-09-14T11:18:48.031Z"),
        configuration_updated: at("2026-09-14T11:18:47Z"),
    })
}

fn json(alarm: &MetricAlarm) -> String {
    message(alarm).to_json(Edition::Of2026).to_string()
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
    assert_eq!(json(&alarm(Some(1), Some("A failed sign-in"))), expected);
}

/// Published messages of 2022 and 2024.
#[test]
fn what_is_not_configured_is_null_or_left_out() {
    let sent = json(&alarm(None, None));
    assert!(sent.contains(r#""AlarmDescription":null,"#), "{sent}");
    assert!(sent.contains(r#""EvaluationPeriods":1,"ComparisonOperator""#), "{sent}");
}

/// Each edition is read as it was written, as far as it tells.
#[test]
fn every_edition_is_read() {
    let message = message(&alarm(Some(1), Some("A failed sign-in")));
    for edition in [Edition::Of2019, Edition::Of2021, Edition::Of2022, Edition::Of2026] {
        let written = message.to_json(edition);
        let (read, found) = read_message(&written).unwrap();
        assert_eq!((found, &read.to_json(edition)), (edition, &written));
        assert_eq!((read.subject(), read.region.as_str()), (message.subject(), "eu-west-1"));
    }
    assert_eq!(read_message(&message.to_json(Edition::Of2026)).unwrap().0, message);
}

#[test]
fn all_faults_of_a_message_are_told() {
    let mut written = message(&alarm(Some(1), None)).to_json(Edition::Of2026);
    written["NewStateValue"] = "FINE".into();
    written["AlarmActions"] = json!(["a", 1]);
    written["Trigger"]["Period"] = "60".into();
    written["Trigger"]["Dimensions"] = json!([{ "name": "A" }]);
    written.as_object_mut().unwrap().shift_remove("StateChangeTime");
    let faults = read_message(&written).unwrap_err();
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "AlarmActions.1 is not a text",
            "Trigger.Period is not a whole number",
            "Trigger.Dimensions.0.value is not a text",
            "NewStateValue is not one of AWS's words or an ARN",
            "StateChangeTime is not an instant, as in 2026-11-23T10:00:00.000+0000",
        ]
    );
    assert!(read_message(&Value::Null).is_err() && read_message(&json!([1])).is_err());
}

/// The form of recorded mails of September 2026.
#[test]
fn the_mail_of_a_metric_alarm_is_whole() {
    let mut alarm = alarm(Some(1), Some("A failed sign-in"));
    alarm.ok_actions = vec![TOPIC.to_owned(), "arn:aws:lambda:eu-west-1:111122223333:function:f".to_owned()];
    alarm.metric.dimensions.push(("B".to_owned(), "y z".to_owned()));
    signalarm_testkit::snapshots("notification")
        .bind(|| insta::assert_snapshot!("mail-metric", message(&alarm).text_for(Protocol::Email)));
}

#[test]
fn one_publication_has_a_text_for_each_kind_of_protocol() {
    let message = message(&alarm(Some(1), None));
    let publication = message.publication();
    let keys: Vec<&String> = publication.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["default", "sms", "email"]);
    for (protocol, key) in [
        (Protocol::Email, "email"),
        (Protocol::EmailJson, "default"),
        (Protocol::Sms, "sms"),
        (Protocol::Sqs, "default"),
        (Protocol::Http, "default"),
        (Protocol::Https, "default"),
        (Protocol::Lambda, "default"),
    ] {
        assert_eq!(publication[key], message.text_for(protocol), "{protocol}");
    }
}

/// What each subscriber gets, whole.
#[test]
fn each_endpoint_is_sent_its_own_form() {
    let (alarm, subscription) = (alarm(None, None), format!("{TOPIC}:1").parse().unwrap());
    let (message, topic_arn) = (message(&alarm), TOPIC.parse().unwrap());
    let envelope = Envelope {
        message_id: "8c2d",
        topic: &topic_arn,
        subscription: &subscription,
        message: Published::Alarm(&message),
        at: message.at,
        signature: "EXAMPLE",
        signing_certificate_url: "https://sns.eu-west-1.amazonaws.com/x.pem",
    };
    let mut topic = Topic::new(topic_arn.clone(), TopicAttributes::default());
    let mail: EmailAddress = "you@example.org".parse().unwrap();
    let queue = Endpoint::Sqs("arn:aws:sqs:eu-west-1:111122223333:q".parse().unwrap());
    for endpoint in [
        Endpoint::Email(mail.clone()),
        Endpoint::EmailJson(mail),
        Endpoint::Sms("+12025550123".parse().unwrap()),
        queue.clone(),
        Endpoint::Server("https://example.org".parse().unwrap()),
        Endpoint::Lambda("arn:aws:lambda:eu-west-1:111122223333:function:f".parse().unwrap()),
    ] {
        topic.subscribe(endpoint, SubscriptionAttributes::default(), message.at).unwrap();
    }
    let enveloped = envelope.text_for_http_and_queues();
    let sent: Vec<String> = topic.subscriptions().iter().map(|subscription| subscription.sent(&envelope)).collect();
    assert!(
        sent[0].starts_with(&message.mail_body()) && sent[0].contains("&Endpoint=you@example.org\n"),
        "{}",
        sent[0]
    );
    assert_eq!(sent[1..5], [enveloped.clone(), message.sms_text(), enveloped.clone(), enveloped]);
    assert_eq!(sent[5], envelope.for_lambda().to_string());
    let raw = SubscriptionAttributes { raw_message_delivery: true, ..SubscriptionAttributes::default() };
    topic.subscription_mut(&queue).unwrap().set_attributes(raw);
    assert_eq!(topic.subscriptions()[3].sent(&envelope), message.text_for(Protocol::Sqs));
}

/// SNS Developer Guide, message formats.
#[test]
fn envelopes_spell_their_links_by_protocol() {
    let subscription = format!("{TOPIC}:1").parse().unwrap();
    let envelope = Envelope {
        message_id: "8c2d",
        topic: &TOPIC.parse().unwrap(),
        subscription: &subscription,
        message: Published::Alarm(&message(&alarm(None, None))),
        at: at("2026-09-14T11:18:48Z"),
        signature: "EXAMPLE",
        signing_certificate_url: "https://sns.eu-west-1.amazonaws.com/x.pem",
    };
    let sent = envelope.for_http_and_queues();
    assert_eq!(sent["Timestamp"], "2026-09-14T11:18:48.000Z");
    assert_eq!(
        sent["UnsubscribeURL"],
        "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:eu-west-1:111122223333:t:1"
    );
    let record = &envelope.for_lambda()["Records"][0];
    assert_eq!(record["EventSubscriptionArn"], "arn:aws:sns:eu-west-1:111122223333:t:1");
    assert_eq!(record["Sns"]["UnsubscribeUrl"], sent["UnsubscribeURL"]);
    assert_eq!(record["Sns"]["MessageAttributes"], json!({}));
}

/// The bytes of received messages in public repositories; without a subject there is no such member.
#[test]
fn queues_get_the_envelope_line_by_line() {
    let subscription = "arn:aws-cn:sns:cn-north-1:111122223333:t:1".parse().unwrap();
    let envelope = |subject| {
        Envelope {
            message_id: "8c2d",
            topic: &"arn:aws-cn:sns:cn-north-1:111122223333:t".parse().unwrap(),
            subscription: &subscription,
            message: Published::Text { subject, text: "say \"é\"\n" },
            at: at("2026-09-14T11:18:48Z"),
            signature: "EXAMPLE",
            signing_certificate_url: "https://sns.cn-north-1.amazonaws.com.cn/x.pem",
        }
        .text_for_http_and_queues()
    };
    let expected = r#"{
  "Type" : "Notification",
  "MessageId" : "8c2d",
  "TopicArn" : "arn:aws-cn:sns:cn-north-1:111122223333:t",
  "Subject" : "a drill",
  "Message" : "say \"é\"\n",
  "Timestamp" : "2026-09-14T11:18:48.000Z",
  "SignatureVersion" : "1",
  "Signature" : "EXAMPLE",
  "SigningCertURL" : "https://sns.cn-north-1.amazonaws.com.cn/x.pem",
  "UnsubscribeURL" : "https://sns.cn-north-1.amazonaws.com.cn/?Action=Unsubscribe&SubscriptionArn=arn:aws-cn:sns:cn-north-1:111122223333:t:1"
}"#;
    assert_eq!(envelope("a drill"), expected);
    assert_eq!(envelope(""), expected.replace("  \"Subject\" : \"a drill\",\n", ""));
}

fn told(value: State, reason: &str, timestamp: &str) -> ToldState {
    let reason_data = Some("{}".to_owned());
    ToldState { value, reason: Some(reason.to_owned()), reason_data, at: at(timestamp), suppressed: None }
}

/// A payload recorded in September 2026.
#[test]
fn a_lambda_function_gets_the_change_without_frame() {
    let settings = AlarmSettings::from(&alarm(None, Some("A failed sign-in")));
    let told_alarm = ToldAlarm { settings: &settings, arn: &arn(), configured: at("2026-09-14T05:42:25Z") };
    let previous = told(State::Alarm, "disabled_transition_alarm", "2026-09-14T05:43:17.764Z");
    let state = told(State::Ok, "enabled_transition_ok", "2026-09-14T05:45:02.890Z");
    let payload = told_alarm.lambda_payload(&previous, &state);
    let event = told_alarm.state_change_event("1", &previous, &state);
    let keys: Vec<&String> = payload.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["source", "alarmArn", "accountId", "time", "region", "alarmData"]);
    assert_eq!(payload["time"], "2026-09-14T05:45:02.890+0000");
    assert_eq!(payload["alarmData"], event["detail"]);
    assert_eq!(event["time"], "2026-09-14T05:45:02Z");
}

/// CloudWatch User Guide, *Alarm events and EventBridge*: an update has the configuration before, a deletion has not.
#[test]
fn events_of_the_configuration_name_what_was_done() {
    let (mut before, now) = (AlarmSettings::from(&alarm(None, None)), AlarmSettings::from(&alarm(None, None)));
    before.actions_enabled = false;
    let at = at("2026-09-14T05:42:25Z");
    let told_alarm = ToldAlarm { settings: &now, arn: &arn(), configured: at };
    let state = ToldState {
        value: State::Alarm,
        reason: None,
        reason_data: None,
        at,
        suppressed: Some(("WaitPeriod".to_owned(), "Actions suppressed by WaitPeriod".to_owned())),
    };
    let detail = |change: &ConfigurationChange<'_>| {
        told_alarm.configuration_change_event("1", change, at, &state)["detail"].clone()
    };
    let updated = detail(&ConfigurationChange::Update { before: &before, configured: Timestamp::MIN });
    assert_eq!(
        (&updated["operation"], &updated["previousConfiguration"]["actionsEnabled"]),
        (&json!("update"), &json!(false))
    );
    assert_eq!(updated["configuration"]["threshold"].to_string(), "0");
    assert_eq!(updated["state"]["actionsSuppressedBy"], "WaitPeriod");
    let deleted = detail(&ConfigurationChange::Delete);
    assert_eq!((&deleted["operation"], deleted.get("previousConfiguration")), (&json!("delete"), None));
}

/// Items recorded in September 2026.
#[test]
fn history_items_have_their_recorded_data() {
    let mut settings = AlarmSettings::from(&alarm(Some(1), None));
    let before = settings.clone();
    settings.actions_enabled = false;
    let arn = arn();
    let kept = |settings, configured| KeptAlarm {
        settings,
        arn: &arn,
        configured: at(configured),
        state: State::InsufficientData,
        state_since: at("2026-09-14T05:40:14.345Z"),
    };
    let (then, now) = (kept(&before, "2026-09-14T05:40:14.345Z"), kept(&settings, "2026-09-14T05:41:00Z"));
    let updated = HistoryItem::updated(&then, &now);
    assert_eq!(
        updated.data["originalUpdatedFields"].to_string(),
        r#"{"alarmConfigurationUpdatedTimestamp":"2026-09-14T05:40:14.345+0000","actionsEnabled":true}"#
    );
    let created = HistoryItem::created(&then);
    assert_eq!(created.data["createdAlarm"]["extendedStatistic"], "SUM");
    assert_eq!(created.data["createdAlarm"]["okactions"], json!([]));
    let old =
        KeptState { value: State::InsufficientData, reason: "Unchecked: Initial alarm creation", reason_data: None };
    let new = KeptState { value: State::Alarm, reason: "why", reason_data: Some(&json!({ "version": "1.0" })) };
    assert_eq!(
        HistoryItem::state_changed(&old, &new).data.to_string(),
        concat!(
            r#"{"version":"1.0","oldState":{"stateValue":"INSUFFICIENT_DATA","#,
            r#""stateReason":"Unchecked: Initial alarm creation"},"newState":{"stateValue":"ALARM","#,
            r#""stateReason":"why","stateReasonData":{"version":"1.0"}}}"#
        )
    );
    let why = NotPublished::NotAuthorized { topic: TOPIC.to_owned() };
    let action = |result| KeptAction {
        resource: TOPIC,
        state_updated: at("2026-09-14T09:46:27.666Z"),
        result,
        mute_window_end: None,
    };
    let failed = HistoryItem::action(&action(Err(&why)));
    assert_eq!(failed.summary, format!("Failed to execute action {TOPIC}"));
    assert_eq!(
        failed.data.to_string(),
        concat!(
            r#"{"actionState":"Failed","stateUpdateTimestamp":1789379187666,"#,
            r#""notificationResource":"arn:aws:sns:eu-west-1:111122223333:t","publishedMessage":null,"#,
            r#""error":"CloudWatch Alarms is not authorized to perform: SNS:Publish on "#,
            r#"resource:arn:aws:sns:eu-west-1:111122223333:t","muteWindowEndTimestamp":null}"#
        )
    );
    let done = HistoryItem::action(&action(Ok(&json!({ "default": "{}" }))));
    assert_eq!((&done.data["publishedMessage"], &done.data["error"]), (&json!(r#"{"default":"{}"}"#), &Value::Null));
}
