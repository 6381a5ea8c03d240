//! `alarm`: what would happen at these times, and which setting is best.

use std::path::Path;

use signalarm_advice::{Question, SEEDS_MAX, advise, ranked, timeline};
use signalarm_alert::{AlertName, Config};
use signalarm_diagnostic::Faulty;
use signalarm_event::{Record, decode};
use signalarm_report::{
    Advice, Mask, advice_json, advice_svg, advice_text, timeline_json, timeline_svg, timeline_text,
};
use signalarm_time::{Duration, Timestamp};

use crate::arguments::{AdviseArguments, AlarmVerb, PictureFormat, TimelineArguments};
use crate::exit::Exit;
use crate::files;
use crate::settings;
use crate::terminal::{complain, print, print_faults};

/// The day of a time that is given as `HH:MM`: one on which nothing depends.
const DAY: &str = "2026-01-01";

/// Answers the question.
pub(crate) fn run(verb: &AlarmVerb) -> Exit {
    let answered = match verb {
        AlarmVerb::Timeline(arguments) => answer_timeline(arguments),
        AlarmVerb::Advise(arguments) => answer_advise(arguments),
    };
    match answered {
        Ok(text) => print(&text, Exit::Ok),
        Err(Unanswered::Faulty(faulty)) => {
            print_faults(&[*faulty]);
            Exit::Faulty
        }
        Err(Unanswered::Told(faults)) => {
            for fault in faults {
                complain(&format!("error: {fault}\n"));
            }
            Exit::Faulty
        }
    }
}

/// Why there is no answer.
enum Unanswered {
    /// A file is faulty.
    Faulty(Box<Faulty>),
    /// The command line is, in words.
    Told(Vec<String>),
}

impl From<Faulty> for Unanswered {
    fn from(faulty: Faulty) -> Self {
        Self::Faulty(Box::new(faulty))
    }
}

fn told(fault: impl ToString) -> Unanswered {
    Unanswered::Told(vec![fault.to_string()])
}

fn answer_timeline(arguments: &TimelineArguments) -> Result<String, Unanswered> {
    let config = settings::load(&arguments.config)?;
    let question = read_question(arguments, config)?;
    let answer = timeline(question).map_err(told)?;
    let mask = if arguments.show_endpoints { Mask::nothing() } else { Mask::of(&answer.run.chain) };
    Ok(match arguments.format {
        PictureFormat::Text => timeline_text(&answer, &mask),
        PictureFormat::Json => timeline_json(&answer, &mask),
        PictureFormat::Svg => timeline_svg(&answer),
    })
}

/// The question of a command line; every fault of it at once.
fn read_question(arguments: &TimelineArguments, config: Config) -> Result<Question, Unanswered> {
    let mut faults = Vec::new();
    let mut take = |option: &str, read: Result<Timestamp, String>| {
        read.map_err(|fault| faults.push(format!("{option}: {fault}"))).ok()
    };
    let at = arguments.at.iter().filter_map(|text| take("--at", read_time(text))).collect();
    let until = arguments.until.as_ref().and_then(|text| take("--until", read_time(text)));
    let mut take = |option: &str, text: &str| match text.parse::<Duration>() {
        Ok(duration) => Some(duration),
        Err(fault) => {
            faults.push(format!("{option}: {fault}"));
            None
        }
    };
    let delay = arguments.delay.as_ref().and_then(|text| take("--delay", text));
    let activity = (arguments.activity != "none").then(|| take("--activity", &arguments.activity)).flatten();
    let alert = read_alert(&arguments.alert).map_err(|fault| faults.push(fault)).ok();
    let record = match &arguments.record {
        Some(path) => read_record(path)?,
        None => None,
    };
    match (alert, faults.is_empty()) {
        (Some(alert), true) => Ok(Question { config, alert, record, at, delay, activity, until, seed: arguments.seed }),
        _ => Err(Unanswered::Told(faults)),
    }
}

fn answer_advise(arguments: &AdviseArguments) -> Result<String, Unanswered> {
    let config = settings::load(&arguments.config)?;
    if !(1..=SEEDS_MAX).contains(&arguments.seeds) {
        return Err(told(format!("--seeds: from 1 to {SEEDS_MAX}, not {}", arguments.seeds)));
    }
    let alert = read_alert(&arguments.alert).map_err(told)?;
    let record = match &arguments.record {
        Some(path) => read_record(path)?,
        None => None,
    };
    let measured = ranked(advise(&config, &alert, record.as_ref(), arguments.seeds).map_err(told)?);
    let advice = Advice { alert: &alert, ranked: &measured, seeds: arguments.seeds, all: arguments.all };
    Ok(match arguments.format {
        PictureFormat::Text => advice_text(&advice),
        PictureFormat::Json => advice_json(&advice),
        PictureFormat::Svg => advice_svg(&advice),
    })
}

fn read_alert(text: &str) -> Result<AlertName, String> {
    text.parse::<AlertName>().map_err(|fault| format!("--alert: {fault}"))
}

/// A time of day, or a whole instant.
fn read_time(text: &str) -> Result<Timestamp, String> {
    let whole = match text.len() {
        5 => format!("{DAY}T{text}:00Z"),
        8 => format!("{DAY}T{text}Z"),
        _ => text.to_owned(),
    };
    whole.parse().map_err(|_| format!("“{text}” is no time: write 10:03, 10:03:30 or {DAY}T10:03:30Z"))
}

/// The one record of a file.
fn read_record(path: &Path) -> Result<Option<Record>, Unanswered> {
    let bytes = files::read(path)?;
    let mut decoded = decode(&files::shown(path), &bytes);
    if let Some(faulty) = decoded.faulty.take() {
        return Err(faulty.into());
    }
    match decoded.records.len() {
        1 => Ok(decoded.records.pop()),
        count => Err(told(format!("--record: {} holds {count} records; name a file with one", files::shown(path)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_one_of_the_day_or_a_whole_one() {
        assert_eq!(read_time("10:03"), Ok("2026-01-01T10:03:00Z".parse().unwrap()));
        assert_eq!(read_time("10:03:07"), Ok("2026-01-01T10:03:07Z".parse().unwrap()));
        assert_eq!(read_time("2027-02-03T10:03:07Z"), Ok("2027-02-03T10:03:07Z".parse().unwrap()));
        for text in ["", "10", "25:00", "10:60", "10:03:99", "noon", "10-03", "éééé:", "2026-01-01"] {
            assert!(read_time(text).is_err(), "{text}");
        }
    }
}
