//! `scenario explore`: stories of chance on all cores.
//!
//! Seeds are explored in batches; those of a batch in any order, and added up in the order of seeds: the report does not
//! depend on how many threads there are.

mod deployments;
mod found;
#[cfg(test)]
mod tests;

use std::thread::{available_parallelism, scope};

use signalarm_chaos::{Options, Player, Totals, explore_with, play};
use signalarm_report::{Exploration, exploration_json, exploration_text};
use signalarm_scenario::{FaultKind, TargetError};
use signalarm_time::Duration;

use crate::arguments::{ExploreArguments, PlainFormat, Shard};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{Watcher, complain, print, print_faults};
use found::{Kinds, Shelf};

/// How many seeds are explored before they are added up.
const BATCH: usize = 256;
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
    match explored(arguments, &options, &play) {
        Ok((exploration, troubles)) => {
            let exit = if exploration.totals.violated == 0 { Exit::Ok } else { Exit::Differs };
            for trouble in &troubles {
                complain(&format!("error: {trouble}\n"));
            }
            let exit = if troubles.is_empty() { exit } else { Exit::Faulty };
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

/// What the seeds of this machine showed, and which scenarios could not be written.
fn explored(
    arguments: &ExploreArguments,
    options: &Options,
    player: &Player,
) -> Result<(Exploration, Vec<String>), String> {
    let shelf = Shelf { folder: &arguments.out, config: settings::named(&arguments.config) };
    // Hours of exploring are not lost to a folder that cannot be.
    shelf.check()?;
    let (mut totals, mut kinds) = (Totals::default(), Kinds::default());
    let mut watcher = Watcher::new(matches!(arguments.format, PlainFormat::Json));
    let explore = |seed| explore_with(player, options, seed);
    let walked = each_explored(arguments, &mut watcher, &explore, |outcome| {
        totals.add(&outcome.totals);
        kinds.add(outcome.seed, &outcome.violations, found::kind);
        !outcome.violations.is_empty()
    });
    walked.map_err(|lost| format!("the chain of {} cannot be explored: {lost}", shelf.config))?;
    let (found, further, troubles) = found::written(&kinds, options, player, &shelf, &mut watcher);
    watcher.end();
    Ok((Exploration { totals, found, further }, troubles))
}

/// Explores this machine's share of the seeds. What came of each is handed on in their order; whoever takes it says whether
/// something did not hold.
fn each_explored<O: Send>(
    arguments: &ExploreArguments,
    watcher: &mut Watcher,
    explore: &(impl Fn(u64) -> Result<O, TargetError> + Sync),
    mut take: impl FnMut(O) -> bool,
) -> Result<(), TargetError> {
    let (mut seeds, of) = (seeds(arguments), seeds(arguments).count_all());
    let (mut explored, mut violated) = (0, 0);
    loop {
        let batch: Vec<u64> = seeds.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        for outcome in batch_explored(&batch, arguments.threads, explore)? {
            explored += 1;
            violated += u64::from(take(outcome));
            if arguments.until_failure && violated != 0 {
                return Ok(());
            }
        }
        watcher.seeds(explored, of, violated);
    }
}

/// The seeds of this machine's share, in their order.
struct Seeds {
    next: Option<u64>,
    step: u64,
    /// The first that is not explored.
    end: u64,
}

fn seeds(arguments: &ExploreArguments) -> Seeds {
    let Shard { number, of } = arguments.shard;
    let end = arguments.from.saturating_add(arguments.seeds);
    Seeds { next: arguments.from.checked_add(u64::from(number - 1)), step: u64::from(of), end }
}

impl Seeds {
    /// How many are to come.
    fn count_all(&self) -> u64 {
        self.next.map_or(0, |next| self.end.saturating_sub(next).div_ceil(self.step))
    }
}

impl Iterator for Seeds {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let seed = self.next.filter(|seed| *seed < self.end)?;
        self.next = seed.checked_add(self.step);
        Some(seed)
    }
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
