//! Rules that mute the actions of alarms once, in the service's words for time.

use signalarm_aws_clients::cloudwatch::types::{MuteTargets, Rule, Schedule};
use signalarm_aws_clients::{Clients, date_time, member};
use signalarm_cloud::{Answer, Failure, Page, PutAlarmMuteRule, Reply};
use signalarm_time::{Duration, Timestamp};

/// What stands in the ARN of a mute rule before its name.
pub(crate) const ARN_KIND: &str = ":alarm-mute-rule:";
const TIME_ZONE: &str = "UTC";
const MINUTES: &str = ":00Z";

pub(crate) fn put(clients: &Clients, rule: PutAlarmMuteRule) -> Answer {
    let schedule = Schedule::builder().expression(expression(rule.at)).duration(minutes(rule.duration));
    let targets = MuteTargets::builder().set_alarm_names(Some(rule.alarm_names)).build();
    let request = clients.cloudwatch.put_alarm_mute_rule().name(rule.name).mute_targets(targets);
    let request = request.rule(Rule::builder().schedule(schedule.timezone(TIME_ZONE).build()).build());
    clients.send(request.expire_date(date_time(rule.expire_date)).send())?;
    Ok(Reply::Done)
}

pub(crate) fn list(clients: &Clients, alarm_name: String, next_token: Option<String>) -> Answer {
    let request = clients.cloudwatch.list_alarm_mute_rules().alarm_name(alarm_name);
    let output = clients.send(request.set_next_token(next_token).send())?;
    let name = |arn: Option<String>| {
        let name = arn.and_then(|arn| Some(arn.split_once(ARN_KIND)?.1.to_owned()));
        member("name in AlarmMuteRuleArn", name)
    };
    let rules = output.alarm_mute_rule_summaries.unwrap_or_default().into_iter();
    let items = rules.map(|rule| name(rule.alarm_mute_rule_arn)).collect::<Result<_, Failure>>()?;
    Ok(Reply::Names(Page { items, next_token: output.next_token }))
}

/// `at(2026-11-29T20:00)`, to the minute.
fn expression(at: Timestamp) -> String {
    let whole = at.floor(Duration::MINUTE).to_string();
    format!("at({})", whole.trim_end_matches(MINUTES))
}

/// The instant of an expression; `None` for a cron expression.
pub(crate) fn instant(expression: &str) -> Option<Timestamp> {
    let inner = expression.strip_prefix("at(")?.strip_suffix(')')?;
    format!("{inner}{MINUTES}").parse().ok()
}

/// `PT15M`, in whole minutes.
fn minutes(duration: Duration) -> String {
    format!("PT{}M", duration.as_secs() / Duration::MINUTE.as_secs())
}

/// The duration of such a text.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    let minutes: u64 = text.strip_prefix("PT")?.strip_suffix('M')?.parse().ok()?;
    Some(Duration::from_secs(minutes.checked_mul(Duration::MINUTE.as_secs())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_service_writes_them() {
        let at: Timestamp = "2026-11-29T20:05:59Z".parse().unwrap();
        assert_eq!(expression(at), "at(2026-11-29T20:05)");
        assert_eq!(instant("at(2026-11-29T20:05)"), Some(at.floor(Duration::MINUTE)));
        assert_eq!(instant("cron(0 2 * * *)"), None);
        assert_eq!(minutes(Duration::HOUR * 2), "PT120M");
        assert_eq!(duration("PT120M"), Some(Duration::HOUR * 2));
        assert_eq!(duration("P1D"), None);
    }
}
