//! Who else would see a forged record, or be alarmed by it.

use std::collections::BTreeSet;

use signalarm_alert::AlertName;

/// Who else would see a forged record, or be alarmed by it. Rules of EventBridge on changes of alarms cannot be seen from
/// here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strangers {
    /// Who reads the log group along.
    pub readers: Vec<Reader>,
    /// Alarms of others that a forged record would feed.
    pub alarms: Vec<ForeignAlarm>,
}

/// A subscription filter of the log group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Its name.
    pub filter: String,
    /// The stream or function that reads along.
    pub destination_arn: String,
    /// Its pattern; empty: everything.
    pub pattern: String,
    /// The scenarios of which it would be sent a forged record; none: its pattern matches none.
    pub scenarios: BTreeSet<String>,
}

/// An alarm of others that a forged record would feed, or a metric filter that feeds no alarm yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignAlarm {
    /// The metric filter of others on the log group that matches; `None`: the alarm watches a metric or an alarm of ours.
    pub filter: Option<String>,
    /// The alarm of ours, or the one whose metric it is, that it watches.
    pub watches: Option<AlertName>,
    /// The alarm; `None`: no alarm is on the filter's metric.
    pub alarm: Option<String>,
    /// Whether the alarm has actions and may run them.
    pub acts: bool,
    /// The scenarios whose forged records match.
    pub scenarios: BTreeSet<String>,
}

impl Strangers {
    /// Whether somebody would see or hear of a forged record. A metric without an alarm tells nobody.
    #[must_use]
    pub fn are_concerned(&self) -> bool {
        self.readers.iter().any(Reader::is_concerned) || self.alarms.iter().any(|alarm| alarm.alarm.is_some())
    }

    /// Those who are concerned, in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        let readers = self.readers.iter().filter(|reader| reader.is_concerned());
        let readers =
            readers.map(|reader| format!("{} (subscription filter {})", reader.destination_arn, reader.filter));
        let alarms = self.alarms.iter().filter_map(|foreign| {
            let alarm = foreign.alarm.as_ref()?;
            Some(match (&foreign.filter, &foreign.watches) {
                (Some(filter), _) => format!("the alarm {alarm} (by the metric filter {filter})"),
                (None, Some(ours)) => format!("the alarm {alarm} (which watches {ours})"),
                (None, None) => format!("the alarm {alarm}"),
            })
        });
        readers.chain(alarms).collect::<Vec<String>>().join(", ")
    }
}

impl Reader {
    /// Whether it would be sent a forged record.
    #[must_use]
    pub fn is_concerned(&self) -> bool {
        !self.scenarios.is_empty()
    }
}
