//! The sign-in that an alert is about.

use signalarm_alert::{AlertName, Place};
use signalarm_event::{BROWSER, Forgery, Outcome, Record, Variant, forge};
use signalarm_time::Timestamp;
use thiserror::Error;

/// A name, an address and a browser that belong to nobody (RFC 5737 keeps the address for documentation).
pub(crate) const USER: &str = "alice";
pub(crate) const SOURCE_IP: &str = "203.0.113.7";
/// No sign-in belongs to the alert.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0} is an alert of your own: name a file with a record that it fires on (--record FILE)")]
pub struct NoSignIn(pub AlertName);

/// The variant of the record that one of the four alerts fires on.
pub(crate) fn variant(alert: &AlertName) -> Result<Variant, NoSignIn> {
    let four: [(AlertName, Variant); 4] = [
        (AlertName::FAILURE_IAM, Variant::Iam { outcome: Outcome::Failure, mfa: false }),
        (AlertName::SUCCESS_IAM, Variant::Iam { outcome: Outcome::Success, mfa: false }),
        (AlertName::FAILURE_ROOT, Variant::Root { outcome: Outcome::Failure, mfa: false }),
        (AlertName::SUCCESS_ROOT, Variant::Root { outcome: Outcome::Success, mfa: false }),
    ];
    let found = four.into_iter().find(|(name, _)| name == alert);
    found.map(|(_, variant)| variant).ok_or_else(|| NoSignIn(alert.clone()))
}

/// A record of that variant.
pub(crate) fn record(variant: Variant, place: &Place, at: Timestamp, id: u128) -> Record {
    forge(&Forgery {
        variant,
        at,
        account: place.account.as_str(),
        region: None,
        user: USER,
        source_ip: SOURCE_IP,
        user_agent: BROWSER,
        id,
    })
}
