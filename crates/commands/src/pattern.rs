//! `pattern`: check, test, explain, fmt, reference.

use std::path::Path;

use serde_json::json;
use signalarm_alert::lint::{AlertFinding, lint, standing};
use signalarm_diagnostic::Faulty;
use signalarm_event::decode;
use signalarm_filter_pattern::lint::{Finding, Severity};
use signalarm_filter_pattern::{Pattern, REFERENCE};
use signalarm_report::{
    Event, alert_findings_json, finding_json, findings_text, pattern_check_json, pattern_faults, pattern_test_json,
    pattern_test_text, standing_text,
};

use crate::arguments::{
    PatternArguments, PatternCheckArguments, PatternFmtArguments, PatternTestArguments, PatternVerb, PlainFormat,
};
use crate::exit::Exit;
use crate::files;
use crate::settings;
use crate::terminal::{document, print, print_faults, style};

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

fn check(arguments: &PatternCheckArguments) -> Exit {
    match &arguments.pattern {
        Some(given) => check_pattern(given, arguments.format),
        None => check_config(arguments),
    }
}

fn check_pattern(given: &str, format: PlainFormat) -> Exit {
    let text = match text(given) {
        Ok(text) => text,
        Err(faulty) => return refuse(faulty),
    };
    let (faults, findings, standing) = match Pattern::parse(&text) {
        Ok(pattern) => (Vec::new(), lint(&pattern), standing(&pattern)),
        Err(faults) => (faults, Vec::new(), None),
    };
    if !faults.is_empty() {
        print_faults(&[pattern_faults(&text, &faults)]);
    }
    let exit = if faults.is_empty() { exit_of(&findings) } else { Exit::Faulty };
    let standing = standing.map(|standing| standing_text(&standing));
    if format == PlainFormat::Json {
        let mut value = pattern_check_json(&text, &faults);
        value["findings"] = findings.iter().map(finding_json).collect();
        value["standing"] = standing.into();
        return print(&document(&value), exit);
    }
    if !faults.is_empty() {
        return exit;
    }
    let drawn = findings_text("pattern", &text, &findings.iter().collect::<Vec<&Finding>>(), style());
    let summary = match findings.len() {
        0 => "the pattern is sound".to_owned(),
        1 => format!("{drawn}\n\nthe pattern is legal, with 1 finding"),
        count => format!("{drawn}\n\nthe pattern is legal, with {count} findings"),
    };
    let standing = standing.map_or(String::new(), |standing| format!("{standing}\n"));
    print(&format!("{summary}\n{standing}"), exit)
}

/// Lints the patterns of all alerts of the config; what it allows with a reason is told without being held against it.
fn check_config(arguments: &PatternCheckArguments) -> Exit {
    let config = match settings::load(&arguments.config) {
        Ok(config) => config,
        Err(faulty) => return refuse(faulty),
    };
    let found = config.lint();
    let open: Vec<&AlertFinding<'_>> = found.iter().filter(|found| found.allowance.is_none()).collect();
    let exit = open.iter().map(|found| exit_of(std::slice::from_ref(&found.finding))).max().unwrap_or(Exit::Ok);
    if arguments.format == PlainFormat::Json {
        return print(&document(&json!({ "format": 1, "findings": alert_findings_json(&found) })), exit);
    }
    let mut text = String::new();
    for found in &open {
        text.push_str(&findings_text(found.alert.as_str(), found.pattern, &[&found.finding], style()));
        text.push_str("\n\n");
    }
    for (found, allowance) in found.iter().filter_map(|found| Some((found, found.allowance?))) {
        text.push_str(&format!("{}: {} is allowed: {}\n", found.alert, found.finding.rule.id, allowance.reason));
    }
    for allowance in config.unused_allowances() {
        text.push_str(&format!("nothing is found that {} would have to be allowed for\n", allowance.rule.id));
    }
    print(&format!("{text}{} alerts, {} findings\n", config.alert_count(), open.len()), exit)
}

/// Legal, and surely not meant so, is a difference; advice and warnings are for people to weigh.
fn exit_of(findings: &[Finding]) -> Exit {
    let is_error = findings.iter().any(|finding| finding.rule.severity == Severity::Error);
    if is_error { Exit::Differs } else { Exit::Ok }
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
