//! What can be said of emulators.

use clap::{Args, Subcommand};

use super::{EXIT_CODES, PlainFormat};

/// What to do with emulators.
#[derive(Clone, Debug, Subcommand)]
pub enum EmulatorVerb {
    /// Build the images of LocalStack from PyPI and Debian, without a registry: the open edition, and the one with our extension
    #[command(after_help = EXIT_CODES)]
    Image(ImageArguments),
    /// Ask an emulator what it can do, and say where the table of emulators is out of date
    #[command(after_help = EXIT_CODES)]
    Probe(AskedArguments),
    /// Make the same calls as on every account, and say where an emulator does otherwise than AWS
    #[command(after_help = EXIT_CODES)]
    Contract(AskedArguments),
}

#[derive(Clone, Debug, Args)]
pub struct ImageArguments {
    /// Build images again that are there
    #[arg(long)]
    pub(crate) force: bool,
    /// Only LocalStack's open edition, without our extension
    #[arg(long)]
    pub(crate) core: bool,
}

#[derive(Clone, Debug, Args)]
pub struct AskedArguments {
    /// Where the emulator answers, such as http://127.0.0.1:4566
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}
