//! What a caller may say about the account that is called.

use http::Uri;
use thiserror::Error;

/// What is given on the command line. `None` leaves it to AWS's environment and files (`AWS_PROFILE`, `AWS_REGION`,
/// `AWS_ENDPOINT_URL`, `~/.aws/config` …), which are otherwise overruled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The profile in AWS's files.
    pub profile: Option<String>,
    /// The Region, such as `eu-central-1`.
    pub region: Option<String>,
    /// Where every service is called, such as `http://127.0.0.1:4566`.
    pub endpoint_url: Option<String>,
    /// Access key and secret in the place of all others; emulators take any, and some take twelve digits for an account of
    /// that number.
    pub access_key: Option<String>,
}

/// Why there can be no clients with these settings.
#[derive(Debug, Error)]
pub enum SettingsFault {
    /// Nothing says which Region.
    #[error(
        "no Region{}: give one by --region, by the variable AWS_REGION, or as “region” of the profile in ~/.aws/config",
        of_profile(.profile)
    )]
    NoRegion {
        /// The profile that was asked for on the command line.
        profile: Option<String>,
    },
    /// The Region is no name of one.
    #[error("the Region “{0}” is no name of a Region, which has letters, digits and hyphens, such as eu-central-1")]
    Region(String),
    /// The endpoint is no URL.
    #[error("the endpoint URL “{0}” is none: it must read like http://127.0.0.1:4566")]
    EndpointUrl(String),
    /// The operating system gives no async runtime.
    #[error("the async runtime does not start: {0}")]
    Runtime(#[source] std::io::Error),
}

fn of_profile(profile: &Option<String>) -> String {
    profile.as_ref().map(|profile| format!(" for the profile “{profile}”")).unwrap_or_default()
}

/// Checks the Region: the SDK makes a host's name of it.
///
/// # Errors
///
/// [`SettingsFault::Region`].
pub(crate) fn check_region(region: &str) -> Result<(), SettingsFault> {
    let is_plain = !region.is_empty() && region.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_plain { Ok(()) } else { Err(SettingsFault::Region(region.to_owned())) }
}

/// Checks an endpoint URL: the SDK would tell it only with the first call.
///
/// # Errors
///
/// [`SettingsFault::EndpointUrl`].
pub(crate) fn check_endpoint_url(url: &str) -> Result<(), SettingsFault> {
    let uri = url.parse::<Uri>().ok();
    let is_whole = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    if uri.is_some_and(|uri| is_whole(&uri)) { Ok(()) } else { Err(SettingsFault::EndpointUrl(url.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_has_scheme_and_host() {
        for url in ["http://127.0.0.1:4566", "https://localhost.localstack.cloud:4566/", "http://[::1]:5000"] {
            check_endpoint_url(url).unwrap();
        }
        for url in ["", "localhost", "localhost:4566", "ftp://127.0.0.1", "http://", "http://a b", "/tmp/socket"] {
            let fault = check_endpoint_url(url).unwrap_err();
            assert!(fault.to_string().contains(&format!("“{url}”")), "{fault}");
        }
    }

    #[test]
    fn a_fault_names_the_profile_that_was_asked_for() {
        let fault = SettingsFault::NoRegion { profile: Some("audit".to_owned()) };
        assert!(fault.to_string().starts_with("no Region for the profile “audit”: give one by --region"), "{fault}");
        check_region("us-gov-west-1").unwrap();
        assert!(check_region("eu_central/1").is_err());
    }
}
