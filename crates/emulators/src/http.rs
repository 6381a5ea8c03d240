//! The one way in which this room asks over HTTP: plain, to this machine or one that somebody named, within bounds.

use std::time::Duration;

use ureq::Agent;

/// How long an answer may be.
const BODY_BYTES_MAX: u64 = 16 << 20;

/// An answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Asks once; why there is no answer, in words.
pub(crate) fn get(url: &str, authorization: Option<&str>, within: Duration) -> Result<Answer, String> {
    let config = Agent::config_builder()
        .timeout_global(Some(within))
        .http_status_as_error(false)
        .max_redirects(0)
        // An emulator is asked itself: a proxy that the environment names is for the world outside.
        .proxy(None)
        .build();
    let mut request = Agent::new_with_config(config).get(url);
    if let Some(authorization) = authorization {
        request = request.header("Authorization", authorization);
    }
    let mut response = request.call().map_err(|error| error.to_string())?;
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(BODY_BYTES_MAX).lossy_utf8(true).read_to_string();
    Ok(Answer { status, body: body.map_err(|error| error.to_string())? })
}
