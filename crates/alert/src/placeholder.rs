//! What stands in a simulated chain where nobody is named: endpoints and an account number that are nobody's.

use signalarm_notification::Endpoint;

use crate::name::AlertName;
use crate::place::AccountId;

/// The account number that stands where nobody named one: the one that AWS's documentation uses.
const PLACEHOLDER_ACCOUNT: &str = "111122223333";
/// A phone number that can belong to nobody.
const PLACEHOLDER_PHONE: &str = "+12025550123";
/// Addresses below this domain can belong to nobody (RFC 2606).
const PLACEHOLDER_DOMAIN: &str = "example.com";
/// What may stand before the @ of an address (RFC 5321); an alert's name may be longer.
const PLACEHOLDER_LOCAL_CHARS_MAX: usize = 64;

/// Whether nobody's address or number is being given away: it is one of a simulated chain's.
#[must_use]
pub fn is_placeholder(endpoint: &Endpoint) -> bool {
    is_placeholder_text(&endpoint.to_string())
}

/// The same of an address or number that is told as text.
#[must_use]
pub fn is_placeholder_text(text: &str) -> bool {
    text == PLACEHOLDER_PHONE || text.ends_with(&format!("@{PLACEHOLDER_DOMAIN}"))
}

/// Whether the account number is the one that stands where nobody named one.
#[must_use]
pub fn is_placeholder_account(account: &AccountId) -> bool {
    account.as_str() == PLACEHOLDER_ACCOUNT
}

/// The account number that stands where nobody named one.
pub(crate) fn placeholder_account() -> AccountId {
    PLACEHOLDER_ACCOUNT.parse().expect("twelve digits")
}

/// One e-mail address per alert, and for a root success a phone number besides.
pub(crate) fn placeholders(name: &AlertName) -> Vec<Endpoint> {
    // Names are ASCII, so that no letter is cut in two.
    let local = name.as_str().get(..PLACEHOLDER_LOCAL_CHARS_MAX).unwrap_or(name.as_str());
    let mail = format!("{local}@{PLACEHOLDER_DOMAIN}").parse().map(Endpoint::Email);
    let mut endpoints = vec![mail.expect("an alert's name may stand before the @ of an address")];
    if *name == AlertName::SUCCESS_ROOT {
        endpoints.push(Endpoint::Sms(PLACEHOLDER_PHONE.parse().expect("a phone number in E.164 form")));
    }
    endpoints
}
