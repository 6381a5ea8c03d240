//! CloudWatch: mute rules, each with one window (CloudWatch User Guide, *Alarm mute rules*).
//!
//! What is muted is kept with each alarm ([`signalarm_alarm::Mutes`]); a rule gives its window to those that it names.

use std::collections::BTreeSet;

use signalarm_alarm::MuteWindow;
use signalarm_cloud::{Page, PutAlarmMuteRule, Refusal};
use signalarm_time::Timestamp;

use super::cloudwatch::foreign_token;
use crate::account::{Account, Due};
use crate::pages::page;
use crate::recorded_call::mute_rule_of;

/// Mute rules on a page; how many come unasked the API Reference does not say.
const PAGE: usize = 50;

/// A mute rule; one whose window is over is there until somebody deletes it (*AlarmMuteRuleSummary*: `EXPIRED`).
#[derive(Clone)]
pub(crate) struct MuteRule {
    alarm_names: Vec<String>,
    window: MuteWindow,
}

impl Account {
    /// *PutAlarmMuteRule*: the alarms must be there (CloudWatch API Reference, *MuteTargets*; the code is not known). A rule
    /// of the same name is replaced.
    pub(super) fn put_alarm_mute_rule(&mut self, request: PutAlarmMuteRule) -> Result<(), Refusal> {
        request.check()?;
        if request.alarm_names.iter().any(|name| self.composites.contains_key(name)) {
            return Err(Refusal::NotSimulated("a mute rule for a composite alarm"));
        }
        if request.alarm_names.iter().any(|name| !self.alarm_names.contains_key(name)) {
            return Err(Refusal::AlarmNotFound);
        }
        let PutAlarmMuteRule { name, alarm_names, at, duration, expire_date } = request;
        let window = MuteWindow { from: at, to: expire_date.min(at + duration) };
        self.replace_mute_rule(name, Some(MuteRule { alarm_names, window }));
        Ok(())
    }

    pub(super) fn list_alarm_mute_rules(&self, alarm: &str, token: Option<&str>) -> Result<Page<String>, Refusal> {
        let names_it = |rule: &MuteRule| rule.alarm_names.iter().any(|name| name == alarm);
        let names = self.mute_rules.iter().filter(|(_, rule)| names_it(rule)).map(|(name, _)| name.clone()).collect();
        page(&format!("mute rules of {alarm}"), token, names, PAGE, String::clone).map_err(foreign_token)
    }

    /// *DeleteAlarmMuteRule*; one that is not there is no error.
    pub(super) fn delete_alarm_mute_rule(&mut self, name: &str) {
        self.replace_mute_rule(name.to_owned(), None);
    }

    /// A rule of one alarm whose window begins now.
    pub(super) fn mute(&mut self, alarm: &str, until: Timestamp) -> Result<(), Refusal> {
        self.alarm_names.get(alarm).ok_or(Refusal::AlarmNotFound)?;
        let rule = MuteRule { alarm_names: vec![alarm.to_owned()], window: MuteWindow { from: self.now, to: until } };
        self.replace_mute_rule(mute_rule_of(alarm), Some(rule));
        Ok(())
    }

    /// That rule ends.
    pub(super) fn unmute(&mut self, alarm: &str) -> Result<(), Refusal> {
        self.alarm_names.get(alarm).ok_or(Refusal::AlarmNotFound)?;
        self.replace_mute_rule(mute_rule_of(alarm), None);
        Ok(())
    }

    fn replace_mute_rule(&mut self, name: String, rule: Option<MuteRule>) {
        let mut concerned: BTreeSet<String> = rule.iter().flat_map(|rule| rule.alarm_names.clone()).collect();
        let before = match rule {
            Some(rule) => self.mute_rules.insert(name, rule),
            None => self.mute_rules.remove(&name),
        };
        concerned.extend(before.into_iter().flat_map(|rule| rule.alarm_names));
        for alarm in concerned {
            if let Some(index) = self.alarm_names.get(&alarm) {
                self.renew_mutes(*index);
            }
        }
    }

    /// The windows of the rules that name an alarm.
    pub(crate) fn mute_windows(&self, alarm: &str) -> Vec<MuteWindow> {
        let rules = self.mute_rules.values().filter(|rule| rule.alarm_names.iter().any(|name| name == alarm));
        rules.map(|rule| rule.window).collect()
    }

    /// The rules that name an alarm are others from now on. What has been stays as it was while something is muted on account
    /// of it; what is due is made up for.
    fn renew_mutes(&mut self, index: usize) {
        let (now, name) = (self.now, self.alarms[index].life.settings().name.clone());
        let windows_now = self.mute_windows(&name);
        let mutes = &mut self.alarms[index].mutes;
        let is_open = mutes.due().is_some();
        let windows = mutes.windows_mut();
        windows.iter_mut().for_each(|window| window.to = window.to.min(now));
        windows.retain(|window| is_open && window.from < window.to);
        windows.extend(windows_now);
        self.run_muted(index);
        if let Some((until, _)) = self.alarms[index].mutes.due() {
            self.schedule(until, Due::MuteEnd { alarm: index });
        }
    }
}
