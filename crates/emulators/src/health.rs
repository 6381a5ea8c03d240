//! Whether an emulator is up, and which one it is: `GET /_localstack/health`, which MiniStack answers too.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::http::get;

/// The page; asking MiniStack's own one of LocalStack would have it load S3, which takes seconds.
const PATH: &str = "/_localstack/health";
/// How long one look may take.
const LOOK_TIME_MAX: Duration = Duration::from_secs(5);
/// How long lies between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Which emulator it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// MiniStack.
    Ministack,
    /// LocalStack, with or without our extension.
    Localstack,
}

/// What an emulator says of itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Health {
    pub(crate) kind: Kind,
    pub(crate) version: String,
    /// Whether CloudTrail is among its services: LocalStack's open edition has it from our extension alone.
    pub(crate) has_cloudtrail: bool,
}

/// Reads the page; `None` where it is none.
fn parse(body: &str) -> Option<Health> {
    let page: Value = serde_json::from_str(body).ok()?;
    let services = page.get("services")?.as_object()?;
    // MiniStack calls itself the light edition; LocalStack says «community», or «unknown» where it runs from PyPI.
    let kind = match page.get("edition")?.as_str()? {
        "light" => Kind::Ministack,
        _ => Kind::Localstack,
    };
    let version = page.get("version").and_then(Value::as_str).unwrap_or("of an unknown version");
    Some(Health { kind, version: version.to_owned(), has_cloudtrail: services.contains_key("cloudtrail") })
}

/// One look.
#[derive(Debug)]
pub(crate) enum Look {
    /// It is up.
    Well(Health),
    /// Something answers that is none of them.
    Stranger,
    /// It is not up: what was met, in words.
    NotYet(String),
}

/// Looks once.
pub(crate) fn look(endpoint: &str) -> Look {
    match get(&format!("{endpoint}{PATH}"), None, LOOK_TIME_MAX) {
        Ok(answer) if 500 <= answer.status => Look::NotYet(format!("it answers with the status {}", answer.status)),
        Ok(answer) if answer.status == 200 => parse(&answer.body).map_or(Look::Stranger, Look::Well),
        Ok(_) => Look::Stranger,
        Err(said) => Look::NotYet(said),
    }
}

/// Why it did not become well.
pub(crate) enum Unwell<T> {
    /// It is gone.
    Gone(T),
    /// Something else answers there.
    Stranger,
    /// Time is over; what the last look met.
    Silent(String),
}

/// Looks again and again until it is well, gone, or the time is over.
pub(crate) fn wait<T>(
    endpoint: &str,
    within: Duration,
    mut gone: impl FnMut() -> Option<T>,
) -> Result<Health, Unwell<T>> {
    let begin = Instant::now();
    loop {
        // Whether it is gone is asked first: whoever answers where it should have been is then somebody else.
        if let Some(gone) = gone() {
            return Err(Unwell::Gone(gone));
        }
        let said = match look(endpoint) {
            Look::Well(health) => return Ok(health),
            Look::Stranger => return Err(Unwell::Stranger),
            Look::NotYet(said) => said,
        };
        if within <= begin.elapsed() {
            return Err(Unwell::Silent(said));
        }
        sleep(LOOK_EVERY);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Shortened answers of LocalStack 4.14.0 from PyPI without and with the extension, and of MiniStack 1.5.33.
    #[rstest]
    #[case(r#"{"services": {"acm": "available", "sns": "running"}, "edition": "unknown", "version": "4.14.0"}"#, Some((Kind::Localstack, "4.14.0", false)))]
    #[case(r#"{"services": {"cloudtrail": "available", "acm": "available"}, "edition": "unknown", "version": "4.14.0"}"#, Some((Kind::Localstack, "4.14.0", true)))]
    #[case(r#"{"services": {"cloudtrail": "available"}, "auth": "disabled", "edition": "light", "version": "1.5.33"}"#, Some((Kind::Ministack, "1.5.33", true)))]
    #[case(r#"{"services": ["sns"], "edition": "light"}"#, None)]
    #[case(r#"{"status": "ok"}"#, None)]
    #[case("<html>", None)]
    fn a_page_says_which_emulator_it_is(#[case] body: &str, #[case] expected: Option<(Kind, &str, bool)>) {
        let found = parse(body);
        let found = found.as_ref().map(|health| (health.kind, health.version.as_str(), health.has_cloudtrail));
        assert_eq!(found, expected);
    }
}
