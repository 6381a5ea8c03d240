//! Selectors: the way from the root of an object to the values that a condition is about.

use crate::document::Place;

/// A selector. The form itself says that there is at most one wildcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selector {
    pub(crate) path: Path,
    /// The way on from each find of the wildcard, if there is one.
    pub(crate) each: Option<Path>,
}

/// Steps without a wildcard.
pub(crate) type Path = Vec<Step>;

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    /// Counted from 0.
    Element(usize),
}

/// What a selector selects in one object.
#[derive(Clone, Debug)]
pub(crate) enum Selection<'d> {
    /// Without a wildcard: one value or none.
    One(Option<Place<'d>>),
    /// With a wildcard: any number of values, or `None` where already what stands before the wildcard does not exist.
    Each(Option<Vec<Place<'d>>>),
}

impl Selector {
    /// Whether the place to which these names lead may be selected, or lie within what is selected, or hold it.
    pub(crate) fn may_look_at(&self, path: &[&str]) -> bool {
        let agrees = |(step, name): (&Step, &&str)| match step {
            Step::Member(member) => member == name,
            Step::Element(_) => false,
        };
        self.path.iter().zip(path).all(agrees)
    }

    pub(crate) fn select<'d>(&self, root: Place<'d>) -> Selection<'d> {
        let base = follow(&self.path, root);
        match &self.each {
            None => Selection::One(base),
            Some(rest) => {
                let finds = |base: Place<'d>| base.children().into_iter().filter_map(|child| follow(rest, child));
                Selection::Each(base.map(|base| finds(base).collect()))
            }
        }
    }
}

fn follow<'d>(path: &[Step], from: Place<'d>) -> Option<Place<'d>> {
    path.iter().try_fold(from, |place, step| match step {
        Step::Member(name) => place.member(name),
        Step::Element(index) => place.element(*index),
    })
}
