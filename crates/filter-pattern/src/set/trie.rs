//! All selectors of a set in one tree: which parts of an event are wanted.

use super::columns::by_length;
use crate::json::{Selector, Step};

/// The selectors of a set, merged where they begin alike. The first node stands for the root of an event.
#[derive(Debug)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    slots: u32,
}

/// A place that at least one selector passes or ends at.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Members and the nodes that they lead to, in the order of [`by_length`].
    members: Vec<(String, usize)>,
    /// Which lengths the names of the members have: bit `n` for `n` bytes, the last bit for 63 and more.
    lengths: u64,
    /// Elements and the nodes that they lead to, in the order of the elements.
    elements: Vec<(usize, usize)>,
    /// Where every member and element leads to.
    pub(super) each: Option<usize>,
    /// Where the values that are found here are kept, if a selector ends here.
    pub(super) slot: Option<u32>,
}

/// Where the finds of a selector are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) slot: u32,
    /// For a selector with a wildcard, the slot of what stands before the wildcard.
    pub(super) base: Option<u32>,
}

impl Trie {
    /// The node of an event's root.
    pub(super) const ROOT: usize = 0;

    pub(super) fn new() -> Self {
        Self { nodes: vec![Node::default()], slots: 0 }
    }

    pub(super) fn node(&self, node: usize) -> &Node {
        &self.nodes[node]
    }

    pub(super) fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn slot_count(&self) -> usize {
        self.slots as usize
    }

    /// Adds a selector.
    pub(super) fn add(&mut self, selector: &Selector) -> Target {
        let node = selector.path.iter().fold(Self::ROOT, |node, step| self.step(node, step));
        let slot = self.slot(node);
        match &selector.each {
            None => Target { slot, base: None },
            Some(rest) => {
                let each = self.nodes[node].each.unwrap_or_else(|| self.grow());
                self.nodes[node].each = Some(each);
                let node = rest.iter().fold(each, |node, step| self.step(node, step));
                Target { slot: self.slot(node), base: Some(slot) }
            }
        }
    }

    fn grow(&mut self) -> usize {
        self.nodes.push(Node::default());
        self.nodes.len() - 1
    }

    fn slot(&mut self, node: usize) -> u32 {
        let next = self.slots;
        let slot = *self.nodes[node].slot.get_or_insert(next);
        self.slots += u32::from(slot == next);
        slot
    }

    fn step(&mut self, from: usize, step: &Step) -> usize {
        let next = self.nodes.len();
        let node = &mut self.nodes[from];
        let found = match step {
            Step::Member(name) => match node.place(name) {
                Ok(place) => node.members[place].1,
                Err(place) => {
                    node.members.insert(place, (name.clone(), next));
                    node.lengths |= length_bit(name);
                    next
                }
            },
            Step::Element(index) => match node.elements.binary_search_by_key(index, |(index, _)| *index) {
                Ok(place) => node.elements[place].1,
                Err(place) => {
                    node.elements.insert(place, (*index, next));
                    next
                }
            },
        };
        if found == next { self.grow() } else { found }
    }
}

impl Node {
    /// Where a member of that name leads to.
    pub(super) fn member(&self, name: &str) -> Option<usize> {
        if self.lengths & length_bit(name) == 0 {
            return None;
        }
        self.place(name).ok().map(|place| self.members[place].1)
    }

    /// Where that element leads to.
    pub(super) fn element(&self, index: usize) -> Option<usize> {
        let place = self.elements.binary_search_by_key(&index, |(index, _)| *index);
        place.ok().map(|place| self.elements[place].1)
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.members.binary_search_by(|(member, _)| by_length(member).cmp(&by_length(name)))
    }
}

fn length_bit(name: &str) -> u64 {
    1 << name.len().min(63)
}
