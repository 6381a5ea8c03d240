//! The pattern of the alert on tampering: the calls that can silence the chain.
//!
//! CloudTrail records such a call as any other, and the trail delivers it minutes later. So the alert hears whatever leaves
//! the path of its own records alone: what is done to another filter, alarm, topic or subscription, and a trail, a role or
//! a log group that is back by the time of the delivery.
//!
//! It must not hear what others do to things of their own. Calls on filters, alarms, topics and subscriptions count where
//! a name begins as ours do, those on role, bucket and log group where they name the chain's. Changes of trails count
//! whatever the trail, as in CIS AWS Foundations 4.5: they are rare, and a trail has two names, its own and its ARN. Which
//! operation it is does not matter for things of ours: whatever neither reads nor subscribes may silence. Of a log group
//! deletion alone counts: whoever searches it names it too.

use signalarm_filter_pattern::Pattern;

use crate::name::BUILT_IN_BEGINNING;
use crate::trail::{TrailSettings, TrailUse};

/// Changes of a trail.
const TRAIL_CALLS: [&str; 4] = ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"];
/// What names an alarm, a filter, a topic or a subscription in a request, and what stands before the name. A call may name
/// many alarms.
const OURS: [(&str, &str); 5] =
    [("alarmName", ""), ("alarmNames[*]", ""), ("filterName", ""), ("topicArn", "*:"), ("subscriptionArn", "*:")];
/// Calls with such names that silence nothing.
const HARMLESS: [&str; 5] = ["Describe*", "Get*", "Head*", "List*", "Subscribe"];
/// So much of a name is enough to tell it from others, and leaves room in the pattern, which has at most 1,024 characters.
const NAME_CHARS_MAX: usize = 40;

/// The pattern for a chain with these settings of its trail.
pub(crate) fn tampering(trail: &TrailSettings) -> Pattern {
    let (role, bucket, log_group) = match &trail.source {
        TrailUse::Own => (Some(trail.role.as_str()), Some(bucket(trail)), Some(trail.log_group.as_str())),
        TrailUse::None => (None, None, Some(trail.log_group.as_str())),
        TrailUse::LogGroup { name, .. } => (None, None, Some(name.as_str())),
        // Which log group and which role it has is not known before somebody looks.
        TrailUse::Trail(_) => (None, None, None),
    };
    let mut ours = OURS.map(|(key, before)| names(key, &format!("{before}{BUILT_IN_BEGINNING}*"))).to_vec();
    ours.extend(role.map(|role| names("roleName", &beginning(role))));
    ours.extend(bucket.map(|bucket| names("bucketName", &bucket)));
    let harmless = HARMLESS.map(|name| format!("$.eventName != \"{name}\"")).join(" && ");
    let mut calls = TRAIL_CALLS.map(is_called).to_vec();
    calls.push(format!("({}) && {harmless}", ours.join(" || ")));
    calls.push(muting());
    let deletion = |name| format!("{} && {}", is_called("DeleteLogGroup"), names("logGroupName", &beginning(name)));
    calls.extend(log_group.map(deletion));
    let text = calls.iter().map(|call| format!("({call})")).collect::<Vec<String>>().join(" || ");
    Pattern::parse(&format!("{{ {text} }}")).expect("names are short and have nothing to escape")
}

fn bucket(trail: &TrailSettings) -> String {
    trail.bucket.as_ref().map_or_else(|| format!("{BUILT_IN_BEGINNING}*"), |bucket| beginning(bucket.as_str()))
}

/// A mute rule on an alarm of ours, or one whose request does not say which alarms it mutes where that is expected: how
/// CloudTrail records it is not documented, so that the names of the API are an assumption.
fn muting() -> String {
    let targets = names("muteTargets.alarmNames[*]", &format!("{BUILT_IN_BEGINNING}*"));
    let unknown = "$.requestParameters.muteTargets.alarmNames NOT EXISTS";
    format!("{} && ({targets} || {unknown})", is_called("PutAlarmMuteRule"))
}

fn is_called(operation: &str) -> String {
    format!("$.eventName = \"{operation}\"")
}

fn names(key: &str, value: &str) -> String {
    format!("$.requestParameters.{key} = \"{value}\"")
}

/// A name, or how a long one begins.
fn beginning(name: &str) -> String {
    // Names are ASCII, so that no letter is cut in two.
    match name.get(..NAME_CHARS_MAX) {
        Some(beginning) if beginning != name => format!("{beginning}*"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    fn built_in() -> TrailSettings {
        Config::default().trail
    }

    #[test]
    fn the_longest_names_leave_room() {
        let (log_group, role, bucket) = ("l".repeat(512), "r".repeat(64), "b".repeat(63));
        let bucket = Some(bucket.parse().unwrap());
        let trail =
            TrailSettings { log_group: log_group.parse().unwrap(), role: role.parse().unwrap(), bucket, ..built_in() };
        let pattern = tampering(&trail);
        for name in [&log_group, &role] {
            assert!(pattern.text().contains(&format!("\"{}*\"", &name[..NAME_CHARS_MAX])), "{}", pattern.text());
        }
        assert!(pattern.text().contains(&format!("\"{}*\"", "b".repeat(NAME_CHARS_MAX))), "{}", pattern.text());
    }

    #[test]
    fn it_names_what_the_trail_has_unless_somebody_gave_another_one() {
        let patch = |text: &str| crate::read_config("p", &format!("format = 1\n{text}"), &|_| None).unwrap();
        let moved =
            Config::default().patched(&patch("[trail]\nlog-group = 'mine'\nrole = 'r'\nbucket = 'b-1'")).unwrap();
        let text = moved.alerts[4].pattern.text();
        for name in ["\"mine\"", "\"r\"", "\"b-1\""] {
            assert!(text.contains(name), "{text}");
        }
        let own = patch("[trail]\nlog-group = 'mine'\n[alerts.signin-console-tampering]\npattern = 'StopLogging'");
        let own = Config::default().patched(&own).unwrap();
        let again = own.patched(&patch("[trail]\nrole = 'r'")).unwrap();
        assert_eq!(again.alerts[4].pattern.text(), "StopLogging");
    }
}
