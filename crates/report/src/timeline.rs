//! What would happen if sign-ins came at certain times: for a terminal, for machines, and as a picture.

use serde_json::{Value, json};
use signalarm_advice::{Moment, Row, Span, Timeline};
use signalarm_alarm::State;
use signalarm_diagnostic::harmless_lines;
use signalarm_scenario::{Act, Notified};
use signalarm_time::{Duration, Timestamp};

use crate::json::document;
use crate::mask::Mask;
use crate::svg::Picture;
use crate::words::counted;

/// The most columns of the ruler.
const COLUMNS_MAX: u64 = 72;
/// What one column may stand for, in minutes.
const MINUTES_PER_COLUMN: [u64; 10] = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720];
/// A column of the ruler that bears a time.
const LABEL_EVERY: u64 = 10;
const FORMAT: u32 = 1;

/// For a terminal.
#[must_use]
pub fn timeline_text(timeline: &Timeline, mask: &Mask) -> String {
    let mut lines = vec![heading(timeline), String::new()];
    lines.extend(ruler(timeline));
    lines.push("\nstates:".to_owned());
    for row in &timeline.rows {
        for span in row.spans.iter().skip(1) {
            let reason = span.reason.as_deref().unwrap_or_default();
            lines.push(format!("  {}  {} {}: {reason}", clock(timeline, span.from), row.alarm, span.state));
        }
    }
    lines.push("\nheard:".to_owned());
    let heard = heard(timeline);
    if heard.is_empty() {
        lines.push("  nothing".to_owned());
    }
    lines.extend(heard.iter().map(|heard| {
        format!(
            "  {}  {} {} by {} to {}",
            clock(timeline, heard.at),
            heard.alarm,
            heard.state,
            heard.protocol,
            heard.endpoint
        )
    }));
    lines.push("\nsign-ins:".to_owned());
    for moment in &timeline.moments {
        let arrived = match moment.arrived {
            Some(arrived) => format!("in the log group at {}", clock(timeline, arrived)),
            None => "not in the log group when the look ended".to_owned(),
        };
        let fates: Vec<String> =
            moment.hearings.iter().map(|hearing| format!("{}: {}", hearing.alert, hearing.outcome)).collect();
        let fates = if fates.is_empty() { "no alert is about it".to_owned() } else { fates.join("; ") };
        lines.push(format!("  {}  {arrived}; {fates}", clock(timeline, moment.at)));
    }
    lines.push(format!("\n{}", totals(timeline)));
    harmless_lines(&mask.apply(&(lines.join("\n") + "\n")))
}

/// For machines: one document with stable keys.
#[must_use]
pub fn timeline_json(timeline: &Timeline, mask: &Mask) -> String {
    let span = |span: &Span| {
        json!({
            "state": span.state.to_string(),
            "from": span.from.to_string(),
            "until": span.until.to_string(),
            "reason": span.reason,
        })
    };
    let row = |row: &Row| json!({ "alarm": row.alarm.as_str(), "states": row.spans.iter().map(span).collect::<Vec<Value>>() });
    let moment = |moment: &Moment| {
        let fates: Vec<Value> = moment
            .hearings
            .iter()
            .map(|hearing| {
                json!({
                    "alert": hearing.alert.as_str(),
                    "heard": hearing.outcome.is_heard(),
                    "swallowed": hearing.outcome.is_swallowed(),
                    "outcome": hearing.outcome.to_string(),
                })
            })
            .collect();
        json!({
            "at": moment.at.to_string(),
            "arrived": moment.arrived.map(|at| at.to_string()),
            "outcomes": fates,
        })
    };
    let heard = |heard: &Heard| {
        json!({
            "at": heard.at.to_string(),
            "alarm": heard.alarm,
            "state": heard.state.to_string(),
            "protocol": heard.protocol,
            "endpoint": mask.apply(&heard.endpoint),
        })
    };
    document(json!({
        "format": FORMAT,
        "alert": timeline.question.alert.as_str(),
        "from": timeline.from.to_string(),
        "until": timeline.until.to_string(),
        "seed": timeline.question.seed,
        "alarms": timeline.rows.iter().map(row).collect::<Vec<Value>>(),
        "notifications": self::heard(timeline).iter().map(heard).collect::<Vec<Value>>(),
        "sign_ins": timeline.moments.iter().map(moment).collect::<Vec<Value>>(),
    }))
}

/// As a picture: a row for each alarm, green, red and grey, with the sign-ins and the notifications.
#[must_use]
pub fn timeline_svg(timeline: &Timeline) -> String {
    const LEFT: f64 = 230.0;
    const WIDTH: f64 = 700.0;
    const TOP: f64 = 78.0;
    const ROW: f64 = 30.0;
    let bottom = TOP + ROW * timeline.rows.len() as f64;
    let mut picture = Picture::new(960, bottom as u32 + 40, &heading(timeline));
    let whole = timeline.until.since(timeline.from).as_millis().max(1) as f64;
    let x = |at: Timestamp| LEFT + WIDTH * at.since(timeline.from).as_millis() as f64 / whole;
    picture.text("strong", (12.0, 20.0), &heading(timeline));
    let step = minutes_per_column(timeline) * LABEL_EVERY;
    let mut at = timeline.from;
    while at <= timeline.until {
        picture.upright(x(at), (TOP - 12.0, bottom));
        picture.text("small faint", (x(at) + 2.0, TOP - 16.0), &clock(timeline, at)[..5]);
        at = at + Duration::MINUTE * u32::try_from(step).unwrap_or(u32::MAX);
    }
    picture.text("small", (12.0, 50.0), "sign-ins (filled: heard)");
    for moment in &timeline.moments {
        let is_heard = moment.hearings.iter().any(|hearing| hearing.outcome.is_heard());
        let fates: Vec<String> = moment.hearings.iter().map(|hearing| hearing.outcome.to_string()).collect();
        let told = format!("{}: {}", clock(timeline, moment.at), fates.join("; "));
        picture.circle(if is_heard { "mark" } else { "ring" }, (x(moment.at), 46.0), 4.0, &told);
    }
    for (number, row) in timeline.rows.iter().enumerate() {
        let y = TOP + ROW * number as f64;
        picture.text("", (12.0, y + 14.0), row.alarm.as_str());
        for span in &row.spans {
            let told = format!(
                "{} {} to {}. {}",
                span.state,
                clock(timeline, span.from),
                clock(timeline, span.until),
                span.reason.as_deref().unwrap_or_default()
            );
            picture.rectangle(class(span.state), (x(span.from), y), (x(span.until) - x(span.from), 18.0), &told);
        }
        for heard in heard(timeline).iter().filter(|heard| heard.alarm == row.alarm.as_str()) {
            picture.circle(
                "mark",
                (x(heard.at), y + 9.0),
                3.0,
                &format!("{} {} by {}", clock(timeline, heard.at), heard.state, heard.protocol),
            );
        }
    }
    let legend = [("ok", "OK"), ("alarm", "ALARM"), ("grey", "INSUFFICIENT_DATA"), ("mark", "notification")];
    for (number, (class, word)) in legend.into_iter().enumerate() {
        let left = 12.0 + 150.0 * number as f64;
        picture.rectangle(class, (left, bottom + 12.0), (12.0, 12.0), "");
        picture.text("small", (left + 18.0, bottom + 22.0), word);
    }
    picture.document()
}

pub(crate) fn class(state: State) -> &'static str {
    match state {
        State::Ok => "ok",
        State::Alarm => "alarm",
        State::InsufficientData => "grey",
    }
}

fn heading(timeline: &Timeline) -> String {
    let question = &timeline.question;
    let activity = match question.activity {
        Some(every) => format!("another call every {every}"),
        None => "nothing else happens".to_owned(),
    };
    let delay = match question.delay {
        Some(delay) => format!("each record takes {delay} to the log group"),
        None => format!("the trail's delays are drawn with seed {}", question.seed),
    };
    format!(
        "{} for {} on {}; {activity}; {delay}",
        counted(timeline.moments.len(), "sign-in"),
        question.alert,
        &timeline.from.to_string()[..10]
    )
}

fn totals(timeline: &Timeline) -> String {
    let hearings = || timeline.moments.iter().flat_map(|moment| &moment.hearings);
    let heard = hearings().filter(|hearing| hearing.outcome.is_heard()).count();
    let swallowed = hearings().filter(|hearing| hearing.outcome.is_swallowed()).count();
    let others = hearings().count() - heard - swallowed;
    format!("{heard} heard, {swallowed} swallowed by an alarm in ALARM already, {others} otherwise unheard")
}

/// The time of day; on another day than the first one the day as well.
fn clock(timeline: &Timeline, at: Timestamp) -> String {
    let (at, first) = (at.to_string(), timeline.from.to_string());
    if at[..10] == first[..10] { at[11..19].to_owned() } else { format!("{} {}", &at[5..10], &at[11..19]) }
}

struct Heard {
    at: Timestamp,
    alarm: String,
    state: State,
    protocol: String,
    endpoint: String,
}

fn heard(timeline: &Timeline) -> Vec<Heard> {
    let heard = |Notified { at, alarm, state, endpoint, .. }: Notified<'_>| Heard {
        at,
        alarm: alarm.to_owned(),
        state,
        protocol: endpoint.protocol().to_string(),
        endpoint: endpoint.to_string(),
    };
    timeline.run.acts.iter().filter_map(Act::notified).map(heard).collect()
}

fn minutes_per_column(timeline: &Timeline) -> u64 {
    let minutes = timeline.until.since(timeline.from).as_secs() / 60;
    let fits = |per_column: &u64| minutes.div_ceil(*per_column) <= COLUMNS_MAX;
    MINUTES_PER_COLUMN.into_iter().find(fits).unwrap_or(minutes.div_ceil(COLUMNS_MAX))
}

/// The alarms one below the other, a column for each minute or more.
fn ruler(timeline: &Timeline) -> Vec<String> {
    let per_column = minutes_per_column(timeline);
    let column = Duration::from_secs(per_column * 60);
    let count = (timeline.until.since(timeline.from).as_secs() / 60).div_ceil(per_column);
    let begin = |number: u64| timeline.from + Duration::from_millis(column.as_millis() * number);
    let widest = timeline.rows.iter().map(|row| row.alarm.as_str().len()).max().unwrap_or(0).max("sign-ins".len());
    let mut labels = String::new();
    for number in (0..count).step_by(LABEL_EVERY as usize) {
        labels.push_str(&format!("{:<10}", &begin(number).to_string()[11..16]));
    }
    let mut lines = vec![format!("{:widest$}  {}", "", labels.trim_end())];
    let within = |number: u64, at: Timestamp| begin(number) <= at && at < begin(number + 1);
    let sign_ins = (0..count).map(|number| {
        let inside = timeline.moments.iter().filter(|moment| within(number, moment.at)).count();
        match inside {
            0 => ' ',
            1 => '^',
            _ => '*',
        }
    });
    lines.push(format!("{:widest$}  {}", "sign-ins", sign_ins.collect::<String>().trim_end()));
    for row in &timeline.rows {
        let states = (0..count).map(|number| letter(row, begin(number), begin(number + 1)));
        lines.push(format!("{:widest$}  {}", row.alarm.as_str(), states.collect::<String>()));
    }
    let unit = counted(usize::try_from(per_column).unwrap_or(usize::MAX), "minute");
    lines.push(format!(
        "{:widest$}  each column {unit}; . OK  # ALARM  ? INSUFFICIENT_DATA  ^ a sign-in  * several",
        ""
    ));
    lines
}

/// The state that deserves most attention within a column.
fn letter(row: &Row, from: Timestamp, until: Timestamp) -> char {
    let inside = |span: &&Span| span.from < until && from < span.until;
    let states: Vec<State> = row.spans.iter().filter(inside).map(|span| span.state).collect();
    match (states.contains(&State::Alarm), states.contains(&State::InsufficientData)) {
        (true, _) => '#',
        (false, true) => '?',
        (false, false) => '.',
    }
}
