//! Times from a sign-in to its notification: for a terminal, for machines, and as a picture.

use serde_json::{Value, json};
use signalarm_chaos::{Latency, nearest_rank};
use signalarm_diagnostic::harmless_lines;
use signalarm_time::Duration;

use crate::json::document;
use crate::svg::Picture;

/// The version of the document below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;
/// The shares that are told, in percent; all of them is the longest time.
const RANKS: [u32; 4] = [50, 90, 99, 100];
const HEADS: [&str; 4] = ["p50", "p90", "p99", "max"];

/// A setting, measured.
#[derive(Clone, Debug)]
pub struct LatencyOf {
    /// What it is called.
    pub name: String,
    /// Its alerts.
    pub latencies: Vec<Latency>,
}

impl LatencyOf {
    /// The times of all alerts, in order.
    fn all(&self) -> Vec<Duration> {
        let mut all: Vec<Duration> = self.latencies.iter().flat_map(|latency| latency.times.iter().copied()).collect();
        all.sort_unstable();
        all
    }

    fn untold(&self) -> usize {
        self.latencies.iter().map(|latency| latency.untold).sum()
    }
}

/// For people.
#[must_use]
pub fn latency_text(settings: &[LatencyOf], seeds: u64) -> String {
    let mut lines = vec![
        format!("from the sign-in to the first notification, in seconds, nothing broken; {seeds} stories a setting"),
        "pN: N of 100 are told of within so long (nearest rank of n)".to_owned(),
    ];
    for setting in settings {
        lines.push(format!("\n{}", setting.name));
        lines.push(format!("  {:<28} {:>6} {}", "", "n", HEADS.map(|head| format!("{head:>6}")).join(" ")));
        for Latency { alert, times, untold } in &setting.latencies {
            lines.push(line(alert.as_str(), times, *untold));
        }
        lines.push(line("all", &setting.all(), setting.untold()));
    }
    harmless_lines(&(lines.join("\n") + "\n"))
}

fn line(name: &str, times: &[Duration], untold: usize) -> String {
    let ranks = RANKS.map(|rank| nearest_rank(times, rank).map_or("-".to_owned(), |time| time.as_secs().to_string()));
    let untold = if untold == 0 { String::new() } else { format!("  and {untold} of which nobody was told") };
    format!("  {name:<28} {:>6} {}{untold}", times.len(), ranks.map(|rank| format!("{rank:>6}")).join(" "))
}

/// For machines.
#[must_use]
pub fn latency_json(settings: &[LatencyOf], seeds: u64) -> String {
    let figures = |name: &str, times: &[Duration], untold: usize| {
        let mut value = json!({ "alert": name, "n": times.len(), "untold": untold });
        for (head, rank) in HEADS.into_iter().zip(RANKS) {
            value[format!("{head}_milliseconds")] = nearest_rank(times, rank).map(Duration::as_millis).into();
        }
        value
    };
    let setting = |setting: &LatencyOf| {
        let alerts = setting.latencies.iter().map(|one| figures(one.alert.as_str(), &one.times, one.untold));
        json!({
            "setting": setting.name,
            "alerts": alerts.collect::<Vec<Value>>(),
            "all": figures("all", &setting.all(), setting.untold()),
        })
    };
    document(json!({
        "format": FORMAT,
        "seeds": seeds,
        "settings": settings.iter().map(setting).collect::<Vec<Value>>(),
    }))
}

/// Colours that stay apart for the colour-blind (Okabe and Ito 2008), each with dashes of its own for print without colours.
const LINES: [(&str, &str); 6] = [
    ("#0072b2", "none"),
    ("#d55e00", "8 4"),
    ("#009e73", "2 3"),
    ("#cc79a7", "12 3 2 3"),
    ("#e69f00", "5 2 2 2 2 2"),
    ("#56b4e9", "16 6"),
];

/// Where the plot lies in the picture, and what its axes show.
struct Plot {
    seconds: u64,
}

impl Plot {
    const LEFT: f64 = 60.0;
    const TOP: f64 = 50.0;
    const WIDTH: f64 = 560.0;
    const HEIGHT: f64 = 320.0;
    const BOTTOM: f64 = Self::TOP + Self::HEIGHT;

    fn x(&self, time: Duration) -> f64 {
        Self::LEFT + Self::WIDTH * time.as_millis() as f64 / (self.seconds * 1_000) as f64
    }

    fn y(percent: u32) -> f64 {
        Self::BOTTOM - Self::HEIGHT * f64::from(percent) / 100.0
    }

    fn axes(&self, picture: &mut Picture) {
        for percent in [0, 25, 50, 75, 90, 100] {
            let y = Self::y(percent);
            picture.path("line", &[(Self::LEFT, y), (Self::LEFT + Self::WIDTH, y)], "");
            picture.text("small", (26.0, y + 3.0), &format!("{percent:>3} %"));
        }
        let step = self.seconds.div_ceil(60).div_ceil(12).max(1);
        for minute in (0..=self.seconds / 60).step_by(usize::try_from(step).unwrap_or(1)) {
            let x = self.x(Duration::from_secs(minute * 60));
            picture.upright(x, (Self::TOP, Self::BOTTOM));
            picture.text("small", (x - 3.0, Self::BOTTOM + 16.0), &minute.to_string());
        }
        picture.text(
            "small faint",
            (Self::LEFT + Self::WIDTH / 2.0 - 90.0, Self::BOTTOM + 34.0),
            "minutes since the sign-in",
        );
        picture.text("small faint", (12.0, Self::TOP - 10.0), "share of sign-ins that somebody was told of");
    }
}

/// As a picture: for each setting the share of sign-ins told of by then, of all alerts together.
#[must_use]
pub fn latency_svg(settings: &[LatencyOf]) -> String {
    const LEGEND: f64 = 22.0;
    let title = "From the sign-in to the notification, nothing broken";
    let longest = settings.iter().filter_map(|setting| setting.all().last().copied()).max().unwrap_or(Duration::MINUTE);
    let plot = Plot { seconds: longest.as_secs().div_ceil(60).max(1) * 60 };
    let height = Plot::BOTTOM + 60.0 + LEGEND * settings.len() as f64;
    let mut picture = Picture::new(660, height as u32, title);
    for (number, (colour, dashes)) in LINES.into_iter().enumerate() {
        // The first are the widest, so that they show behind those that take the same way.
        let width = LINES.len() + 1 - number;
        let looks = format!("fill:none;stroke:{colour};stroke-width:{width};stroke-dasharray:{dashes}");
        picture.style(&format!(".s{number}{{{looks}}}"));
    }
    picture.style("polyline.line{fill:none}");
    picture.text("strong", (12.0, 22.0), title);
    plot.axes(&mut picture);
    for (number, setting) in settings.iter().enumerate() {
        let all = setting.all();
        let class = format!("s{}", number % LINES.len());
        // Whoever was told of nothing keeps the curve below the top.
        let told = all.len() as f64 / (all.len() + setting.untold()).max(1) as f64;
        let point = |percent: u32| {
            let y = Plot::BOTTOM - (Plot::BOTTOM - Plot::y(percent)) * told;
            Some((plot.x(nearest_rank(&all, percent)?), y))
        };
        let points: Vec<(f64, f64)> = (0..=100).filter_map(point).collect();
        picture.path(&class, &points, &setting.name);
        let y = Plot::BOTTOM + 60.0 + LEGEND * number as f64;
        picture.path(&class, &[(Plot::LEFT, y), (Plot::LEFT + 60.0, y)], "");
        let ranks = HEADS
            .into_iter()
            .zip(RANKS)
            .filter_map(|(head, rank)| nearest_rank(&all, rank).map(|time| format!("{head} {} s", time.as_secs())));
        let told = format!("{}: {}, n = {}", setting.name, ranks.collect::<Vec<_>>().join(", "), all.len());
        picture.text("small", (Plot::LEFT + 70.0, y + 4.0), &told);
    }
    picture.document()
}
