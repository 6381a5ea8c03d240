//! What a deployment costs a month, line by line: as expected, and with a flood of failed sign-ins.
//!
//! Money is counted in millionths of a dollar, and a month has 30 days. Every quantity rests on [`Assumptions`], which
//! are named so that somebody can put their own figures in their place.

mod notifications;
mod usage;

use signalarm_alert::{Deployment, PriceItem, Prices, Region};

use self::usage::{Usage, usage};
use crate::prices::{FREE_LOG_BYTES, Price, free, price};

/// What is assumed of the account, of a usual month, and of a bad one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumptions {
    /// Management events that the trail delivers in a month.
    pub events_per_month: u64,
    /// Bytes of a log event: recorded files of a small account hold 1,250 to a record.
    pub log_event_bytes: u64,
    /// Compressed bytes of a record in a log file: recorded files hold 90 where they are full, 800 where they hold one.
    pub log_file_bytes_per_event: u64,
    /// Log files and digests in a day: a published bill of a nearly idle account with a multi-Region trail.
    pub log_files_per_day: u64,
    /// Whether another trail delivers management events already: only the first copy in each Region is free.
    pub has_other_trail: bool,
    /// How often an alert's alarm goes to ALARM in a usual month.
    pub alarms_per_alert: u64,
    /// How often somebody does what the alert on tampering hears, a deployment that changes the chain included.
    pub tamperings: u64,
    /// How often the chain falls silent and speaks again.
    pub silences: u64,
    /// Parts of one text message: the line that SNS sends is kept short.
    pub sms_parts_per_message: u64,
    /// Days of a bad month in which somebody floods the sign-in.
    pub flood_days: u64,
    /// Failed sign-ins in each second of them.
    pub flood_sign_ins_per_second: u64,
    /// Each alert goes to ALARM, to OK and to ALARM again once in so many of its periods.
    pub flood_cycle_periods: u64,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self {
            events_per_month: 100_000,
            log_event_bytes: 1_300,
            log_file_bytes_per_event: 400,
            log_files_per_day: 870,
            has_other_trail: false,
            alarms_per_alert: 30,
            tamperings: 2,
            silences: 1,
            sms_parts_per_message: 1,
            flood_days: 3,
            flood_sign_ins_per_second: 10,
            flood_cycle_periods: 5,
        }
    }
}

/// What a deployment costs a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The Region whose prices hold.
    pub region: Region,
    /// What the quantities rest on.
    pub assumptions: Assumptions,
    /// The lines, in the order of the chain.
    pub lines: Vec<CostLine>,
}

/// One thing that costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// What it is.
    pub item: PriceItem,
    /// What it is, in words.
    pub what: &'static str,
    /// The price; `None`: not known.
    pub price: Option<Price>,
    /// In a usual month.
    pub expected: Amount,
    /// In a bad one.
    pub bad: Amount,
    /// What to know about it; may be empty.
    pub note: &'static str,
}

/// How much of a thing, and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How many, in the things that [`signalarm_alert::PriceUnit`] counts.
    pub quantity: u64,
    /// How many of an account's are free.
    pub free: u64,
    /// What the rest costs in millionths of a dollar; `None`: not known.
    pub micro_dollars: Option<u64>,
}

/// A sum, of which some parts may not be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum of what is known, in millionths of a dollar.
    pub micro_dollars: u64,
    /// How many parts are not known.
    pub unknown: usize,
}

impl Cost {
    /// The sum of a usual month.
    #[must_use]
    pub fn expected(&self) -> Total {
        self.lines.iter().map(|line| line.expected).collect()
    }

    /// The sum of a bad month.
    #[must_use]
    pub fn bad(&self) -> Total {
        self.lines.iter().map(|line| line.bad).collect()
    }
}

impl FromIterator<Amount> for Total {
    fn from_iter<I: IntoIterator<Item = Amount>>(amounts: I) -> Self {
        let add = |total: Self, amount: Amount| match amount.micro_dollars {
            Some(more) => Self { micro_dollars: total.micro_dollars.saturating_add(more), ..total },
            None => Self { unknown: total.unknown + 1, ..total },
        };
        amounts.into_iter().fold(Self::default(), add)
    }
}

/// What a deployment costs a month, at the prices of its Region and those that the config tells.
///
/// The free allowances are the account's: what else it uses of them is not known here.
#[must_use]
pub fn cost(deployment: &Deployment, own: &Prices, assumptions: &Assumptions) -> Cost {
    let region = &deployment.chain.place.region;
    let mut left = Left { expected: FREE_LOG_BYTES, bad: FREE_LOG_BYTES };
    let mut lines = Vec::new();
    for used in usage(deployment, assumptions) {
        let Usage { item, what, note, .. } = used;
        if used.is_nothing() {
            continue;
        }
        let price = price(item, region, own);
        let expected = amount(item, used.expected, left.of_expected(&used, region), price.as_ref());
        let bad = amount(item, used.bad, left.of_bad(&used, region), price.as_ref());
        lines.push(CostLine { item, what, price, expected, bad, note });
    }
    Cost { region: region.clone(), assumptions: assumptions.clone(), lines }
}

/// What is left of the free bytes of log events, which taking in and keeping share.
struct Left {
    expected: u64,
    bad: u64,
}

impl Left {
    fn of_expected(&mut self, used: &Usage, region: &Region) -> u64 {
        take(&mut self.expected, used.item, used.expected, region)
    }

    fn of_bad(&mut self, used: &Usage, region: &Region) -> u64 {
        take(&mut self.bad, used.item, used.bad, region)
    }
}

/// How much of an item is free; `left` is what is left for log events.
fn take(left: &mut u64, item: PriceItem, quantity: u64, region: &Region) -> u64 {
    let whole = free(item, region);
    match item {
        PriceItem::LogIngestion | PriceItem::LogStorage => {
            let free = whole.min(*left);
            *left -= quantity.min(free);
            free
        }
        _ => whole,
    }
}

/// Nothing costs nothing, whatever the price; a part of a millionth of a dollar counts from its half on.
fn amount(item: PriceItem, quantity: u64, free: u64, price: Option<&Price>) -> Amount {
    let billed = quantity.saturating_sub(free);
    let micro_dollars = match (billed, price) {
        (0, _) => Some(0),
        (_, None) => None,
        (billed, Some(price)) => {
            let count = u128::from(item.unit().count);
            let exact = u128::from(billed) * u128::from(price.micro_dollars);
            Some(u64::try_from((exact + count / 2) / count).unwrap_or(u64::MAX))
        }
    };
    Amount { quantity, free, micro_dollars }
}
