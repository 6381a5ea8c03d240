//! Reading JSON that should have a certain shape, with every fault told at once.

use std::str::FromStr;

use serde_json::Value;
use signalarm_time::Timestamp;
use thiserror::Error;

/// A field of a message that is missing, or not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{path} is not {wanted}")]
pub struct MessageFault {
    /// Which field, with dots between the names and list positions from 0.
    pub path: String,
    /// What should stand there.
    pub wanted: &'static str,
}

/// Collects faults. A method gives `None` exactly when it has told a fault; the methods for fields that may be absent
/// (`…_if_any`) give `Some(None)` for these and for null.
#[derive(Default)]
pub(crate) struct Reader {
    path: String,
    faults: Vec<MessageFault>,
}

impl Reader {
    pub(crate) fn is_content(&self) -> bool {
        self.faults.is_empty()
    }

    pub(crate) fn into_faults(self) -> Vec<MessageFault> {
        self.faults
    }

    /// What was found; where that is nothing, a fault.
    pub(crate) fn wanted<T>(&mut self, found: Option<T>, key: &str, wanted: &'static str) -> Option<T> {
        if found.is_none() {
            let path = format!("{}{key}", self.path).trim_end_matches('.').to_owned();
            self.faults.push(MessageFault { path, wanted });
        }
        found
    }

    pub(crate) fn text(&mut self, object: &Value, key: &str) -> Option<String> {
        self.wanted(object[key].as_str().map(str::to_owned), key, "a text")
    }

    pub(crate) fn text_if_any(&mut self, object: &Value, key: &str) -> Option<Option<String>> {
        self.if_any(object, key, Self::text)
    }

    pub(crate) fn parsed<T: FromStr>(&mut self, object: &Value, key: &str) -> Option<T> {
        let found = object[key].as_str().and_then(|text| text.parse().ok());
        self.wanted(found, key, "one of AWS's words or an ARN")
    }

    pub(crate) fn parsed_if_any<T: FromStr>(&mut self, object: &Value, key: &str) -> Option<Option<T>> {
        self.if_any(object, key, Self::parsed)
    }

    /// AWS writes `+0000` where RFC 3339 has `Z`.
    pub(crate) fn instant(&mut self, object: &Value, key: &str) -> Option<Timestamp> {
        let text = object[key].as_str().map(|text| text.replacen("+0000", "Z", 1));
        self.wanted(text.and_then(|text| text.parse().ok()), key, "an instant, as in 2026-11-23T10:00:00.000+0000")
    }

    pub(crate) fn instant_if_any(&mut self, object: &Value, key: &str) -> Option<Option<Timestamp>> {
        self.if_any(object, key, Self::instant)
    }

    pub(crate) fn count(&mut self, object: &Value, key: &str) -> Option<u32> {
        let found = object[key].as_u64().and_then(|number| u32::try_from(number).ok());
        self.wanted(found, key, "a whole number")
    }

    pub(crate) fn count_if_any(&mut self, object: &Value, key: &str) -> Option<Option<u32>> {
        self.if_any(object, key, Self::count)
    }

    pub(crate) fn number(&mut self, object: &Value, key: &str) -> Option<f64> {
        self.wanted(object[key].as_f64(), key, "a number")
    }

    pub(crate) fn boolean_if_any(&mut self, object: &Value, key: &str) -> Option<Option<bool>> {
        self.if_any(object, key, |reader, object, key| {
            let found = object[key].as_bool();
            reader.wanted(found, key, "true or false")
        })
    }

    /// Each entry of a list; an absent list is empty.
    pub(crate) fn list_if_any<T>(
        &mut self,
        object: &Value,
        key: &str,
        mut read: impl FnMut(&mut Self, &Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let list = self
            .if_any(object, key, |reader, object, key| reader.wanted(object[key].as_array().cloned(), key, "a list"))?;
        let entries = list.unwrap_or_default();
        let read_at = |(index, entry): (usize, &Value)| {
            let place = format!("{key}.{index}.");
            self.at(&place, |reader| read(reader, entry))
        };
        // Every entry is read, so that the faults of all are told.
        let read: Vec<Option<T>> = entries.iter().enumerate().map(read_at).collect();
        read.into_iter().collect()
    }

    /// An entry of a list that is a text.
    pub(crate) fn item_text(&mut self, entry: &Value) -> Option<String> {
        self.wanted(entry.as_str().map(str::to_owned), "", "a text")
    }

    /// Reads inside of an object.
    pub(crate) fn within<T>(
        &mut self,
        object: &Value,
        key: &str,
        read: impl FnOnce(&mut Self, &Value) -> Option<T>,
    ) -> Option<T> {
        let inner = self.wanted(object.get(key).filter(|inner| inner.is_object()), key, "an object")?;
        self.at(&format!("{key}."), |reader| read(reader, inner))
    }

    fn at<T>(&mut self, place: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push_str(place);
        let found = read(self);
        self.path.truncate(length);
        found
    }

    fn if_any<T>(
        &mut self,
        object: &Value,
        key: &str,
        read: impl FnOnce(&mut Self, &Value, &str) -> Option<T>,
    ) -> Option<Option<T>> {
        match object.get(key) {
            None | Some(Value::Null) => Some(None),
            Some(_) => read(self, object, key).map(Some),
        }
    }
}
