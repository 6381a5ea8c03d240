//! What an account behind an endpoint can do, found out by asking: also where nobody knows the emulator.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_alarm::State;
use signalarm_cloud::{CloudTrailCall, CloudWatchCall, DescribeAlarms, LogsCall, PutMetricAlarm, Reply, SnsCall};
use signalarm_deploy::{Session, topic_policy};
use signalarm_notification::{Endpoint, Protocol};
use signalarm_scenario::TargetError;
use signalarm_time::Duration;

use crate::abilities::{Abilities, Accounts, Alarms, Emulator};
use crate::ask::place;
use crate::ears::{Ears, notice};
use crate::filters::{self, Seen};
use crate::own_alarm::{mute_rule, request, sample, set_state};
use crate::queue::notices;
use crate::stage::{HEARD_WITHIN, Stage, unfit};

/// How the names of everything begin that is made for it.
const PROBE_BEGINNING: &str = "signalarm-probe-";
/// For how many periods an alarm may take to go to ALARM, fed with samples, and to leave it when they end.
const RISE_PERIODS_MAX: u32 = 6;
const FALL_PERIODS_MAX: u32 = 9;
/// Whom pages may show: a domain in which nobody has a mail box (RFC 2606), and a number for fiction.
const MAIL: &str = "signalarm-probe@example.com";
const PHONE: &str = "+12025550123";

/// How an account is asked.
#[derive(Clone, Copy, Debug)]
pub struct Probing<'a> {
    /// What tells this probe from others: letters, digits and hyphens.
    pub run: &'a str,
    /// The access key by which the session calls.
    pub access_key: &'a str,
    /// The period of the alarms: on emulators ten seconds do.
    pub period: Duration,
}

/// Where the table is out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The ability, by its name in the table.
    pub ability: &'static str,
    /// What the table says.
    pub table: &'static str,
    /// What was found.
    pub found: &'static str,
}

/// Where an emulator does otherwise than its row says. What pages show is found only by whoever looked at them.
#[must_use]
pub fn compare(known: &Emulator, found: &Abilities) -> Vec<Difference> {
    let pairs = known.abilities.words().into_iter().zip(found.words());
    let differs = pairs.filter(|((_, table), (_, found))| table != found);
    differs.map(|((ability, table), (_, found))| Difference { ability, table, found }).collect()
}

/// Finds out what an account can do, by things of its own that are removed whatever comes of it. `pages` show what subscribers
/// outside are sent; without any, nothing is found to be shown.
///
/// Metric filters are judged by an alarm: where alarms are never evaluated, filters are found to count nothing.
///
/// # Errors
///
/// Where a call fails that every account answers, where something cannot be removed, or where somebody interrupts.
pub fn probe(
    session: &mut dyn Session,
    pages: Option<&mut dyn Ears>,
    how: Probing<'_>,
) -> Result<Abilities, TargetError> {
    let place = place(session)?;
    let filters = filters::tell(session, how.run, how.period)?;
    let mut stage = Stage::new(session, place, format!("{PROBE_BEGINNING}{}", how.run));
    let found = find(&mut stage, pages, how, filters);
    let left = stage.clear();
    let found = found.map_err(TargetError::Lost)?;
    match left.as_slice() {
        [] => Ok(found),
        left => Err(TargetError::Lost(format!("not everything could be removed: {}", left.join("; ")))),
    }
}

fn find(
    stage: &mut Stage<'_>,
    pages: Option<&mut dyn Ears>,
    how: Probing<'_>,
    Seen { filters, default_values }: Seen,
) -> Result<Abilities, String> {
    let is_account = how.access_key.len() == 12 && how.access_key == stage.place.account.as_str();
    let cloudtrail = stage.tell(CloudTrailCall::GetTrail { name: stage.missing() })?;
    let heard = hear(stage, pages, how.period)?;
    Ok(Abilities {
        accounts: if is_account { Accounts::ByAccessKey } else { Accounts::One },
        cloudtrail: cloudtrail == "done" || cloudtrail.contains("NotFound"),
        test_metric_filter: tests_filters(stage),
        filters,
        default_values,
        alarms: heard.alarms,
        alarm_actions: heard.alarm_actions,
        alarms_keep_state: keeps_state(stage, how.period)?,
        mute_rules: mutes(stage)?,
        queues: heard.queues,
        sms_page: heard.pages.contains(&Protocol::Sms),
        mail_page: heard.pages.contains(&Protocol::Email),
    })
}

/// Whether *TestMetricFilter* tells the texts that match.
fn tests_filters(stage: &mut Stage<'_>) -> bool {
    let log_event_messages = ["a", "b", "a c"].map(str::to_owned).to_vec();
    let call = LogsCall::TestMetricFilter { filter_pattern: "a".to_owned(), log_event_messages };
    stage.try_ask(call) == Ok(Reply::Matches(vec![0, 2]))
}

/// What an alarm of the probe, its topic, and who subscribes to it were seen to do.
struct Heard {
    alarms: Alarms,
    alarm_actions: bool,
    queues: bool,
    pages: BTreeSet<Protocol>,
}

fn hear(stage: &mut Stage<'_>, pages: Option<&mut dyn Ears>, period: Duration) -> Result<Heard, String> {
    let policy = topic_policy(&stage.place, &stage.name()).text().to_owned();
    let topic = stage.topic(BTreeMap::from([("Policy".to_owned(), policy)]))?;
    let attributes = stage.lets(&topic);
    let queue_url = stage.listening(&topic, attributes)?;
    let mut listener = Listener { queue_url, pages, alarm: stage.name(), is_told: false, shown: BTreeSet::new() };
    listener.subscribe(stage, &topic)?;
    stage.publish(&topic)?;
    let queues = !stage.hear(&listener.queue_url, HEARD_WITHIN)?.is_empty();

    stage.alarm(PutMetricAlarm { alarm_actions: vec![topic], ..request(&stage.name(), period, "notBreaching") })?;
    let rises = rises(stage, period)?;
    if !rises {
        set_to_alarm(stage)?;
    }
    listener.listen(stage)?;
    let alarms = match rises {
        true if falls(stage, period)? => Alarms::ByTime,
        true => Alarms::OnSamples,
        false => Alarms::Never,
    };
    Ok(Heard { alarms, alarm_actions: listener.is_told, queues, pages: listener.shown })
}

/// Hears what the alarm's topic tells.
struct Listener<'p> {
    queue_url: String,
    pages: Option<&'p mut dyn Ears>,
    alarm: String,
    /// Whether the queue was told of the alarm.
    is_told: bool,
    /// On which pages somebody was seen to be told of it.
    shown: BTreeSet<Protocol>,
}

impl Listener<'_> {
    /// By which protocols pages may show something.
    fn pages(&self) -> BTreeSet<Protocol> {
        let known = BTreeSet::from([Protocol::Sms, Protocol::Email]);
        self.pages.as_ref().map(|pages| &pages.protocols() & &known).unwrap_or_default()
    }

    /// Lets somebody subscribe whom pages show.
    fn subscribe(&mut self, stage: &mut Stage<'_>, topic: &str) -> Result<(), String> {
        for (protocol, text) in [(Protocol::Sms, PHONE), (Protocol::Email, MAIL)] {
            let can_be_seen = self.pages().contains(&protocol);
            let Some(pages) = self.pages.as_mut().filter(|_| can_be_seen) else { continue };
            let endpoint = match protocol {
                Protocol::Sms => text.parse().map(Endpoint::Sms).map_err(|fault| format!("{fault}")),
                _ => text.parse().map(Endpoint::Email).map_err(|fault| format!("{fault}")),
            }?;
            let endpoint = pages.stand_in(&endpoint).unwrap_or(endpoint);
            stage.ask(SnsCall::Subscribe {
                topic_arn: topic.to_owned(),
                protocol: protocol.to_string(),
                endpoint: endpoint.to_string(),
            })?;
        }
        Ok(())
    }

    /// Waits for the queue, and for every page, to tell of the alarm.
    fn listen(&mut self, stage: &mut Stage<'_>) -> Result<(), String> {
        let wanted = self.pages();
        let look = |stage: &mut Stage<'_>| {
            let heard = notices(&stage.receive(&self.queue_url)?);
            self.is_told |= heard.iter().any(|notice| notice.alarm == self.alarm);
            if let Some(pages) = self.pages.as_mut() {
                let shown = pages.hear()?.into_iter();
                let of_alarm = shown.filter(|shown| notice(&shown.text).is_some_and(|told| told.alarm == self.alarm));
                self.shown.extend(of_alarm.map(|shown| shown.endpoint.protocol()));
            }
            Ok(self.is_told && wanted.is_subset(&self.shown))
        };
        stage.until(HEARD_WITHIN, look, |all| *all).map(|_| ())
    }
}

/// Whether samples bring the alarm into ALARM.
fn rises(stage: &mut Stage<'_>, period: Duration) -> Result<bool, String> {
    let end = stage.now() + period * RISE_PERIODS_MAX;
    let mut next_put = stage.now();
    loop {
        if next_put <= stage.now() {
            put_sample(stage)?;
            next_put = stage.now() + period;
        }
        match state(stage)? {
            State::Alarm => return Ok(true),
            State::Ok | State::InsufficientData if end <= stage.now() => return Ok(false),
            State::Ok | State::InsufficientData => {
                stage.pause(Duration::SECOND)?;
            }
        }
    }
}

/// Whether the alarm leaves ALARM when no samples come any more.
fn falls(stage: &mut Stage<'_>, period: Duration) -> Result<bool, String> {
    let look = |stage: &mut Stage<'_>| state(stage);
    let last = stage.until(period * FALL_PERIODS_MAX, look, |state| *state != State::Alarm)?;
    Ok(last != State::Alarm)
}

fn put_sample(stage: &mut Stage<'_>) -> Result<(), String> {
    let datum = sample(stage.now());
    stage.ask(CloudWatchCall::PutMetricData { namespace: stage.name(), data: vec![datum] }).map(|_| ())
}

fn state(stage: &mut Stage<'_>) -> Result<State, String> {
    let alarm_names = vec![stage.name()];
    match stage.ask(CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_names, ..DescribeAlarms::default() }))? {
        Reply::Alarms(alarms) => match alarms.metric_alarms.as_slice() {
            [alarm] => Ok(alarm.state.state_value),
            alarms => Err(format!("there are {} alarms of the name {}", alarms.len(), stage.name())),
        },
        _ => Err(unfit("DescribeAlarms")),
    }
}

fn set_to_alarm(stage: &mut Stage<'_>) -> Result<(), String> {
    stage.ask(set_state(&stage.name(), &State::Alarm.to_string())).map(|_| ())
}

/// Whether an alarm that is configured anew keeps its state. Without samples it stays in the state that it is put into.
fn keeps_state(stage: &mut Stage<'_>, period: Duration) -> Result<bool, String> {
    let request = request(&stage.name(), period, "ignore");
    stage.alarm(request.clone())?;
    set_to_alarm(stage)?;
    stage.alarm(PutMetricAlarm { threshold: Some(2.0), ..request })?;
    Ok(state(stage)? == State::Alarm)
}

/// Whether a mute rule is taken, and told.
fn mutes(stage: &mut Stage<'_>) -> Result<bool, String> {
    let rule = mute_rule(&stage.name(), stage.now());
    stage.attempt(CloudWatchCall::PutAlarmMuteRule(rule), CloudWatchCall::DeleteAlarmMuteRule(stage.name()))?;
    let list = CloudWatchCall::ListAlarmMuteRules { alarm_name: stage.name(), next_token: None };
    Ok(matches!(stage.try_ask(list), Ok(Reply::Names(page)) if page.items == [stage.name()]))
}
