//! One log event as patterns see it.

use std::cell::OnceCell;

use crate::delimited::cut::{Cut, cut};
use crate::document::{Document, Value};

/// One log event's message. Its JSON is read, and it is cut into fields, when the first pattern asks for that, and only
/// once however many do.
#[derive(Debug)]
pub struct LogEvent<'a> {
    message: &'a str,
    /// `None` inside for a message that is not one JSON object.
    object: OnceCell<Option<Document<'a>>>,
    fields: OnceCell<Vec<Cut<'a>>>,
}

impl<'a> LogEvent<'a> {
    /// A log event with this message.
    #[must_use]
    pub fn new(message: &'a str) -> Self {
        Self { message, object: OnceCell::new(), fields: OnceCell::new() }
    }

    /// The message as given.
    #[must_use]
    pub fn message(&self) -> &'a str {
        self.message
    }

    /// The message as one JSON object, if it is one.
    pub(crate) fn object(&self) -> Option<&Document<'a>> {
        let read = || Document::read(self.message).filter(|document| *document.root().value() == Value::Object);
        self.object.get_or_init(read).as_ref()
    }

    /// The fields of the message, as space-delimited patterns see them.
    pub(crate) fn fields(&self) -> &[Cut<'a>] {
        self.fields.get_or_init(|| cut(self.message))
    }
}
