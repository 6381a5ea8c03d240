//! What accounts behind endpoints can do, and where they do otherwise than AWS.

use serde_json::{Value, json};
use signalarm_diagnostic::harmless;
use signalarm_drill::{
    Abilities, CaseRun, Conduct, ContractRun, Emulator, Evidence, KnownDifference, Subject, cases, compare, emulators,
    known_differences,
};

use crate::json::document;
use crate::markdown::cell;
use crate::mask::Mask;
use crate::words::counted;

/// The version of the documents below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// What a probe found.
#[derive(Clone, Debug)]
pub struct Probed<'p> {
    /// The emulator, as far as it told what it is.
    pub emulator: Option<Subject>,
    /// What it can do.
    pub found: Abilities,
    /// Its row in the table, perhaps of another version.
    pub known: Option<&'p Emulator>,
}

impl Probed<'_> {
    /// What the table says otherwise of an ability.
    fn table(&self, ability: &str) -> Option<&'static str> {
        let differences = self.known.map(|known| compare(known, &self.found)).unwrap_or_default();
        differences.into_iter().find(|difference| difference.ability == ability).map(|difference| difference.table)
    }
}

/// A probe, for people.
#[must_use]
pub fn probe_text(probed: &Probed<'_>) -> String {
    let mut lines = vec![title("what it can do", probed.emulator.as_ref()), String::new()];
    for (ability, found) in probed.found.words() {
        let table = probed.table(ability).map(|table| format!("   the table says: {table}")).unwrap_or_default();
        lines.push(format!("  {ability:<20}{found}{table}"));
    }
    lines.push(String::new());
    lines.push(match probed.known {
        None => "the table has no row for it".to_owned(),
        Some(known) => {
            let count = compare(known, &probed.found).len();
            let row = subject(&known.name, &known.version, known.extension);
            match count {
                0 => format!("as the table says of {row}"),
                1 => format!("1 ability is otherwise than the table says of {row}"),
                _ => format!("{count} abilities are otherwise than the table says of {row}"),
            }
        }
    });
    lines.join("\n") + "\n"
}

/// A probe, for machines.
#[must_use]
pub fn probe_json(probed: &Probed<'_>) -> String {
    let abilities: Vec<Value> = probed
        .found
        .words()
        .into_iter()
        .map(|(ability, found)| {
            let table = probed.known.map(|_| probed.table(ability).unwrap_or(found));
            json!({ "ability": ability, "found": found, "table": table })
        })
        .collect();
    let row =
        probed.known.map(|known| json!({ "name": known.name, "version": known.version, "extension": known.extension }));
    document(json!({
        "format": FORMAT,
        "emulator": probed.emulator.as_ref().map(subject_json),
        "row": row,
        "abilities": abilities,
    }))
}

/// A run of the contract, for people: what is otherwise than expected comes first.
#[must_use]
pub fn contract_text(run: &ContractRun, mask: &Mask) -> String {
    let mut lines = vec![title("contract", run.emulator.as_ref()), String::new()];
    for kind in Kind::ALL {
        let count = run.cases.iter().filter(|one| Kind::of(&one.conduct) == kind).count();
        lines.push(format!("  {:<26}{}", kind.word(), counted(count, "case")));
    }
    for kind in [Kind::Unexpected, Kind::Gone, Kind::Known] {
        let of_kind = run.cases.iter().filter(|one| Kind::of(&one.conduct) == kind);
        lines.extend(of_kind.flat_map(|one| case_lines(one, kind)));
    }
    if !run.left.is_empty() {
        lines.extend([String::new(), "could not be removed:".to_owned()]);
        lines.extend(run.left.iter().map(|left| format!("  {}", harmless(left))));
    }
    mask.apply(&(lines.join("\n") + "\n"))
}

fn case_lines(one: &CaseRun, kind: Kind) -> Vec<String> {
    let mut lines = vec![String::new(), format!("{}: {}", kind.word(), one.case.name)];
    let mut say = |who: &str, what: &str| lines.push(format!("  {who:<7}{what}"));
    say("AWS", &format!("{} ({})", one.case.aws, one.case.source));
    say("here", &harmless(&one.does));
    if let Conduct::Unexpected(Some(table)) | Conduct::Gone(table) = one.conduct {
        say("table", table);
    }
    lines
}

/// A run of the contract, for machines.
#[must_use]
pub fn contract_json(run: &ContractRun, mask: &Mask) -> String {
    let case = |one: &CaseRun| {
        json!({
            "case": one.case.name,
            "aws": one.case.aws,
            "source": one.case.source,
            "does": mask.apply(&one.does),
            "conduct": Kind::of(&one.conduct).word(),
            "expected": one.conduct.is_expected(),
        })
    };
    document(json!({
        "format": FORMAT,
        "emulator": run.emulator.as_ref().map(subject_json),
        "passed": run.passed(),
        "cases": run.cases.iter().map(case).collect::<Vec<Value>>(),
        "left": run.left.iter().map(|left| mask.apply(left)).collect::<Vec<String>>(),
    }))
}

/// Every emulator that the table knows as Markdown: what each can do, and then each case in which one is known to do
/// otherwise than AWS.
#[must_use]
pub fn emulators_tables() -> String {
    let mut lines = abilities_table();
    lines.push(String::new());
    lines.extend(differences_table());
    lines.join("\n") + "\n"
}

fn abilities_table() -> Vec<String> {
    let emulators = emulators();
    let names = emulators.iter().map(|one| subject(&one.name, &one.version, one.extension));
    let mut lines = head(["ability".to_owned(), "AWS".to_owned()].into_iter().chain(names));
    for (number, (ability, aws)) in Abilities::AWS.words().into_iter().enumerate() {
        let words = emulators.iter().map(|one| one.abilities.words()[number].1.to_owned());
        lines.push(row([ability.to_owned(), aws.to_owned()].into_iter().chain(words)));
    }
    let evidence = emulators.iter().map(|one| match one.evidence {
        Evidence::Probed => "asked by the tests".to_owned(),
        Evidence::NotProbed => "seen once, by hand".to_owned(),
    });
    lines.push(row(["known from".to_owned(), "documentation".to_owned()].into_iter().chain(evidence)));
    lines
}

fn differences_table() -> Vec<String> {
    let differences = known_differences();
    let mut subjects: Vec<&Subject> = Vec::new();
    for KnownDifference { emulator, .. } in differences {
        if !subjects.contains(&emulator) {
            subjects.push(emulator);
        }
    }
    let names = subjects.iter().map(|one| subject(&one.name, &one.version, one.extension));
    let mut lines = head(["case".to_owned(), "AWS".to_owned()].into_iter().chain(names));
    for case in cases() {
        let does = |one: &&Subject| {
            let found = differences.iter().find(|row| row.emulator == **one && row.case == case.name);
            found.map(|row| cell(&row.does))
        };
        let does: Vec<Option<String>> = subjects.iter().map(does).collect();
        if does.iter().any(Option::is_some) {
            let does = does.into_iter().map(|does| does.unwrap_or_else(|| "as AWS".to_owned()));
            lines.push(row([cell(case.name), cell(case.aws)].into_iter().chain(does)));
        }
    }
    lines
}

fn head(cells: impl Iterator<Item = String>) -> Vec<String> {
    let cells: Vec<String> = cells.collect();
    let rule = "|---".repeat(cells.len()) + "|";
    vec![row(cells.into_iter()), rule]
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<String>>().join(" | "))
}

/// How a case came out, without what the table says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    AsAws,
    Known,
    Unexpected,
    Gone,
}

impl Kind {
    const ALL: [Self; 4] = [Self::AsAws, Self::Known, Self::Unexpected, Self::Gone];

    const fn of(conduct: &Conduct) -> Self {
        match conduct {
            Conduct::AsAws => Self::AsAws,
            Conduct::Known => Self::Known,
            Conduct::Unexpected(_) => Self::Unexpected,
            Conduct::Gone(_) => Self::Gone,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::AsAws => "as AWS",
            Self::Known => "known difference",
            Self::Unexpected => "unexpected difference",
            Self::Gone => "difference that has gone",
        }
    }
}

fn title(what: &str, emulator: Option<&Subject>) -> String {
    match emulator {
        None => what.to_owned(),
        Some(Subject { name, version, extension }) => format!("{what}: {}", subject(name, version, *extension)),
    }
}

fn subject(name: &str, version: &str, extension: bool) -> String {
    let extension = if extension { " with the extension" } else { "" };
    format!("{} {}{extension}", harmless(name), harmless(version))
}

fn subject_json(Subject { name, version, extension }: &Subject) -> Value {
    json!({ "name": name, "version": version, "extension": extension })
}
