//! Endpoints that nobody would wish for: each ends soon, with an error that says what and where.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use crate::support::Place;

/// An HTTP server that gives everybody the same answer, as it stands.
fn server(answer: &'static str) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut request = [0; 16_384];
            // Whoever has gone away is no concern of this server's.
            let _ = stream.read(&mut request);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    url
}

/// What the deployer says of a server with this answer, and its exit code.
fn deploy_at(name: &str, answer: &'static str) -> (i32, String) {
    Place::new(name, &server(answer), "510987654321").run(&["deploy", "--plan"])
}

#[test]
fn an_endpoint_that_is_not_there_is_told() {
    let text = Place::new("nowhere", "http://127.0.0.1:1", "510987654321").runs(&["deploy", "--plan"], 4);
    assert!(text.contains("http://127.0.0.1:1"), "{text}");
}

#[test]
fn an_expired_token_is_told() {
    let answer = "HTTP/1.1 403 Forbidden\r\ncontent-type: text/xml\r\nconnection: close\r\n\r\n\
        <ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the \
        request is expired</Message></Error><RequestId>r</RequestId></ErrorResponse>";
    let (code, text) = deploy_at("expired", answer);
    assert_eq!(code, 4, "{text}");
    assert!(text.contains("sts:GetCallerIdentity") && text.contains("ExpiredToken"), "{text}");
}

#[test]
fn what_is_no_answer_of_aws_is_told() {
    for (name, answer) in [
        ("garbage", "SSH-2.0-OpenSSH_9.2\r\n"),
        ("a page", "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<html><body>hello"),
        ("no body", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
        ("cut off", "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\nconnection: close\r\n\r\n<GetCallerIdentity"),
        ("nothing", ""),
        ("a proxy", "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
        ("gateway", "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
    ] {
        let (code, text) = deploy_at(&format!("hostile {name}"), answer);
        assert!([2, 4].contains(&code), "{name}: {code}: {text}");
        assert!(text.contains("error: ") && text.contains("sts:GetCallerIdentity"), "{name}: {text}");
    }
}

#[test]
fn a_region_that_is_none_is_told_before_anything_is_sent() {
    let place = Place::new("no-region", "http://127.0.0.1:1", "510987654321");
    let text = place.runs(&["deploy", "--plan", "--region", "Ireland"], 2);
    assert!(text.contains("Ireland"), "{text}");
}
