//! History through the chain: what would have been heard, by whom and when, and what would not, and why.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rstest::rstest;
use signalarm_account::{Happening, What};
use signalarm_alert::{Config, read_config};
use signalarm_event::{Forgery, Outcome, Record, Variant, decode, forge};
use signalarm_scenario::{Delivery, Replay, replay};

const FAILURE: Variant = Variant::Iam { outcome: Outcome::Failure, mfa: false };

fn record(at: &str, variant: Variant) -> Record {
    let at = at.parse().unwrap();
    let (account, user, source_ip) = ("111122223333", "alice", "203.0.113.7");
    forge(&Forgery {
        variant,
        at,
        account,
        region: None,
        user,
        source_ip,
        user_agent: "test",
        id: u128::from(at.as_millis()),
    })
}

/// One subscriber hears of silence, so that it is told in one line.
fn config(text: &str) -> Config {
    let text = format!("silence.subscribers = [{{ email = 'chain@example.com' }}]\n{text}");
    Config::default().patched(&read_config("f", &format!("format = 1\n{text}"), &|_| None).unwrap()).unwrap()
}

/// What was told and what went unheard, a line each; times to the second.
fn shown(replay: &Replay) -> Vec<String> {
    let second = |at: signalarm_time::Timestamp| at.floor(signalarm_time::Duration::SECOND).to_string();
    let of = |index| replay.record(index).unwrap().time().to_string();
    let told = |Happening { at, what }: &Happening| match what {
        What::Notified { alarm, state, endpoint, records, .. } => {
            let records: String = records.iter().map(|index| format!(" of {}", of(*index))).collect();
            Some(format!("{} {alarm} {state} {}{records}", second(*at), endpoint.protocol()))
        }
        _ => None,
    };
    let unheard = replay.hearings.iter().filter(|hearing| !hearing.outcome.is_heard());
    let unheard = unheard.map(|hearing| format!("{} {}: {}", of(hearing.record), hearing.alert, hearing.outcome));
    replay.happenings.iter().filter_map(told).chain(unheard).collect()
}

fn check(settings: &str, records: &[(&str, Variant)], delivery: Delivery, expected: &[&str]) {
    let records = records.iter().map(|(at, variant)| record(at, *variant)).collect();
    assert_eq!(shown(&replay(records, &config(settings), delivery, 1).unwrap()), expected);
}

#[test]
fn of_nothing_tells_nothing() {
    check("", &[], Delivery::AtEventTime, &[]);
}

/// The alarm tells of its transition; the second sign-in finds it in ALARM.
#[test]
fn tells_of_two_sign_ins_in_one_alarm_once() {
    let records = [("2026-03-02T10:00:10Z", FAILURE), ("2026-03-02T10:01:20Z", FAILURE)];
    check(
        "",
        &records,
        Delivery::AtEventTime,
        &[
            "2026-03-02T10:01:36Z signin-console-failure-iam ALARM email of 2026-03-02T10:00:10Z",
            "2026-03-02T10:01:20Z signin-console-failure-iam: swallowed: the alarm was in ALARM already, since 10:01:36.973",
        ],
    );
}

/// Files come in any order; time has only one.
#[test]
fn puts_records_in_the_order_of_their_time() {
    let root = Variant::Root { outcome: Outcome::Success, mfa: true };
    let records = [("2026-03-02T10:05:00Z", root), ("2026-03-02T10:00:00Z", Variant::UnknownUser)];
    check(
        "",
        &records,
        Delivery::AtEventTime,
        &[
            "2026-03-02T10:01:36Z signin-console-failure-iam ALARM email of 2026-03-02T10:00:00Z",
            "2026-03-02T10:06:54Z signin-console-success-root ALARM email of 2026-03-02T10:05:00Z",
            "2026-03-02T10:06:54Z signin-console-success-root ALARM sms of 2026-03-02T10:05:00Z",
        ],
    );
}

#[test]
fn brings_records_late_if_asked_to() {
    check(
        "",
        &[("2026-03-02T10:00:10Z", FAILURE)],
        Delivery::Delayed,
        &["2026-03-02T10:04:36Z signin-console-failure-iam ALARM email of 2026-03-02T10:00:10Z"],
    );
}

/// A gap inside the recording is the account's; behind its end there is nothing to know.
#[test]
fn tells_of_silence_inside_the_recording_and_not_behind_it() {
    let records = [("2026-03-02T10:00:00Z", Variant::ApiCall), ("2026-03-02T12:00:00Z", Variant::ApiCall)];
    check(
        "",
        &records,
        Delivery::AtEventTime,
        &[
            "2026-03-02T10:26:32Z signin-console-silence ALARM email",
            "2026-03-02T12:01:32Z signin-console-silence OK email",
        ],
    );
}

/// A breach within a period of an hour raises the alarm at its next evaluation, not when the hour is over.
#[test]
fn hears_an_alert_of_ones_own_with_a_long_period() {
    let switched = "[alerts.switched]\npattern = '{ $.eventName = \"SwitchRole\" }'\nperiod = '1h'";
    check(
        switched,
        &[("2026-03-02T10:00:10Z", Variant::SwitchRole)],
        Delivery::AtEventTime,
        &["2026-03-02T10:01:09Z switched ALARM email of 2026-03-02T10:00:10Z"],
    );
}

/// Years without a record cost nothing: alarms sleep through them. Minute by minute this test would last for hours.
#[test]
fn sleeps_through_eight_thousand_years() {
    let records = [("1999-03-02T10:00:10Z", FAILURE), ("9999-03-02T10:00:10Z", FAILURE)];
    check(
        "",
        &records,
        Delivery::AtEventTime,
        &[
            "1999-03-02T10:01:36Z signin-console-failure-iam ALARM email of 1999-03-02T10:00:10Z",
            "1999-03-02T10:26:32Z signin-console-silence ALARM email",
            "9999-03-02T10:01:32Z signin-console-silence OK email",
            "9999-03-02T10:01:36Z signin-console-failure-iam ALARM email of 9999-03-02T10:00:10Z",
        ],
    );
}

/// An alert that every API call fires: what keeps the log group busy before the recording does not fire it.
#[test]
fn begins_with_alarms_in_ok_whatever_they_watch() {
    let called = "[alerts.called]\npattern = '{ $.eventName = * }'";
    check(
        called,
        &[("2026-03-02T10:00:10Z", Variant::ApiCall)],
        Delivery::AtEventTime,
        &["2026-03-02T10:01:02Z called ALARM email of 2026-03-02T10:00:10Z"],
    );
}

/// There is no later instant than the last: whatever would come behind it never comes, and the replay ends.
#[test]
fn ends_at_the_end_of_time() {
    check(
        "",
        &[("9999-12-29T23:59:59Z", FAILURE)],
        Delivery::AtEventTime,
        &[
            "9999-12-29T23:59:59Z signin-console-failure-iam: open: the run ended before the alarm had been evaluated with it",
        ],
    );
}

#[rstest]
fn gives_the_same_for_the_same_seed(#[values(Delivery::AtEventTime, Delivery::Delayed)] delivery: Delivery) {
    let play = |seed| {
        let records = ["2026-03-02T10:00:10Z", "2026-03-02T10:20:20Z"].map(|at| record(at, FAILURE));
        format!("{:?}", replay(records.to_vec(), &Config::default(), delivery, seed).unwrap())
    };
    assert_eq!(play(7), play(7));
    assert_ne!(play(7), play(8));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// A recorded account under attack: 55 files as CloudTrail delivered them, among 2,900 records two console sign-ins, both
/// successes of IAM users (counted apart from this program). Each is heard in its own minute or the next; besides, somebody
/// tampers with trails twice, with several calls each time.
#[test]
fn of_a_recorded_account_hears_its_two_sign_ins_and_the_attack_on_its_trails() {
    let Some(facts) = signalarm_testkit::facts() else { return };
    let files = files(&facts.join("data/cloudtrail/invictus/CloudTrail"));
    let decoded: Vec<_> =
        files.iter().map(|path| decode(&path.to_string_lossy(), &std::fs::read(path).unwrap())).collect();
    let faulty: Vec<String> = decoded.iter().filter_map(|decoded| Some(decoded.faulty.as_ref()?.to_string())).collect();
    assert_eq!((files.len(), faulty), (55, Vec::new()));
    let records: Vec<Record> = decoded.into_iter().flat_map(|decoded| decoded.records).collect();
    assert_eq!(records.len(), 2_900);
    let replay = replay(records, &Config::default(), Delivery::AtEventTime, 1).unwrap();
    let shown = shown(&replay);
    let tampering = |line: &&String| line.contains("signin-console-tampering ALARM");
    let raised: BTreeSet<&str> = shown.iter().filter(tampering).map(|line| &line[..20]).collect();
    assert_eq!(raised, BTreeSet::from(["2023-07-10T12:00:03Z", "2023-07-10T12:08:03Z"]));
    let signed_in: Vec<&String> = shown.iter().filter(|line| !line.contains("signin-console-tampering")).collect();
    let expected = [
        "2023-07-10T12:24:40Z signin-console-success-iam ALARM email of 2023-07-10T12:23:15Z",
        "2023-07-10T12:28:40Z signin-console-success-iam ALARM email of 2023-07-10T12:27:45Z",
    ];
    assert_eq!(signed_in, expected);
}
