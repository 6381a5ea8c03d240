//! A request as it goes out, as text that a person can review.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_cbor::Decoder;
use aws_smithy_cbor::data::Type;
use aws_smithy_cbor::decode::DeserializeError;
use aws_smithy_http_client::test_util::infallible_client_fn;
use aws_smithy_types::body::SdkBody;
use serde_json::Value;

use crate::Clients;

/// Beginnings of the names of headers that say nothing of the call: they differ with the instant, the machine, the release.
const UNTOLD_HEADERS: [&str; 6] =
    ["amz-sdk-", "authorization", "content-length", "user-agent", "x-amz-date", "x-amz-user-agent"];
/// The digest of the body in the signature: the body is told.
const DIGEST: &str = "x-amz-content-sha256";
/// How deep a CBOR body may nest.
const DEPTH_MAX: usize = 32;

/// The requests that `call` sends, each as text: method and URL, the headers that matter, the body with a member a line. Every
/// one is answered with an empty reply.
pub fn requests(region: &str, call: impl FnOnce(&Clients)) -> Vec<String> {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let clients = {
        let sent = Arc::clone(&sent);
        let http = infallible_client_fn(move |request| {
            sent.lock().unwrap_or_else(PoisonError::into_inner).push(text(&request));
            http::Response::new(SdkBody::empty())
        });
        Clients::over_http(region, http)
    };
    call(&clients);
    std::mem::take(&mut *sent.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A request as text.
fn text(request: &http::Request<SdkBody>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    let told = |name: &str| name != DIGEST && !UNTOLD_HEADERS.iter().any(|untold| name.starts_with(untold));
    let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or("not text")));
    let mut headers: Vec<_> = headers.filter(|(name, _)| told(name)).collect();
    headers.sort_unstable();
    for (name, value) in headers {
        let _ = writeln!(text, "{name}: {value}");
    }
    let content_type = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    let body = body_text(content_type.unwrap_or_default(), request.body().bytes().unwrap_or_default());
    if !body.is_empty() {
        text.extend(["\n", body.trim_end(), "\n"]);
    }
    text
}

/// A body with a member a line. Maps are sorted by their keys: the SDK writes them in no order.
fn body_text(content_type: &str, body: &[u8]) -> String {
    let plain = || String::from_utf8_lossy(body).into_owned();
    match content_type {
        _ if body.is_empty() => String::new(),
        "application/cbor" => {
            let mut text = String::new();
            match cbor(&mut text, &mut Decoder::new(body), 0) {
                Ok(()) => text,
                Err(error) => format!("no CBOR: {error}"),
            }
        }
        "application/x-www-form-urlencoded" => form(&plain()),
        json if json.starts_with("application/x-amz-json") => {
            serde_json::from_slice(body).map_or_else(|_| plain(), |json| format!("{:#}", sorted(json)))
        }
        _ => plain(),
    }
}

/// The members of a form. An entry of a map is two members of one number, which says nothing.
fn form(body: &str) -> String {
    let members: Vec<String> = body.split('&').map(decoded).collect();
    let entry = |member: &str| {
        let (map, rest) = member.split_once(".entry.")?;
        let (number, rest) = rest.split_once('.')?;
        Some((map.to_owned(), number.to_owned(), rest.to_owned()))
    };
    let mut lines = Vec::new();
    let mut entries: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for member in &members {
        match entry(member) {
            Some((map, number, rest)) => entries.entry((map, number)).or_default().push(rest),
            None => lines.push(member.clone()),
        }
    }
    let mut entries: Vec<(String, Vec<String>)> = entries.into_iter().map(|((map, _), rest)| (map, rest)).collect();
    entries.sort_unstable();
    lines.extend(
        entries.into_iter().flat_map(|(map, rest)| rest.into_iter().map(move |rest| format!("{map}.entry.{rest}"))),
    );
    lines.join("\n")
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members: BTreeMap<_, _> = members.into_iter().map(|(name, value)| (name, sorted(value))).collect();
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// A member of a form without its percent signs.
fn decoded(member: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = member.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| byte == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(escaped) => {
                bytes.push(escaped);
                rest = &after[2..];
            }
            None => {
                bytes.push(if byte == b'+' { b' ' } else { byte });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One value of CBOR in the manner of JSON, an entry a line.
fn cbor(text: &mut String, decoder: &mut Decoder<'_>, depth: usize) -> Result<(), DeserializeError> {
    if DEPTH_MAX < depth {
        return Err(DeserializeError::custom("nested too deeply", decoder.position()));
    }
    match decoder.datatype()? {
        Type::Map | Type::MapIndef => {
            let count = decoder.map()?;
            entries(text, decoder, count, depth, ['{', '}'])
        }
        Type::Array | Type::ArrayIndef => {
            let count = decoder.list()?;
            entries(text, decoder, count, depth, ['[', ']'])
        }
        Type::String | Type::StringIndef => write_value(text, format_args!("{:?}", decoder.str()?)),
        Type::Bool => write_value(text, format_args!("{}", decoder.boolean()?)),
        Type::F32 => write_value(text, format_args!("{:?}", decoder.float()?)),
        Type::F64 => write_value(text, format_args!("{:?}", decoder.double()?)),
        Type::Tag => write_value(text, format_args!("{}", decoder.timestamp()?)),
        Type::Null => decoder.null().map(|()| text.push_str("null")),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 | Type::I8 | Type::I16 | Type::I32 | Type::I64 => {
            write_value(text, format_args!("{}", decoder.long()?))
        }
        other => Err(DeserializeError::custom(format!("unexpected {other:?}"), decoder.position())),
    }
}

/// The entries of a map or a list; without a count they end with a break.
fn entries(
    text: &mut String,
    decoder: &mut Decoder<'_>,
    count: Option<u64>,
    depth: usize,
    [open, close]: [char; 2],
) -> Result<(), DeserializeError> {
    text.push(open);
    let mut left = count;
    while left != Some(0) {
        if matches!(decoder.datatype()?, Type::Break) {
            decoder.skip()?;
            break;
        }
        let _ = write!(text, "\n{:1$}", "", 2 * (depth + 1));
        if open == '{' {
            let _ = write!(text, "{}: ", decoder.str()?);
        }
        cbor(text, decoder, depth + 1)?;
        left = left.map(|left| left - 1);
    }
    let _ = write!(text, "\n{:1$}{close}", "", 2 * depth);
    Ok(())
}

fn write_value(text: &mut String, value: std::fmt::Arguments<'_>) -> Result<(), DeserializeError> {
    let _ = text.write_fmt(value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use aws_smithy_cbor::Encoder;

    use super::*;

    #[test]
    fn a_form_is_told_without_escapes_and_in_one_order() {
        let body = "Action=A&M.entry.1.key=b&M.entry.1.value=2%2B2&M.entry.2.key=a&M.entry.2.value=x+y%C3%B6&T=100%";
        let told = "Action=A\nT=100%\nM.entry.key=a\nM.entry.value=x yö\nM.entry.key=b\nM.entry.value=2+2";
        assert_eq!(body_text("application/x-www-form-urlencoded", body.as_bytes()), told);
    }

    #[test]
    fn json_is_told_in_one_order() {
        let told = body_text("application/x-amz-json-1.1", br#"{"b":[{"d":1,"c":2}],"a":""}"#);
        assert_eq!(told, body_text("application/x-amz-json-1.1", br#"{"a":"","b":[{"c":2,"d":1}]}"#));
        assert_eq!(body_text("application/x-amz-json-1.1", b"{"), "{");
    }

    #[test]
    fn cbor_is_told_with_its_types() {
        let mut encoder = Encoder::new(Vec::new());
        encoder.begin_map().str("Threshold").double(0.0).str("Names").array(2).str("a\"b").null();
        encoder.str("Period").integer(300).str("Enabled").boolean(true).end();
        let told = "{\n  Threshold: 0.0\n  Names: [\n    \"a\\\"b\"\n    null\n  ]\n  Period: 300\n  Enabled: true\n}";
        assert_eq!(body_text("application/cbor", &encoder.into_writer()), told);
        assert!(body_text("application/cbor", b"\xbf").starts_with("no CBOR: "));
        let endless = vec![0x9f; 2 * DEPTH_MAX];
        assert!(body_text("application/cbor", &endless).contains("nested too deeply"));
    }
}
