//! `explain`: records in words.

use signalarm_event::decode;
use signalarm_report::explanation;

use crate::arguments::ExplainArguments;
use crate::exit::Exit;
use crate::files;
use crate::settings;
use crate::terminal::{print, print_faults};

/// Reads and explains every record of a file.
pub(crate) fn run(arguments: &ExplainArguments) -> Exit {
    let read = settings::load(&arguments.config).and_then(|config| Ok((config, files::read(&arguments.file)?)));
    let (config, bytes) = match read {
        Ok(read) => read,
        Err(faulty) => {
            print_faults(&[faulty]);
            return Exit::Faulty;
        }
    };
    let decoded = decode(&files::shown(&arguments.file), &bytes);
    let chain = config.simulated_chain();
    let explanations: Vec<String> = decoded.records.iter().map(|record| explanation(record, &chain)).collect();
    print_faults(decoded.faulty.as_slice());
    let exit = if decoded.faulty.is_none() { Exit::Ok } else { Exit::Faulty };
    print(&explanations.join("\n"), exit)
}
