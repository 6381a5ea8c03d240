//! What can be said to `scenario explore`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use signalarm_scenario::FaultKind;

use super::{ConfigArgument, PlainFormat};

/// Stories of a quarter of a year take seconds; longer ones are no better.
const DAYS_MAX: i64 = 90;

/// Weeks of a machine with many cores.
const SEEDS_MAX: u64 = 10_000_000_000;

#[derive(Clone, Debug, Args)]
pub struct ExploreArguments {
    /// How many stories of chance
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=SEEDS_MAX))]
    pub(crate) seeds: u64,
    /// The first seed
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    pub(crate) from: u64,
    /// The faults that may happen [default: all]
    #[arg(long, value_name = "FAULT", value_delimiter = ',', value_parser = fault)]
    pub(crate) faults: Vec<FaultKind>,
    /// For how many days people sign in
    #[arg(long, value_name = "DAYS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    pub(crate) days: u32,
    /// How many sign in at most in a day
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(crate) sign_ins_per_day: u32,
    /// Explore deployments in place of stories: what goes wrong with each call of the deployer, until it is done
    #[arg(long, conflicts_with_all = ["faults", "days", "sign_ins_per_day"])]
    pub(crate) deploy: bool,
    /// End with the first seed in which something does not hold
    #[arg(long)]
    pub(crate) until_failure: bool,
    /// Explore one share of the seeds, for several machines
    #[arg(long, value_name = "K/N", default_value = "1/1")]
    pub(crate) shard: Shard,
    /// How many threads; the report does not depend on it [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    pub(crate) threads: Option<u16>,
    /// The folder into which is written in what something does not hold: scenarios, and with --deploy texts
    #[arg(long, value_name = "FOLDER", default_value = "found")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

/// One share of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    /// Which, counted from 1.
    pub(crate) number: u32,
    pub(crate) of: u32,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if 1 <= number && number <= of => Ok(Self { number, of }),
            _ => Err("a share is written as in 2/8: the second of eight".to_owned()),
        }
    }
}

fn fault(name: &str) -> Result<FaultKind, String> {
    let names = || FaultKind::all().map(|kind| kind.words().name).collect::<Vec<_>>().join(", ");
    FaultKind::named(name).ok_or_else(|| format!("there is no such fault; they are {}", names()))
}
