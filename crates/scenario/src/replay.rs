//! History through the chain: which alerts recorded files would have fired, when, and who would have heard.

use signalarm_account::{DELIVERY_DELAY_MAX, Happening, RecordIndex, Refusal, What};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Chain, Config};
use signalarm_event::Record;
use signalarm_time::{Duration, Timestamp};

use crate::hearing::{Hearing, hearings};
use crate::simulator::{SETTLE, Simulator};

/// What a recording gave.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The chain that it went through.
    pub chain: Chain,
    /// The records, in the order of their time.
    pub records: Vec<Record>,
    /// What was seen from the first record on.
    pub happenings: Vec<Happening>,
    /// What became of each record that an alert should have heard.
    pub hearings: Vec<Hearing>,
}

/// How records reach the log group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Each at its `eventTime`.
    AtEventTime,
    /// After a delay that chance draws.
    Delayed,
}

impl Replay {
    /// A record that happenings or hearings name.
    #[must_use]
    pub fn record(&self, index: RecordIndex) -> Option<&Record> {
        self.records.get(index.0)
    }
}

/// Feeds records to a chain that has settled before the first of them, and runs on one evaluation range past the last.
///
/// Before the recording the log group is kept busy with one log event a minute that no filter matches, so that the alarms
/// are in OK when it begins. After it nothing more comes; that the silence alarm would then go into ALARM is the end of the
/// recording, not of the account, and is left out. The seed draws delays, and each alarm's instant inside the minute.
///
/// # Errors
///
/// When the simulated account refuses.
pub fn replay(mut records: Vec<Record>, config: &Config, delivery: Delivery, seed: u64) -> Result<Replay, Refusal> {
    records.sort_by_key(Record::time);
    let chain = config.simulated_chain();
    let (Some(begin), Some(end)) = (records.first().map(Record::time), records.last().map(Record::time)) else {
        return Ok(Replay { chain, records, happenings: Vec::new(), hearings: Vec::new() });
    };
    let mut simulator = Simulator::new(chain.clone(), seed, begin - SETTLE)?;
    settle(&mut simulator, begin);
    let told = simulator.account().journal().len();
    for record in &records {
        let account = simulator.account_mut();
        account.advance(record.time());
        match delivery {
            Delivery::AtEventTime => account.put_log_events(&chain.log_group, record.clone())?,
            Delivery::Delayed => account.record(record.clone(), None),
        };
    }
    simulator.account_mut().advance(end + longest_range(&chain) + longest_delay(delivery));
    let account = simulator.account();
    let ends = |happening: &&Happening| !(end < happening.at && is_silence(&happening.what));
    let happenings = account.journal()[told..].iter().filter(ends).cloned().collect();
    let hearings = hearings(account, &chain);
    Ok(Replay { chain, records, happenings, hearings })
}

/// Keeps the log group busy until the recording begins.
fn settle(simulator: &mut Simulator, begin: Timestamp) {
    let log_group = simulator.chain().log_group.clone();
    let account = simulator.account_mut();
    let mut at = begin - SETTLE;
    while at < begin {
        account.advance(at);
        account.put_unmatched_log_event(&log_group);
        at = at + Duration::MINUTE;
    }
}

fn longest_range(chain: &Chain) -> Duration {
    let ranges = chain.metric_alarms().into_iter().map(|alarm| alarm.rule.range_duration());
    ranges.max().unwrap_or(Duration::ZERO)
}

const fn longest_delay(delivery: Delivery) -> Duration {
    match delivery {
        Delivery::AtEventTime => Duration::ZERO,
        Delivery::Delayed => DELIVERY_DELAY_MAX,
    }
}

fn is_silence(what: &What) -> bool {
    match what {
        What::Transition { alarm, to: state, .. }
        | What::Notified { alarm, state, .. }
        | What::Unnotified { alarm, state, .. } => alarm == AlertName::SILENCE.as_str() && *state == State::Alarm,
        What::Recorded { .. } | What::NotRecorded { .. } | What::Delivered { .. } | What::Matched { .. } => false,
    }
}
