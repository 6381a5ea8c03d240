//! The known ways to die and the faults of scenario files, as pages to read.

use std::fmt::Write as _;

use signalarm_scenario::{FaultKind, Shown, Sign, Tampering, Way, ways};

const INTRODUCTION: &str = "\
# Ways to die

Every known way in which a chain is dead while it looks alive: what AWS does then, where that is known from, what the
owner could see of it, whether the alert on tampering rings, the scenario that shows it, and the cure.
This page is made from the table in `crates/scenario/src/fault/ways`; `cargo xtask scenario faults` prints it.

";

/// The table of ways to die as a Markdown page: an overview, then each way.
#[must_use]
pub fn ways_page() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("| way | link | fault | a check tells | `signin-console-tampering` |\n|---|---|---|---|---|\n");
    for way in ways() {
        let told = match way.sign {
            Sign::Check(_) => "yes",
            Sign::Invisible(_) => "no",
        };
        let tampering = match way.tampering {
            Tampering::Heard => "rings",
            Tampering::Unheard(_) => "silent",
            Tampering::NoCall => "no call",
        };
        let faults = if way.faults.is_empty() { "none: tests".to_owned() } else { forms(way) };
        line(
            &mut page,
            &format!("| [{}](#{}) | {} | {faults} | {told} | {tampering} |", way.name, anchor(way.name), way.link),
        );
    }
    for way in ways() {
        tell(&mut page, way);
    }
    page
}

/// The faults of scenario files as a Markdown table.
#[must_use]
pub fn faults_table() -> String {
    let mut table = "| `break = { fault = … }` | while it is broken | mending |\n|---|---|---|\n".to_owned();
    for kind in FaultKind::all() {
        let words = kind.words();
        let said = match kind {
            FaultKind::Whole(_) => "",
            FaultKind::Timed(fault) => &format!("`{}`", fault.key()),
            FaultKind::OfAlert(_) => "`alert`",
        };
        line(&mut table, &format!("| {} | {} | {} |", kind.form(), words.broken.replace("{}", said), words.mended));
    }
    table
}

fn tell(page: &mut String, way: &Way) {
    line(page, &format!("\n## {}\n\n{}\n", way.name, way.behaviour));
    line(page, &format!("- link: {}", way.link));
    if !way.faults.is_empty() {
        line(page, &format!("- fault: {}", forms(way)));
    }
    line(page, &format!("- source: {}", way.source));
    line(
        page,
        &match way.sign {
            Sign::Check(check) => format!("- check: {check}"),
            Sign::Invisible(why) => format!("- invisible, because {why}"),
        },
    );
    match way.tampering {
        Tampering::Heard => line(page, "- tampering: the call that breaks it is recorded, and rings"),
        Tampering::Unheard(why) => line(page, &format!("- tampering: silent, because {why}")),
        Tampering::NoCall => {}
    }
    line(
        page,
        &match way.shown {
            Shown::Scenario(name) => format!("- shown by [{name}](../scenarios/{name}.toml)"),
            Shown::Test(file) => format!("- shown by the tests in [{file}](../{file})"),
        },
    );
    line(page, &format!("- cure: {}", way.cure));
}

fn forms(way: &Way) -> String {
    way.faults.iter().map(|fault| fault.form()).collect::<Vec<_>>().join("; ")
}

/// The name by which a page links to a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}

fn line(text: &mut String, content: &str) {
    let _ = writeln!(text, "{content}");
}
