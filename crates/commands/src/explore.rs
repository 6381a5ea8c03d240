//! `scenario explore`: stories of chance on all cores.
//!
//! Seeds are explored in batches; those of a batch in any order, and added up in the order of seeds: the report does not
//! depend on how many threads there are.

mod deployments;

use std::path::{Path, PathBuf};
use std::thread::{available_parallelism, scope};

use signalarm_chaos::{Invariant, Options, SeedOutcome, Totals, Violation, draw, explore, play, shrink, violations};
use signalarm_report::{Exploration, Found, exploration_json, exploration_text};
use signalarm_scenario::{FaultKind, Scenario, TargetError, scenario_text};
use signalarm_time::Duration;

use crate::arguments::{ExploreArguments, PlainFormat, Shard};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{Watcher, complain, print, print_faults};

/// How many seeds are explored before they are added up.
const BATCH: usize = 256;
/// How many kinds of violation are shrunk and written at most; the others are counted.
const SHRUNK_MAX: usize = 20;
const DAY: Duration = Duration::from_secs(86_400);

/// Explores and reports.
pub(crate) fn run(arguments: &ExploreArguments) -> Exit {
    let config = match settings::load(&arguments.config) {
        Ok(config) => config,
        Err(faulty) => {
            print_faults(&[faulty]);
            return Exit::Faulty;
        }
    };
    if arguments.deploy {
        return deployments::run(arguments, &config).unwrap_or_else(|why| {
            complain(&format!("error: {why}\n"));
            Exit::Faulty
        });
    }
    let named: Vec<FaultKind> = arguments.faults.clone();
    let options = Options {
        length: DAY * arguments.days,
        sign_ins_per_day: arguments.sign_ins_per_day,
        faults: if named.is_empty() { FaultKind::all().collect() } else { named },
        ..Options::new(config)
    };
    match explored(arguments, &options) {
        Ok(exploration) => {
            let exit = if exploration.totals.violated == 0 { Exit::Ok } else { Exit::Differs };
            let shown = match arguments.format {
                PlainFormat::Text => exploration_text(&exploration),
                PlainFormat::Json => exploration_json(&exploration),
            };
            print(&shown, exit)
        }
        Err(why) => {
            complain(&format!("error: {why}\n"));
            Exit::Faulty
        }
    }
}

fn explored(arguments: &ExploreArguments, options: &Options) -> Result<Exploration, String> {
    let seeds = seeds(arguments);
    let (mut totals, mut violated) = (Totals::default(), Vec::new());
    let mut watcher = Watcher::new(matches!(arguments.format, PlainFormat::Json));
    for batch in seeds.chunks(BATCH) {
        let outcomes = batch_explored(batch, arguments.threads, &|seed| explore(options, seed));
        for outcome in outcomes.map_err(|lost| lost.to_string())? {
            totals.add(&outcome.totals);
            if !outcome.violations.is_empty() {
                violated.push(outcome);
                if arguments.until_failure {
                    break;
                }
            }
        }
        watcher.seeds(totals.stories, seeds.len(), violated.len());
        if arguments.until_failure && !violated.is_empty() {
            break;
        }
    }
    watcher.end();
    let kinds = kinds(&violated);
    let found =
        kinds.iter().take(SHRUNK_MAX).map(|(seed, violation)| written(options, *seed, violation, &arguments.out));
    Ok(Exploration { totals, found: found.collect::<Result<_, _>>()?, further: kinds.len().saturating_sub(SHRUNK_MAX) })
}

/// The seeds of this machine's share.
fn seeds(arguments: &ExploreArguments) -> Vec<u64> {
    let Shard { number, of } = arguments.shard;
    let all = arguments.from..arguments.from.saturating_add(arguments.seeds);
    all.filter(|seed| (seed - arguments.from) % u64::from(of) == u64::from(number - 1)).collect()
}

/// What came of a batch, in the order of its seeds.
fn batch_explored<O: Send>(
    batch: &[u64],
    threads: Option<u16>,
    explore: &(impl Fn(u64) -> Result<O, TargetError> + Sync),
) -> Result<Vec<O>, TargetError> {
    let threads = threads.map(usize::from).or_else(|| available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let share = batch.len().div_ceil(threads.max(1)).max(1);
    let explore_share =
        |seeds: &[u64]| -> Result<Vec<O>, TargetError> { seeds.iter().map(|seed| explore(*seed)).collect() };
    let shares: Vec<Result<Vec<O>, TargetError>> = scope(|scope| {
        let started: Vec<_> = batch.chunks(share).map(|seeds| scope.spawn(move || explore_share(seeds))).collect();
        let joined = started.into_iter().map(|thread| thread.join());
        // A panic has been told on the standard error already; it ends this thread as well.
        joined.map(|share| share.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    Ok(shares.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// One seed for each kind of violation: the first.
fn kinds(violated: &[SeedOutcome]) -> Vec<(u64, Violation)> {
    let mut kinds: Vec<(u64, Violation)> = Vec::new();
    for outcome in violated {
        for violation in &outcome.violations {
            if kinds.iter().all(|(_, known)| kind(known) != kind(violation)) {
                kinds.push((outcome.seed, violation.clone()));
            }
        }
    }
    kinds
}

/// Two violations of one kind say the same but for the times and the numbers in it.
fn kind(violation: &Violation) -> (Invariant, String) {
    (violation.invariant, without_digits(&violation.what))
}

fn without_digits(words: &str) -> String {
    words.chars().filter(|character| !character.is_ascii_digit()).collect()
}

/// Shrinks a story to the smallest one of the same violation, and writes it.
fn written(options: &Options, seed: u64, violation: &Violation, out: &Path) -> Result<Found, String> {
    let is_so = |scenario: &Scenario| {
        play(scenario).is_ok_and(|story| violations(&story).iter().any(|other| kind(other) == kind(violation)))
    };
    let smallest = shrink(&draw(options, seed), &mut |scenario| is_so(scenario));
    let comments = [format!("{}: {}: {}", violation.invariant, violation.alert, violation.what)];
    let text = scenario_text(&smallest, &comments)
        .map_err(|why| format!("the story of seed {seed} cannot be written: {why}"))?;
    let file = write(out, &format!("seed-{seed}.toml"), &text)?;
    Ok(Found { seed, violation: violation.clone(), file, steps: smallest.steps.len() })
}

/// Writes a file into the folder of what was found, and tells its path.
fn write(out: &Path, name: &str, text: &str) -> Result<String, String> {
    let file: PathBuf = out.join(name);
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}", file.display());
    std::fs::create_dir_all(out).map_err(failed)?;
    std::fs::write(&file, text).map_err(failed)?;
    Ok(file.display().to_string())
}
