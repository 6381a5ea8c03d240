//! Composite alarms, their suppressors, and mute rules.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signalarm_time::{Duration, Timestamp};

use super::read::{array, known, parsed, text, whole};
use super::{NotUnderstood, differs};
use crate::{
    AlarmArn, ChildChange, CompositeAlarm, CompositeRule, MuteWindow, Mutes, State, SuppressedBy, Suppression,
    YoungBreach, suppressed_reason,
};

type States = BTreeMap<String, State>;

/// The states of alarms by their names.
fn states(children: &Value) -> Result<States, NotUnderstood> {
    let children = children.as_object().ok_or("children is no object")?;
    children.iter().map(|(name, state)| Ok((name.clone(), parsed(state, name)?))).collect()
}

/// The state of an alarm that a rule names, or whose ARN it gives.
fn state_of(states: &States, child: &str) -> State {
    let name = child.parse::<AlarmArn>().map_or_else(|_| child.to_owned(), |arn| arn.name().to_owned());
    states.get(&name).copied().unwrap_or(State::InsufficientData)
}

pub(super) fn composite(row: &Value, _: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    let expected = &row["expected"];
    known(expected, &["accepted", "state", "error", "http"])?;
    let own: AlarmArn = parsed(&row["self"], "self")?;
    let existing = array(&row["existing"], "existing")?;
    let states = states(&row["children"])?;
    let rule = CompositeRule::parse(text(&row["rule"], "rule")?);
    let rule = rule.and_then(|rule| match rule.check(&own, &|name| existing.iter().any(|present| present == name)) {
        faults if faults.is_empty() => Ok(rule),
        faults => Err(faults),
    });
    // Whatever is wrong with a rule, it is refused alike.
    let refused = json!({ "accepted": false, "error": "ValidationError", "http": 400 });
    let found = match rule {
        Err(_) => refused,
        Ok(rule) => {
            let composite = CompositeAlarm::create(own, rule, &|child| state_of(&states, child));
            json!({ "accepted": true, "state": composite.state().to_string() })
        }
    };
    let members = expected.as_object().into_iter().flatten();
    Ok(members.filter_map(|(member, expected)| differs(member, &found[member], expected)).next())
}

pub(super) fn composite_run(row: &Value, _: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    let expected = &row["expected"];
    known(expected, &["transitions", "state", "reason", "reasonData"])?;
    let own: AlarmArn = parsed(&row["self"], "self")?;
    let mut states = states(&row["children"])?;
    let rule = CompositeRule::parse(text(&row["rule"], "rule")?).map_err(|faults| faults[0].message.clone())?;
    let mut composite = CompositeAlarm::create(own.clone(), rule, &|child| state_of(&states, child));
    let mut transitions = Vec::new();
    for change in array(&row["changes"], "changes")? {
        known(change, &["at", "alarm", "to"])?;
        let name = text(&change["alarm"], "alarm")?;
        let (to, at) = (parsed(&change["to"], "to")?, parsed(&change["at"], "at")?);
        states.insert(name.to_owned(), to);
        let change = ChildChange { arn: &own.sibling(name), to, at };
        if let Some(from) = composite.child_changed(&change, &|child| state_of(&states, child)) {
            transitions.push((at, from, composite.state()));
        }
    }
    let mut wanted: Vec<(Timestamp, State, State)> = Vec::new();
    for transition in array(&expected["transitions"], "transitions")? {
        known(transition, &["at", "from", "to"])?;
        let [at, from, to] = ["at", "from", "to"].map(|member| &transition[member]);
        wanted.push((parsed(at, "at")?, parsed(from, "from")?, parsed(to, "to")?));
    }
    Ok(differs("transitions", &transitions, &wanted)
        .or(differs("state", &composite.state(), &parsed(&expected["state"], "state")?))
        .or(differs("reason", &composite.reason(), &text(&expected["reason"], "reason")?))
        .or(differs(
            "reasonData",
            &composite.reason_data().map(ToString::to_string).unwrap_or_default(),
            &expected["reasonData"].to_string(),
        )))
}

/// An instant that a row tells in ticks.
fn tick(value: &Value, what: &str) -> Result<Timestamp, NotUnderstood> {
    Ok(Timestamp::MIN + Duration::from_secs(whole(value, what)?.into()))
}

/// What a row expects of its actions: when, and for which state.
fn runs(row: &Value, members: &[&str]) -> Result<Vec<(Timestamp, State)>, NotUnderstood> {
    let run = |run: &Value| {
        known(run, members)?;
        Ok((tick(&run["t"], "t")?, parsed(&run["state"], "state")?))
    };
    array(&row["expected"]["actionsAt"], "actionsAt")?.iter().map(run).collect()
}

pub(super) fn suppressor(row: &Value, _: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    known(&row["expected"], &["actionsAt", "suppressedBy"])?;
    let period =
        |member: &str| Ok::<_, NotUnderstood>(Duration::from_secs(whole(&row["config"][member], member)?.into()));
    let suppressor = parsed(&row["initial"]["suppressor"], "suppressor")?;
    let mut composite: State = parsed(&row["initial"]["composite"], "composite")?;
    let mut suppression = Suppression::new(period("waitPeriod")?, period("extensionPeriod")?, suppressor);
    let mut found = Vec::new();
    for event in array(&row["events"], "events")? {
        known(event, &["t", "who", "to"])?;
        let (at, to) = (tick(&event["t"], "t")?, parsed(&event["to"], "to")?);
        found.extend(suppression.run_due(at));
        match event["who"].as_str() {
            Some("composite") if to == composite => {}
            Some("composite") => {
                composite = to;
                suppression.composite_changed(to, at);
            }
            Some("suppressor") => suppression.suppressor_changed(to, at),
            Some(_) | None => return Err("who of an event".to_owned()),
        }
    }
    found.extend(suppression.run_due(Timestamp::MAX));
    let by = suppression.suppressed_by().map(|by| by.to_string());
    let told = differs("actionsAt", &found, &runs(row, &["t", "state"])?);
    Ok(told.or_else(|| differs("suppressedBy", &by.as_deref(), &Some(row["expected"].get("suppressedBy")?.as_str()?))))
}

pub(super) fn suppressed_reason_text(row: &Value, _: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    known(&row["expected"], &["reason"])?;
    let by = match row["suppressedBy"].as_str() {
        Some("Alarm") => SuppressedBy::Alarm,
        Some("WaitPeriod") => SuppressedBy::WaitPeriod,
        Some("ExtensionPeriod") => SuppressedBy::ExtensionPeriod,
        Some(_) | None => return Err("suppressedBy".to_owned()),
    };
    let suppressor = parsed(&row["suppressor"], "suppressor")?;
    let found = suppressed_reason(by, &suppressor, parsed(&row["suppressorSince"], "suppressorSince")?);
    Ok(differs("reason", &found.as_str(), &text(&row["expected"]["reason"], "reason")?))
}

/// One executed action of a muted alarm: when, for which state, which, and whether after a mute window.
type Executed<'a> = (Timestamp, State, &'a str, bool);

pub(super) fn mute(row: &Value, _: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    known(&row["expected"], &["actionsAt"])?;
    let notify_on = array(&row["notifyOn"], "notifyOn")?;
    let has_action = |state: State| notify_on.contains(&state.to_string().into());
    let mut state: State = parsed(&row["initialState"], "initialState")?;
    let mut action = text(&row["action"], "action")?;
    let mut mutes = Mutes::default();
    for window in array(&row["mutes"], "mutes")? {
        known(window, &["from", "to"])?;
        let window = MuteWindow { from: tick(&window["from"], "from")?, to: tick(&window["to"], "to")? };
        mutes.windows_mut().push(window);
    }
    let mut found: Vec<Executed<'_>> = Vec::new();
    for event in array(&row["events"], "events")? {
        known(event, &["t", "to", "mute", "endsAt", "action"])?;
        let at = tick(&event["t"], "t")?;
        found.extend(mutes.run_due(at).map(|(at, state)| (at, state, action, true)));
        if let Some(replaced) = event.get("action") {
            action = text(replaced, "action")?;
        } else if let Some(index) = event.get("mute") {
            let window = mutes.windows_mut().get_mut(whole(index, "mute")? as usize).ok_or("mute of an event")?;
            window.to = tick(&event["endsAt"], "endsAt")?;
        } else {
            let to = parsed(&event["to"], "to")?;
            if to != state && mutes.entered(to, at) {
                found.push((at, to, action, false));
            }
            state = to;
        }
    }
    found.extend(mutes.run_due(Timestamp::MAX).map(|(at, state)| (at, state, action, true)));
    found.retain(|(_, state, ..)| has_action(*state));
    compare_executed(row, &found)
}

fn compare_executed(row: &Value, found: &[Executed<'_>]) -> Result<Option<String>, NotUnderstood> {
    let wanted = runs(row, &["t", "state", "action", "afterMuteWindow"])?;
    let times: Vec<_> = found.iter().map(|(at, state, ..)| (*at, *state)).collect();
    if let Some(told) = differs("actionsAt", &times, &wanted) {
        return Ok(Some(told));
    }
    for ((.., action, is_after), expected) in found.iter().zip(array(&row["expected"]["actionsAt"], "actionsAt")?) {
        let after =
            expected.get("afterMuteWindow").map(|after| after.as_bool().ok_or("afterMuteWindow")).transpose()?;
        let told = differs("action", action, &text(&expected["action"], "action")?)
            .or_else(|| after.and_then(|after| differs("afterMuteWindow", is_after, &after)));
        if told.is_some() {
            return Ok(told);
        }
    }
    Ok(None)
}
