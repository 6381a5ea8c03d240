//! What `&&` and `||` make of conditions: parts that never hold, alternatives that leave nothing out, and repetitions.

use super::{ALWAYS_HOLDS, Claim, DUPLICATE_CONDITION, Finding, NEVER_HOLDS, flat};
use crate::expression::Expression;

/// Looks through an expression of the pattern `text`.
pub(super) fn lint<C: Claim>(text: &str, expression: &Expression<C>, findings: &mut Vec<Finding>) {
    let before = findings.len();
    let mut walk = Walk { text, beside: Vec::new(), findings };
    if walk.is_dead(expression) {
        for finding in findings[before..].iter_mut().filter(|finding| *finding.rule == NEVER_HOLDS) {
            finding.message.push_str("; so the pattern matches nothing");
        }
    }
}

struct Walk<'w, C> {
    text: &'w str,
    /// The conditions that have to hold besides, wherever they stand.
    beside: Vec<&'w C>,
    findings: &'w mut Vec<Finding>,
}

impl<'w, C: Claim> Walk<'w, C> {
    /// Reports what is wrong with a part; says whether nothing can satisfy it.
    fn is_dead(&mut self, part: &'w Expression<C>) -> bool {
        match part {
            Expression::Condition(condition) => self.condition_is_dead(condition),
            Expression::All(_) => {
                let outside = self.beside.len();
                let mut dead = false;
                // Conditions first, so that alternatives are judged beside all of them.
                let mut conjuncts = flat(part);
                conjuncts.sort_by_key(|part| !matches!(part, Expression::Condition(_)));
                for conjunct in conjuncts {
                    dead |= self.is_dead(conjunct);
                    if let Expression::Condition(condition) = conjunct {
                        self.beside.push(condition);
                    }
                }
                self.beside.truncate(outside);
                dead
            }
            Expression::Any(_) => {
                let parts = flat(part);
                self.alternatives(&parts);
                // Each is looked at, so that all findings come at once.
                parts.iter().filter(|part| self.is_dead(part)).count() == parts.len()
            }
        }
    }

    fn condition_is_dead(&mut self, condition: &'w C) -> bool {
        let this = self.written(condition);
        if condition.never() {
            let message = format!("`{this}` never holds");
            let cure = "to ask that the field is absent write NOT EXISTS";
            self.findings.push(Finding::new(&NEVER_HOLDS, condition.span(), message, cure));
            return true;
        }
        if let Some(other) = self.beside.iter().find(|other| other.excludes(condition)) {
            let message = format!("`{this}` can never hold where `{}` does", self.written(*other));
            let cure = "join them by || if either will do, or take one of them away";
            self.findings.push(Finding::new(&NEVER_HOLDS, condition.span(), message, cure));
            return true;
        }
        if self.beside.contains(&condition) {
            self.duplicate(condition);
        }
        false
    }

    /// Compares the parts of a `||` with one another.
    fn alternatives(&mut self, parts: &[&'w Expression<C>]) {
        for (index, part) in parts.iter().enumerate() {
            let earlier = &parts[..index];
            if earlier.contains(part) {
                self.duplicate(first_condition(part));
                continue;
            }
            let Expression::Condition(condition) = part else { continue };
            let covering = earlier.iter().find_map(|other| match other {
                Expression::Condition(other) if other.covers_with(condition) => Some(other),
                Expression::Condition(_) | Expression::All(_) | Expression::Any(_) => None,
            });
            if let Some(other) = covering {
                let (this, other) = (self.written(condition), self.written(other));
                let message =
                    format!("`{other}` or `{this}`: one of them always holds where there is a value to compare");
                let cure = "join them by && if both are meant, or write = * for any value";
                self.findings.push(Finding::new(&ALWAYS_HOLDS, condition.span(), message, cure));
            }
        }
    }

    fn duplicate(&mut self, condition: &'w C) {
        let message = format!("`{}` stands here twice", self.written(condition));
        let cure = "take it away, or write what was meant in its place";
        self.findings.push(Finding::new(&DUPLICATE_CONDITION, condition.span(), message, cure));
    }

    fn written(&self, condition: &C) -> &'w str {
        &self.text[condition.span()]
    }
}

fn first_condition<C>(part: &Expression<C>) -> &C {
    match part {
        Expression::Condition(condition) => condition,
        Expression::All(parts) | Expression::Any(parts) => first_condition(&parts[0]),
    }
}
