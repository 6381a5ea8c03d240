//! Term patterns: texts that the message, whatever it is, has to contain or must not contain.

pub(crate) mod parse;

use std::ops::Range;

/// What a term pattern says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// In the order of the pattern; at least one.
    terms: Vec<Term>,
}

/// A word or phrase, and what it is for. Where it stands is no part of what it says.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// Never empty.
    pub(crate) text: String,
    pub(crate) role: Role,
    /// The term in the pattern's text, its sign and its quotation marks included.
    pub(crate) span: Range<usize>,
}

impl PartialEq for Term {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.role) == (&other.text, other.role)
    }
}

impl Eq for Term {}

/// What a term is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// `A`: has to occur.
    Required,
    /// `-A`: must not occur.
    Excluded,
    /// `?A`: one of these has to occur, if there are no terms of other roles. Beside those it is ignored altogether.
    Optional,
}

impl Terms {
    /// The terms that count.
    pub(crate) fn counted(&self) -> impl Iterator<Item = &Term> {
        let all = self.all_optional();
        self.terms.iter().filter(move |term| all || term.role != Role::Optional)
    }

    /// The terms that are ignored.
    pub(crate) fn ignored(&self) -> impl Iterator<Item = &Term> {
        let none = self.all_optional();
        self.terms.iter().filter(move |term| !none && term.role == Role::Optional)
    }

    /// The terms in the order of the pattern.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// Whether one of the terms is enough.
    pub(crate) fn all_optional(&self) -> bool {
        self.terms.iter().all(|term| term.role == Role::Optional)
    }

    pub(crate) fn holds(&self, message: &str) -> bool {
        let mut counted = self.counted();
        if self.all_optional() {
            counted.any(|term| term.holds(message))
        } else {
            counted.all(|term| term.holds(message))
        }
    }
}

impl Term {
    /// Whether the message is as this term alone asks for.
    pub(crate) fn holds(&self, message: &str) -> bool {
        let occurs = message.contains(&self.text);
        match self.role {
            Role::Required | Role::Optional => occurs,
            Role::Excluded => !occurs,
        }
    }
}
