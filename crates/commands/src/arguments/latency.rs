//! What can be said to `scenario latency`.

use std::path::PathBuf;

use clap::Args;
use signalarm_chaos::LATENCY_SEEDS_MAX;

use super::{ConfigArgument, PictureFormat};

#[derive(Clone, Debug, Args)]
pub struct LatencyArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// Another config file, measured beside it
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// How many stories each setting is measured with
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=LATENCY_SEEDS_MAX))]
    pub(crate) seeds: u64,
    /// How to report
    #[arg(long, value_enum, default_value_t = PictureFormat::Text)]
    pub(crate) format: PictureFormat,
}
