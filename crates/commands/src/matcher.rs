//! `matcher`: questions about metric filters, a line each, from a program.

use std::io::{BufRead, Read, Write};

use signalarm_matcher::answer;

use crate::exit::Exit;
use crate::terminal::complain;

/// The longest line: a batch of log events has a megabyte, and a message in JSON becomes at most six times as long.
const LINE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Answers each line of the standard input on the standard output, until there are no more.
pub(crate) fn run() -> Exit {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    loop {
        let mut line = Vec::new();
        match input.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
            Ok(0) => return Exit::Ok,
            Ok(_) if !line.ends_with(b"\n") && LINE_BYTES_MAX <= line.len() as u64 => {
                complain(&format!(
                    "error: a line has more than {LINE_BYTES_MAX} bytes; ask of fewer log events at once\n"
                ));
                return Exit::Faulty;
            }
            Ok(_) => {}
            Err(error) => {
                complain(&format!("error: the standard input cannot be read: {error}\n"));
                return Exit::Faulty;
            }
        }
        let question = String::from_utf8_lossy(&line);
        if question.trim().is_empty() {
            continue;
        }
        // Whoever asks may have gone away: nobody is left to be told.
        if writeln!(output, "{}", answer(question.trim_end())).and_then(|()| output.flush()).is_err() {
            return Exit::Ok;
        }
    }
}
