//! A JSON object that is written member by member: most of what is forged is read as text alone.

use std::fmt::{self, Write};

/// An object under way; its names are plain.
pub(super) struct Object<'t> {
    text: &'t mut String,
    has_members: bool,
}

impl Object<'_> {
    /// Writes an object.
    pub(super) fn write(text: &mut String, fill: impl FnOnce(&mut Object<'_>)) {
        text.push('{');
        fill(&mut Object { text, has_members: false });
        text.push('}');
    }

    fn begin(&mut self, name: &str) {
        self.text.push_str(if self.has_members { ",\"" } else { "\"" });
        self.has_members = true;
        self.text.push_str(name);
        self.text.push_str("\":");
    }

    pub(super) fn null(&mut self, name: &str) {
        self.begin(name);
        self.text.push_str("null");
    }

    pub(super) fn boolean(&mut self, name: &str, value: bool) {
        self.begin(name);
        self.text.push_str(if value { "true" } else { "false" });
    }

    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.begin(name);
        self.text.push('"');
        write_escaped(self.text, value);
        self.text.push('"');
    }

    /// A text that is put together.
    pub(super) fn shown(&mut self, name: &str, value: impl fmt::Display) {
        self.begin(name);
        self.text.push('"');
        // A String takes everything.
        write!(Escaping(self.text), "{value}").ok();
        self.text.push('"');
    }

    /// Any JSON.
    pub(super) fn json(&mut self, name: &str, value: &serde_json::Value) {
        self.begin(name);
        // A String takes everything.
        write!(self.text, "{value}").ok();
    }

    pub(super) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Object<'_>)) {
        self.begin(name);
        Object::write(self.text, fill);
    }
}

struct Escaping<'t>(&'t mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        write_escaped(self.0, part);
        Ok(())
    }
}

fn write_escaped(text: &mut String, part: &str) {
    if part.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        let quoted = serde_json::Value::from(part).to_string();
        text.push_str(&quoted[1..quoted.len() - 1]);
    } else {
        text.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_written_is_what_serde_writes() {
        let strange = "a \"b\" \\ \u{1} \n é 🦀 \u{7f}";
        let mut text = String::new();
        Object::write(&mut text, |object| {
            object.text("text", strange);
            object.shown("shown", format_args!("{strange}{strange}"));
            object.json("json", &json!({ "a": [1, "b"] }));
            object.object("inner", |inner| {
                inner.null("null");
                inner.boolean("yes", true);
            });
            object.object("empty", |_| {});
        });
        let inner = json!({ "null": null, "yes": true });
        let expected: Value = json!({ "text": strange, "shown": strange.repeat(2), "json": { "a": [1, "b"] },
            "inner": inner, "empty": {} });
        assert_eq!(text, expected.to_string());
    }
}
