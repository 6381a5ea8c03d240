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

/// Empties the terminal for the next picture; what is no terminal keeps every picture.
pub(crate) fn clear() {
    if std::io::stdout().is_terminal() {
        print("\u{1b}[2J\u{1b}[H", Exit::Ok);
    }
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

/// Asks a person a question to be answered with yes or no; `None` where nobody is at the terminal.
pub(crate) fn ask(question: &str) -> Option<bool> {
    if !std::io::stdin().is_terminal() {
        return None;
    }
    complain(&format!("{question} [y/N] "));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).ok()?;
    Some(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Whoever is told and asked.
#[derive(Clone, Copy)]
pub(crate) struct Person<'p> {
    /// Answers a question with yes or no; `None`: nobody is there.
    pub(crate) ask: &'p dyn Fn(&str) -> Option<bool>,
    /// Is told what is no report.
    pub(crate) tell: &'p dyn Fn(&str),
    /// Is shown a report, and the exit of it.
    pub(crate) show: &'p dyn Fn(&str, Exit) -> Exit,
}

impl Person<'_> {
    /// Who sits at the terminal.
    pub(crate) const AT_TERMINAL: Self = Self { ask: &ask, tell: &complain, show: &print };
}

/// Shows progress on the standard error: on a terminal in one line that is written over, elsewhere a line for each step.
pub(crate) struct Watcher {
    silent: bool,
    terminal: bool,
    last: String,
}

impl Watcher {
    pub(crate) fn new(silent: bool) -> Self {
        Self { silent, terminal: std::io::stderr().is_terminal(), last: String::new() }
    }

    /// The account is looked at.
    pub(crate) fn look(&mut self, why: Option<&str>) {
        self.at("looking at the account", why);
    }

    /// The caller's rights and the patterns are asked about.
    pub(crate) fn preflight(&mut self, why: Option<&str>) {
        self.at("checking rights and patterns", why);
    }

    /// So many stories were explored. Elsewhere than on a terminal nobody watches.
    pub(crate) fn seeds(&mut self, done: u64, of: u64, violated: u64) {
        if self.terminal {
            self.tell(&format!("{done} of {of} seeds explored, something does not hold in {violated}"));
        }
    }

    /// So many scenarios were played on a target. Elsewhere than on a terminal nobody watches.
    pub(crate) fn scenarios(&mut self, target: &str, done: usize, of: usize) {
        if self.terminal {
            self.tell(&format!("{done} of {of} scenarios played on the {target}"));
        }
    }

    /// A drill is at this.
    pub(crate) fn drill(&mut self, does: &str) {
        self.tell(&format!("the drill {does}"));
    }

    /// The smallest scenario of a seed is looked for.
    pub(crate) fn shrinking(&mut self, seed: u64) {
        if self.terminal {
            self.tell(&format!("looking for the smallest scenario of seed {seed}"));
        }
    }

    fn at(&mut self, what: &str, why: Option<&str>) {
        let waits = why.map(|why| format!("; waiting for {why}")).unwrap_or_default();
        self.tell(&format!("{what}{waits}"));
    }

    /// A step is done.
    pub(crate) fn step(&mut self, done: usize, of: usize, step: Option<&str>, why: Option<&str>) {
        match step {
            Some(step) => self.at(&format!("[{}/{of}] {step}", done + 1), why),
            None => self.look(why),
        }
    }

    /// What follows is no progress.
    pub(crate) fn end(&mut self) {
        if self.terminal && !self.last.is_empty() {
            complain("\r\u{1b}[K");
        }
        self.last.clear();
    }

    fn tell(&mut self, text: &str) {
        if self.silent || self.last == text {
            return;
        }
        text.clone_into(&mut self.last);
        complain(&if self.terminal { format!("\r\u{1b}[K{text}") } else { format!("{text}\n") });
    }
}
