//! What can be said to `scenario blind-spots`.

use std::path::PathBuf;

use clap::Args;

use super::{ConfigArgument, PlainFormat};

#[derive(Clone, Debug, Args)]
pub struct BlindSpotsArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// Another config file: what would be different with it
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
    /// Write the smallest scenario of each cell into this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
}
