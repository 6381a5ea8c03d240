//! One pass over the text of an event that proves it to be one JSON object and keeps what the selectors of a set find.
//!
//! The pass is as strict as [`crate::document`] and builds no tree: what no selector asks for is validated and skipped.
//! Open containers lie on a stack of their own, so that no depth overflows. Names that may be spelt in more than one way
//! or come twice are not sorted out here; such an event is left to the tree, see [`Stop::Irregular`].

use std::ops::Range;

use super::columns::Columns;
use super::finds::{Finds, Found};
use super::trie::Trie;

/// Why a walk ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The message is not one JSON object.
    NoObject,
    /// Among the members that selectors look at, a name is written with an escape or comes twice. Whether the message is
    /// one JSON object is not known.
    Irregular,
}

/// What a walk works with, reused from event to event.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    /// The containers around the one that is read, outermost first.
    outer: Vec<Container>,
    /// The nodes of the open containers and of the value that is read, those of one behind those of the other. A value
    /// has several where a wildcard and a name lead to it.
    nodes: Vec<usize>,
    /// The names of the members of the open objects whose every member is looked at.
    names: Vec<Range<usize>>,
    /// For each node the number of the object in which it was entered last.
    entered: Vec<u64>,
    /// How many containers with nodes were opened so far, in all walks.
    opened: u64,
}

/// An open container.
#[derive(Clone, Debug)]
struct Container {
    /// The bracket that closes it.
    close: u8,
    /// Its place in [`Way::nodes`]; empty where no selector looks into it.
    first_node: usize,
    end_node: usize,
    /// Of an array, the index of the next element.
    index: usize,
    /// Its number, see [`Way::opened`].
    number: u64,
    /// Of an object whose every member is looked at, where its names begin in [`Way::names`].
    names: Option<usize>,
}

/// Walks through a message; without an error it is one JSON object, and `finds` holds what the selectors find in it.
pub(super) fn walk(
    trie: &Trie,
    columns: &Columns,
    message: &str,
    way: &mut Way,
    finds: &mut Finds,
) -> Result<(), Stop> {
    finds.clear(trie.slot_count());
    way.outer.clear();
    way.nodes.clear();
    way.names.clear();
    way.entered.resize(trie.node_count(), 0);
    way.nodes.push(Trie::ROOT);
    let inner = Container { close: END, first_node: 0, end_node: 0, index: 0, number: 0, names: None };
    Walker { trie, columns, text: message, bytes: message.as_bytes(), at: 0, way, inner, finds }.run()
}

/// The bracket that closes what a message stands in: none.
const END: u8 = 0;

struct Walker<'w> {
    trie: &'w Trie,
    columns: &'w Columns,
    text: &'w str,
    bytes: &'w [u8],
    at: usize,
    way: &'w mut Way,
    /// The innermost container that is not closed yet.
    inner: Container,
    finds: &'w mut Finds,
}

impl Walker<'_> {
    fn run(mut self) -> Result<(), Stop> {
        self.skip_blanks();
        if self.peek() != Some(b'{') {
            return Err(Stop::NoObject);
        }
        let mut inside = self.value(0)?;
        while self.inner.close != END {
            if inside {
                inside = self.item()?;
                continue;
            }
            self.skip_blanks();
            let next = self.peek().ok_or(Stop::NoObject)?;
            self.at += 1;
            if next == b',' {
                inside = true;
            } else if next == self.inner.close {
                self.close()?;
            } else {
                return Err(Stop::NoObject);
            }
        }
        self.skip_blanks();
        if self.at == self.bytes.len() { Ok(()) } else { Err(Stop::NoObject) }
    }

    /// Reads a member or an element; says whether it has opened a container.
    fn item(&mut self) -> Result<bool, Stop> {
        let first = self.way.nodes.len();
        let is_wanted = self.inner.first_node < self.inner.end_node;
        self.skip_blanks();
        if self.inner.close == b'}' {
            let (name, escaped) = self.string()?;
            self.skip_blanks();
            self.expect(b':')?;
            self.skip_blanks();
            if is_wanted && escaped {
                return Err(Stop::Irregular);
            }
            if is_wanted {
                self.enter_member(name)?;
            }
        } else if is_wanted {
            self.enter_element();
        }
        self.value(first)
    }

    /// Puts the nodes of a member of the object onto the stack.
    fn enter_member(&mut self, name: Range<usize>) -> Result<(), Stop> {
        let trie = self.trie;
        let text = &self.text[name.clone()];
        for index in self.inner.first_node..self.inner.end_node {
            let node = trie.node(self.way.nodes[index]);
            if let Some(member) = node.member(text) {
                if self.way.entered[member] == self.inner.number {
                    return Err(Stop::Irregular);
                }
                self.way.entered[member] = self.inner.number;
                self.way.nodes.push(member);
            }
            self.way.nodes.extend(node.each);
        }
        if self.inner.names.is_some() {
            self.way.names.push(name);
        }
        Ok(())
    }

    /// Puts the nodes of the array's next element onto the stack.
    fn enter_element(&mut self) {
        for index in self.inner.first_node..self.inner.end_node {
            let node = self.trie.node(self.way.nodes[index]);
            self.way.nodes.extend(node.element(self.inner.index));
            self.way.nodes.extend(node.each);
        }
        self.inner.index += 1;
    }

    /// Reads a value whose nodes lie on the stack from `first` on; says whether it has opened a container that is not
    /// empty.
    fn value(&mut self, first: usize) -> Result<bool, Stop> {
        let start = self.at;
        let found = match self.peek().ok_or(Stop::NoObject)? {
            b'"' => {
                let (inside, escaped) = self.string()?;
                match escaped {
                    false => Found::Text(inside),
                    true if self.is_kept(first) => self.finds.decode(&self.text[inside]),
                    true => Found::Text(inside),
                }
            }
            b'{' => return self.open(b'}', first, Found::Object),
            b'[' => return self.open(b']', first, Found::Array { holds_null: false }),
            b'-' | b'0'..=b'9' => {
                self.number()?;
                Found::Number(start..self.at)
            }
            b'n' => {
                self.word(b"null")?;
                self.note_null();
                Found::Null
            }
            b't' => {
                self.word(b"true")?;
                Found::Boolean(true)
            }
            b'f' => {
                self.word(b"false")?;
                Found::Boolean(false)
            }
            _ => return Err(Stop::NoObject),
        };
        self.keep(first, found);
        self.way.nodes.truncate(first);
        Ok(false)
    }

    /// Whether a slot wants the value whose nodes lie on the stack from `first` on.
    fn is_kept(&self, first: usize) -> bool {
        self.way.nodes[first..].iter().any(|&node| self.trie.node(node).slot.is_some())
    }

    fn keep(&mut self, first: usize, found: Found) {
        for &node in &self.way.nodes[first..] {
            if let Some(slot) = self.trie.node(node).slot {
                self.finds.push(slot as usize, found.clone(), self.columns, self.text);
            }
        }
    }

    /// Tells the array of a `null`, if it is in one.
    fn note_null(&mut self) {
        if self.inner.close == b']' {
            for &node in &self.way.nodes[self.inner.first_node..self.inner.end_node] {
                if let Some(slot) = self.trie.node(node).slot {
                    self.finds.note_null(slot as usize);
                }
            }
        }
    }

    fn open(&mut self, close: u8, first_node: usize, found: Found) -> Result<bool, Stop> {
        self.at += 1;
        self.keep(first_node, found);
        self.skip_blanks();
        if self.peek() == Some(close) {
            self.at += 1;
            self.way.nodes.truncate(first_node);
            return Ok(false);
        }
        let end_node = self.way.nodes.len();
        let every =
            close == b'}' && self.way.nodes[first_node..].iter().any(|&node| self.trie.node(node).each.is_some());
        self.way.opened += 1;
        let (number, names) = (self.way.opened, every.then_some(self.way.names.len()));
        let opened = Container { close, first_node, end_node, index: 0, number, names };
        self.way.outer.push(std::mem::replace(&mut self.inner, opened));
        Ok(true)
    }

    fn close(&mut self) -> Result<(), Stop> {
        self.way.nodes.truncate(self.inner.first_node);
        if let Some(first) = self.inner.names {
            let name = |place: &Range<usize>| &self.text[place.clone()];
            let names = &mut self.way.names[first..];
            names.sort_unstable_by(|a, b| name(a).cmp(name(b)));
            if names.windows(2).any(|pair| name(&pair[0]) == name(&pair[1])) {
                return Err(Stop::Irregular);
            }
            self.way.names.truncate(first);
        }
        // What the message stands in is never closed, so there always is an outer one.
        self.inner = self.way.outer.pop().ok_or(Stop::NoObject)?;
        Ok(())
    }
}

/// The tokens of JSON.
impl Walker<'_> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), Stop> {
        if self.take(byte) { Ok(()) } else { Err(Stop::NoObject) }
    }

    #[inline]
    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Stop> {
        let found = self.bytes[self.at..].starts_with(word);
        self.at += word.len();
        if found { Ok(()) } else { Err(Stop::NoObject) }
    }

    fn number(&mut self) -> Result<(), Stop> {
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
        Ok(())
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), Stop> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if start < self.at { Ok(()) } else { Err(Stop::NoObject) }
    }

    /// Reads a string: what stands in its quotation marks, and whether there are escapes in it.
    fn string(&mut self) -> Result<(Range<usize>, bool), Stop> {
        self.expect(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at = end_of_plain(self.bytes, self.at);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok((start..self.at - 1, escaped));
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) | None => return Err(Stop::NoObject),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Stop> {
        let escaped = self.bytes.get(self.at + 1).ok_or(Stop::NoObject)?;
        self.at += 2;
        match escaped {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(()),
            b'u' => {
                let digits = self.bytes.get(self.at..self.at + 4).ok_or(Stop::NoObject)?;
                self.at += 4;
                if digits.iter().all(u8::is_ascii_hexdigit) { Ok(()) } else { Err(Stop::NoObject) }
            }
            _ => Err(Stop::NoObject),
        }
    }
}

/// The place of the first quotation mark, backslash or control character at `at` or behind it, or the end of the text.
#[inline]
fn end_of_plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let special = special_bytes(u64::from_le_bytes(*chunk));
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
        at += 1;
    }
    at
}

/// The top bit of each byte that is a quotation mark, a backslash or a control character. Of bytes above a true one the
/// bit may be set as well: the borrow of a subtraction wanders up.
#[inline]
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    (zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\'))) | controls) & (ONES * 0x80)
}
