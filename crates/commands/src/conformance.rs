//! `conformance`: tables of AWS's behaviour, run.

use signalarm_conformance::{Confidence, Judged, Verdict, read};
use signalarm_report::{conformance_json, conformance_text};

use crate::arguments::{ConformanceArguments, PlainFormat};
use crate::exit::Exit;
use crate::files;
use crate::terminal::{document, print, print_faults};

/// Reads, runs and counts every table.
pub(crate) fn run(arguments: &ConformanceArguments) -> Exit {
    let listing = files::list(&arguments.tables, |name| name.ends_with(".json") && !name.ends_with(".schema.json"));
    let (mut tables, mut faulty): (Vec<(String, Vec<Judged>)>, _) = (Vec::new(), listing.faulty);
    for found in &listing.files {
        match files::read_text(&found.path).and_then(|text| read(&found.shown(), &text)) {
            Ok(table) => tables.push((table.name.clone(), table.judge().collect())),
            Err(unreadable) => faulty.push(unreadable),
        }
    }
    print_faults(&faulty);
    let exit = tables.iter().flat_map(|(_, rows)| rows).map(exit).max().unwrap_or(Exit::Ok);
    let exit = if faulty.is_empty() { exit } else { Exit::Faulty };
    match arguments.format {
        PlainFormat::Text => print(&conformance_text(&tables), exit),
        PlainFormat::Json => print(&document(&conformance_json(&tables)), exit),
    }
}

/// What a row means for the exit code: an inference may be wrong, what was seen or is documented may not.
fn exit(row: &Judged) -> Exit {
    match (&row.verdict, row.confidence) {
        (Verdict::Agrees | Verdict::Prose, _) | (Verdict::Differs(_), Some(Confidence::Inferred)) => Exit::Ok,
        (Verdict::Differs(_), _) => Exit::Differs,
        (Verdict::NotUnderstood(_), _) => Exit::Faulty,
    }
}
