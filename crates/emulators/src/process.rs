//! Programs that are run to their end: watched line by line, within a bound.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How much of each stream is kept: the end of it.
const KEPT_BYTES_MAX: usize = 1 << 20;
/// How long a line may be; a longer one is told in pieces.
const LINE_BYTES_MAX: u64 = 64 << 10;
/// How much of what a program said is repeated in an error.
const SAID_CHARS_MAX: usize = 1_500;

/// What a program left behind.
#[derive(Debug)]
pub(crate) struct Finished {
    /// Whether it ended well.
    pub(crate) is_well: bool,
    /// How it ended, in words.
    pub(crate) status: String,
    /// The end of its standard output.
    pub(crate) out: String,
    /// The end of its standard error.
    pub(crate) err: String,
}

impl Finished {
    /// What it said of its end: the standard error, or the standard output where that is empty.
    pub(crate) fn said(&self) -> String {
        let said = if self.err.trim().is_empty() { &self.out } else { &self.err };
        let said = end_of(said);
        if said.is_empty() { self.status.clone() } else { said }
    }
}

/// Why there is no [`Finished`].
#[derive(Debug)]
pub(crate) enum Unfinished {
    /// There is no such program.
    Absent,
    /// It cannot be started, or waited for.
    Io(std::io::Error),
    /// It took longer than it may, and was killed.
    Overtime(Duration),
}

impl Unfinished {
    pub(crate) fn said(&self) -> String {
        match self {
            Self::Absent => "there is no such program on the PATH".to_owned(),
            Self::Io(error) => error.to_string(),
            Self::Overtime(within) => format!("it has not ended within {} s, and was killed", within.as_secs()),
        }
    }
}

/// A line, and whether it came from the standard error.
type Line = (bool, String);

/// Runs a program to its end, and tells each line that it prints.
pub(crate) fn run(command: &mut Command, within: Duration, tell: &mut dyn FnMut(&str)) -> Result<Finished, Unfinished> {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Unfinished::Absent,
        _ => Unfinished::Io(error),
    })?;
    let (sender, lines) = channel();
    if let Some(out) = child.stdout.take() {
        read(out, false, sender.clone());
    }
    if let Some(err) = child.stderr.take() {
        read(err, true, sender);
    }
    watch(&mut child, &lines, within, tell).inspect_err(|_| {
        // It is given up, and its end tells nothing more.
        child.kill().ok();
        child.wait().ok();
    })
}

fn watch(
    child: &mut Child,
    lines: &Receiver<Line>,
    within: Duration,
    tell: &mut dyn FnMut(&str),
) -> Result<Finished, Unfinished> {
    let begin = Instant::now();
    let (mut out, mut err) = (String::new(), String::new());
    loop {
        match lines.recv_timeout(within.saturating_sub(begin.elapsed())) {
            Ok((is_err, line)) => {
                tell(line.trim_end());
                keep(if is_err { &mut err } else { &mut out }, &line);
            }
            Err(RecvTimeoutError::Timeout) => return Err(Unfinished::Overtime(within)),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    // Both streams are closed; a program that goes on without them is held to the same bound.
    let status = loop {
        match child.try_wait().map_err(Unfinished::Io)? {
            Some(status) => break status,
            None if within <= begin.elapsed() => return Err(Unfinished::Overtime(within)),
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    Ok(Finished { is_well: status.success(), status: status.to_string(), out, err })
}

/// Sends on what a stream holds, line by line, until it is closed.
fn read(stream: impl Read + Send + 'static, is_err: bool, lines: Sender<Line>) {
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        loop {
            let mut line = Vec::new();
            match stream.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => break,
                Ok(_) => {
                    let line = String::from_utf8_lossy(&line).into_owned();
                    if lines.send((is_err, line)).is_err() {
                        break;
                    }
                }
            }
        }
    });
}

/// Adds a line to what is kept, and drops what has become too much from its beginning.
fn keep(kept: &mut String, line: &str) {
    kept.push_str(line);
    if KEPT_BYTES_MAX < kept.len() {
        let mut from = kept.len() - KEPT_BYTES_MAX;
        while !kept.is_char_boundary(from) {
            from += 1;
        }
        kept.drain(..from);
    }
}

/// The end of a text, short enough for an error.
pub(crate) fn end_of(text: &str) -> String {
    let text = text.trim();
    let count = text.chars().count();
    match count <= SAID_CHARS_MAX {
        true => text.to_owned(),
        false => format!("…{}", text.chars().skip(count - SAID_CHARS_MAX).collect::<String>()),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn shell(script: &str, within: Duration) -> (Result<Finished, Unfinished>, Vec<String>) {
        let mut told = Vec::new();
        let done = run(Command::new("sh").args(["-c", script]), within, &mut |line| told.push(line.to_owned()));
        (done, told)
    }

    #[test]
    fn each_line_is_told_and_the_streams_are_kept_apart() {
        let (done, told) = shell("echo one; sleep 0.1; echo two >&2; exit 3", Duration::from_secs(20));
        let done = done.unwrap();
        assert_eq!(told, ["one", "two"]);
        assert_eq!((done.is_well, done.out.as_str(), done.err.as_str()), (false, "one\n", "two\n"));
        assert_eq!(done.said(), "two");
        assert!(done.status.contains('3'), "{}", done.status);
    }

    #[test]
    fn what_takes_too_long_is_killed_even_where_it_closes_its_streams() {
        for script in ["sleep 60", "exec >&- 2>&-; sleep 60"] {
            let begin = Instant::now();
            let (done, _) = shell(script, Duration::from_millis(200));
            assert!(matches!(done, Err(Unfinished::Overtime(_))), "{done:?}");
            assert!(begin.elapsed() < Duration::from_secs(30));
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_told_apart() {
        let done = run(&mut Command::new("no-such-program-at-all"), Duration::from_secs(1), &mut |_| ());
        assert!(matches!(done, Err(Unfinished::Absent)), "{done:?}");
    }

    #[test]
    fn no_more_than_the_end_is_kept() {
        let (done, _) = shell("head -c 3000000 /dev/zero | tr '\\0' 'ä'; echo end", Duration::from_secs(60));
        let done = done.unwrap();
        assert!(done.out.len() <= KEPT_BYTES_MAX && done.out.ends_with("end\n"));
        assert!(done.said().chars().count() <= SAID_CHARS_MAX + 1);
    }
}
