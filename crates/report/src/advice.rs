//! Settings compared: for a terminal, for machines, and as a picture.

use serde_json::{Value, json};
use signalarm_advice::{Criterion, Figures, Measured, RULE, Workload};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_time::Duration;

use crate::json::document;
use crate::svg::Picture;
use crate::timeline::class;

/// How many settings are shown if not all are asked for; the current one is shown in any case.
const SHOWN: usize = 12;
const FORMAT: u32 = 1;

/// Settings compared for one alert, best first.
pub struct Advice<'a> {
    /// The alert.
    pub alert: &'a AlertName,
    /// The settings with their figures, best first.
    pub ranked: &'a [Measured],
    /// How many seeds each workload was played with.
    pub seeds: u64,
    /// Whether every setting is shown.
    pub all: bool,
}

impl Advice<'_> {
    fn shown(&self) -> impl Iterator<Item = (usize, &Measured)> {
        let is_shown = |(number, one): &(usize, &Measured)| self.all || *number < SHOWN || one.is_current;
        self.ranked.iter().enumerate().filter(is_shown)
    }

    fn current(&self) -> Option<&Measured> {
        self.ranked.iter().find(|one| one.is_current)
    }
}

/// For a terminal.
#[must_use]
pub fn advice_text(advice: &Advice<'_>) -> String {
    let Some(best) = advice.ranked.first() else { return String::new() };
    let seeds = advice.seeds;
    let mut lines = vec![
        format!(
            "settings for {}, each played {seeds} times with {} workloads, best first",
            advice.alert,
            Workload::ALL.len()
        ),
        String::new(),
        format!(
            "   {:<41} {:>5} {:>5} {:>10}  {:<17} {:<17} {:>6} {:>6} {:>6}",
            "setting", "false", "lost", "swallowed", "calm", "gap", "least", "median", "most"
        ),
    ];
    lines.extend(advice.shown().map(|(number, one)| {
        let mark = if one.is_current { '>' } else { ' ' };
        format!("{mark}{:>2} {}", number + 1, line(one))
    }));
    let hidden = advice.ranked.len() - advice.shown().count();
    if hidden != 0 {
        lines.push(format!("   … and {hidden} more: --all shows them"));
    }
    lines.push(String::new());
    lines.push(
        "false: alarms without a sign-in; lost: sign-ins that no alarm told of; swallowed: by an alarm in ALARM"
            .to_owned(),
    );
    lines.push(
        "already; calm: the state while all is well; gap: after half an hour without log events; least, median,"
            .to_owned(),
    );
    lines
        .push("most: seconds from the log group to the notification (the trail takes its time before that)".to_owned());
    lines.push("\nthe rule, the first line that tells two settings apart decides:".to_owned());
    lines.extend((1..).zip(RULE).map(|(number, criterion)| format!("  {number}. {criterion}")));
    lines.push(format!("\nrecommended: {}", best.setting));
    lines.extend(why(advice, best));
    lines.join("\n") + "\n"
}

fn line(one: &Measured) -> String {
    let Figures { lost, swallowed, false_alarms, sign_ins, .. } = &one.figures;
    let [least, median, most] = times(&one.figures);
    format!(
        "{:<41} {false_alarms:>5} {lost:>5} {:>10}  {:<17} {:<17} {least:>6} {median:>6} {most:>6}",
        one.setting.to_string(),
        format!("{swallowed} of {sign_ins}"),
        state(one.figures.calm),
        state(one.figures.gap),
    )
}

fn times(figures: &Figures) -> [String; 3] {
    match figures.time_to_hear() {
        Some((least, median, most)) => [least, median, most].map(|time| seconds(time).to_string()),
        None => ["-"; 3].map(str::to_owned),
    }
}

fn seconds(time: Duration) -> u64 {
    time.as_secs()
}

fn state(state: Option<State>) -> String {
    state.map_or_else(|| "-".to_owned(), |state| state.to_string())
}

/// Why the recommended setting is better than its neighbours and than the current one.
fn why(advice: &Advice<'_>, best: &Measured) -> Vec<String> {
    let mut lines = Vec::new();
    match advice.current() {
        Some(current) if current == best => lines.push("  it is set so already".to_owned()),
        Some(current) => lines.push(format!("  against the current {}: {}", current.setting, decided(best, current))),
        None => {}
    }
    // The neighbours: the best setting that lost by each line of the rule.
    for criterion in RULE {
        let lost_by_it = |other: &&Measured| Criterion::deciding(&best.figures, &other.figures) == Some(criterion);
        if let Some(other) = advice.ranked.iter().skip(1).filter(|other| !other.is_current).find(lost_by_it) {
            lines.push(format!("  against {}: {criterion}", other.setting));
        }
    }
    let equal = |other: &&Measured| Criterion::deciding(&best.figures, &other.figures).is_none();
    let equals = advice.ranked.iter().skip(1).filter(equal).count();
    if equals != 0 {
        lines.push(format!("  {equals} more did exactly as well; the simplest of them is named"));
    }
    lines
}

fn decided(best: &Measured, other: &Measured) -> String {
    Criterion::deciding(&best.figures, &other.figures)
        .map_or_else(|| "no line of the rule tells them apart".to_owned(), |criterion| criterion.to_string())
}

/// For machines: all settings, best first.
#[must_use]
pub fn advice_json(advice: &Advice<'_>) -> String {
    let seconds = |time: Duration| time.as_millis() as f64 / 1_000.0;
    let setting = |one: &Measured| {
        let figures = &one.figures;
        let times = figures.time_to_hear();
        json!({
            "period_seconds": one.setting.period.seconds(),
            "datapoints_to_alarm": one.setting.datapoints_to_alarm,
            "evaluation_periods": one.setting.evaluation_periods,
            "default_value": one.setting.default_value,
            "missing_data": one.setting.missing_data.to_string(),
            "is_current": one.is_current,
            "sign_ins": figures.sign_ins,
            "false_alarms": figures.false_alarms,
            "lost": figures.lost,
            "swallowed": figures.swallowed,
            "calm": figures.calm.map(|state| state.to_string()),
            "gap": figures.gap.map(|state| state.to_string()),
            "shows_gap": figures.shows_gap(),
            "seconds_to_hear": times.map(|(least, median, most)| json!({
                "least": seconds(least), "median": seconds(median), "most": seconds(most),
            })),
        })
    };
    let rule: Vec<String> = RULE.iter().map(ToString::to_string).collect();
    document(json!({
        "format": FORMAT,
        "alert": advice.alert.as_str(),
        "seeds": advice.seeds,
        "rule": rule,
        "settings": advice.ranked.iter().map(setting).collect::<Vec<Value>>(),
    }))
}

/// As a picture: for each setting shown its times to hear, what it swallows and loses, and how calm and a gap look.
#[must_use]
pub fn advice_svg(advice: &Advice<'_>) -> String {
    const LEFT: f64 = 330.0;
    const WIDTH: f64 = 360.0;
    const TOP: f64 = 70.0;
    const ROW: f64 = 22.0;
    let shown: Vec<(usize, &Measured)> = advice.shown().collect();
    let bottom = TOP + ROW * shown.len() as f64;
    let title = format!("Settings for {}, best first", advice.alert);
    let mut picture = Picture::new(960, bottom as u32 + 40, &title);
    let longest =
        shown.iter().filter_map(|(_, one)| one.figures.time_to_hear()).map(|(.., most)| most.as_millis()).max();
    let longest = longest.unwrap_or(1).max(1) as f64;
    let width = |time: Duration| WIDTH * time.as_millis() as f64 / longest;
    picture.text("strong", (12.0, 20.0), &title);
    let heads = [
        (LEFT, "seconds to hear: least, median, most"),
        (LEFT + WIDTH + 20.0, "swallowed"),
        (LEFT + WIDTH + 110.0, "lost"),
        (LEFT + WIDTH + 160.0, "calm"),
        (LEFT + WIDTH + 210.0, "gap"),
    ];
    for (x, head) in heads {
        picture.text("small faint", (x, 50.0), head);
    }
    for (row, (number, one)) in shown.iter().enumerate() {
        let y = TOP + ROW * row as f64;
        let strong = if one.is_current { "strong" } else { "" };
        picture.text(strong, (12.0, y + 4.0), &format!("{}. {}", number + 1, one.setting));
        if let Some((least, median, most)) = one.figures.time_to_hear() {
            let told = format!("{} s, {} s, {} s", seconds(least), seconds(median), seconds(most));
            picture.rectangle(
                "bar",
                (LEFT + width(least), y - 4.0),
                ((width(most) - width(least)).max(1.0), 8.0),
                &told,
            );
            picture.rectangle("mark", (LEFT + width(median) - 1.0, y - 7.0), (3.0, 14.0), &told);
        }
        let Figures { swallowed, lost, sign_ins, .. } = &one.figures;
        picture.text("small", (LEFT + WIDTH + 20.0, y + 4.0), &format!("{swallowed} of {sign_ins}"));
        picture.text("small", (LEFT + WIDTH + 110.0, y + 4.0), &lost.to_string());
        for (x, looked) in [(160.0, one.figures.calm), (210.0, one.figures.gap)] {
            if let Some(looked) = looked {
                picture.circle(class(looked), (LEFT + WIDTH + x + 8.0, y), 6.0, &looked.to_string());
            }
        }
    }
    picture.text(
        "small faint",
        (12.0, bottom + 20.0),
        "bold: the current setting; green OK, red ALARM, grey INSUFFICIENT_DATA",
    );
    picture.document()
}
