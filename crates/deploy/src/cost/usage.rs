//! How much of each thing a deployment uses in a month.

use signalarm_alert::{Bucket, Deployment, PriceItem, Source};

use super::Assumptions;
use super::notifications::notifications;

const DAYS_PER_MONTH: u64 = 30;
pub(super) const DAY_SECONDS: u64 = 86_400;
/// A flood fills one more log file each five minutes, which is how often CloudTrail delivers (CloudTrail User Guide,
/// *How CloudTrail works*).
const FLOOD_FILES_PER_DAY: u64 = 288;
/// S3 by itself moves no smaller object to another storage class (S3 API Reference, *PutBucketLifecycleConfiguration*).
const MOVED_BYTES_MIN: u64 = 128 * 1_024;
/// Glacier Instant Retrieval bills an object for so many days at least (S3 User Guide, *Storage classes*).
const GLACIER_DAYS_MIN: u64 = 90;
/// What is never deleted grows for ever; told is what it costs after so many days.
const NEVER_DELETED_DAYS: u64 = 365;

/// How much of one thing is used.
pub(super) struct Usage {
    pub(super) item: PriceItem,
    pub(super) what: &'static str,
    pub(super) expected: u64,
    pub(super) bad: u64,
    pub(super) note: &'static str,
    /// Whether it is told even where nothing is used.
    is_worth_telling: bool,
}

impl Usage {
    pub(super) const fn new(item: PriceItem, what: &'static str, expected: u64, bad: u64) -> Self {
        Self { item, what, expected, bad, note: "", is_worth_telling: false }
    }

    /// The same in every month.
    pub(super) const fn steady(item: PriceItem, what: &'static str, quantity: u64) -> Self {
        Self::new(item, what, quantity, quantity)
    }

    pub(super) const fn note(self, note: &'static str) -> Self {
        Self { note, ..self }
    }

    const fn worth_telling(self) -> Self {
        Self { is_worth_telling: true, ..self }
    }

    /// Whether there is nothing to tell.
    pub(super) const fn is_nothing(&self) -> bool {
        self.expected == 0 && self.bad == 0 && !self.is_worth_telling
    }
}

/// How much of each thing a deployment uses, in the order of the chain.
pub(super) fn usage(deployment: &Deployment, assumptions: &Assumptions) -> Vec<Usage> {
    let flood =
        assumptions.flood_days.saturating_mul(DAY_SECONDS).saturating_mul(assumptions.flood_sign_ins_per_second);
    let events = Events { usual: assumptions.events_per_month, flood };
    let mut usage = Vec::new();
    if let Source::Own(bucket) = &deployment.source {
        usage.push(trail_events(events, assumptions));
        usage.extend(log_files(bucket, events, assumptions));
    }
    match deployment.source {
        Source::Own(_) | Source::None => usage.extend(log_events(deployment.retention_days, events, assumptions)),
        // What fills somebody's log group is paid for already.
        Source::Trail(_) | Source::LogGroup(_) => {}
    }
    let alerts = deployment.chain.alerts.len() as u64;
    usage.push(Usage::steady(PriceItem::Metric, "custom metrics", alerts));
    usage.push(Usage::steady(PriceItem::Alarm, "alarms", alerts + 1));
    usage.extend(notifications(deployment, assumptions));
    usage
}

/// Management events of a month.
#[derive(Clone, Copy)]
struct Events {
    usual: u64,
    /// What a flood adds.
    flood: u64,
}

impl Events {
    const fn bad(self) -> u64 {
        self.usual.saturating_add(self.flood)
    }
}

fn trail_events(events: Events, assumptions: &Assumptions) -> Usage {
    match assumptions.has_other_trail {
        true => Usage::new(PriceItem::TrailEvents, "events of a further trail", events.usual, events.bad()),
        false => Usage::steady(PriceItem::TrailEvents, "events of a further trail", 0)
            .note("the first copy of management events in each Region is free; a second trail is billed")
            .worth_telling(),
    }
}

/// What of so many bytes a month lies there once it is kept for so many days.
const fn kept(bytes_per_month: u64, days: u64) -> u64 {
    bytes_per_month.saturating_mul(days) / DAYS_PER_MONTH
}

fn log_files(bucket: &Bucket, events: Events, assumptions: &Assumptions) -> Vec<Usage> {
    let bytes = |events: u64| events.saturating_mul(assumptions.log_file_bytes_per_event);
    let files = assumptions.log_files_per_day.saturating_mul(DAYS_PER_MONTH);
    let deleted_days = bucket.expiration_days.map_or(NEVER_DELETED_DAYS, |days| u64::from(days.unsigned_abs()));
    let is_moved = files != 0 && MOVED_BYTES_MIN <= bytes(events.usual) / files;
    let glacier_days = bucket.glacier_days.map(|days| u64::from(days.unsigned_abs()));
    let standard_days = glacier_days.filter(|_| is_moved).unwrap_or(deleted_days).min(deleted_days);
    let stored = kept(bytes(events.usual), standard_days);
    let storage = Usage::new(
        PriceItem::S3Storage,
        "log files in S3 Standard",
        stored,
        stored.saturating_add(kept(bytes(events.flood), standard_days.min(DAYS_PER_MONTH))),
    );
    let flood_files = assumptions.flood_days.saturating_mul(FLOOD_FILES_PER_DAY);
    let mut usage = vec![
        match bucket.expiration_days {
            Some(_) => storage,
            None => storage
                .note("log files are never deleted, so this grows each month; told is what it costs after a year"),
        },
        Usage::new(PriceItem::S3Puts, "log files written to S3", files, files.saturating_add(flood_files)),
    ];
    if let Some(glacier_days) = glacier_days {
        let moved = |quantity: u64| if is_moved { quantity } else { 0 };
        let billed_days = deleted_days.saturating_sub(glacier_days).max(GLACIER_DAYS_MIN);
        let glacier = kept(bytes(events.usual), billed_days);
        let storage =
            Usage::steady(PriceItem::GlacierStorage, "log files in Glacier Instant Retrieval", moved(glacier));
        usage.push(match is_moved {
            true => storage,
            false => storage
                .note("log files are smaller than 128 KB on average here, and S3 leaves such in S3 Standard")
                .worth_telling(),
        });
        usage.push(Usage::steady(PriceItem::GlacierTransitions, "log files moved there", moved(files)));
    }
    usage
}

/// The log group takes in every management event: a metric filter does not make that less.
fn log_events(retention_days: i32, events: Events, assumptions: &Assumptions) -> [Usage; 2] {
    let bytes = |events: u64| events.saturating_mul(assumptions.log_event_bytes);
    let days = u64::from(retention_days.unsigned_abs());
    let stored = kept(bytes(events.usual), days);
    let stored_in_flood = kept(bytes(events.flood), days.min(DAYS_PER_MONTH));
    [
        Usage::new(PriceItem::LogIngestion, "log events taken in", bytes(events.usual), bytes(events.bad())),
        Usage::new(PriceItem::LogStorage, "log events kept", stored, stored.saturating_add(stored_in_flood)),
    ]
}
