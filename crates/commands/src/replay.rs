//! `replay`: history through the chain.

use signalarm_diagnostic::Faulty;
use signalarm_event::{Record, decode};
use signalarm_report::{Mask, replay_json, replay_text};
use signalarm_scenario::{Delivery, replay};

use crate::arguments::{PlainFormat, ReplayArguments};
use crate::exit::Exit;
use crate::files;
use crate::settings;
use crate::terminal::{complain, print, print_faults};

/// Reads, replays and reports.
pub(crate) fn run(arguments: &ReplayArguments) -> Exit {
    let config = match settings::load(&arguments.config) {
        Ok(config) => config,
        Err(faulty) => {
            print_faults(&[faulty]);
            return Exit::Faulty;
        }
    };
    let Recording { records, files, passed_over, faulty } = read(arguments);
    print_faults(&faulty);
    if passed_over != 0 {
        complain(&format!(
            "note: {passed_over} in the folders passed over: digests, or no .json, .ndjson or .jsonl, with or without .gz\n"
        ));
    }
    let delivery = if arguments.delay { Delivery::Delayed } else { Delivery::AtEventTime };
    let exit = if faulty.is_empty() { Exit::Ok } else { Exit::Faulty };
    match replay(records, &config, delivery, arguments.seed) {
        Ok(replay) => {
            let mask = if arguments.show_endpoints { Mask::nothing() } else { Mask::of(&replay.chain) };
            let text = match arguments.format {
                PlainFormat::Text => replay_text(&replay, files, &mask),
                PlainFormat::Json => replay_json(&replay, files, &faulty, &mask),
            };
            print(&text, exit)
        }
        Err(refusal) => {
            complain(&format!("error: the chain cannot be simulated: {refusal}\n"));
            Exit::TargetLost
        }
    }
}

/// What was read of the files that a person named.
struct Recording {
    records: Vec<Record>,
    /// How many files gave records.
    files: usize,
    passed_over: usize,
    faulty: Vec<Faulty>,
}

fn read(arguments: &ReplayArguments) -> Recording {
    let listing = files::list(&arguments.paths, is_log_file);
    let mut faulty = listing.faulty;
    if listing.files.is_empty() && faulty.is_empty() {
        let folders: Vec<String> = arguments.paths.iter().map(|path| files::shown(path)).collect();
        let message = "no CloudTrail log file (*.json, *.json.gz, *.ndjson, *.jsonl) is in here";
        faulty.push(Faulty::unreadable(folders.join(", "), message, "name the files themselves"));
    }
    let (mut records, mut files) = (Vec::new(), 0);
    for found in &listing.files {
        match files::read(&found.path) {
            Ok(bytes) => {
                let decoded = decode(&found.shown(), &bytes);
                files += usize::from(!decoded.records.is_empty());
                records.extend(decoded.records);
                faulty.extend(decoded.faulty);
            }
            Err(unreadable) => faulty.push(unreadable),
        }
    }
    Recording { records, files, passed_over: listing.passed_over, faulty }
}

/// Whether a file in a folder is taken for a CloudTrail log file, by its name. Digest files lie beside them in a bucket.
fn is_log_file(name: &str) -> bool {
    if name.contains("_CloudTrail-Digest_") {
        return false;
    }
    let name = name.strip_suffix(".gz").unwrap_or(name);
    [".json", ".ndjson", ".jsonl"].iter().any(|ending| name.ends_with(ending))
}
