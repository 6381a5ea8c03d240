//! What emulators can do: one table, each row with its version and with whether the tests have asked it.

use std::fmt;
use std::sync::OnceLock;

use serde_json::Value;
use signalarm_time::Duration;

/// The table, as it is kept.
const TABLE: &str = include_str!("../data/emulators.json");

/// An emulator in one version, and what it can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emulator {
    /// Its name, such as `localstack`.
    pub name: String,
    /// Its version, as it tells it.
    pub version: String,
    /// Whether signalarm's extension is installed in it.
    pub extension: bool,
    /// How its abilities are known.
    pub evidence: Evidence,
    /// How much later than AWS something may be seen there, in real time.
    pub tolerance: Duration,
    /// What it can do.
    pub abilities: Abilities,
}

/// How abilities are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The tests ask the emulator.
    Probed,
    /// Somebody saw it once, by hand.
    NotProbed,
}

/// What an account behind an endpoint can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// Which accounts there are.
    pub accounts: Accounts,
    /// Whether CloudTrail's control plane answers.
    pub cloudtrail: bool,
    /// Whether *TestMetricFilter* answers.
    pub test_metric_filter: bool,
    /// Which log events metric filters count.
    pub filters: Filters,
    /// Whether a log event that does not match adds the filter's default value.
    pub default_values: bool,
    /// When alarms are evaluated.
    pub alarms: Alarms,
    /// Whether a transition publishes to the alarm's topics.
    pub alarm_actions: bool,
    /// Whether *PutMetricAlarm* on an alarm that is there keeps its state, as on AWS.
    pub alarms_keep_state: bool,
    /// Whether alarms can be muted by rules.
    pub mute_rules: bool,
    /// Whether a queue gets what its topic is told.
    pub queues: bool,
    /// Whether it shows text messages of topics.
    pub sms_page: bool,
    /// Whether it shows mails of topics.
    pub mail_page: bool,
}

/// Which accounts an endpoint serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accounts {
    /// An access key of twelve digits is the account of that number.
    ByAccessKey,
    /// One for all.
    One,
}

/// Which log events metric filters count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filters {
    /// Those that their pattern matches.
    ByPattern,
    /// Every one, whatever the pattern.
    EveryLogEvent,
    /// None.
    Nothing,
}

/// When alarms are evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarms {
    /// As time goes by, as on AWS.
    ByTime,
    /// Only when a sample is put.
    OnSamples,
    /// Never.
    Never,
}

impl Abilities {
    /// What AWS itself, and the simulated account, can do. Mail and text messages reach people there, and no page shows them.
    pub const AWS: Self = Self {
        accounts: Accounts::One,
        cloudtrail: true,
        test_metric_filter: true,
        filters: Filters::ByPattern,
        default_values: true,
        alarms: Alarms::ByTime,
        alarm_actions: true,
        alarms_keep_state: true,
        mute_rules: true,
        queues: true,
        sms_page: false,
        mail_page: false,
    };

    /// Each ability by its name in the table, with its word.
    #[must_use]
    pub fn words(&self) -> [(&'static str, &'static str); 12] {
        let yes = |can: bool| if can { "yes" } else { "no" };
        [
            ("accounts", self.accounts.word()),
            ("cloudtrail", yes(self.cloudtrail)),
            ("test-metric-filter", yes(self.test_metric_filter)),
            ("filters", self.filters.word()),
            ("default-values", yes(self.default_values)),
            ("alarms", self.alarms.word()),
            ("alarm-actions", yes(self.alarm_actions)),
            ("alarms-keep-state", yes(self.alarms_keep_state)),
            ("mute-rules", yes(self.mute_rules)),
            ("queues", yes(self.queues)),
            ("sms-page", yes(self.sms_page)),
            ("mail-page", yes(self.mail_page)),
        ]
    }

    /// Reads the abilities of one row.
    fn read(row: &Value) -> Result<Self, FaultyTable> {
        let can = |name: &str| one_of(row, name, [true, false], |can| if can { "yes" } else { "no" });
        Ok(Self {
            accounts: one_of(row, "accounts", [Accounts::ByAccessKey, Accounts::One], Accounts::word)?,
            cloudtrail: can("cloudtrail")?,
            test_metric_filter: can("test-metric-filter")?,
            filters: one_of(
                row,
                "filters",
                [Filters::ByPattern, Filters::EveryLogEvent, Filters::Nothing],
                Filters::word,
            )?,
            default_values: can("default-values")?,
            alarms: one_of(row, "alarms", [Alarms::ByTime, Alarms::OnSamples, Alarms::Never], Alarms::word)?,
            alarm_actions: can("alarm-actions")?,
            alarms_keep_state: can("alarms-keep-state")?,
            mute_rules: can("mute-rules")?,
            queues: can("queues")?,
            sms_page: can("sms-page")?,
            mail_page: can("mail-page")?,
        })
    }
}

impl Accounts {
    const fn word(self) -> &'static str {
        match self {
            Self::ByAccessKey => "by access key",
            Self::One => "one",
        }
    }
}

impl Filters {
    const fn word(self) -> &'static str {
        match self {
            Self::ByPattern => "by pattern",
            Self::EveryLogEvent => "every log event",
            Self::Nothing => "nothing",
        }
    }
}

impl Alarms {
    const fn word(self) -> &'static str {
        match self {
            Self::ByTime => "by time",
            Self::OnSamples => "on samples",
            Self::Never => "never",
        }
    }
}

/// What is wrong with a table of emulators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyTable(String);

impl FaultyTable {
    pub(crate) const fn new(why: String) -> Self {
        Self(why)
    }
}

impl fmt::Display for FaultyTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The value whose word stands under a name.
fn one_of<T: Copy, const N: usize>(
    row: &Value,
    name: &str,
    values: [T; N],
    word: impl Fn(T) -> &'static str,
) -> Result<T, FaultyTable> {
    let told = text(row, name)?;
    let words: Vec<&str> = values.iter().map(|value| word(*value)).collect();
    let found = values.into_iter().find(|value| word(*value) == told);
    found.ok_or_else(|| FaultyTable(format!("“{name}” is “{told}”; it can be {}", words.join(", "))))
}

fn text<'v>(row: &'v Value, name: &str) -> Result<&'v str, FaultyTable> {
    row[name].as_str().ok_or_else(|| FaultyTable(format!("“{name}” is missing, or no text")))
}

fn read_row(row: &Value) -> Result<Emulator, FaultyTable> {
    let missing = |name: &str| FaultyTable(format!("“{name}” is missing"));
    let evidence = |evidence: Evidence| match evidence {
        Evidence::Probed => "probed",
        Evidence::NotProbed => "not probed",
    };
    Ok(Emulator {
        name: text(row, "name")?.to_owned(),
        version: text(row, "version")?.to_owned(),
        extension: row["extension"].as_bool().ok_or_else(|| missing("extension"))?,
        evidence: one_of(row, "evidence", [Evidence::Probed, Evidence::NotProbed], evidence)?,
        tolerance: Duration::from_secs(row["tolerance-seconds"].as_u64().ok_or_else(|| missing("tolerance-seconds"))?),
        abilities: Abilities::read(&row["abilities"])?,
    })
}

/// Reads a table of emulators.
fn read_table(text: &str) -> Result<Vec<Emulator>, FaultyTable> {
    let table: Vec<Value> = serde_json::from_str(text).map_err(|fault| FaultyTable(fault.to_string()))?;
    table.iter().map(read_row).collect()
}

/// Every emulator that something is known of.
#[must_use]
pub fn emulators() -> &'static [Emulator] {
    static EMULATORS: OnceLock<Vec<Emulator>> = OnceLock::new();
    EMULATORS.get_or_init(|| read_table(TABLE).unwrap_or_default())
}

/// The row of an emulator: that of its version, or else of the last version that is known.
#[must_use]
pub fn known(name: &str, version: &str, extension: bool) -> Option<&'static Emulator> {
    let named = || emulators().iter().filter(|emulator| emulator.name == name && emulator.extension == extension);
    named().find(|emulator| emulator.version == version).or_else(|| named().next_back())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_writes_the_same_words() {
        let table: Vec<Value> = serde_json::from_str(TABLE).unwrap();
        let read = read_table(TABLE).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(emulators(), read);
        for (row, emulator) in table.iter().zip(&read) {
            let told = row["abilities"].as_object().unwrap();
            assert_eq!(told.len(), emulator.abilities.words().len(), "{}", emulator.name);
            for (name, word) in emulator.abilities.words() {
                assert_eq!(told[name], word, "{}: {name}", emulator.name);
            }
        }
    }

    #[test]
    fn a_faulty_table_says_what_is_wrong() {
        let fault = |from: &str, to: &str| read_table(&TABLE.replacen(from, to, 1)).unwrap_err().to_string();
        assert_eq!(
            fault("by pattern", "by magic"),
            "“filters” is “by magic”; it can be by pattern, every log event, nothing"
        );
        assert_eq!(fault("\"queues\"", "\"q\""), "“queues” is missing, or no text");
        assert_eq!(fault("\"extension\": true", "\"extension\": 1"), "“extension” is missing");
    }

    #[test]
    fn an_unknown_version_is_taken_for_the_last_known_one() {
        let row = known("localstack", "9.9.9", false).unwrap();
        assert_eq!((row.version.as_str(), row.abilities.filters), ("4.14.0", Filters::EveryLogEvent));
        assert!(known("nobody", "1", false).is_none());
    }
}
