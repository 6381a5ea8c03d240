//! JSON objects whose keys come in a wanted order, some of them only sometimes.

use serde_json::{Map, Value};

/// An object under construction: keys keep the order in which they are put.
#[derive(Default)]
pub(crate) struct Object(Map<String, Value>);

impl Object {
    /// With one key more.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// With one key more, where there is a value.
    pub(crate) fn with_some(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// With one key more, where that is wanted.
    pub(crate) fn with_if(self, wanted: bool, key: &str, value: impl Into<Value>) -> Self {
        if wanted { self.with(key, value) } else { self }
    }

    /// With the keys of another object.
    pub(crate) fn with_all(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

impl From<Object> for Map<String, Value> {
    fn from(object: Object) -> Self {
        object.0
    }
}

impl FromIterator<(String, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}
