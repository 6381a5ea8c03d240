//! `drill log`: the drills whose evidence is in a folder.

use std::cmp::Reverse;
use std::path::Path;

use signalarm_diagnostic::Faulty;
use signalarm_report::{LoggedDrill, drill_log_json, drill_log_text, read_evidence};

use crate::arguments::{DrillLogArguments, DrillVerb, PlainFormat};
use crate::exit::Exit;
use crate::files::{self, Found};
use crate::terminal::{print, print_faults};

/// So many drills are told at most: the newest.
const DRILLS_MAX: usize = 1_000;
/// A larger file is no evidence: that of a day of drills stays far below.
const EVIDENCE_BYTES_MAX: u64 = 64 << 20;
const ENDING: &str = ".json";

/// Does what the verb says.
pub(crate) fn run(verb: &DrillVerb) -> Exit {
    match verb {
        DrillVerb::Log(arguments) => {
            let (text, faulty) = logged(arguments);
            print_faults(&faulty);
            print(&text, if faulty.is_empty() { Exit::Ok } else { Exit::Faulty })
        }
    }
}

/// The history, and files that are no evidence; these hide no others.
pub(super) fn logged(arguments: &DrillLogArguments) -> (String, Vec<Faulty>) {
    let folder = std::slice::from_ref(&arguments.folder);
    let listing = files::list(folder, |name| name.ends_with(ENDING));
    let (mut found, mut faulty) = (listing.files, listing.faulty);
    // Names begin with the time.
    found.sort_by(|one, other| other.below.cmp(&one.below));
    let left_out = found.len().saturating_sub(DRILLS_MAX);
    found.truncate(DRILLS_MAX);
    let mut drills: Vec<LoggedDrill> = Vec::new();
    for Found { path, .. } in &found {
        match read(path) {
            Ok(drill) => drills.push(drill),
            Err(fault) => faulty.push(fault),
        }
    }
    drills.sort_by_key(|drill| Reverse(drill.run));
    let text = match arguments.format {
        PlainFormat::Text => drill_log_text(&drills, left_out),
        PlainFormat::Json => drill_log_json(&drills, left_out, &faulty),
    };
    (text, faulty)
}

fn read(path: &Path) -> Result<LoggedDrill, Faulty> {
    let cure = "take it out of the folder, or name another folder";
    let fault = |why: String| Faulty::unreadable(files::shown(path), why, cure);
    // What cannot be asked for its size cannot be read either, and reading says why.
    if std::fs::metadata(path).is_ok_and(|metadata| EVIDENCE_BYTES_MAX < metadata.len()) {
        return Err(fault(format!("the file is larger than {EVIDENCE_BYTES_MAX} bytes")));
    }
    read_evidence(&files::read_text(path)?).map_err(fault)
}
