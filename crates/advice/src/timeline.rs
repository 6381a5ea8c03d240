//! What would happen if sign-ins came at these times.

use signalarm_account::{DELIVERY_DELAY_MAX, Happening, RecordIndex, Refusal, What};
use signalarm_alarm::State;
use signalarm_alert::{Alert, AlertName, Chain, Config};
use signalarm_event::Record;
use signalarm_scenario::{
    Act, Action, ChainOrigin, Hearing, Run, SETTLE, Scenario, SignInStep, Simulator, Step, TargetError, run as play,
};
use signalarm_time::{Duration, Timestamp};
use thiserror::Error;

use crate::sign_in::{NoSignIn, SOURCE_IP, USER, variant};

/// The most sign-ins of one question.
pub const SIGN_INS_MAX: usize = 1_000;
/// The longest time from the first sign-in to the end of the look.
pub const SPAN_MAX: Duration = Duration::from_secs(31 * 86_400);
/// How long before the first sign-in the look begins, and how long after the last change it goes on.
const MARGIN: Duration = Duration::from_secs(300);

/// Sign-ins at certain times.
#[derive(Clone, Debug)]
pub struct Question {
    /// The settings of the chain.
    pub config: Config,
    /// The alert whose sign-ins they are.
    pub alert: AlertName,
    /// The record that stands for each sign-in of an alert of the user's own; its own eventTime is not changed.
    pub record: Option<Record>,
    /// The times, in any order.
    pub at: Vec<Timestamp>,
    /// How long each record takes to reach the log group; `None`: chance says.
    pub delay: Option<Duration>,
    /// The account's other activity: one ordinary API call in each of these.
    pub activity: Option<Duration>,
    /// When the look ends; `None`: when everything has settled.
    pub until: Option<Timestamp>,
    /// The seed of all chance.
    pub seed: u64,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unanswerable {
    /// There is no such alert.
    #[error("there is no alert {name}: the config has {known}")]
    NoAlert {
        /// The name.
        name: AlertName,
        /// The alerts that are there.
        known: String,
    },
    /// No sign-in belongs to the alert.
    #[error(transparent)]
    NoSignIn(#[from] NoSignIn),
    /// No time, or too many.
    #[error("name 1 to {SIGN_INS_MAX} times (--at), not {0}")]
    Times(usize),
    /// The look would be too long.
    #[error("from the first sign-in to the end lie {0}: at most {SPAN_MAX} are looked at")]
    Span(Duration),
    /// The end lies before the last sign-in.
    #[error("the end (--until) lies before the last sign-in")]
    Ends,
    /// A time lies so early or so late that no chain can be put into place before it, or nothing can follow.
    #[error("{0} lies too near to the end of representable time")]
    Outside(Timestamp),
    /// The simulated account refuses.
    #[error("the chain cannot be simulated: {0}")]
    Refused(#[from] Refusal),
    /// The simulated account refuses while the story goes on.
    #[error("the story cannot be simulated: {0}")]
    Lost(#[from] TargetError),
}

/// What would happen.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The question.
    pub question: Question,
    /// When the look begins: a whole minute.
    pub from: Timestamp,
    /// When it ends: a whole minute.
    pub until: Timestamp,
    /// Every alarm of the chain, in its order.
    pub rows: Vec<Row>,
    /// The sign-ins, in the order of time.
    pub moments: Vec<Moment>,
    /// The whole run.
    pub run: Run,
}

/// An alarm's states.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The alarm.
    pub alarm: AlertName,
    /// Its states, one after the other, from the beginning of the look to its end.
    pub spans: Vec<Span>,
}

/// A state, while it lasts.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// The state.
    pub state: State,
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// AWS's reason text; `None` for the state at the beginning.
    pub reason: Option<String>,
}

/// A sign-in, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When.
    pub at: Timestamp,
    /// Its record.
    pub record: RecordIndex,
    /// When its record reached the log group; `None`: not within the look.
    pub arrived: Option<Timestamp>,
    /// What became of it, by each alert that it concerns.
    pub hearings: Vec<Hearing>,
}

/// Answers the question.
///
/// # Errors
///
/// [`Unanswerable`].
pub fn timeline(question: Question) -> Result<Timeline, Unanswerable> {
    let (from, until) = look(&question)?;
    let scenario = scenario(&question, from, until)?;
    let run = play(&scenario, &mut Simulator::for_scenario(&scenario)?)?;
    let rows = run.settled.iter().map(|(alarm, state)| row(alarm, *state, &run, from, until)).collect();
    let moments = moments(&run);
    Ok(Timeline { question, from, until, rows, moments, run })
}

/// The alert of that name; where there is none, the fault tells which there are.
pub(crate) fn find_alert<'a>(chain: &'a Chain, name: &AlertName) -> Result<&'a Alert, Unanswerable> {
    chain.alert(name).ok_or_else(|| {
        let known: Vec<String> = chain.alerts.iter().map(|alert| alert.name.to_string()).collect();
        Unanswerable::NoAlert { name: name.clone(), known: known.join(", ") }
    })
}

/// From when to when to look, in whole minutes.
fn look(question: &Question) -> Result<(Timestamp, Timestamp), Unanswerable> {
    let (first, last) = match (question.at.iter().min(), question.at.iter().max()) {
        (Some(first), Some(last)) if question.at.len() <= SIGN_INS_MAX => (*first, *last),
        _ => return Err(Unanswerable::Times(question.at.len())),
    };
    let chain = question.config.simulated_chain();
    find_alert(&chain, &question.alert)?;
    let ranges = chain.alerts.iter().map(|alert| chain.metric_alarm(alert).rule.range_duration());
    let range = ranges.max().unwrap_or(Duration::ZERO);
    let settled = last + question.delay.unwrap_or(DELIVERY_DELAY_MAX) + range + MARGIN;
    let until = question.until.unwrap_or(settled);
    if until < last {
        return Err(Unanswerable::Ends);
    }
    if SPAN_MAX < until.since(first) {
        return Err(Unanswerable::Span(until.since(first)));
    }
    let ceiling = until.floor(Duration::MINUTE) + Duration::MINUTE;
    for (at, is_inside) in
        [(first, Timestamp::MIN + SETTLE + MARGIN <= first), (last, ceiling < Timestamp::MAX - SPAN_MAX)]
    {
        if !is_inside {
            return Err(Unanswerable::Outside(at));
        }
    }
    Ok(((first - MARGIN).floor(Duration::MINUTE), if until == until.floor(Duration::MINUTE) { until } else { ceiling }))
}

fn scenario(question: &Question, from: Timestamp, until: Timestamp) -> Result<Scenario, Unanswerable> {
    let action = match &question.record {
        Some(record) => Action::Records { records: vec![record.clone()], delay: question.delay },
        None => Action::SignIn(SignInStep {
            variant: variant(&question.alert)?,
            user: USER.to_owned(),
            source_ip: SOURCE_IP.to_owned(),
            region: None,
            delay: question.delay,
        }),
    };
    let mut times = question.at.clone();
    times.sort_unstable();
    let steps = times.iter().map(|at| Step { line: 0, at: at.since(from), action: action.clone() });
    Ok(Scenario {
        name: "timeline".to_owned(),
        title: format!("Sign-ins for {}", question.alert),
        seed: question.seed,
        start: from,
        activity: question.activity,
        origin: ChainOrigin::Standing,
        config: question.config.clone(),
        steps: steps.collect(),
        expectations: Vec::new(),
        length: until.since(from),
    })
}

fn row(alarm: &AlertName, settled: State, run: &Run, from: Timestamp, until: Timestamp) -> Row {
    let mut spans = vec![Span { state: settled, from, until, reason: None }];
    for happening in seen(run) {
        let What::Transition { alarm: name, to, reason, .. } = &happening.what else { continue };
        if name == alarm.as_str() {
            if let Some(last) = spans.last_mut() {
                last.until = happening.at;
            }
            spans.push(Span { state: *to, from: happening.at, until, reason: Some(reason.to_string()) });
        }
    }
    Row { alarm: alarm.clone(), spans }
}

fn moments(run: &Run) -> Vec<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    for happening in seen(run) {
        match &happening.what {
            What::Recorded { record } => {
                let hearings = run.hearings.iter().filter(|hearing| hearing.record == *record).cloned().collect();
                moments.push(Moment { at: happening.at, record: *record, arrived: None, hearings });
            }
            What::Delivered { record, .. } => {
                if let Some(moment) = moments.iter_mut().find(|moment| moment.record == *record) {
                    moment.arrived = moment.arrived.or(Some(happening.at));
                }
            }
            What::NotRecorded { .. }
            | What::Matched { .. }
            | What::Transition { .. }
            | What::Notified { .. }
            | What::Unnotified { .. } => {}
        }
    }
    moments
}

fn seen(run: &Run) -> impl Iterator<Item = &Happening> {
    run.acts.iter().filter_map(Act::happening)
}
