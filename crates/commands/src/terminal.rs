//! The terminal: the only place that prints.

use std::io::{ErrorKind, IsTerminal, Write};

use signalarm_diagnostic::Faulty;
use signalarm_report::{Style, faults};

use crate::exit::Exit;

/// Prints to the standard output. A reader that has gone away (`| head`) is no fault; a full disk is.
pub(crate) fn print(text: &str, exit: Exit) -> Exit {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Ok(()) => exit,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => exit,
        Err(error) => {
            complain(&format!("error: the report cannot be written: {error}\n"));
            exit.max(Exit::Faulty)
        }
    }
}

/// A JSON document as it is printed.
pub(crate) fn document(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// Prints every fault to the standard error.
pub(crate) fn print_faults(faulty: &[Faulty]) {
    let style = style_of(&std::io::stderr());
    for faulty in faulty {
        complain(&format!("{}\n\n", faults(faulty, style)));
    }
}

/// Prints to the standard error; where even that fails there is nobody to tell.
pub(crate) fn complain(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// How to print to the standard output.
pub(crate) fn style() -> Style {
    style_of(&std::io::stdout())
}

/// Colours for a terminal, unless `NO_COLOR` is set (no-color.org).
fn style_of(output: &impl IsTerminal) -> Style {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if output.is_terminal() && !refused { Style::Coloured } else { Style::Plain }
}
