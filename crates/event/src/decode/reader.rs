//! Reading a text of JSON values from front to back, past what is broken.
//!
//! Every step moves forward and nothing is read more than twice, so a text takes time in proportion to its length.
//! Nothing recurses: serde_json finds the end of a value without recursion and refuses deep nesting when it reads
//! one.

use serde_json::value::RawValue;
use signalarm_diagnostic::Fault;

use super::Form;
use crate::Record;
use crate::foreign::RECORDS_CURE;
use crate::record::json_fault;

/// So many faults are listed; the rest of a hopeless file is counted only.
const FAULTS_MAX: usize = 100;

pub(super) struct Reader<'t> {
    text: &'t str,
    /// The byte that is read next.
    at: usize,
    /// Where a record at `at` that stands in no array ends at the latest.
    block_end: usize,
    records: Vec<Record>,
    faults: Vec<Fault>,
    unlisted: usize,
    form: Option<Form>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, block_end: 0, records: Vec::new(), faults: Vec::new(), unlisted: 0, form: None }
    }

    pub(super) fn read(mut self) -> (Vec<Record>, Vec<Fault>, Form) {
        while self.peek().is_some() {
            self.value();
        }
        if 0 < self.unlisted {
            let message = format!("{} more faults are not listed", self.unlisted);
            self.faults.push(Fault::new(self.text.len()..self.text.len(), message));
        }
        (self.records, self.faults, self.form.unwrap_or(Form::Unknown))
    }

    /// One value: a log file, an array or a record.
    fn value(&mut self) {
        let start = self.at;
        let form = if self.take("[") {
            Form::Array
        } else if self.take("{") && self.take("\"Records\"") && self.take(":") && self.take("[") {
            Form::LogFile
        } else {
            self.at = start;
            Form::Single
        };
        self.form = match (self.form, form) {
            (None, form) => Some(form),
            (Some(Form::Single), Form::Single) => Some(Form::Lines),
            (first, _) => first,
        };
        if form == Form::Single {
            if self.block_end <= start {
                self.block_end = self.next_line(start);
            }
            if !self.record(self.block_end) {
                self.at = self.block_end;
            }
        } else if !self.elements() || !(form == Form::Array || self.closes_log_file()) {
            let before = self.text[..self.at].trim_end_matches([' ', '\t']);
            self.at = self.next_line(before.len() - usize::from(before.ends_with('\n')));
        }
    }

    /// Whether `Records` is all that the file holds; if not, that is a fault.
    fn closes_log_file(&mut self) -> bool {
        if self.take("}") {
            return true;
        }
        match self.peek() {
            Some(',') => {
                self.fault(Fault::new(self.here(), "`Records` is not all that this file holds").cure(RECORDS_CURE));
            }
            Some(_) => self.fault(Fault::new(self.here(), "broken JSON: expected `}` behind `Records`")),
            None => self.cut_off(),
        }
        false
    }

    /// Records up to the closing bracket; `false` when it does not come.
    fn elements(&mut self) -> bool {
        if self.take("]") {
            return true;
        }
        loop {
            if self.peek().is_none() {
                self.cut_off();
                return false;
            }
            if !self.record(self.text.len()) {
                self.at = self.end_of_element(self.at);
                if self.at == self.text.len() {
                    return false;
                }
            }
            if self.take("]") {
                return true;
            }
            if !self.take(",") {
                match self.peek() {
                    Some(_) => self.fault(Fault::new(self.here(), "broken JSON: expected `,` or `]` behind a record")),
                    None => self.cut_off(),
                }
                return false;
            }
        }
    }

    /// One record, which ends before `end`; `false` if its JSON is broken, so that the caller must say where to go
    /// on.
    fn record(&mut self, end: usize) -> bool {
        let (start, rest) = (self.at, &self.text[self.at..end]);
        let Some(value) = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>().next() else {
            return false;
        };
        let record = match value {
            Ok(raw) => {
                self.at += raw.get().len();
                Record::parse(raw.get())
            }
            Err(error) => Err(vec![json_fault(rest, &error)]),
        };
        match record {
            Ok(record) => self.records.push(record),
            Err(faults) => faults.into_iter().for_each(|fault| self.fault(shifted(fault, start))),
        }
        start < self.at
    }

    /// The end of the line behind which one begins with a brace: what stands there begins a record, however broken
    /// the one before it is, because nobody writes a brace inside a record at the beginning of a line.
    fn next_line(&self, from: usize) -> usize {
        self.text[from..].find("\n{").map_or(self.text.len(), |newline| from + newline)
    }

    /// Where an element of an array ends whose JSON is broken: before the comma or bracket behind it.
    ///
    /// Brackets are only counted. A string ends at the end of its line at the latest, as JSON wants it.
    fn end_of_element(&self, from: usize) -> usize {
        let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
        for (index, byte) in self.text.bytes().enumerate().skip(from) {
            match byte {
                b'\n' => (in_string, escaped) = (false, false),
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'{' | b'[' => depth += 1,
                b',' | b'}' | b']' if depth == 0 => return index,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
        self.text.len()
    }

    /// Steps over white space and gives the character behind it.
    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at = self.text.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.text[self.at..].chars().next()
    }

    /// Steps over a token, if it comes next.
    fn take(&mut self, token: &str) -> bool {
        self.peek();
        let found = self.text[self.at..].starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn here(&self) -> std::ops::Range<usize> {
        self.at..self.text.ceil_char_boundary((self.at + 1).min(self.text.len()))
    }

    fn cut_off(&mut self) {
        let fault = Fault::new(self.here(), "the array of records is cut off");
        self.fault(fault.cure("fetch the file again"));
    }

    fn fault(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS_MAX { self.faults.push(fault) } else { self.unlisted += 1 }
    }
}

/// The fault of a part at its place in the whole.
fn shifted(mut fault: Fault, offset: usize) -> Fault {
    fault.span = fault.span.start + offset..fault.span.end + offset;
    fault
}
