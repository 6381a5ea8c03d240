//! How many days a second simulates: four alarms of one-minute periods, one sign-in a minute, for ninety days.
//!
//! Told as a ratio to a loop that only counts the minutes, since that is what is left when the machine is another one.
//! The last ten days must not cost more than the first: nothing may grow with the history.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration as WallTime, Instant};

use signalarm_alarm::{
    AlarmLife, Command, MetricAlarm, MissingData, Operator, Outcome, Period, Rule, RuleSettings, Slot, Statistic,
    evaluate,
};
use signalarm_metric::{MetricId, Series};
use signalarm_time::{Duration, Timestamp};

const DAYS: u32 = 90;
const MINUTES_A_DAY: u32 = 24 * 60;
/// How many days at each end are compared.
const END_DAYS: usize = 10;
/// How far back samples are kept: no alarm looks back further than a week.
const KEPT: Duration = Duration::from_secs(8 * 86_400);

struct Watched {
    series: Series,
    alarm: AlarmLife,
}

/// One alarm for each treatment of missing data, the last of them 2 of 3.
fn watched(start: Timestamp) -> Vec<Watched> {
    let treatments = [MissingData::Missing, MissingData::Ignore, MissingData::Breaching, MissingData::NotBreaching];
    let alarm = |missing_data: MissingData| {
        let (periods, datapoints) = if missing_data == MissingData::NotBreaching { (3, 2) } else { (1, 1) };
        let settings = RuleSettings::new(Period::MINUTE, periods, Statistic::Sum, Operator::GreaterThan, 0.0);
        let rule = Rule::new(RuleSettings { datapoints_to_alarm: Some(datapoints), missing_data, ..settings });
        MetricAlarm {
            name: missing_data.to_string(),
            description: None,
            metric: MetricId::new("SignIn".to_owned(), missing_data.to_string(), Vec::new()),
            rule: rule.expect("the settings are in order"),
            actions_enabled: true,
            ok_actions: Vec::new(),
            alarm_actions: vec!["arn:aws:sns:eu-west-1:111122223333:topic".to_owned()],
            insufficient_data_actions: Vec::new(),
        }
    };
    let life = |settings| Watched { series: Series::new(), alarm: AlarmLife::create(settings, start) };
    treatments.into_iter().map(alarm).map(life).collect()
}

/// A minute: its sign-in goes to one of the metrics, then every alarm is evaluated. Says how many transitions there were.
fn minute(watched: &mut [Watched], slots: &mut Vec<Slot>, now: Timestamp, number: u32) -> usize {
    let raised = number as usize % watched.len();
    watched[raised].series.add(now, 1.0);
    let at = now + Duration::from_secs(88);
    let mut transitions = 0;
    for Watched { series, alarm } in watched {
        series.forget_before(at - KEPT);
        let rule = alarm.settings().rule;
        slots.clear();
        slots.extend(rule.slots(series, at));
        let evaluation = evaluate(&rule, slots, alarm.state().value, at);
        transitions += usize::from(alarm.apply(Command::Evaluate(&evaluation), at) != Outcome::Nothing);
    }
    transitions
}

fn main() -> io::Result<()> {
    let start: Timestamp = "2026-11-23T00:00:00Z".parse().expect("an instant");
    let (mut watched, mut slots, mut transitions) = (watched(start), Vec::new(), 0);
    let mut days = Vec::new();
    for day in 0..DAYS {
        let began = Instant::now();
        for number in day * MINUTES_A_DAY..(day + 1) * MINUTES_A_DAY {
            transitions += minute(&mut watched, &mut slots, start + Duration::MINUTE * number, number);
        }
        days.push(began.elapsed());
    }
    let bare = bare_loop();
    let all: WallTime = days.iter().sum();
    // The fastest day is the one that other programs disturbed least.
    let fastest = |days: &[WallTime]| days.iter().min().map_or(0, WallTime::as_micros);
    let mut out = io::stdout().lock();
    writeln!(out, "{DAYS} days, {transitions} transitions: {:.0} days a second", f64::from(DAYS) / all.as_secs_f64())?;
    writeln!(out, "{:.0} times a loop that counts the minutes", all.as_secs_f64() / bare.as_secs_f64())?;
    writeln!(out, "first {END_DAYS} days: {} µs a day", fastest(&days[..END_DAYS]))?;
    writeln!(out, "last {END_DAYS} days: {} µs a day", fastest(&days[days.len() - END_DAYS..]))
}

/// The time of a loop that only counts the minutes, as the mean of many.
fn bare_loop() -> WallTime {
    const ROUNDS: u32 = 100;
    let began = Instant::now();
    for _ in 0..ROUNDS {
        let mut counted = 0;
        for number in 0..DAYS * MINUTES_A_DAY {
            counted = black_box(counted + black_box(number) / number.max(1));
        }
        black_box(counted);
    }
    began.elapsed() / ROUNDS
}
