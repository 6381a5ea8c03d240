//! `!=` on a field that may be absent, in JSON patterns.

use super::{Claim, Finding, NOT_EQUAL_ABSENT, flat};
use crate::json::{Condition, Expression, Selector, Test};

/// Looks through an expression of the pattern `text`.
pub(super) fn lint(text: &str, expression: &Expression, findings: &mut Vec<Finding>) {
    let mut walk = Walk { text, known: Vec::new(), findings };
    walk.part(expression);
}

struct Walk<'w> {
    text: &'w str,
    /// Selectors of fields whose absence is spoken of: another condition needs them, allows for their absence, or has
    /// been reported.
    known: Vec<&'w Selector>,
    findings: &'w mut Vec<Finding>,
}

impl<'w> Walk<'w> {
    fn part(&mut self, part: &'w Expression) {
        match part {
            Expression::Condition(condition) => self.condition(condition),
            Expression::All(_) => self.parts(&flat(part), |test| !matches!(test, Test::NotEqual(_))),
            Expression::Any(_) => self.parts(&flat(part), |test| *test == Test::NotExists),
        }
    }

    /// Goes through parts, of which those with such a test speak of the absence of their field.
    fn parts(&mut self, parts: &[&'w Expression], speaks: fn(&Test) -> bool) {
        let outside = self.known.len();
        self.known.extend(parts.iter().filter_map(|part| match part {
            Expression::Condition(condition) if speaks(&condition.test) => Some(&condition.selector),
            Expression::Condition(_) | Expression::All(_) | Expression::Any(_) => None,
        }));
        for part in parts {
            self.part(part);
        }
        self.known.truncate(outside);
    }

    fn condition(&mut self, condition: &'w Condition) {
        if !matches!(condition.test, Test::NotEqual(_))
            || self.known.contains(&&condition.selector)
            || condition.never()
        {
            return;
        }
        self.known.push(&condition.selector);
        let written = &self.text[condition.span()];
        let selector = &self.text[condition.selector_span.clone()];
        let message = format!("`{written}` does not hold where {selector} is absent");
        let cure = format!(
            "write (({selector} NOT EXISTS) || ({written})) to cover absence, or put {selector} = * beside it to say \
             that the field has to be there"
        );
        self.findings.push(Finding::new(&NOT_EQUAL_ABSENT, condition.span(), message, cure));
    }
}
