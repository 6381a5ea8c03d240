//! What becomes of a call, told at the level of HTTP: bytes go through the SDK's own parsers.

use signalarm_aws_clients::http_test::{NeverClient, infallible_client_fn};
use signalarm_aws_clients::mock::Protocol;
use signalarm_aws_clients::{Clients, HttpResponse, SdkBody, SharedHttpClient, http};
use signalarm_cloud::{Failure, FailureClass, Refusal};

/// Clients that get one response to everything.
fn answered(status: u16, headers: &'static [(&'static str, &'static str)], body: &'static [u8]) -> Clients {
    let http = infallible_client_fn(move |_| {
        let response =
            headers.iter().fold(http::Response::builder().status(status), |r, (name, value)| r.header(*name, *value));
        response.body(SdkBody::from(body)).unwrap()
    });
    Clients::over_http("eu-central-1", http)
}

/// Clients that a service refuses everything, as it writes a refusal.
fn refused(protocol: Protocol, refusal: &Refusal) -> Clients {
    let refusal = refusal.clone();
    let http = infallible_client_fn(move |_| {
        let response: HttpResponse = protocol.refusal(&refusal);
        response.try_into_http1x().unwrap()
    });
    Clients::over_http("eu-central-1", http)
}

type Ask = fn(&Clients) -> Failure;

/// A call of a service for each protocol, whose failure is told.
const SERVICES: [(&str, Protocol, Ask); 7] = [
    ("sns", Protocol::Query, |clients| {
        clients.send(clients.sns.get_topic_attributes().topic_arn("a").send()).unwrap_err()
    }),
    ("iam", Protocol::Query, |clients| clients.send(clients.iam.get_role().role_name("a").send()).unwrap_err()),
    ("sts", Protocol::Query, |clients| clients.send(clients.sts.get_caller_identity().send()).unwrap_err()),
    ("cloudwatch", Protocol::Cbor, |clients| clients.send(clients.cloudwatch.describe_alarms().send()).unwrap_err()),
    ("logs", Protocol::Json, |clients| clients.send(clients.cloudwatchlogs.describe_log_groups().send()).unwrap_err()),
    ("cloudtrail", Protocol::Json, |clients| {
        clients.send(clients.cloudtrail.get_trail().name("a").send()).unwrap_err()
    }),
    ("s3", Protocol::S3, |clients| clients.send(clients.s3.get_bucket_policy().bucket("abc").send()).unwrap_err()),
];

#[test]
fn a_refusal_is_read_in_the_protocol_of_every_service() {
    let messages = ["Rate exceeded", "a <b> & \"c\" \\ d", "", "Größe: 日本\n\tzwei"];
    let codes = [("Throttling", 400), ("AccessDenied", 403), ("NoSuchEntity", 404), ("InternalFailure", 500)];
    for (service, protocol, ask) in SERVICES {
        for (code, http_status) in codes {
            for message in messages {
                let refusal = Refusal::service(code, http_status, message);
                let failure = ask(&refused(protocol, &refusal));
                assert_eq!(failure, Failure::Refused(refusal), "{service}");
            }
        }
    }
}

#[test]
fn a_refusal_is_classed_by_its_code() {
    for (service, protocol, ask) in SERVICES {
        let class = |code, http_status| ask(&refused(protocol, &Refusal::service(code, http_status, ""))).class();
        assert_eq!(class("ExpiredToken", 403), FailureClass::Credentials, "{service}");
        assert_eq!(class("AccessDenied", 403), FailureClass::Denied, "{service}");
        assert_eq!(class("ThrottlingException", 400), FailureClass::Throttled, "{service}");
        assert_eq!(class("ServiceUnavailable", 503), FailureClass::Uncertain, "{service}");
        assert_eq!(class("NotImplemented", 501), FailureClass::NotImplemented, "{service}");
    }
}

/// As CloudWatch itself writes it: the shape's name with its namespace, and the code of the older protocol in a header.
#[test]
fn cbor_errors_are_told_by_the_code_of_the_older_protocol_where_it_is_given() {
    const BODY: &[u8] =
        b"\xbf\x66__type\x78\x37com.amazonaws.cloudwatch#InvalidParameterValueException\x67message\x63no!\xff";
    let headers = &[("smithy-protocol", "rpc-v2-cbor"), ("x-amzn-query-error", "InvalidParameterValue;Sender")];
    let (_, _, ask) = SERVICES[3];
    let told = Failure::Refused(Refusal::service("InvalidParameterValue", 400, "no!"));
    assert_eq!(ask(&answered(400, headers, BODY)), told);
    let told = Failure::Refused(Refusal::service("InvalidParameterValueException", 400, "no!"));
    assert_eq!(ask(&answered(400, &headers[..1], BODY)), told);
}

#[test]
fn a_reply_that_cannot_be_read_leaves_open_whether_the_call_happened() {
    let bodies: [&[u8]; 4] = [b"<html>", b"\xff\xfe\x00", b"{\"a\":", b"<GetTopicAttributesResponse><Get"];
    for (service, _, ask) in SERVICES {
        // S3 gives the body of a policy as it is: there is nothing that could not be read.
        for body in bodies.iter().filter(|_| service != "s3") {
            let failure = ask(&answered(200, &[], body));
            assert!(
                matches!(&failure, Failure::Unanswered(why) if why.starts_with("the reply cannot be read: ")),
                "{service}: {failure:?}"
            );
            assert_eq!(failure.class(), FailureClass::Uncertain);
        }
    }
}

/// A proxy or a load balancer answered in place of the service.
#[test]
fn a_status_without_an_error_of_the_service_is_told_as_a_status() {
    for (service, _, ask) in SERVICES {
        for body in [&b""[..], b"<html><body>Bad Gateway</body></html>"] {
            for status in [500, 502, 503, 504] {
                let failure = ask(&answered(status, &[], body));
                assert!(
                    matches!(&failure, Failure::Unanswered(why) if why.contains(&status.to_string())),
                    "{service}: {failure:?}"
                );
            }
            for (status, class) in
                [(403, FailureClass::Denied), (404, FailureClass::NotFound), (429, FailureClass::Throttled)]
            {
                let failure = ask(&answered(status, &[], body));
                assert_eq!(failure.class(), class, "{service}: {failure:?}");
            }
        }
    }
}

#[test]
fn silence_is_a_time_out() {
    let clients = Clients::over_http("eu-central-1", SharedHttpClient::new(NeverClient::new()));
    for (service, _, ask) in SERVICES {
        let failure = ask(&clients);
        assert!(
            matches!(&failure, Failure::Unanswered(why) if why.starts_with("AWS in eu-central-1 did not answer in time")),
            "{service}: {failure:?}"
        );
    }
}

#[test]
fn the_sdk_repeats_nothing_by_itself() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    for (service, protocol, ask) in SERVICES {
        let sent = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&sent);
        let http = infallible_client_fn(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
            protocol.refusal(&Refusal::service("Throttling", 503, "Rate exceeded")).try_into_http1x().unwrap()
        });
        ask(&Clients::over_http("eu-central-1", http));
        assert_eq!(sent.load(Ordering::Relaxed), 1, "{service}");
    }
}
