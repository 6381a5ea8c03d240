//! A subscriber: an HTTP server to which an emulator's topics send, which confirms what it is asked to and keeps what it gets.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle, sleep};
use std::time::{Duration, Instant};

use serde_json::Value;
use thiserror::Error;
use tiny_http::{Method, Request, Response, Server};
use ureq::http::Uri;

use crate::http::get;
use crate::localstack::THIS_MACHINE;

/// How much is kept; more is counted as lost.
const RECEIVED_MAX: usize = 10_000;
/// How long a body may be: SNS sends 256 KiB at most, in JSON that may be twice as long, and its frame.
const BODY_BYTES_MAX: u64 = 1 << 20;
/// How long the emulator may take to confirm.
const CONFIRM_TIME_MAX: Duration = Duration::from_secs(30);
/// How long the end of the server is waited for.
const END_TIME_MAX: Duration = Duration::from_secs(5);

/// From where an emulator reaches this machine.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reach {
    /// From this machine: a process on it.
    Loopback,
    /// From a container that we started: it knows this machine by a name, at this address of Docker's bridge.
    Bridge(IpAddr),
}

/// What a topic sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Received {
    /// The path to which it was sent, such as `/alice`: what tells subscribers apart.
    pub path: String,
    /// The topic.
    pub topic_arn: String,
    /// The subject that was published with it.
    pub subject: Option<String>,
    /// What was published.
    pub message: String,
}

/// What came, and what did not come to be kept.
#[derive(Debug, Default)]
struct Log {
    received: Vec<Received>,
    faults: Vec<String>,
    lost: usize,
    /// Whether anything came at all, a request to confirm say.
    was_reached: bool,
}

/// Why there is no sink.
#[derive(Debug, Error)]
#[error("no server for notifications can listen on {address}: {why}")]
pub struct SinkFault {
    address: IpAddr,
    why: String,
}

/// A running server, which ends when this is dropped.
pub struct Sink {
    url: String,
    log: Arc<Mutex<Log>>,
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Sink {
    /// Starts one for the topics of the emulator at an endpoint, on a free port.
    ///
    /// # Errors
    ///
    /// [`SinkFault`].
    pub fn start(reach: Reach, endpoint: &str) -> Result<Self, SinkFault> {
        let address = match reach {
            Reach::Loopback => IpAddr::V4(Ipv4Addr::LOCALHOST),
            Reach::Bridge(address) => address,
        };
        let fault = |why: String| SinkFault { address, why };
        let server = Server::http(SocketAddr::new(address, 0)).map_err(|error| fault(error.to_string()))?;
        let port = server.server_addr().to_ip().ok_or_else(|| fault("it has no port".to_owned()))?.port();
        let host = match reach {
            Reach::Loopback => address.to_string(),
            Reach::Bridge(_) => THIS_MACHINE.to_owned(),
        };
        let (server, log) = (Arc::new(server), Arc::new(Mutex::new(Log::default())));
        let (serving, keeping, endpoint) = (Arc::clone(&server), Arc::clone(&log), endpoint.to_owned());
        let thread = thread::spawn(move || serve(&serving, &keeping, &endpoint));
        Ok(Self { url: format!("http://{host}:{port}"), log, server, thread: Some(thread) })
    }

    /// The beginning of the endpoints to subscribe: this, and a path of one's choice.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What came so far, in its order.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        locked(&self.log).received.clone()
    }

    /// Whether anything came at all, a request to confirm say: who was never reached may be out of reach.
    #[must_use]
    pub fn was_reached(&self) -> bool {
        locked(&self.log).was_reached
    }

    /// What went wrong, in words: a confirmation that the emulator refused, a post that is none of SNS's, one that was too much.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let log = locked(&self.log);
        let lost = (log.lost != 0).then(|| format!("{} posts more than are kept", log.lost));
        log.faults.iter().cloned().chain(lost).collect()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.server.unblock();
        let begin = Instant::now();
        let Some(thread) = self.thread.take() else { return };
        // It may wait for the rest of a post that never comes; then it is left to itself.
        while !thread.is_finished() && begin.elapsed() < END_TIME_MAX {
            sleep(Duration::from_millis(5));
        }
    }
}

/// A panic elsewhere was reported already; what came may still be read.
fn locked(log: &Mutex<Log>) -> std::sync::MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes posts until it is told to end.
fn serve(server: &Server, log: &Mutex<Log>, endpoint: &str) {
    while let Ok(mut request) = server.recv() {
        let post = read(&mut request);
        let status = if post.is_ok() { 200 } else { 400 };
        // A sender that has gone away meanwhile needs no answer. It gets it before it is asked to confirm: it may be able to do one
        // thing at a time only.
        request.respond(Response::empty(status)).ok();
        let kept = post.and_then(|post| match post {
            Post::Notification(received) => Ok(Some(received)),
            Post::Confirmation { topic_arn, query } => confirm(endpoint, &topic_arn, &query).map(|()| None),
        });
        let mut log = locked(log);
        log.was_reached = true;
        match kept {
            _ if RECEIVED_MAX <= log.received.len() + log.faults.len() => log.lost += 1,
            Ok(Some(received)) => log.received.push(received),
            Ok(None) => {}
            Err(fault) => log.faults.push(fault),
        }
    }
}

/// What SNS posts (Amazon SNS Developer Guide, «Parsing Amazon SNS message formats»).
#[derive(Debug, Eq, PartialEq)]
enum Post {
    Notification(Received),
    Confirmation {
        topic_arn: String,
        /// The query of the URL that confirms.
        query: String,
    },
}

fn read(request: &mut Request) -> Result<Post, String> {
    let path = request.url().to_owned();
    if *request.method() != Method::Post {
        return Err(format!("{} {path}: SNS posts", request.method()));
    }
    let mut body = Vec::new();
    let read = request.as_reader().take(BODY_BYTES_MAX + 1).read_to_end(&mut body);
    read.map_err(|error| format!("{path}: {error}"))?;
    if BODY_BYTES_MAX < body.len() as u64 {
        return Err(format!("{path}: more than {BODY_BYTES_MAX} bytes"));
    }
    parse(&path, &body).ok_or_else(|| format!("{path}: no notification of SNS"))
}

/// Reads a post; `None` where it is none of SNS's.
fn parse(path: &str, body: &[u8]) -> Option<Post> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let text = |name: &str| body.get(name)?.as_str().map(str::to_owned);
    match text("Type")?.as_str() {
        "Notification" => Some(Post::Notification(Received {
            path: path.to_owned(),
            topic_arn: text("TopicArn")?,
            subject: text("Subject"),
            message: text("Message")?,
        })),
        "SubscriptionConfirmation" => {
            let url: Uri = text("SubscribeURL")?.parse().ok()?;
            let query = url.query().filter(|query| query.split('&').any(|part| part == "Action=ConfirmSubscription"));
            Some(Post::Confirmation { topic_arn: text("TopicArn")?, query: query?.to_owned() })
        }
        _ => None,
    }
}

/// Confirms at the emulator's own endpoint, whatever host its URL names: nothing else is ever asked, and the emulator often
/// names a host or a port that only it knows.
fn confirm(endpoint: &str, topic_arn: &str, query: &str) -> Result<(), String> {
    let answer = get(&format!("{endpoint}/?{query}"), caller(topic_arn).as_deref(), CONFIRM_TIME_MAX);
    match answer {
        Ok(answer) if answer.status == 200 => Ok(()),
        Ok(answer) => {
            Err(format!("{topic_arn}: its confirmation was refused with the status {}: {}", answer.status, answer.body))
        }
        Err(said) => Err(format!("{topic_arn}: its confirmation was not answered: {said}")),
    }
}

/// Who asks. AWS finds the topic by the token alone; MiniStack looks for it in the Region of whoever asks (`us-east-1` where nobody
/// says), which an emulator takes from the credential, as it takes the account from its access key. None looks at the signature.
fn caller(topic_arn: &str) -> Option<String> {
    let mut parts = topic_arn.split(':').skip(3);
    let (region, account) = (parts.next()?, parts.next()?);
    Some(format!(
        "AWS4-HMAC-SHA256 Credential={account}/20260101/{region}/sns/aws4_request, SignedHeaders=host, Signature=none"
    ))
}

#[cfg(test)]
#[path = "sink_tests.rs"]
mod tests;
