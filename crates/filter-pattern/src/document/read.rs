//! The JSON reader: strict as RFC 8259 is, with an explicit stack of open containers instead of recursion.
//!
//! It answers only whether the text is JSON, and says nothing about why it is not: a log event that is no JSON is no
//! fault of anybody, the pattern just does not match it.

use std::borrow::Cow;

use super::{Document, Node, Value};

impl<'t> Document<'t> {
    /// Reads one JSON value that fills the whole text, blanks around it aside; `None` when the text is anything else.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let mut reader = Reader { text, at: 0, nodes: Vec::new(), open: Vec::new() };
        reader.value(Cow::Borrowed(""))?;
        while let Some(&container) = reader.open.last() {
            reader.next_in(container)?;
        }
        reader.skip_blanks();
        (reader.at == text.len()).then_some(Self { nodes: reader.nodes })
    }
}

struct Reader<'t> {
    text: &'t str,
    /// Byte of the text; always on the border of a character when a slice is taken.
    at: usize,
    nodes: Vec<Node<'t>>,
    /// The containers that are not closed yet, outermost first.
    open: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Reads a value; of a container only its opening bracket, which goes onto the stack.
    fn value(&mut self, name: Cow<'t, str>) -> Option<()> {
        self.skip_blanks();
        let value = match self.peek()? {
            b'{' => self.container(Value::Object),
            b'[' => self.container(Value::Array),
            b'"' => Value::Text(self.string()?),
            b'-' | b'0'..=b'9' => Value::Number(self.number()?),
            b'n' => self.word("null", Value::Null)?,
            b't' => self.word("true", Value::Boolean(true))?,
            b'f' => self.word("false", Value::Boolean(false))?,
            _ => return None,
        };
        let end = self.nodes.len() + 1;
        self.nodes.push(Node { name, value, end });
        Some(())
    }

    fn container(&mut self, value: Value<'t>) -> Value<'t> {
        self.at += 1;
        self.open.push(self.nodes.len());
        value
    }

    /// Reads the next element or member of the innermost open container, or closes it.
    fn next_in(&mut self, container: usize) -> Option<()> {
        let first = self.nodes.len() == container + 1;
        let object = self.nodes[container].value == Value::Object;
        self.skip_blanks();
        if self.take(if object { b'}' } else { b']' }) {
            self.open.pop();
            self.nodes[container].end = self.nodes.len();
            return Some(());
        }
        if !first && !self.take(b',') {
            return None;
        }
        if !object {
            return self.value(Cow::Borrowed(""));
        }
        self.skip_blanks();
        let name = self.string()?;
        self.skip_blanks();
        if self.take(b':') { self.value(name) } else { None }
    }

    fn word(&mut self, word: &str, value: Value<'t>) -> Option<Value<'t>> {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        found.then_some(value)
    }

    fn number(&mut self) -> Option<&'t str> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Some(&self.text[start..self.at])
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (start < self.at).then_some(())
    }

    fn string(&mut self) -> Option<Cow<'t, str>> {
        if !self.take(b'"') {
            return None;
        }
        let mut decoded = String::new();
        let mut start = self.at;
        loop {
            match self.peek()? {
                b'"' => {
                    let rest = &self.text[start..self.at];
                    self.at += 1;
                    let borrowed = decoded.is_empty();
                    return Some(if borrowed { Cow::Borrowed(rest) } else { Cow::Owned(decoded + rest) });
                }
                b'\\' => {
                    decoded.push_str(&self.text[start..self.at]);
                    self.at += 1;
                    decoded.push(self.escape()?);
                    start = self.at;
                }
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
    }

    /// What stands behind a backslash.
    fn escape(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return None,
        })
    }

    /// What stands behind `\u`: four hexadecimal digits, and for a surrogate the escape of its partner.
    fn unicode(&mut self) -> Option<char> {
        let unit = self.unit()?;
        let after = self.at;
        if (0xD800..0xDC00).contains(&unit) && self.take(b'\\') && self.take(b'u') {
            let low = self.unit()?;
            if let Some(Ok(pair)) = char::decode_utf16([unit, low]).next() {
                return Some(pair);
            }
        }
        self.at = after;
        // A surrogate without its partner is no character. That such a text is JSON all the same, and what the
        // service reads in its place, is an assumption: there is no evidence.
        Some(char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)? as u16))
    }
}
