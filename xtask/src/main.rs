//! Tasks of this repository: the verbs of `commands`, and `ci`, `tidy`, `mutants` and `bless`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "tasks talk to the person who started them")]

mod ci;
mod mutants;
mod tidy;
mod workspace;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};
use signalarm_commands::{EXIT_CODES, Exit, Surroundings, Verb, run};

/// Everything that can be done in this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    #[command(flatten)]
    Verb(Box<Verb>),
    /// Everything that CI runs: format, clippy, tidy, tests, docs, benchmarks built
    Ci,
    /// Check the rules of the tree: arrows between crates, module docs, words, files, snapshots
    Tidy,
    /// Try out deliberate defects on a copy of the tree, and write docs/mutants.md: what catches them
    Mutants {
        /// These alone; the others stay on the page as they were found before
        names: Vec<String>,
    },
    /// Rewrite the snapshots; look at `git diff snapshots` afterwards
    Bless,
}

fn main() -> ExitCode {
    let root = root();
    let done = match Arguments::parse().task {
        Task::Verb(verb) if verb.needs_sdk() => return forward(&root),
        Task::Verb(verb) => return run(&verb, &Surroundings { scenarios: scenarios(&root), rim: None }).into(),
        Task::Ci => ci::run(&root),
        Task::Mutants { names } => mutants::run(&root, &names),
        Task::Tidy => tidy::run(&root),
        Task::Bless => ci::bless(&root),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            if error.is::<ci::Missing>() { Exit::TargetLost.into() } else { ExitCode::FAILURE }
        }
    }
}

/// Lets the binary that has the AWS SDK do what was asked: these tasks are built without it, so that they are built fast.
fn forward(root: &Path) -> ExitCode {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = root.join("Cargo.toml");
    let mut command = Command::new(program);
    command.args(["run", "--quiet", "--package", "signalarm", "--manifest-path"]).arg(manifest).arg("--");
    match command.args(std::env::args_os().skip(1)).status() {
        Ok(status) => status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            eprintln!("error: cargo cannot be started: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace: one level above this package.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// The repository's scenarios, by the shorter path where the working folder is the root.
fn scenarios(root: &Path) -> PathBuf {
    let here = std::env::current_dir().is_ok_and(|folder| folder == root);
    if here { PathBuf::from("scenarios") } else { root.join("scenarios") }
}
