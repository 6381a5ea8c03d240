//! `pattern`: check, test, explain, fmt, reference.

use std::path::Path;

use serde_json::json;
use signalarm_diagnostic::Faulty;
use signalarm_event::decode;
use signalarm_filter_pattern::{Pattern, REFERENCE};
use signalarm_report::{Event, pattern_check_json, pattern_faults, pattern_test_json, pattern_test_text};

use crate::arguments::{PatternArguments, PatternFmtArguments, PatternTestArguments, PatternVerb, PlainFormat};
use crate::exit::Exit;
use crate::files;
use crate::terminal::{document, print, print_faults};

/// Does what the verb says.
pub(crate) fn run(verb: &PatternVerb) -> Exit {
    match verb {
        PatternVerb::Check(arguments) => check(arguments),
        PatternVerb::Test(arguments) => test(arguments),
        PatternVerb::Explain(arguments) => explain(arguments),
        PatternVerb::Fmt(arguments) => fmt(arguments),
        PatternVerb::Reference => print(REFERENCE, Exit::Ok),
    }
}

fn check(arguments: &PatternArguments) -> Exit {
    let text = match text(&arguments.pattern) {
        Ok(text) => text,
        Err(faulty) => return refuse(faulty),
    };
    let faults = Pattern::parse(&text).err().unwrap_or_default();
    let exit = if faults.is_empty() { Exit::Ok } else { Exit::Faulty };
    if !faults.is_empty() {
        print_faults(&[pattern_faults(&text, &faults)]);
    }
    match arguments.format {
        PlainFormat::Json => print(&document(&pattern_check_json(&text, &faults)), exit),
        PlainFormat::Text if faults.is_empty() => print("the pattern is sound\n", exit),
        PlainFormat::Text => exit,
    }
}

fn explain(arguments: &PatternArguments) -> Exit {
    let pattern = match pattern(&arguments.pattern) {
        Ok(pattern) => pattern,
        Err(faulty) => return refuse(faulty),
    };
    match arguments.format {
        PlainFormat::Text => print(&format!("matches {}\n", pattern.describe()), Exit::Ok),
        PlainFormat::Json => {
            let value = json!({ "format": 1, "pattern": pattern.text(), "matches": pattern.describe() });
            print(&document(&value), Exit::Ok)
        }
    }
}

fn fmt(arguments: &PatternFmtArguments) -> Exit {
    let pattern = match pattern(&arguments.pattern) {
        Ok(pattern) => pattern,
        Err(faulty) => return refuse(faulty),
    };
    let formatted = if arguments.pretty { pattern.pretty() } else { pattern.canonical() };
    match arguments.format {
        PlainFormat::Text => print(&format!("{formatted}\n"), Exit::Ok),
        PlainFormat::Json => {
            print(&document(&json!({ "format": 1, "pattern": pattern.text(), "formatted": formatted })), Exit::Ok)
        }
    }
}

fn test(arguments: &PatternTestArguments) -> Exit {
    let pattern = match pattern(&arguments.pattern) {
        Ok(pattern) => pattern,
        Err(faulty) => return refuse(faulty),
    };
    let listing = files::list(&arguments.files, |_| true);
    let (mut events, mut faulty) = (Vec::new(), listing.faulty);
    for found in &listing.files {
        match events_of(&found.path, arguments.lines) {
            Ok(found) => events.extend(found),
            Err(unreadable) => faulty.push(unreadable),
        }
    }
    print_faults(&faulty);
    let exit = if faulty.is_empty() { Exit::Ok } else { Exit::Faulty };
    match arguments.format {
        PlainFormat::Text => print(&pattern_test_text(&pattern, &events), exit),
        PlainFormat::Json => print(&document(&pattern_test_json(&pattern, &events)), exit),
    }
}

/// The log events of a file: CloudTrail's records where it holds nothing else, otherwise its lines.
fn events_of(path: &Path, lines: bool) -> Result<Vec<Event>, Faulty> {
    let (file, bytes) = (files::shown(path), files::read(path)?);
    let event =
        |(index, message): (usize, &str)| Event { file: file.clone(), number: index + 1, message: message.to_owned() };
    let decoded = if lines { None } else { Some(decode(&file, &bytes)).filter(|decoded| decoded.faulty.is_none()) };
    if let Some(decoded) = decoded {
        return Ok(decoded.records.iter().map(|record| record.text()).enumerate().map(event).collect());
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Faulty::unreadable(
            file.clone(),
            "these are neither CloudTrail records nor lines of text",
            "inflate or convert it",
        )
    })?;
    Ok(text.lines().enumerate().filter(|(_, line)| !line.is_empty()).map(event).collect())
}

/// The text of a pattern as it was given; `-` is the standard input, whose last line break is no part of it.
fn text(given: &str) -> Result<String, Faulty> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    let text = files::read_text(Path::new(given))?;
    Ok(text.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text)).unwrap_or(&text).to_owned())
}

fn pattern(given: &str) -> Result<Pattern, Faulty> {
    let text = text(given)?;
    Pattern::parse(&text).map_err(|faults| pattern_faults(&text, &faults))
}

fn refuse(faulty: Faulty) -> Exit {
    print_faults(&[faulty]);
    Exit::Faulty
}
