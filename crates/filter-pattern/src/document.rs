//! A JSON text as a tree that borrows from the text and keeps numbers as they are written.
//!
//! Nodes lie in one `Vec` in the order in which they begin, each with the place at which its own descendants end; so
//! neither reading, walking nor dropping a tree recurses, however deep it is. Numbers are not interpreted here: what a
//! filter pattern makes of them is the business of [`crate::number`].

mod read;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

/// One JSON value and all that it holds.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    /// Never empty: the first node is the value itself.
    nodes: Vec<Node<'t>>,
}

#[derive(Debug)]
struct Node<'t> {
    /// The name of an object's member; empty for an element and for the root.
    name: Cow<'t, str>,
    value: Value<'t>,
    /// The index behind the last descendant.
    end: usize,
}

/// A value without what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'t> {
    Null,
    Boolean(bool),
    /// A number as it is written in the text.
    Number(&'t str),
    Text(Cow<'t, str>),
    Array,
    Object,
}

/// A place in a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'d> {
    document: &'d Document<'d>,
    index: usize,
}

impl Document<'_> {
    pub(crate) fn root(&self) -> Place<'_> {
        Place { document: self, index: 0 }
    }
}

impl<'d> Place<'d> {
    fn node(self) -> &'d Node<'d> {
        &self.document.nodes[self.index]
    }

    pub(crate) fn value(self) -> &'d Value<'d> {
        &self.node().value
    }

    /// The member of that name, if this is an object that has one. Of members with equal names the last counts: AWS
    /// does not say which one does, and the last is what most JSON libraries keep.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        match self.value() {
            Value::Object => self.inside().filter(|member| member.node().name == name).last(),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::Array => None,
        }
    }

    /// The element at that index, counted from 0, if this is an array that has one.
    pub(crate) fn element(self, index: usize) -> Option<Self> {
        match self.value() {
            Value::Array => self.inside().nth(index),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::Object => None,
        }
    }

    /// The elements of an array or the members of an object, in order; nothing of a scalar.
    pub(crate) fn children(self) -> Vec<Self> {
        let mut children: Vec<_> = self.inside().collect();
        if *self.value() == Value::Object {
            // Of equal names only the last stays. Sorting keeps this fast for an object of very many members.
            let name = |member: &Self| member.node().name.as_ref();
            children.sort_by(|a, b| (name(a), b.index).cmp(&(name(b), a.index)));
            children.dedup_by(|later, kept| name(later) == name(kept));
            children.sort_by_key(|member| member.index);
        }
        children
    }

    fn inside(self) -> impl Iterator<Item = Self> {
        let end = self.node().end;
        let first = (self.index + 1 < end).then_some(Self { index: self.index + 1, ..self });
        std::iter::successors(first, move |place| {
            let next = place.node().end;
            (next < end).then_some(Self { index: next, ..*place })
        })
    }
}
