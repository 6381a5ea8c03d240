//! Everything that holds, section by section, as it would stand in a config file; and its text.

use std::fmt::{self, Write};

use signalarm_alarm::{MissingData, Period};
use signalarm_notification::Endpoint;
use signalarm_time::Duration;

use crate::chain::{Alert, Chain};
use crate::config::{AlarmSettings, Config};
use crate::lint::Allowance;
use crate::name::AlertName;
use crate::prices::{OwnPrice, PriceItem};
use crate::read::FORMAT;
use crate::trail::TrailUse;

/// Whole numbers below this are written as such; all of them are exact.
const WHOLE_BELOW: f64 = 1e15;

/// Everything that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Effective {
    /// The sections, in the order of the file.
    pub sections: Vec<Section>,
}

/// A table of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The names that lead to it; none for what stands before all tables.
    pub path: Vec<String>,
    /// Whether it is one of several under this name (`[[allow]]`).
    pub is_element: bool,
    /// The keys, in the order of the file.
    pub entries: Vec<Entry>,
}

/// A key with what holds for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: &'static str,
    /// Its value; `None` where it is decided elsewhere.
    pub value: Option<Setting>,
    /// Why this is not set but follows from something else; it then stands as a comment in the file.
    pub follows: Option<&'static str>,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "they are the kinds of values of a config")]
pub enum Setting {
    Whole(i64),
    Number(f64),
    Boolean(bool),
    Text(String),
    Subscribers(Vec<Endpoint>),
    Price(OwnPrice),
}

impl Entry {
    fn set(key: &'static str, value: Setting) -> Self {
        Self { key, value: Some(value), follows: None }
    }

    fn text(key: &'static str, value: impl fmt::Display) -> Self {
        Self::set(key, Setting::Text(value.to_string()))
    }

    /// A text that may not be set; `otherwise` says what then holds.
    fn optional(key: &'static str, value: Option<impl fmt::Display>, otherwise: &'static str) -> Self {
        match value {
            Some(value) => Self::text(key, value),
            None => Self { key, value: None, follows: Some(otherwise) },
        }
    }
}

impl Section {
    fn table(path: &[&str], entries: Vec<Entry>) -> Self {
        Self { path: path.iter().map(|name| (*name).to_owned()).collect(), is_element: false, entries }
    }
}

impl Effective {
    /// What holds here and does not hold in the same way there; sections of which nothing is left are left out.
    #[must_use]
    pub fn beyond(mut self, other: &Self) -> Self {
        for section in self.sections.iter_mut().filter(|section| !section.is_element) {
            let there = other.sections.iter().find(|there| there.path == section.path);
            section.entries.retain(|entry| there.is_none_or(|there| !there.entries.contains(entry)));
        }
        self.sections.retain(|section| !section.entries.is_empty());
        self
    }
}

impl Config {
    /// Everything that holds. Its text is a config file, which reads back to settings that make the same chain and the
    /// same deployment.
    #[must_use]
    pub fn effective(&self) -> Effective {
        let chain = self.simulated_chain();
        let mut sections = vec![
            self.root(),
            Section::table(&["trail"], self.trail_entries()),
            Section::table(
                &["topics"],
                vec![Entry::optional("key", self.topic_key.as_ref(), "topics are not encrypted")],
            ),
        ];
        sections.extend(chain.alerts.iter().map(|alert| self.alert_section(alert)));
        sections.push(Section::table(&["silence"], vec![self.silence_entry(&chain)]));
        let price = |(item, price): (&PriceItem, &OwnPrice)| Entry::set(item.unit().key, Setting::Price(price.clone()));
        if !self.prices.is_empty() {
            sections.push(Section::table(&["prices"], self.prices.iter().map(price).collect()));
        }
        sections.extend(self.allowances.iter().map(allowance_section));
        Effective { sections }
    }

    fn root(&self) -> Section {
        let mut entries = vec![
            Entry::set("format", Setting::Whole(FORMAT)),
            Entry::optional("account", self.account.as_ref(), "the caller's"),
            Entry::optional("region", self.region.as_ref(), "the caller's"),
            Entry::text("namespace", &self.namespace),
        ];
        let AlarmSettings { period, default_value, missing_data, notify_ok } = &self.defaults;
        entries.extend(alarm_entries(period, *default_value, missing_data, *notify_ok));
        Section::table(&[], entries)
    }

    /// Those that say something beside `use`.
    fn trail_entries(&self) -> Vec<Entry> {
        let trail = &self.trail;
        let mut entries = vec![
            Entry::text("use", &trail.source),
            Entry::text("name", &trail.name),
            Entry::text("log-group", &trail.log_group),
            Entry::text("role", &trail.role),
            Entry::optional("bucket", trail.bucket.as_ref(), "signin-console-<account>-<region>"),
            Entry::text("glacier-after", days_or_never(trail.glacier_days)),
            Entry::text("delete-after", days_or_never(trail.expiration_days)),
            Entry::text("retention", days(trail.retention_days)),
        ];
        let (idle, _) = TrailUse::idle_keys(&trail.source);
        entries.retain(|entry| !idle.contains(&entry.key));
        entries
    }

    fn alert_section(&self, alert: &Alert) -> Section {
        let pattern = Entry::text("pattern", alert.pattern.text());
        let follows = self.follows_trail(alert).then_some("made from what [trail] says");
        let mut entries = vec![Entry { follows, ..pattern }];
        entries.extend(alarm_entries(&alert.period, alert.default_value, &alert.missing_data, alert.notify_ok));
        let is_named = self.alerts.iter().any(|own| own.name == alert.name && own.subscribers.is_some());
        entries.push(match is_named {
            true => Entry::set("subscribers", Setting::Subscribers(alert.subscribers.clone())),
            false if alert.name == AlertName::TAMPERING => self.of_the_four(&alert.subscribers),
            false => Entry {
                key: "subscribers",
                value: None,
                follows: Some("nobody is named; the simulator takes placeholders"),
            },
        });
        Section::table(&["alerts", alert.name.as_str()], entries)
    }

    fn silence_entry(&self, chain: &Chain) -> Entry {
        match &self.silence_subscribers {
            Some(_) => Entry::set("subscribers", Setting::Subscribers(chain.silence_subscribers.clone())),
            None => self.of_the_four(&chain.silence_subscribers),
        }
    }

    /// Subscribers who follow from those of the four alerts.
    fn of_the_four(&self, subscribers: &[Endpoint]) -> Entry {
        let nobody_is_named =
            self.alerts.iter().any(|alert| alert.subscribers.is_none() && AlertName::FOUR.contains(&alert.name));
        Entry {
            key: "subscribers",
            value: (!nobody_is_named).then(|| Setting::Subscribers(subscribers.to_vec())),
            follows: Some("the e-mail subscribers of the four alerts"),
        }
    }
}

fn alarm_entries(
    period: &Period,
    default_value: Option<f64>,
    missing_data: &MissingData,
    notify_ok: bool,
) -> [Entry; 4] {
    let default_value = default_value.map_or_else(|| Setting::Text("none".to_owned()), Setting::Number);
    [
        Entry::text("period", period),
        Entry::set("default-value", default_value),
        Entry::text("missing-data", missing_data),
        Entry::set("notify-ok", Setting::Boolean(notify_ok)),
    ]
}

fn allowance_section(allowance: &Allowance) -> Section {
    let mut entries = vec![Entry::text("rule", allowance.rule.id)];
    entries.extend(allowance.alert.as_ref().map(|alert| Entry::text("alert", alert)));
    entries.push(Entry::text("reason", &allowance.reason));
    Section { is_element: true, ..Section::table(&["allow"], entries) }
}

fn days(days: i32) -> Duration {
    Duration::from_secs(u64::from(days.unsigned_abs()) * 86_400)
}

fn days_or_never(count: Option<i32>) -> String {
    count.map_or_else(|| "never".to_owned(), |count| days(count).to_string())
}

impl fmt::Display for Effective {
    /// TOML.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, section) in self.sections.iter().enumerate() {
            let path = section.path.join(".");
            let newline = if index == 0 { "" } else { "\n" };
            match (section.path.is_empty(), section.is_element) {
                (true, _) => {}
                (false, true) => writeln!(f, "{newline}[[{path}]]")?,
                (false, false) => writeln!(f, "{newline}[{path}]")?,
            }
            for entry in &section.entries {
                writeln!(f, "{entry}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.value, self.follows) {
            (Some(value), None) => write!(f, "{} = {value}", self.key),
            (Some(value), Some(why)) => write!(f, "# {} = {value}, {why}", self.key),
            (None, why) => write!(f, "# {}: {}", self.key, why.unwrap_or_default()),
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "{number}"),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < WHOLE_BELOW => write!(f, "{number}"),
            // The debug form of a number has a point or an exponent, as a TOML float must.
            Self::Number(number) => write!(f, "{number:?}"),
            Self::Boolean(is_set) => write!(f, "{is_set}"),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::Subscribers(endpoints) => {
                let one =
                    |endpoint: &Endpoint| format!("{{ {} = {} }}", endpoint.protocol(), quoted(&endpoint.to_string()));
                write!(f, "[{}]", endpoints.iter().map(one).collect::<Vec<String>>().join(", "))
            }
            Self::Price(OwnPrice { micro_dollars, source: None }) => f.write_str(&dollars(*micro_dollars)),
            Self::Price(OwnPrice { micro_dollars, source: Some(source) }) => {
                write!(f, "{{ usd = {}, source = {} }}", dollars(*micro_dollars), quoted(source))
            }
        }
    }
}

/// Millionths of a dollar as dollars.
fn dollars(micro_dollars: u64) -> String {
    let decimals = format!("{:06}", micro_dollars % 1_000_000);
    match decimals.trim_end_matches('0') {
        "" => (micro_dollars / 1_000_000).to_string(),
        decimals => format!("{}.{decimals}", micro_dollars / 1_000_000),
    }
}

/// A TOML string: as it is where quotation marks would have to be escaped, else in quotation marks.
fn quoted(text: &str) -> String {
    let is_plain = !text.chars().any(|c| c == '\'' || c.is_control());
    if is_plain && text.contains(['"', '\\']) {
        return format!("'{text}'");
    }
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                write!(quoted, "\\u{:04X}", u32::from(c)).expect("a string takes all that is written")
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
