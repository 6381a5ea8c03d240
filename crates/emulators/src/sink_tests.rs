//! The sink against posts as emulators send them.

use std::io::Write;
use std::net::{TcpListener, TcpStream};

use rstest::rstest;
use serde_json::json;

use super::*;

const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:alarm";

/// As LocalStack 4.14.0 posted it, its signature left out.
fn notification() -> String {
    json!({
        "Type": "Notification", "MessageId": "efbcea2a-42ad-4a0b-afa9-cc96c3b5d6c8", "TopicArn": TOPIC,
        "Message": "hi again", "Timestamp": "2026-11-29T19:58:39.888Z",
        "UnsubscribeURL": "http://localhost.localstack.cloud:4566/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:eu-west-1:123456789012:alarm:797b3bcc-ea6d-4f4e-a80e-c4982732dbd5",
        "Subject": "ALARM", "SignatureVersion": "1"
    })
    .to_string()
}

/// As LocalStack 4.14.0 (in a container) and MiniStack 1.5.33 (whose port is another one inside) posted it.
fn confirmation(host: &str) -> String {
    let url = format!("http://{host}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=65752d776573742d31");
    json!({
        "Type": "SubscriptionConfirmation", "MessageId": "7bda0a4d-ab6b-421b-ada2-a46e67e736c5", "TopicArn": TOPIC,
        "Message": "You have chosen to subscribe to the topic", "Token": "65752d776573742d31", "SubscribeURL": url
    })
    .to_string()
}

#[test]
fn a_notification_is_read_as_it_was_posted() {
    let expected = Received {
        path: "/alice".to_owned(),
        topic_arn: TOPIC.to_owned(),
        subject: Some("ALARM".to_owned()),
        message: "hi again".to_owned(),
    };
    assert_eq!(parse("/alice", notification().as_bytes()), Some(Post::Notification(expected)));
}

#[rstest]
#[case("localhost.localstack.cloud:4566")]
#[case("localhost:4599")]
fn of_the_url_that_confirms_the_query_is_taken(#[case] host: &str) {
    let query = format!("Action=ConfirmSubscription&TopicArn={TOPIC}&Token=65752d776573742d31");
    let expected = Post::Confirmation { topic_arn: TOPIC.to_owned(), query };
    assert_eq!(parse("/", confirmation(host).as_bytes()), Some(expected));
}

#[rstest]
#[case("")]
#[case("[]")]
#[case(r#"{"Type": "Notification", "TopicArn": "a"}"#)]
#[case(r#"{"Type": "UnsubscribeConfirmation", "TopicArn": "a"}"#)]
#[case(r#"{"Type": "SubscriptionConfirmation", "TopicArn": "a", "SubscribeURL": "http://a/?Action=DeleteTopic&x=Action=ConfirmSubscription"}"#)]
#[case(r#"{"Type": "SubscriptionConfirmation", "TopicArn": "a", "SubscribeURL": "no url"}"#)]
fn what_is_none_of_sns_is_not_read(#[case] body: &str) {
    assert_eq!(parse("/", body.as_bytes()), None);
}

/// Posts to a sink; the status.
fn post(sink: &Sink, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(sink.url().trim_start_matches("http://")).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: sink\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).ok();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok();
    answer.split_whitespace().nth(1).unwrap_or_default().to_owned()
}

/// An emulator that answers every request so, and tells the first line and the caller of each.
fn emulator(status: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut head) = (stream.unwrap(), [0; 2048]);
            let count = stream.read(&mut head).unwrap();
            telling.lock().unwrap().push(String::from_utf8_lossy(&head[..count]).into_owned());
            write!(stream, "HTTP/1.0 {status}\r\n\r\n").unwrap();
        }
    });
    (url, asked)
}

/// Looks until something is so.
fn until(is_so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(30), "it never came");
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn notifications_are_kept_and_confirmations_go_to_the_emulator_alone() {
    let (url, asked) = emulator("200 OK");
    let sink = Sink::start(Reach::Loopback, &url).unwrap();
    assert_eq!(post(&sink, "POST", "/alice", &confirmation("another.host.example:1")), "200");
    assert_eq!(post(&sink, "POST", "/bob", &notification()), "200");
    until(|| sink.received().len() == 1);
    assert_eq!(sink.received()[0].path, "/bob");
    let asked = asked.lock().unwrap().join("");
    assert!(
        asked.starts_with(&format!("GET /?Action=ConfirmSubscription&TopicArn={TOPIC}&Token=65752d776573742d31 HTTP")),
        "{asked}"
    );
    assert!(asked.contains("Credential=123456789012/20260101/eu-west-1/sns/aws4_request"), "{asked}");
    assert_eq!(sink.faults(), [""; 0]);
}

#[test]
fn whatever_is_not_kept_is_told() {
    let (url, _) = emulator("400 Bad Request");
    let sink = Sink::start(Reach::Loopback, &url).unwrap();
    assert_eq!(post(&sink, "GET", "/", ""), "400");
    assert_eq!(post(&sink, "POST", "/other", "{}"), "400");
    post(&sink, "POST", "/long", &"x".repeat(BODY_BYTES_MAX as usize + 1));
    post(&sink, "POST", "/", &confirmation("localhost"));
    until(|| sink.faults().len() == 4);
    let faults = sink.faults();
    let expected = [
        "GET /: SNS posts",
        "/other: no notification of SNS",
        "/long: more than 1048576 bytes",
        "refused with the status 400",
    ];
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.contains(expected), "{faults:?}");
    }
    assert!(sink.received().is_empty());
}

#[test]
fn more_than_is_kept_is_counted() {
    let (server, log) = (Sink::start(Reach::Loopback, "http://127.0.0.1:1").unwrap(), Log::default());
    let one = Received { path: String::new(), topic_arn: String::new(), subject: None, message: String::new() };
    *locked(&server.log) = Log { received: vec![one; RECEIVED_MAX], ..log };
    post(&server, "POST", "/", &notification());
    until(|| server.faults() == ["1 posts more than are kept"]);
    assert_eq!(server.received().len(), RECEIVED_MAX);
}

#[test]
fn a_dropped_sink_listens_no_more() {
    let sink = Sink::start(Reach::Loopback, "http://127.0.0.1:1").unwrap();
    let address = sink.url().trim_start_matches("http://").to_owned();
    assert!(TcpStream::connect(&address).is_ok());
    drop(sink);
    until(|| TcpStream::connect(&address).is_err());
}
