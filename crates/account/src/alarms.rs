//! Metric alarms as the account holds them: created, replaced, switched, put into a state, deleted.

use std::collections::BTreeMap;
use std::sync::Arc;

use signalarm_alarm::{
    AlarmLife, Command, Measure, MetricAlarm, Mutes, Operator, Outcome, ReasonedState, SetStateFault,
};
use signalarm_cloud::{AlarmType, PutMetricAlarm, Refusal, SetAlarmState, tag_set};
use signalarm_notification::{AlarmSettings, Arn, HistoryItem, KeptAlarm, Watched};
use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, Match, MetricIndex};
use crate::history::HistoryEvent;
use crate::journal::MatchIndex;
use crate::random;
use crate::transitions::Entered;

/// A metric alarm; a deleted one stays, so that what it decided can still be told.
#[derive(Clone)]
pub(crate) struct AlarmInForce {
    /// As it was asked for, without tags.
    pub(crate) request: PutMetricAlarm,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) life: AlarmLife,
    pub(crate) arn: Arn,
    /// Its settings as messages tell them.
    pub(crate) told: Arc<AlarmSettings>,
    /// *StateReasonData* as it was given: *SetAlarmState* keeps every blank of it (recorded answers).
    pub(crate) given_reason_data: Option<String>,
    pub(crate) metric: MetricIndex,
    /// Since when it watches that metric.
    pub(crate) watches_since: Timestamp,
    /// The instant inside each minute at which this alarm is evaluated.
    pub(crate) offset: Duration,
    pub(crate) look: Look,
    pub(crate) deleted: bool,
    /// Matches of its metric of which it is not yet decided what comes of them.
    pub(crate) open_matches: Vec<MatchIndex>,
    pub(crate) mutes: Mutes,
    /// The state that it entered last, where its actions were muted.
    pub(crate) muted: Option<Entered>,
}

/// When an alarm is looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Never by itself: no sample is in its evaluation range, so only a new one can change anything.
    Asleep,
    /// At its next evaluation.
    Next(Timestamp),
    /// At this evaluation; by all those before it, it stays in OK unless a sample comes that is not calm.
    Rests(Timestamp),
    /// At this evaluation; by all those before it, it stays as it is unless a sample comes.
    Holds(Timestamp),
    /// Never by itself: background activity keeps it in OK unless a sample comes that is not calm.
    Fed,
}

impl AlarmInForce {
    /// Whether a sample of the metric concerns it.
    pub(crate) fn watches(&self, metric: MetricIndex) -> bool {
        !self.deleted && self.metric == metric
    }

    /// Whether more of its metric raises it. An alarm that the lack of samples raises, as a heartbeat's, tells of no match,
    /// whatever it watches.
    pub(crate) fn is_raised_by_more(&self) -> bool {
        match self.life.settings().rule.settings().operator {
            Operator::GreaterThan | Operator::GreaterThanOrEqualTo => true,
            Operator::LessThan | Operator::LessThanOrEqualTo => false,
        }
    }
}

impl Account {
    /// *PutMetricAlarm*: an alarm of the same name gets the whole new configuration, and keeps its state and its instant
    /// inside the minute. The request with which it stands already does nothing at all (recorded answers).
    pub(crate) fn put_alarm(&mut self, mut request: PutMetricAlarm, settings: MetricAlarm) -> Result<(), Refusal> {
        if self.composites.contains_key(&settings.name) {
            return Err(name_taken(&settings.name));
        }
        let tags = std::mem::take(&mut request.tags);
        request.actions_enabled = Some(settings.actions_enabled);
        let present = self.alarm_names.get(&settings.name).copied();
        let index = match present {
            Some(index) if self.alarms[index].request == request && *self.alarms[index].life.settings() == settings => {
                return Ok(());
            }
            Some(index) => index,
            None => self.create_alarm(tag_set(&tags)?, &request, &settings),
        };
        let metric = self.metric(&settings.metric);
        if let Measure::Extended(..) = settings.rule.settings().measure {
            self.series[metric.0].keep_values();
        }
        let alarm = &mut self.alarms[index];
        let watched = std::mem::replace(&mut alarm.metric, metric);
        if present.is_some() {
            let before = std::mem::replace(&mut alarm.request, request);
            self.configure(index, Command::Put(settings), &before);
        }
        if present.is_none() || watched != metric {
            self.begin_to_watch(index);
        }
        self.wake(index);
        Ok(())
    }

    fn create_alarm(
        &mut self,
        tags: BTreeMap<String, String>,
        request: &PutMetricAlarm,
        settings: &MetricAlarm,
    ) -> usize {
        let mut chance = random::stream(self.seed, &settings.name, 0);
        let minute = Duration::MINUTE.as_millis() as u32;
        let offset = Duration::from_millis(u64::from(random::below(&mut chance, minute)));
        let (index, metric) = (self.alarms.len(), self.metric(&settings.metric));
        self.alarm_names.insert(settings.name.clone(), index);
        self.alarms.push(AlarmInForce {
            request: request.clone(),
            tags,
            life: AlarmLife::create(settings.clone(), self.now),
            arn: self.alarm_arn(&settings.name),
            told: Arc::new(settings.into()),
            given_reason_data: None,
            metric,
            watches_since: self.now,
            offset,
            look: Look::Asleep,
            deleted: false,
            open_matches: Vec::new(),
            mutes: Mutes::new(self.mute_windows(&settings.name)),
            muted: None,
        });
        self.remember_configuration(index, HistoryItem::created);
        index
    }

    /// Changes the configuration; `before` is the request with which the alarm stood.
    fn configure(&mut self, index: usize, command: Command<'_>, before: &PutMetricAlarm) {
        let alarm = &mut self.alarms[index];
        if let Outcome::Configured { before: settings, configured } = alarm.life.apply(command, self.now) {
            alarm.told = Arc::new(alarm.life.settings().into());
            let settings = told(&settings, before);
            self.remember_configuration(index, |now| {
                HistoryItem::updated(&KeptAlarm { settings: &settings, configured, ..*now }, now)
            });
        }
    }

    fn remember_configuration(&mut self, index: usize, item: impl FnOnce(&KeptAlarm<'_>) -> HistoryItem) {
        let alarm = &self.alarms[index];
        let settings = told(alarm.life.settings(), &alarm.request);
        let item = item(&KeptAlarm {
            settings: &settings,
            arn: &alarm.arn,
            configured: alarm.life.configured(),
            state: alarm.life.state().value,
            state_since: alarm.life.state_entered(),
        });
        let told = Arc::clone(&alarm.told);
        self.remember(AlarmType::Metric, &told, HistoryEvent::Configuration(Box::new(item)));
    }

    /// *EnableAlarmActions* and *DisableAlarmActions* for one metric alarm.
    pub(crate) fn enable_alarm(&mut self, index: usize, enabled: bool) {
        let before = self.alarms[index].request.clone();
        self.alarms[index].request.actions_enabled = Some(enabled);
        let command = if enabled { Command::EnableActions } else { Command::DisableActions };
        self.configure(index, command, &before);
    }

    /// *DeleteAlarms* for one metric alarm. What is open of its matches is watched from now on by others, or by nobody.
    pub(crate) fn delete_alarm(&mut self, index: usize) {
        self.remember_configuration(index, HistoryItem::deleted);
        let alarm = &mut self.alarms[index];
        (alarm.deleted, alarm.look) = (true, Look::Asleep);
        self.alarm_names.remove(&self.alarms[index].life.settings().name);
        self.let_go_of_matches(index);
    }

    /// An alarm that was just made, or whose metric changed: it sees the samples in its range that came before, so their
    /// matches are its business from now on, and those of another metric are not.
    fn begin_to_watch(&mut self, index: usize) {
        self.let_go_of_matches(index);
        let alarm = &self.alarms[index];
        let rule = &alarm.life.settings().rule;
        let oldest = rule.window_end(alarm.next_evaluation(self.now)) - rule.range_duration();
        let is_its = |matched: &Match| {
            alarm.is_raised_by_more() && matched.metric == alarm.metric && oldest <= matched.at.floor(Duration::MINUTE)
        };
        let seen = (0..).zip(&self.matches).filter(|(_, matched)| is_its(matched));
        let seen: Vec<MatchIndex> = seen.map(|(number, _)| MatchIndex(number)).collect();
        seen.iter().for_each(|matched| self.matches[matched.0].watched = true);
        let alarm = &mut self.alarms[index];
        (alarm.open_matches, alarm.watches_since) = (seen, self.now);
    }

    /// What is open of an alarm's matches is watched from now on by others, or by nobody.
    fn let_go_of_matches(&mut self, index: usize) {
        std::mem::take(&mut self.alarms[index].open_matches).into_iter().for_each(|matched| self.let_go(matched));
    }

    /// A match that an alarm no longer has among its open ones.
    pub(crate) fn let_go(&mut self, matched: MatchIndex) {
        self.matches[matched.0].watched = self.alarms.iter().any(|alarm| alarm.open_matches.contains(&matched));
    }

    /// *SetAlarmState*: the present state is ignored entirely; another one stands until the next evaluation.
    pub(crate) fn set_alarm_state(&mut self, request: &SetAlarmState) -> Result<(), Refusal> {
        let state = request.check()?;
        let data = request.state_reason_data.as_deref();
        let asked_for = ReasonedState::asked_for(state, &request.state_reason, data).map_err(of_state)?;
        if self.composites.contains_key(&request.alarm_name) {
            self.set_composite_state(request, &asked_for);
            return Ok(());
        }
        let index = *self.alarm_names.get(&request.alarm_name).ok_or(Refusal::AlarmNotFound)?;
        let alarm = &mut self.alarms[index];
        if let Outcome::Entered { before, actions: _ } = alarm.life.apply(Command::SetState(asked_for), self.now) {
            alarm.given_reason_data.clone_from(&request.state_reason_data);
            let entered = Entered::of_metric_alarm(alarm, before, Vec::new());
            self.enter(entered);
            self.wake(index);
        }
        Ok(())
    }
}

/// Settings as the history tells them: with a treatment of missing data where one is configured.
fn told(settings: &MetricAlarm, request: &PutMetricAlarm) -> AlarmSettings {
    let mut told = AlarmSettings::from(settings);
    if let (Watched::Metric(_, comparison), None) = (&mut told.watched, &request.treat_missing_data) {
        comparison.missing_data = None;
    }
    told
}

/// Metric alarms and composite alarms share their names (recorded refusals).
pub(crate) fn name_taken(name: &str) -> Refusal {
    Refusal::Validation(format!("AlarmName [{name}] is already used by another alarm of a different type"))
}

fn of_state(fault: SetStateFault) -> Refusal {
    match fault {
        SetStateFault::ReasonTooLong(_) | SetStateFault::ReasonDataTooLong(_) => Refusal::Validation(fault.to_string()),
        SetStateFault::ReasonDataNoJson => Refusal::InvalidFormat,
    }
}
