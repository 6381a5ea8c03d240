//! What a topic of a running emulator sends, and where it is found.

use std::thread::sleep;
use std::time::{Duration, Instant};

use signalarm_emulators::{Emulator, Image, NotStarted, Sink};
use signalarm_testkit::{may_skip, target};

/// Twelve digits: emulators take such an access key for an account.
const ACCOUNT: &str = "123456789012";
const REGION: &str = "eu-west-1";
const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:signin-console-success-root";
const MESSAGE: &str = "{\"AlarmName\":\"signin-console-success-root\",\"ü\":\"a \\\"quote\\\"\"}";
/// How long a message may take; LocalStack loads a service for each protocol.
const DELIVERY_TIME_MAX: Duration = Duration::from_secs(60);

/// An emulator; `None` where this run may do without and this machine lacks what it needs.
fn running(started: Result<Emulator, NotStarted>) -> Option<Emulator> {
    match started {
        Ok(emulator) => Some(emulator),
        Err(fault) if may_skip(fault.missing(), &fault) => None,
        Err(fault) => panic!("{fault}"),
    }
}

/// Calls an operation of SNS.
fn sns(emulator: &Emulator, action: &str, form: &[(&str, &str)]) {
    let credential = format!("Credential={ACCOUNT}/20260101/{REGION}/sns/aws4_request");
    let fixed = [("Action", action), ("Version", "2010-03-31")];
    ureq::post(emulator.endpoint_url())
        .header("Authorization", format!("AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=none"))
        .send_form(fixed.into_iter().chain(form.iter().copied()))
        .unwrap_or_else(|error| panic!("{action}: {error}"));
}

/// A topic with a sink as its subscriber.
fn sink(emulator: &Emulator) -> Sink {
    let sink = Sink::start(emulator.reach().unwrap(), emulator.endpoint_url()).unwrap();
    sns(emulator, "CreateTopic", &[("Name", "signin-console-success-root")]);
    subscribe(emulator, "http", &format!("{}/alice", sink.url()));
    sink
}

fn subscribe(emulator: &Emulator, protocol: &str, endpoint: &str) {
    sns(emulator, "Subscribe", &[("TopicArn", TOPIC), ("Protocol", protocol), ("Endpoint", endpoint)]);
}

/// Publishes until something was heard: before a subscription is confirmed it is sent nothing.
fn publish_until(emulator: &Emulator, mut is_heard: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_heard() {
        assert!(begin.elapsed() < DELIVERY_TIME_MAX, "nothing was heard");
        sns(emulator, "Publish", &[("TopicArn", TOPIC), ("Subject", "ALARM: \"x\""), ("Message", MESSAGE)]);
        sleep(Duration::from_millis(500));
    }
}

fn hears(emulator: &Emulator, sink: &Sink) {
    publish_until(emulator, || {
        assert_eq!(sink.faults(), [""; 0]);
        !sink.received().is_empty()
    });
    let heard = sink.received().swap_remove(0);
    assert_eq!((heard.path.as_str(), heard.topic_arn.as_str()), ("/alice", TOPIC));
    assert_eq!((heard.subject.as_deref(), heard.message.as_str()), (Some("ALARM: \"x\""), MESSAGE));
}

#[test]
fn a_sink_hears_ministack() {
    let Some(emulator) = running(Emulator::ministack(&target())) else { return };
    hears(&emulator, &sink(&emulator));
    assert!(emulator.pages().is_none());
}

#[test]
fn a_sink_hears_localstack_and_its_pages_show_mail_and_text_messages() {
    let Some(emulator) = running(Emulator::localstack(&Image::core())) else { return };
    assert_eq!(emulator.name(), "LocalStack 4.14.0");
    let pages = emulator.pages().expect("LocalStack has pages");
    assert!(pages.mails().unwrap().is_empty());
    assert!(pages.text_messages(ACCOUNT, REGION).unwrap().is_empty());
    let sink = sink(&emulator);
    subscribe(&emulator, "email", "security@example.com");
    subscribe(&emulator, "sms", "+12025550123");
    hears(&emulator, &sink);
    let (mut mails, mut texts) = (Vec::new(), Vec::new());
    publish_until(&emulator, || {
        mails = pages.mails().unwrap();
        texts = pages.text_messages(ACCOUNT, REGION).unwrap();
        !mails.is_empty() && !texts.is_empty()
    });
    assert_eq!(mails[0].addressees, ["security@example.com"]);
    assert_eq!((mails[0].subject.as_str(), mails[0].body.as_str()), ("SNS-Subscriber-Endpoint", MESSAGE));
    assert_eq!((texts[0].phone_number.as_str(), texts[0].message.as_str()), ("+12025550123", MESSAGE));
    assert_eq!(texts[0].topic_arn.as_deref(), Some(TOPIC));
    assert!(pages.text_messages(ACCOUNT, "us-east-1").unwrap().is_empty(), "another Region shows nothing of it");
}
