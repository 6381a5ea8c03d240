//! Where emulators are known to do otherwise than AWS: one table, a row for each case.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::Case;
use crate::abilities::FaultyTable;

/// The table, as it is kept.
const TABLE: &str = include_str!("../../data/differences.json");

/// An emulator in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its name, as in [`crate::Emulator`].
    pub name: String,
    /// Its version, as it tells it.
    pub version: String,
    /// Whether signalarm's extension is installed in it.
    pub extension: bool,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDifference {
    /// Which emulator.
    pub emulator: Subject,
    /// The name of the case.
    pub case: String,
    /// What AWS does.
    pub aws: String,
    /// What the emulator does.
    pub does: String,
}

/// Every difference that is known.
#[must_use]
pub fn known_differences() -> &'static [KnownDifference] {
    static DIFFERENCES: OnceLock<Vec<KnownDifference>> = OnceLock::new();
    DIFFERENCES.get_or_init(|| read(TABLE).unwrap_or_default())
}

/// The rows of an emulator: those of its version, or else of the last version that is known.
pub(super) fn of(subject: &Subject) -> Vec<&'static KnownDifference> {
    let named =
        |row: &&KnownDifference| row.emulator.name == subject.name && row.emulator.extension == subject.extension;
    let rows: Vec<_> = known_differences().iter().filter(named).collect();
    let has_own = rows.iter().any(|row| row.emulator.version == subject.version);
    let last = rows.last().map(|row| row.emulator.version.as_str()).unwrap_or_default();
    let version = if has_own { subject.version.as_str() } else { last };
    rows.into_iter().filter(|row| row.emulator.version == version).collect()
}

/// A row as the table has it.
pub(super) fn row(subject: Option<&Subject>, case: &Case, does: &str) -> String {
    let unknown = Subject { name: String::new(), version: String::new(), extension: false };
    let Subject { name, version, extension } = subject.unwrap_or(&unknown);
    format!(
        "  {{\"emulator\": {}, \"version\": {}, \"extension\": {extension}, \"case\": {},\n   \"aws\": {}, \"does\": {}}}",
        json!(name),
        json!(version),
        json!(case.name),
        json!(case.aws),
        json!(does),
    )
}

fn read(table: &str) -> Result<Vec<KnownDifference>, FaultyTable> {
    let table: Vec<Value> = serde_json::from_str(table).map_err(|fault| FaultyTable::new(fault.to_string()))?;
    table.iter().map(read_row).collect()
}

fn read_row(row: &Value) -> Result<KnownDifference, FaultyTable> {
    let missing = |name: &str| FaultyTable::new(format!("“{name}” is missing, or of another kind"));
    let text = |name: &str| row[name].as_str().map(str::to_owned).ok_or_else(|| missing(name));
    let extension = row["extension"].as_bool().ok_or_else(|| missing("extension"))?;
    let emulator = Subject { name: text("emulator")?, version: text("version")?, extension };
    Ok(KnownDifference { emulator, case: text("case")?, aws: text("aws")?, does: text("does")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::cases;

    #[test]
    fn the_table_names_cases_and_says_what_they_say() {
        let rows = read(TABLE).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(known_differences(), rows);
        for row in &rows {
            let case = cases().find(|case| case.name == row.case).unwrap_or_else(|| panic!("no case “{}”", row.case));
            assert_eq!(row.aws, case.aws, "{}", row.case);
            assert_ne!(row.does, row.aws, "{}", row.case);
            let same = |other: &&KnownDifference| other.emulator == row.emulator && other.case == row.case;
            assert_eq!(rows.iter().filter(same).count(), 1, "{row:?}");
        }
    }

    #[test]
    fn a_row_that_was_found_can_be_pasted() {
        let subject = Subject { name: "e\"".to_owned(), version: "1".to_owned(), extension: true };
        let case = cases().next().unwrap();
        let read = read(&format!("[\n{}\n]", row(Some(&subject), case, "other"))).unwrap();
        let expected = KnownDifference {
            emulator: subject,
            case: case.name.to_owned(),
            aws: case.aws.to_owned(),
            does: "other".to_owned(),
        };
        assert_eq!(read, [expected]);
    }

    #[test]
    fn an_unknown_version_is_taken_for_the_last_known_one() {
        let subject =
            |version: &str| Subject { name: "ministack".to_owned(), version: version.to_owned(), extension: false };
        assert!(!of(&subject("1.5.33")).is_empty());
        assert_eq!(of(&subject("99")), of(&subject("1.5.33")));
        assert!(of(&Subject { name: "nobody".to_owned(), ..subject("1") }).is_empty());
    }
}
