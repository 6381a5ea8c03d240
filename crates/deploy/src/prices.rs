//! What AWS asks for: prices by Region with their source, and what is free each month.

use signalarm_alert::{OwnPrice, PriceItem, Prices, Region};

/// One price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// Millionths of a US dollar, for the [`signalarm_alert::PriceUnit`] of the item.
    pub micro_dollars: u64,
    /// Where it is from.
    pub source: String,
    /// Of which day, as far as that is known.
    pub date: &'static str,
    /// How far it may be trusted.
    pub evidence: PriceEvidence,
}

/// How far a price may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceEvidence {
    /// AWS says so.
    Documented,
    /// It is another Region's, and assumed to hold here.
    Inferred,
    /// The config says so.
    Own,
}

/// The prices of one Region.
struct RegionPrices {
    region: &'static str,
    source: &'static str,
    date: &'static str,
    /// In millionths of a dollar; what is not here is not known.
    prices: &'static [(PriceItem, u64)],
    /// Those of the prices that are inferred.
    inferred: &'static [PriceItem],
}

/// The Regions whose prices are known.
const REGIONS: [RegionPrices; 2] = [
    RegionPrices {
        region: "us-east-1",
        source: "AWS's pricing pages and quotations of its price list",
        date: "2026, the day is not recorded",
        prices: &[
            (PriceItem::Metric, 300_000),
            (PriceItem::Alarm, 100_000),
            (PriceItem::LogIngestion, 500_000),
            (PriceItem::LogStorage, 30_000),
            (PriceItem::TrailEvents, 2_000_000),
            (PriceItem::S3Storage, 23_000),
            (PriceItem::S3Puts, 5_000),
            (PriceItem::SnsRequests, 500_000),
            (PriceItem::Emails, 2_000_000),
            (PriceItem::Key, 1_000_000),
        ],
        inferred: &[],
    },
    RegionPrices {
        region: "eu-west-1",
        source: "AWS's price list of eu-west-1",
        date: "2026-10-02 and 2026-10-04",
        prices: &[
            (PriceItem::Metric, 300_000),
            (PriceItem::Alarm, 100_000),
            (PriceItem::LogIngestion, 570_000),
            (PriceItem::LogStorage, 30_000),
            (PriceItem::TrailEvents, 2_000_000),
            (PriceItem::S3Storage, 23_000),
            (PriceItem::S3Puts, 5_000),
            (PriceItem::SnsRequests, 500_000),
            (PriceItem::Emails, 2_000_000),
            (PriceItem::Key, 1_000_000),
        ],
        inferred: &[PriceItem::Emails],
    },
];

/// What an account has free each month of log events, taken in and kept together, in bytes.
pub(crate) const FREE_LOG_BYTES: u64 = 5_000_000_000;

/// The price of an item in a Region: the config's own, otherwise the known one. `None`: not known.
#[must_use]
pub fn price(item: PriceItem, region: &Region, own: &Prices) -> Option<Price> {
    if let Some(OwnPrice { micro_dollars, source }) = own.get(&item) {
        let source = source.clone().unwrap_or_else(|| "[prices] in the config".to_owned());
        return Some(Price { micro_dollars: *micro_dollars, source, date: "", evidence: PriceEvidence::Own });
    }
    let known = known(region)?;
    let (_, micro_dollars) = known.prices.iter().find(|(priced, _)| *priced == item)?;
    let evidence = match known.inferred.contains(&item) {
        true => PriceEvidence::Inferred,
        false => PriceEvidence::Documented,
    };
    Some(Price { micro_dollars: *micro_dollars, source: known.source.to_owned(), date: known.date, evidence })
}

/// How much of an item is free each month, for the whole account. Of log events it is [`FREE_LOG_BYTES`] in all. In a
/// Region without known prices nothing counts as free.
#[must_use]
pub(crate) fn free(item: PriceItem, region: &Region) -> u64 {
    match item {
        _ if known(region).is_none() => 0,
        PriceItem::Metric | PriceItem::Alarm => 10,
        PriceItem::LogIngestion | PriceItem::LogStorage => FREE_LOG_BYTES,
        PriceItem::SnsRequests => 1_000_000,
        PriceItem::Emails => 1_000,
        PriceItem::TrailEvents
        | PriceItem::S3Storage
        | PriceItem::S3Puts
        | PriceItem::GlacierStorage
        | PriceItem::GlacierTransitions
        | PriceItem::SmsParts
        | PriceItem::HttpNotifications
        | PriceItem::SqsNotifications
        | PriceItem::LambdaNotifications
        | PriceItem::Key
        | PriceItem::KeyRequests => 0,
    }
}

fn known(region: &Region) -> Option<&'static RegionPrices> {
    REGIONS.iter().find(|known| known.region == region.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_known_told_or_not_known() {
        let (here, elsewhere): (Region, Region) = ("eu-west-1".parse().unwrap(), "eu-west-2".parse().unwrap());
        let none = Prices::new();
        let own = OwnPrice { micro_dollars: 50_000, source: Some("Germany".to_owned()) };
        let own: Prices = [(PriceItem::SmsParts, own.clone()), (PriceItem::Metric, own)].into();
        assert_eq!(price(PriceItem::LogIngestion, &here, &none).unwrap().micro_dollars, 570_000);
        assert_eq!(price(PriceItem::Emails, &here, &none).unwrap().evidence, PriceEvidence::Inferred);
        assert_eq!(price(PriceItem::Metric, &here, &own).unwrap().evidence, PriceEvidence::Own);
        assert_eq!(price(PriceItem::SmsParts, &elsewhere, &own).unwrap().source, "Germany");
        for item in PriceItem::ALL {
            assert_eq!(price(item, &elsewhere, &none), None, "{item:?} is not guessed");
            assert_eq!(free(item, &elsewhere), 0);
        }
        for item in [PriceItem::SmsParts, PriceItem::GlacierStorage, PriceItem::KeyRequests] {
            assert_eq!(price(item, &here, &none), None, "{item:?} is not guessed");
        }
    }
}
