//! Matching: all positions of an expression at once, one bit each.
//!
//! An alternative is a row of positions, each of which takes one character of its class, and a last one that is
//! reached when the alternative has matched. The set of positions that are ready moves over the text character by
//! character, with a few operations for every 64 positions (Navarro and Raffinot, *Fast and Simple Character Classes
//! and Bounded Gaps Pattern Matching*, 2001). Nothing is tried twice, whatever the text.

use super::{Class, Piece};

const WORD_BITS: usize = u64::BITS as usize;

/// A compiled regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Automaton {
    /// For each character below U+0100, and at the end for all others: which of the masks is its own.
    masks_of: Vec<usize>,
    /// The positions that take a character.
    masks: Vec<Bits>,
    /// Ready at the beginning of the text.
    initial: Bits,
    /// Ready everywhere, as the search is not anchored.
    everywhere: Bits,
    /// Stay ready after they took a character.
    repeated: Bits,
    /// Need not take any.
    optional: Bits,
    /// Reached by a match.
    matched: Bits,
    /// Reached by a match if the text ends there.
    matched_at_end: Bits,
}

/// A set of positions.
type Bits = Vec<u64>;

/// A position that takes a character.
struct Position {
    class: Class,
    repeated: bool,
    optional: bool,
}

/// An alternative without its anchors.
struct Row {
    at_start: bool,
    at_end: bool,
    positions: Vec<Position>,
}

impl Automaton {
    pub(super) fn new(alternatives: &[Vec<Piece>]) -> Self {
        let rows: Vec<_> = alternatives.iter().filter_map(|pieces| row(pieces)).collect();
        let positions: usize = rows.iter().map(|row| row.positions.len() + 1).sum();
        let none = vec![0; positions.div_ceil(WORD_BITS)];
        let mut automaton = Self {
            masks_of: Vec::new(),
            masks: Vec::new(),
            initial: none.clone(),
            everywhere: none.clone(),
            repeated: none.clone(),
            optional: none.clone(),
            matched: none.clone(),
            matched_at_end: none.clone(),
        };
        let mut classes = Vec::with_capacity(positions);
        for row in rows {
            automaton.add(row, &mut classes);
        }
        flood(&mut automaton.everywhere, &automaton.optional);
        flood(&mut automaton.initial, &automaton.optional);
        join(&mut automaton.initial, &automaton.everywhere);
        join(&mut automaton.matched_at_end, &automaton.matched);
        (automaton.masks_of, automaton.masks) = masks(&classes, &none);
        automaton
    }

    /// Adds an alternative behind the positions that there are so far, given by their classes.
    fn add(&mut self, row: Row, classes: &mut Vec<Class>) {
        set(if row.at_start { &mut self.initial } else { &mut self.everywhere }, classes.len());
        for position in row.positions {
            if position.repeated {
                set(&mut self.repeated, classes.len());
            }
            if position.optional {
                set(&mut self.optional, classes.len());
            }
            classes.push(position.class);
        }
        set(if row.at_end { &mut self.matched_at_end } else { &mut self.matched }, classes.len());
        classes.push(Class::NONE);
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        let mut ready = self.initial.clone();
        for character in text.chars() {
            if meet(&ready, &self.matched) {
                return true;
            }
            if ready.iter().all(|bits| *bits == 0) {
                return false;
            }
            let symbol = usize::try_from(u32::from(character)).unwrap_or(usize::MAX).min(256);
            self.step(&mut ready, &self.masks[self.masks_of[symbol]]);
        }
        meet(&ready, &self.matched_at_end)
    }

    /// Takes a character, given by the positions that take it.
    fn step(&self, ready: &mut Bits, mask: &Bits) {
        let mut carried = 0;
        for (index, bits) in ready.iter_mut().enumerate() {
            let took = *bits & mask[index];
            *bits = (took << 1) | carried | (took & self.repeated[index]) | self.everywhere[index];
            carried = took >> (WORD_BITS - 1);
        }
        flood(ready, &self.optional);
    }
}

/// The positions of an alternative; `None` if its anchors can never hold.
fn row(pieces: &[Piece]) -> Option<Row> {
    let start = pieces.iter().rposition(|piece| matches!(piece, Piece::Start));
    let end = pieces.iter().position(|piece| matches!(piece, Piece::End));
    let mut row = Row { at_start: start.is_some(), at_end: end.is_some(), positions: Vec::new() };
    for (index, piece) in pieces.iter().enumerate() {
        let Piece::Repeated(class, repetition) = piece else { continue };
        // What stands before the beginning of the text or behind its end has to be empty.
        if start.is_some_and(|start| index < start) || end.is_some_and(|end| end < index) {
            if repetition.least > 0 {
                return None;
            }
            continue;
        }
        let position = |repeated, optional| Position { class: *class, repeated, optional };
        row.positions.extend((1..repetition.least).map(|_| position(false, false)));
        match repetition.most {
            None => row.positions.push(position(true, repetition.least == 0)),
            Some(most) => {
                row.positions.extend((repetition.least > 0).then(|| position(false, false)));
                row.positions.extend((repetition.least..most).map(|_| position(false, true)));
            }
        }
    }
    Some(row)
}

/// For each character the number of its mask, and the masks. Characters that no class tells apart share one.
fn masks(classes: &[Class], none: &Bits) -> (Vec<usize>, Vec<Bits>) {
    let mut distinct: Vec<Class> = Vec::new();
    for pair in classes.windows(2).filter(|pair| pair[0] != pair[1]) {
        if !distinct.contains(&pair[0]) {
            distinct.push(pair[0]);
        }
    }
    let (mut masks, mut known) = (Vec::new(), Vec::new());
    let characters = (0..=u8::MAX).map(Some).chain([None]);
    let masks_of = characters.map(|character| {
        let held: Vec<_> = distinct.iter().map(|class| class.holds(character)).collect();
        known.iter().position(|known| *known == held).unwrap_or_else(|| {
            let mut mask = none.clone();
            for (position, _) in classes.iter().enumerate().filter(|(_, class)| class.holds(character)) {
                set(&mut mask, position);
            }
            masks.push(mask);
            known.push(held);
            masks.len() - 1
        })
    });
    (masks_of.collect(), masks)
}

fn set(bits: &mut Bits, position: usize) {
    bits[position / WORD_BITS] |= 1 << (position % WORD_BITS);
}

fn join(bits: &mut Bits, others: &Bits) {
    for (bits, others) in bits.iter_mut().zip(others) {
        *bits |= others;
    }
}

fn meet(a: &Bits, b: &Bits) -> bool {
    a.iter().zip(b).any(|(a, b)| a & b != 0)
}

/// Adds to a set what follows an optional position of it, again and again.
///
/// A run of optional positions is a run of ones: adding a one inside it carries to its end, so that all bits between
/// change.
fn flood(bits: &mut Bits, optional: &Bits) {
    let mut carry = false;
    for (bits, optional) in bits.iter_mut().zip(optional) {
        let (sum, first) = (*bits & optional).overflowing_add(*optional);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        carry = first || second;
        *bits |= sum ^ optional;
    }
}
