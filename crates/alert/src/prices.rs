//! Prices that a config tells (`[prices]`): for what is not known, or what somebody knows better.

use std::collections::BTreeMap;

/// Something that AWS takes money for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PriceItem {
    /// A custom metric, for a month.
    Metric,
    /// An alarm of standard resolution on one metric, for a month.
    Alarm,
    /// Log events taken in.
    LogIngestion,
    /// Log events kept, for a month.
    LogStorage,
    /// Management events that a second or further trail delivers.
    TrailEvents,
    /// Log files in S3 Standard, for a month.
    S3Storage,
    /// Log files written.
    S3Puts,
    /// Log files in S3 Glacier Instant Retrieval, for a month.
    GlacierStorage,
    /// Log files moved there.
    GlacierTransitions,
    /// What is published to topics.
    SnsRequests,
    /// Mails sent, JSON ones too.
    Emails,
    /// Parts of text messages sent.
    SmsParts,
    /// Requests sent to servers.
    HttpNotifications,
    /// Messages sent to queues.
    SqsNotifications,
    /// Calls of functions.
    LambdaNotifications,
    /// A customer managed key, for a month.
    Key,
    /// Uses of the key.
    KeyRequests,
}

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceUnit {
    /// Its name in `[prices]`.
    pub key: &'static str,
    /// How many of the counted things one price is for. Bytes are counted for storage: a GB is 10⁹ of them here, which
    /// is never less than what AWS bills.
    pub count: u64,
    /// That many of them, in words.
    pub words: &'static str,
}

impl PriceItem {
    /// All of them, in the order of the chain.
    pub const ALL: [Self; 17] = [
        Self::Metric,
        Self::Alarm,
        Self::LogIngestion,
        Self::LogStorage,
        Self::TrailEvents,
        Self::S3Storage,
        Self::S3Puts,
        Self::GlacierStorage,
        Self::GlacierTransitions,
        Self::SnsRequests,
        Self::Emails,
        Self::SmsParts,
        Self::HttpNotifications,
        Self::SqsNotifications,
        Self::LambdaNotifications,
        Self::Key,
        Self::KeyRequests,
    ];

    /// What its price is for.
    #[must_use]
    pub const fn unit(self) -> PriceUnit {
        let (key, count, words) = match self {
            Self::Metric => ("metric", 1, "metric and month"),
            Self::Alarm => ("alarm", 1, "alarm and month"),
            Self::LogIngestion => ("log-ingestion", 1_000_000_000, "GB"),
            Self::LogStorage => ("log-storage", 1_000_000_000, "GB and month"),
            Self::TrailEvents => ("trail-events", 100_000, "100,000 events"),
            Self::S3Storage => ("s3-storage", 1_000_000_000, "GB and month"),
            Self::S3Puts => ("s3-puts", 1_000, "1,000 requests"),
            Self::GlacierStorage => ("glacier-storage", 1_000_000_000, "GB and month"),
            Self::GlacierTransitions => ("glacier-transitions", 1_000, "1,000 objects"),
            Self::SnsRequests => ("sns-requests", 1_000_000, "1,000,000 requests"),
            Self::Emails => ("emails", 100_000, "100,000 mails"),
            Self::SmsParts => ("sms", 1, "part of a text message"),
            Self::HttpNotifications => ("http", 1_000_000, "1,000,000 notifications"),
            Self::SqsNotifications => ("sqs", 1_000_000, "1,000,000 notifications"),
            Self::LambdaNotifications => ("lambda", 1_000_000, "1,000,000 notifications"),
            Self::Key => ("key", 1, "key and month"),
            Self::KeyRequests => ("key-requests", 10_000, "10,000 requests"),
        };
        PriceUnit { key, count, words }
    }
}

/// A price of somebody's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPrice {
    /// Millionths of a US dollar, for the [`PriceUnit`] of the item.
    pub micro_dollars: u64,
    /// Where it is from, and of a text message for which country: words for a person.
    pub source: Option<String>,
}

/// The prices that a config tells.
pub type Prices = BTreeMap<PriceItem, OwnPrice>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_a_key_of_its_own() {
        let mut keys = PriceItem::ALL.map(|item| item.unit().key).to_vec();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), PriceItem::ALL.len());
        assert!(PriceItem::ALL.is_sorted(), "the order of the chain is that of the enum");
    }
}
