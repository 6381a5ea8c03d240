//! The texts that a set's patterns compare with, by the slot that they are compared with: one look-up tells which of them
//! a value is, so that further patterns cost a comparison of two small numbers, or nothing at all.

/// The texts of all slots.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// By slot.
    columns: Vec<Column>,
}

/// The texts of one slot: rows, numbered in the order in which they came.
#[derive(Debug, Default)]
struct Column {
    rows: Vec<Row>,
    /// The numbers of the rows in the order of their texts, see [`by_length`].
    sorted: Vec<u32>,
}

#[derive(Debug)]
struct Row {
    text: String,
    /// The patterns that cannot match unless the slot has the text, as far as the plan makes use of it.
    patterns: Vec<usize>,
}

impl Columns {
    /// The row of a text, which is added if it is new.
    pub(super) fn add(&mut self, slot: usize, text: &str) -> u32 {
        if self.columns.len() <= slot {
            self.columns.resize_with(slot + 1, Column::default);
        }
        let column = &mut self.columns[slot];
        match column.place(text) {
            Ok(place) => column.sorted[place],
            Err(place) => {
                let row = column.rows.len() as u32;
                column.rows.push(Row { text: text.to_owned(), patterns: Vec::new() });
                column.sorted.insert(place, row);
                row
            }
        }
    }

    /// Notes that a pattern cannot match unless the slot has the text of the row.
    pub(super) fn lead(&mut self, slot: usize, row: u32, pattern: usize) {
        self.columns[slot].rows[row as usize].patterns.push(pattern);
    }

    /// The row of a text, if it is one of the slot's.
    pub(super) fn row(&self, slot: usize, text: &str) -> Option<u32> {
        let column = self.columns.get(slot)?;
        column.place(text).ok().map(|place| column.sorted[place])
    }

    /// Whether the slot has any text.
    #[inline]
    pub(super) fn has_rows(&self, slot: usize) -> bool {
        self.columns.get(slot).is_some_and(|column| !column.rows.is_empty())
    }

    /// The text of a row.
    pub(super) fn text(&self, slot: usize, row: u32) -> &str {
        &self.columns[slot].rows[row as usize].text
    }

    /// The patterns that a row leads to.
    pub(super) fn patterns(&self, slot: usize, row: u32) -> &[usize] {
        &self.columns[slot].rows[row as usize].patterns
    }
}

impl Column {
    fn place(&self, text: &str) -> Result<usize, usize> {
        self.sorted.binary_search_by(|&row| by_length(&self.rows[row as usize].text).cmp(&by_length(text)))
    }
}

/// The key of an order in which most comparisons are settled without a look at the bytes.
pub(super) fn by_length(text: &str) -> (usize, &str) {
    (text.len(), text)
}
