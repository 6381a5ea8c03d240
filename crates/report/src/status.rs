//! The chain as it is, link by link: for a terminal and for machines.

use anstyle::{AnsiColor, Style as Colour};
use serde_json::{Value, json};
use signalarm_alarm::State;
use signalarm_cloud::{SubscriptionState, TrailStatus};
use signalarm_deploy::{
    AlarmLink, AlertLink, Fact, LogGroupLink, Notification, Owner, Status, SubscriptionLink, TrailLink,
};
use signalarm_diagnostic::{harmless, harmless_lines};
use signalarm_time::Timestamp;

use crate::deployment::steps;
use crate::faults::Style;
use crate::mask::Mask;
use crate::words::counted;

/// The version of the document below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// The chain, link by link. `place` says of which account.
#[must_use]
pub fn status_text(status: &Status, place: &str, mask: &Mask, style: Style) -> String {
    let mut lines = vec![format!("chain in {place}"), String::new()];
    lines.extend(status.trail.iter().flat_map(|trail| trail_lines(trail, style)));
    lines.push(log_group_line(&status.log_group, style));
    for alert in &status.alerts {
        lines.push(String::new());
        lines.extend(alert_lines(alert, style));
    }
    lines.push(String::new());
    if status.sms_sandbox == Fact::Present(true) {
        let words = "text messages reach verified numbers only: the account is in the SMS sandbox";
        lines.push(painted(words, AnsiColor::Yellow, style));
    }
    lines.extend(drift_lines(status, style));
    let text = mask.apply(&(lines.join("\n") + "\n"));
    match style {
        Style::Plain => harmless_lines(&text),
        // What AWS tells was made harmless line by line; what is left are our own colours.
        Style::Coloured => text,
    }
}

fn trail_lines(trail: &TrailLink, style: Style) -> Vec<String> {
    let said = match &trail.status {
        Fact::Present(status) if status.is_logging => painted("logs", AnsiColor::Green, style),
        Fact::Present(_) => painted("STOPPED: no sign-in is recorded here", AnsiColor::Red, style),
        other => missing(other, style),
    };
    let mut lines = vec![format!("trail      {}: {said}", safe(&trail.name))];
    if let Fact::Present(status) = &trail.status {
        lines.extend(delivery_lines(status).map(|(to, at, error)| {
            let at = at.map_or_else(|| "never".to_owned(), |at| at.to_string());
            let error = error.map(|error| painted(&format!("; last error: {}", safe(error)), AnsiColor::Red, style));
            format!("           last delivery to {to}: {at}{}", error.unwrap_or_default())
        }));
    }
    lines
}

fn delivery_lines(status: &TrailStatus) -> [(&'static str, Option<Timestamp>, Option<&str>); 2] {
    let (bucket, log_group) = (status.latest_delivery_time, status.latest_cloud_watch_logs_delivery_time);
    [
        ("the bucket", bucket, status.latest_delivery_error.as_deref()),
        ("the log group", log_group, status.latest_cloud_watch_logs_delivery_error.as_deref()),
    ]
}

fn log_group_line(log_group: &LogGroupLink, style: Style) -> String {
    let name = log_group.name.as_deref().map_or_else(|| "that of the trail".to_owned(), safe);
    let said = match &log_group.kept {
        Fact::Present((days, bytes)) => {
            let days = days.map_or_else(|| "for ever".to_owned(), |days| format!("{days} days"));
            format!("keeps log events {days}; holds about {bytes} bytes")
        }
        other => missing(other, style),
    };
    format!("log group  {name}: {said}")
}

fn alert_lines(alert: &AlertLink, style: Style) -> Vec<String> {
    let mut lines = vec![safe(&alert.name)];
    let mut say = |link: &str, said: &str| lines.push(format!("  {link:<9}{said}"));
    if let Some(filter) = &alert.filter {
        say("filter", &if filter.present().is_some() { "there".to_owned() } else { missing(filter, style) });
    }
    match &alert.alarm {
        Fact::Present(alarm) => {
            say("alarm", &alarm_text(alarm, style));
            say("", &safe(&alarm.reason));
        }
        other => say("alarm", &missing(other, style)),
    }
    match &alert.topic {
        Fact::Present(owner) => say("topic", owner_text(*owner)),
        other => say("topic", &missing(other, style)),
    }
    match &alert.subscriptions {
        Fact::Present(subscriptions) if subscriptions.is_empty() => {
            say("hears", &painted("NOBODY: the topic has no subscription", AnsiColor::Red, style));
        }
        Fact::Present(subscriptions) => subscriptions.iter().for_each(|one| say("hears", &hearer_text(one, style))),
        // Without a topic that was said already.
        other if alert.topic.present().is_some() => say("hears", &missing(other, style)),
        _ => {}
    }
    if alert.alarm.present().is_some() {
        say("sent", &sent_text(&alert.last_notification, style));
    }
    lines
}

fn alarm_text(alarm: &AlarmLink, style: Style) -> String {
    let colour = match alarm.state {
        State::Ok => AnsiColor::Green,
        State::Alarm => AnsiColor::Red,
        State::InsufficientData => AnsiColor::BrightBlack,
    };
    let state = painted(&alarm.state.to_string(), colour, style);
    let silent = if alarm.actions_enabled {
        String::new()
    } else {
        painted("; its actions are DISABLED: it tells nobody", AnsiColor::Red, style)
    };
    format!("{state} since {}{silent}", alarm.since)
}

const fn owner_text(owner: Option<Owner>) -> &'static str {
    match owner {
        Some(Owner::Deployed) => "ours",
        Some(Owner::Adopted) => "adopted",
        Some(Owner::Foreign) => "there, and not ours",
        None => "there; whose is not known",
    }
}

fn hearer_text(subscription: &SubscriptionLink, style: Style) -> String {
    let SubscriptionLink { protocol, endpoint, state, is_wanted } = subscription;
    let confirmed = match state {
        SubscriptionState::Confirmed { .. } => painted("confirmed", AnsiColor::Green, style),
        SubscriptionState::PendingConfirmation => painted("NOT CONFIRMED: is sent nothing", AnsiColor::Red, style),
        SubscriptionState::Deleted => painted("UNSUBSCRIBED: is sent nothing", AnsiColor::Red, style),
    };
    let stranger = if *is_wanted { "" } else { "; the config does not name it" };
    format!("{} {}: {confirmed}{stranger}", safe(protocol), safe(endpoint))
}

fn sent_text(sent: &Fact<Notification>, style: Style) -> String {
    match sent {
        Fact::Present(sent) if sent.succeeded => format!("{}  {}", sent.at, safe(&sent.summary)),
        Fact::Present(sent) => painted(&format!("{}  {}", sent.at, safe(&sent.summary)), AnsiColor::Red, style),
        Fact::Absent => "nothing in the last 30 days".to_owned(),
        other => missing(other, style),
    }
}

fn drift_lines(status: &Status, style: Style) -> Vec<String> {
    match &status.drift {
        Ok(plan) if plan.is_empty() => vec!["all is as the config says".to_owned()],
        Ok(plan) => {
            let steps = counted(plan.steps.len(), "step");
            let words = format!("{steps} would bring the chain to what the config says (`deploy --plan` shows them):");
            let mut lines = vec![painted(&words, AnsiColor::Yellow, style)];
            lines.extend(plan.steps.iter().map(|step| format!("  - {}", safe(&step.to_string()))));
            lines
        }
        Err(obstacles) => {
            let words = "a deployment would be refused:";
            let mut lines = vec![painted(words, AnsiColor::Yellow, style)];
            lines.extend(obstacles.0.iter().map(|obstacle| format!("  - {}", safe(&obstacle.to_string()))));
            lines
        }
    }
}

/// What is said of something that is not known to be there.
fn missing<T>(fact: &Fact<T>, style: Style) -> String {
    match fact {
        Fact::Absent => painted("MISSING", AnsiColor::Red, style),
        Fact::Denied(denied) => painted(&format!("not known: {} is denied", denied.action), AnsiColor::Yellow, style),
        Fact::Unasked | Fact::Present(_) => "not asked".to_owned(),
    }
}

/// What comes from outside, in one line and without control characters.
fn safe(text: &str) -> String {
    harmless(&text.replace('\n', " "))
}

fn painted(text: &str, colour: AnsiColor, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Coloured => {
            let colour: Colour = colour.on_default();
            format!("{colour}{text}{colour:#}")
        }
    }
}

/// The same for machines. A fact is `present` with its value, `absent`, `denied` with the action, or `unasked`.
#[must_use]
pub fn status_json(status: &Status, mask: &Mask) -> Value {
    let log_group = &status.log_group;
    let drift = match &status.drift {
        Ok(plan) => json!({ "steps": steps(&plan.steps, mask) }),
        Err(obstacles) => {
            let obstacles: Vec<String> = obstacles.0.iter().map(|one| mask.apply(&one.to_string())).collect();
            json!({ "obstacles": obstacles })
        }
    };
    json!({
        "format": FORMAT,
        "trail": status.trail.as_ref().map(|trail| {
            json!({ "name": mask.apply(&trail.name), "status": fact(&trail.status, trail_status_json) })
        }),
        "log_group": {
            "name": log_group.name,
            "kept": fact(&log_group.kept, |(days, bytes)| json!({ "retention_days": days, "stored_bytes": bytes })),
        },
        "alerts": status.alerts.iter().map(|alert| alert_json(alert, mask)).collect::<Vec<Value>>(),
        "sms_sandbox": fact(&status.sms_sandbox, |in_sandbox| json!(in_sandbox)),
        "drift": drift,
    })
}

fn trail_status_json(status: &TrailStatus) -> Value {
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
    json!({
        "is_logging": status.is_logging,
        "latest_delivery": time(status.latest_delivery_time),
        "latest_delivery_error": status.latest_delivery_error,
        "latest_log_group_delivery": time(status.latest_cloud_watch_logs_delivery_time),
        "latest_log_group_delivery_error": status.latest_cloud_watch_logs_delivery_error,
    })
}

fn alert_json(alert: &AlertLink, mask: &Mask) -> Value {
    let alarm = |alarm: &AlarmLink| {
        json!({
            "state": alarm.state.to_string(),
            "since": alarm.since.to_string(),
            "reason": alarm.reason,
            "actions_enabled": alarm.actions_enabled,
        })
    };
    let owner = |owner: &Option<Owner>| match owner {
        Some(Owner::Deployed) => json!("ours"),
        Some(Owner::Adopted) => json!("adopted"),
        Some(Owner::Foreign) => json!("foreign"),
        None => Value::Null,
    };
    let subscription = |one: &SubscriptionLink| {
        json!({
            "protocol": one.protocol,
            "endpoint": mask.apply(&one.endpoint),
            "confirmed": one.state.arn().is_some(),
            "unsubscribed": one.state == SubscriptionState::Deleted,
            "wanted": one.is_wanted,
        })
    };
    let sent = |sent: &Notification| json!({ "at": sent.at.to_string(), "succeeded": sent.succeeded, "summary": mask.apply(&sent.summary) });
    json!({
        "name": alert.name,
        "filter": alert.filter.as_ref().map(|filter| fact(filter, |()| Value::Null)),
        "alarm": fact(&alert.alarm, alarm),
        "topic": fact(&alert.topic, owner),
        "subscriptions": fact(&alert.subscriptions, |all| all.iter().map(subscription).collect()),
        "last_notification": fact(&alert.last_notification, sent),
    })
}

fn fact<T>(fact: &Fact<T>, value: impl FnOnce(&T) -> Value) -> Value {
    match fact {
        Fact::Unasked => json!({ "known": "unasked" }),
        Fact::Denied(denied) => json!({ "known": "denied", "action": denied.action }),
        Fact::Absent => json!({ "known": "absent" }),
        Fact::Present(present) => json!({ "known": "present", "value": value(present) }),
    }
}
