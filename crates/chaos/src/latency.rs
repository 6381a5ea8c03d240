//! How long it takes from a sign-in to the notification, with nothing broken, under the delays of the model.

use std::collections::BTreeMap;

use signalarm_account::{Account, DELIVERY_DELAY_MAX, Happening, RecordIndex, What};
use signalarm_alarm::{Period, State};
use signalarm_alert::{Alert, AlertName, Chain};
use signalarm_scenario::{Action, SETTLE, SignInStep, Simulator, Target, TargetError};
use signalarm_time::{Duration, Timestamp};

use crate::blind::variant;
use crate::chance::Chance;
use crate::draw::START;

/// How many sign-ins of each alert a story has.
pub const LATENCY_SIGN_INS: u32 = 8;
/// The most seeds: beyond that the figures no longer change.
pub const LATENCY_SEEDS_MAX: u64 = 10_000;
/// Alarms are evaluated once a minute, at an instant of their own.
const EVALUATION: Duration = Duration::MINUTE;
const ACTIVITY: Duration = Duration::MINUTE;

/// The times of one alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latency {
    /// The alert.
    pub alert: AlertName,
    /// From each sign-in to the first notification that tells of it, in order.
    pub times: Vec<Duration>,
    /// Sign-ins of which nobody was told at all: the settings alone swallow or lose them.
    pub untold: usize,
}

/// The time of which a share of all is not longer, by nearest rank: of `n` times in order the one at `percent` of `n`, rounded
/// up. `None` of nothing.
#[must_use]
pub fn nearest_rank(times: &[Duration], percent: u32) -> Option<Duration> {
    let rank = (times.len() as u64 * u64::from(percent)).div_ceil(100);
    let index = usize::try_from(rank).ok()?.saturating_sub(1);
    times.get(index).copied()
}

/// The chain with another period for every alert.
#[must_use]
pub fn with_period(chain: &Chain, period: Period) -> Chain {
    let alerts = chain.alerts.iter().map(|alert| Alert { period, ..alert.clone() });
    Chain { alerts: alerts.collect(), ..chain.clone() }
}

/// Measures a chain: so many stories, in each of which every alert that a sign-in belongs to has [`LATENCY_SIGN_INS`], far
/// enough apart that its alarm is back before the next.
///
/// # Errors
///
/// When the account refuses the chain.
pub fn latencies(chain: &Chain, seeds: u64) -> Result<Vec<Latency>, TargetError> {
    let measured = chain.names().filter(|name| AlertName::FOUR.contains(name));
    let mut latencies: Vec<Latency> =
        measured.map(|alert| Latency { alert: alert.clone(), times: Vec::new(), untold: 0 }).collect();
    for seed in 0..seeds.min(LATENCY_SEEDS_MAX) {
        let simulator = play(chain, seed)?;
        for Sent { alert, recorded, told } in sent(simulator.account()).into_values() {
            let Some(latency) = latencies.iter_mut().find(|latency| latency.alert == alert) else { continue };
            match told {
                Some(at) => latency.times.push(at.since(recorded)),
                None => latency.untold += 1,
            }
        }
    }
    for latency in &mut latencies {
        latency.times.sort_unstable();
    }
    Ok(latencies)
}

/// A sign-in, and when its alert first told of it.
struct Sent {
    alert: AlertName,
    recorded: Timestamp,
    told: Option<Timestamp>,
}

fn sent(account: &Account) -> BTreeMap<RecordIndex, Sent> {
    let mut sent: BTreeMap<RecordIndex, Sent> = BTreeMap::new();
    for Happening { at, what } in account.journal() {
        match what {
            What::Recorded { record } => {
                let sign_in = account.kept_record(*record).sign_in();
                let alert = sign_in.and_then(|sign_in| AlertName::of(sign_in.outcome, sign_in.user_type));
                sent.extend(alert.map(|alert| (*record, Sent { alert, recorded: *at, told: None })));
            }
            What::Notified { alarm, state: State::Alarm, records, .. } => {
                for record in records {
                    if let Some(one) = sent.get_mut(record).filter(|one| one.alert.as_str() == alarm) {
                        one.told.get_or_insert(*at);
                    }
                }
            }
            What::Transition { .. } | What::NotRecorded { .. } | What::Delivered { .. } => {}
            What::Matched { .. } | What::Notified { .. } | What::Unnotified { .. } => {}
        }
    }
    sent
}

/// One story: in each round a sign-in of every alert, each at an instant of its own.
fn play(chain: &Chain, seed: u64) -> Result<Simulator, TargetError> {
    let mut simulator = Simulator::new(chain.clone(), seed, START - SETTLE)?;
    simulator.account_mut().set_activity(Some(ACTIVITY));
    let mut chance = Chance::of(seed);
    let round = round(chain);
    let mut steps: Vec<(Timestamp, SignInStep)> = Vec::new();
    for number in 0..LATENCY_SIGN_INS {
        for alert in &chain.alerts {
            let Some(variant) = variant(&alert.name) else { continue };
            let at = START + round * number + chance.seconds_below(shift(alert));
            let (user, source_ip) = ("alice".to_owned(), "203.0.113.7".to_owned());
            steps.push((at, SignInStep { variant, user, source_ip, region: None, delay: None }));
        }
    }
    steps.sort_by_key(|(at, _)| *at);
    for (at, step) in steps {
        simulator.advance(at)?;
        simulator.perform(&Action::SignIn(step))?;
    }
    simulator.advance(START + round * LATENCY_SIGN_INS)?;
    Ok(simulator)
}

/// Over what sign-ins are spread, against the minutes and the periods.
fn shift(alert: &Alert) -> Duration {
    alert.period.duration().max(Duration::MINUTE)
}

/// After so long every alarm is back, whatever chance says: the record has come, the sample has left the evaluation range,
/// the alarm was evaluated.
fn round(chain: &Chain) -> Duration {
    let of = |alert: &Alert| {
        let range = chain.metric_alarm(alert).rule.range_duration();
        shift(alert) + DELIVERY_DELAY_MAX + range + alert.period.duration() + EVALUATION * 2
    };
    chain.alerts.iter().map(of).max().unwrap_or(Duration::HOUR)
}
