//! How fast a set of patterns is, beside what else can be done with the same bytes: all in one process, in turn, the best
//! of several rounds each, as ratios.
//!
//! `cargo bench --package signalarm-filter-pattern`

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod patterns;
mod peers;
mod records;

use std::hint::black_box;
use std::time::{Duration, Instant};

use signalarm_filter_pattern::{Pattern, PatternSet, Scratch};

const RECORDS: usize = 2_000;
const ROUNDS: usize = 60;

/// Something that is done with all events, and how many matches it finds.
struct Contender<'c> {
    name: String,
    run: Box<dyn FnMut() -> usize + 'c>,
    best: Duration,
    count: usize,
}

impl<'c> Contender<'c> {
    fn new(name: impl Into<String>, run: impl FnMut() -> usize + 'c) -> Self {
        Self { name: name.into(), run: Box::new(run), best: Duration::MAX, count: 0 }
    }

    fn set(name: impl Into<String>, patterns: &[String], lines: &'c [&'c str]) -> Self {
        let set = PatternSet::new(patterns.iter().map(|text| Pattern::parse(text).expect("a pattern")));
        let mut scratch = Scratch::default();
        Self::new(name, move || lines.iter().map(|line| set.matches(line, &mut scratch).len()).sum())
    }

    fn nanoseconds_per_event(&self, records: usize) -> f64 {
        self.best.as_nanos() as f64 / records as f64
    }
}

/// Runs all contenders in turn, so that a slow moment of the machine meets all of them; each twice in a row, so that none
/// suffers from the caches that another one left.
fn race(contenders: &mut [Contender<'_>]) {
    for _ in 0..ROUNDS {
        for contender in &mut *contenders {
            for _ in 0..2 {
                let start = Instant::now();
                contender.count = black_box((contender.run)());
                contender.best = contender.best.min(start.elapsed());
            }
        }
    }
}

/// Prints a table, times as multiples of the contender at `base`.
fn print(title: &str, contenders: &[Contender<'_>], base: usize) {
    println!(
        "\n{title}\n\n| what | matches | ns an event | times «{}» |\n| --- | --- | --- | --- |",
        contenders[base].name
    );
    for contender in contenders {
        let time = contender.nanoseconds_per_event(RECORDS);
        let ratio = time / contenders[base].nanoseconds_per_event(RECORDS);
        println!("| {} | {} | {time:.0} | {ratio:.2} |", contender.name, contender.count);
    }
}

fn main() {
    let records = records::records(RECORDS);
    let lines: Vec<_> = records.iter().map(String::as_str).collect();
    let buffer = lines.join("\n");
    println!("{RECORDS} records, {} bytes each, best of {ROUNDS} rounds", buffer.len() / RECORDS);
    four_patterns(&lines, &buffer);
    many_patterns(&lines);
    growth(&lines);
    further_patterns(&lines);
}

fn four_patterns(lines: &[&str], buffer: &str) {
    let buffer = [buffer];
    let four = patterns::sign_ins();
    let mut contenders = [
        Contender::new("memmem of one word in one buffer", peers::memmem(&buffer)),
        Contender::new("the same, event by event", peers::memmem(lines)),
        Contender::set("PatternSet, four patterns", &four, lines),
        Contender::new("sonic-rs, three fields", || peers::sonic(lines)),
        Contender::new("four times Pattern::matches", peers::naive(&four, lines)),
        Contender::new("serde_json::Value, four comparisons", || peers::serde_value(lines)),
    ];
    race(&mut contenders);
    print("Four sign-in patterns, nearly nothing matches", &contenders, 0);
}

fn many_patterns(lines: &[&str]) {
    let sixteen = patterns::sixteen();
    let mut contenders = vec![
        Contender::new("sonic-rs, three fields", || peers::sonic(lines)),
        Contender::new("16 times Pattern::matches", peers::naive(&sixteen, lines)),
    ];
    for count in [16, 64, 256, 1024] {
        let further = patterns::by_event_name(count - 16);
        let all: Vec<_> = sixteen.iter().cloned().chain(further).collect();
        contenders.push(Contender::set(format!("PatternSet, {count} patterns"), &all, lines));
    }
    race(&mut contenders);
    print("16 patterns of which one event in ten matches, and more by event name", &contenders, 0);
}

fn growth(lines: &[&str]) {
    let counts = [1, 4, 16, 64, 256, 1024];
    let set = |&count: &usize| {
        Contender::set(format!("PatternSet, {count} patterns"), &patterns::by_event_name(count), lines)
    };
    let mut contenders: Vec<_> = counts.iter().map(set).collect();
    race(&mut contenders);
    print("Patterns by event source, event name and user type", &contenders, 0);
    let texts = patterns::by_event_name(1024);
    let patterns: Vec<_> = texts.iter().map(|text| Pattern::parse(text).expect("a pattern")).collect();
    let compile = || PatternSet::new(patterns.iter().cloned()).patterns().len();
    let mut contenders = [Contender::new("", compile)];
    race(&mut contenders);
    println!("\nCompiling 1024 patterns: {} µs", contenders[0].best.as_micros());
}

fn further_patterns(lines: &[&str]) {
    const FURTHER: usize = 256;
    // Few records make short rounds, which other work on the machine is less likely to interrupt.
    let lines = &lines[..RECORDS / 8];
    println!("\nEach further pattern without an index\n\n| pattern | ns an event |\n| --- | --- |");
    for pattern in patterns::UNINDEXED {
        let patterns =
            |count: usize| (0..count).map(|n| pattern.replace('#', &(300 + n).to_string())).collect::<Vec<_>>();
        let mut contenders = [1, 1 + FURTHER].map(|count| Contender::set("", &patterns(count), lines));
        race(&mut contenders);
        let [one, all] = contenders.map(|contender| contender.nanoseconds_per_event(lines.len()));
        println!("| `{pattern}` | {:.1} |", (all - one) / FURTHER as f64);
    }
}
