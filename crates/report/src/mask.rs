//! Privacy: addresses, phone numbers and account numbers do not belong in transcripts.

use signalarm_alert::{AccountId, Chain, is_placeholder, is_placeholder_account, is_placeholder_text};
use signalarm_deploy::{Fact, Found};
use signalarm_notification::Endpoint;

/// What to write in the place of texts that are not for every reader's eyes.
///
/// Placeholders are nobody's, so they stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    /// Longest first, so that no text is masked inside another.
    replacements: Vec<(String, String)>,
}

impl Mask {
    /// Masks nothing: for `--show-endpoints`.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Masks the endpoints and the account number of a chain.
    #[must_use]
    pub fn of(chain: &Chain) -> Self {
        let endpoints = chain.names().flat_map(|name| chain.subscribers(name));
        let mut replacements: Vec<(String, String)> = endpoints
            .filter(|endpoint| !is_placeholder(endpoint))
            .map(|endpoint| (endpoint.to_string(), masked(endpoint)))
            .collect();
        let account = &chain.place.account;
        if !is_placeholder_account(account) {
            replacements.push((account.to_string(), "*".repeat(account.as_str().len())));
        }
        Self { replacements }.sorted()
    }

    /// The same, and the numbers of these accounts besides.
    #[must_use]
    pub fn with_accounts(mut self, accounts: &[AccountId]) -> Self {
        let hidden = accounts.iter().filter(|account| !is_placeholder_account(account));
        self.replacements.extend(hidden.map(|account| (account.to_string(), "*".repeat(account.as_str().len()))));
        self
    }

    /// The same, and a mail address besides; an empty one is none.
    #[must_use]
    pub(crate) fn with_address(mut self, address: &str) -> Self {
        let is_somebodys = !address.is_empty() && !is_placeholder_text(address);
        self.replacements.extend(is_somebodys.then(|| (address.to_owned(), masked_text("email", address))));
        self.sorted()
    }

    /// The same, and whoever else subscribes: somebody's address is not for every reader's eyes because the config does not
    /// name it.
    #[must_use]
    pub fn with_subscribers(mut self, found: &Found) -> Self {
        let topics = found.topics.values().filter_map(Fact::present);
        let listed = topics.filter_map(|topic| topic.subscriptions.present()).flatten();
        let endpoints = listed.map(|listed| (listed.protocol.as_str(), listed.endpoint.as_str()));
        let endpoints = endpoints.filter(|(_, text)| !text.is_empty() && !is_placeholder_text(text));
        self.replacements.extend(endpoints.map(|(protocol, text)| (text.to_owned(), masked_text(protocol, text))));
        self.sorted()
    }

    fn sorted(mut self) -> Self {
        self.replacements.sort_by(|(one, _), (other, _)| (other.len(), one).cmp(&(one.len(), other)));
        self.replacements.dedup();
        self
    }

    /// The text, masked.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let replace = |text: String, (secret, shown): &(String, String)| text.replace(secret.as_str(), shown);
        self.replacements.iter().fold(text.to_owned(), replace)
    }
}

fn masked(endpoint: &Endpoint) -> String {
    masked_text(&endpoint.protocol().to_string(), &endpoint.to_string())
}

/// Enough to tell one from another: the first letter and the domain, the last two digits.
fn masked_text(protocol: &str, text: &str) -> String {
    match protocol {
        "email" | "email-json" => match (text.chars().next(), text.rsplit_once('@')) {
            (Some(first), Some((_, domain))) => format!("{first}***@{domain}"),
            _ => "***".to_owned(),
        },
        "sms" => format!("+***{}", text.get(text.len().saturating_sub(2)..).unwrap_or_default()),
        protocol => format!("{protocol}:***"),
    }
}
