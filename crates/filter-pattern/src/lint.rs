//! Lints: patterns that CloudWatch Logs accepts and that hardly say what was meant.
//!
//! Here is what a pattern alone can tell. What needs to know the log events, those of CloudTrail for instance, is left
//! to whoever knows them; [`Pattern::outline`] shows them the conditions of a JSON pattern.

mod absent;
mod exclusion;
mod form;
mod logic;
mod outline;
mod terms;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use self::outline::{Asked, Asks, Operand, OperandKind, Outline};
use crate::delimited::{Field, SpaceDelimited};
use crate::expression::Expression;
use crate::{Kind, Pattern};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the pattern may well be right.
    Advice,
    /// Hardly what was meant.
    Warning,
    /// The pattern, or a part of it, does nothing.
    Error,
}

/// A rule that patterns are held against.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name, in lower case with hyphens.
    pub id: &'static str,
    /// How bad its findings are.
    pub severity: Severity,
    /// Where it is known from that this is how the service works.
    pub evidence: &'static str,
}

/// What a rule has found in a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Bytes of the pattern's text.
    pub span: Range<usize>,
    /// What is wrong: a fragment in lower case.
    pub message: String,
    /// Where it is known from; the rule's evidence unless there is a closer one.
    pub evidence: &'static str,
    /// How to put it right.
    pub cure: String,
}

impl Finding {
    /// A finding with the evidence of its rule.
    pub fn new(rule: &'static Rule, span: Range<usize>, message: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { rule, span, message: message.into(), evidence: rule.evidence, cure: cure.into() }
    }
}

/// A condition, or a part of the pattern, that no event satisfies.
pub static NEVER_HOLDS: Rule = Rule {
    id: "never-holds",
    severity: Severity::Error,
    evidence: "CloudWatch Logs User Guide, Filter pattern syntax; recorded answers of TestMetricFilter for absent \
               fields, null, booleans, texts and numbers",
};
/// Alternatives that leave nothing out.
pub static ALWAYS_HOLDS: Rule = Rule {
    id: "always-holds",
    severity: Severity::Error,
    evidence: "recorded answers of TestMetricFilter: = and != hold of every text and number between them",
};
/// The same condition or term twice.
pub static DUPLICATE_CONDITION: Rule =
    Rule { id: "duplicate-condition", severity: Severity::Warning, evidence: "follows from the meaning of && and ||" };
/// `&&` and `||` side by side.
pub static MIXED_CONNECTIVES: Rule = Rule {
    id: "mixed-connectives",
    severity: Severity::Warning,
    evidence: "CloudWatch Logs User Guide, Filter pattern syntax, compound expressions: && binds closer than ||",
};
/// `!=` that stays silent where the field is absent.
pub static NOT_EQUAL_ABSENT: Rule = Rule {
    id: "not-equal-absent",
    severity: Severity::Warning,
    evidence: "recorded answers of TestMetricFilter: != does not hold of a missing field",
};
/// A condition that is only searched for as a text.
pub static CONDITION_IN_QUOTATION_MARKS: Rule = Rule {
    id: "condition-in-quotation-marks",
    severity: Severity::Error,
    evidence: "CloudWatch Logs User Guide, Filter pattern syntax: a text in quotation marks is searched for as it \
               is",
};
/// `= true`, `= "null"`: a text where a keyword was meant.
pub static KEYWORD_AS_TEXT: Rule = Rule {
    id: "keyword-as-text",
    severity: Severity::Warning,
    evidence: "recorded answers of TestMetricFilter: = and != never hold of a boolean or null",
};
/// A `*` or `.*` that changes nothing.
pub static UNNEEDED_WILDCARD: Rule = Rule {
    id: "unneeded-wildcard",
    severity: Severity::Advice,
    evidence: "CloudWatch Logs User Guide, Filter pattern syntax: * stands for any characters, and a regular \
               expression is found anywhere",
};
/// A `*` that is itself.
pub static WILDCARD_IN_PHRASE: Rule = Rule {
    id: "wildcard-in-phrase",
    severity: Severity::Warning,
    evidence: "recorded answers of TestMetricFilter: \"ERR*\" does not find ERROR",
};
/// `?a b`: a term that is ignored.
pub static OPTIONAL_TERM_IGNORED: Rule = Rule {
    id: "optional-term-ignored",
    severity: Severity::Error,
    evidence: "CloudWatch Logs User Guide, Filter pattern syntax, and recorded answers of TestMetricFilter: ?term \
               beside other terms is ignored",
};
/// `a-b`: two terms where one was meant.
pub static SIGN_IN_WORD: Rule = Rule {
    id: "sign-in-word",
    severity: Severity::Error,
    evidence: "recorded answers of TestMetricFilter: a sign ends a word, so that a-b is a and not b",
};
/// `[w1=ERROR]`: a field that is the whole line.
pub static ONLY_FIELD_IS_WHOLE_LINE: Rule = Rule {
    id: "only-field-is-whole-line",
    severity: Severity::Warning,
    evidence: "CloudWatch Logs User Guide, Filter pattern syntax, and recorded answers of TestMetricFilter: the \
               last field takes the rest of the line",
};

/// All rules of this crate.
pub static RULES: [&Rule; 12] = [
    &NEVER_HOLDS,
    &ALWAYS_HOLDS,
    &DUPLICATE_CONDITION,
    &MIXED_CONNECTIVES,
    &NOT_EQUAL_ABSENT,
    &CONDITION_IN_QUOTATION_MARKS,
    &KEYWORD_AS_TEXT,
    &UNNEEDED_WILDCARD,
    &WILDCARD_IN_PHRASE,
    &OPTIONAL_TERM_IGNORED,
    &SIGN_IN_WORD,
    &ONLY_FIELD_IS_WHOLE_LINE,
];

/// What in a pattern is hardly meant so, in the order of the places.
#[must_use]
pub fn lint(pattern: &Pattern) -> Vec<Finding> {
    let text = pattern.text();
    let mut findings = Vec::new();
    match &pattern.kind {
        Kind::Every => {}
        Kind::Terms(found) => terms::lint(text, found, &mut findings),
        Kind::Json(expression) => {
            logic::lint(text, expression, &mut findings);
            form::lint(text, expression, &mut findings);
            absent::lint(text, expression, &mut findings);
        }
        Kind::SpaceDelimited(pattern) => lint_fields(text, pattern, &mut findings),
        Kind::Regex(_) => form::lint_regex(text, 0..text.len(), &mut findings),
    }
    findings.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.rule.id));
    findings
}

fn lint_fields(text: &str, pattern: &SpaceDelimited, findings: &mut Vec<Finding>) {
    for field in pattern.head.iter().chain(pattern.tail.iter().flatten()) {
        if let Field::Named(named) = field {
            logic::lint(text, &named.expression, findings);
            form::lint(text, &named.expression, findings);
        }
    }
    form::lint_only_field(text, pattern, findings);
}

/// The parts of a `&&` or `||`, those of the same kind within it resolved: parentheses change nothing there.
fn flat<C>(expression: &Expression<C>) -> Vec<&Expression<C>> {
    match expression {
        Expression::Condition(_) => vec![expression],
        Expression::All(parts) => {
            let inner = |part| if matches!(part, &Expression::All(_)) { flat(part) } else { vec![part] };
            parts.iter().flat_map(inner).collect()
        }
        Expression::Any(parts) => {
            let inner = |part| if matches!(part, &Expression::Any(_)) { flat(part) } else { vec![part] };
            parts.iter().flat_map(inner).collect()
        }
    }
}

/// What the conditions of JSON and of space-delimited patterns have in common.
trait Claim: PartialEq {
    /// Selector or field, and what is asked of it.
    fn span(&self) -> Range<usize>;
    /// The part behind the selector or field.
    fn test_span(&self) -> Range<usize>;
    /// What is compared with by `=` or `!=`.
    fn operand(&self) -> Option<&crate::operand::Operand>;
    /// Whether no event at all satisfies this.
    fn never(&self) -> bool;
    /// Whether no event satisfies both. May miss some, but is never wrong.
    fn excludes(&self, other: &Self) -> bool;
    /// Whether one of both holds of whatever value they can hold of at all.
    fn covers_with(&self, other: &Self) -> bool;
}
