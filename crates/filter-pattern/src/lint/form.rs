//! What can be seen in the way a pattern is written: parentheses, quotation marks, wildcards and keywords.

use std::ops::Range;

use super::{
    CONDITION_IN_QUOTATION_MARKS, Claim, Finding, KEYWORD_AS_TEXT, MIXED_CONNECTIVES, ONLY_FIELD_IS_WHOLE_LINE,
    UNNEEDED_WILDCARD,
};
use crate::delimited::{Field, SpaceDelimited};
use crate::expression::Expression;
use crate::operand::Operand;

/// Looks through an expression of the pattern `text`.
pub(super) fn lint<C: Claim>(text: &str, expression: &Expression<C>, findings: &mut Vec<Finding>) {
    let conditions = expression.conditions();
    lint_connectives(text, &conditions, findings);
    for condition in conditions {
        let Some(operand) = condition.operand() else { continue };
        let span = operand_span(text, &condition.test_span());
        match operand {
            Operand::Wildcard(_) => lint_wildcard(text, span, findings),
            Operand::Regex(_) => lint_regex(text, span, findings),
            Operand::Quoted(value) | Operand::Word(value) => lint_text(text, condition, span, value, findings),
            Operand::Number { .. } => {}
        }
    }
}

/// The place of the operand behind its operator.
pub(super) fn operand_span(text: &str, test: &Range<usize>) -> Range<usize> {
    let operand = text[test.clone()].trim_start_matches(['=', '!', '<', '>']).trim_start_matches(crate::is_blank);
    test.end - operand.len()..test.end
}

/// Goes through what stands between the conditions: `&&` and `||` side by side within the same parentheses.
fn lint_connectives<C: Claim>(text: &str, conditions: &[&C], findings: &mut Vec<Finding>) {
    // For each parenthesis that is open, the first connective in it; empty so far, or after it has been reported.
    let mut open = vec![Connectives::default()];
    for pair in conditions.windows(2) {
        let between = pair[0].span().end..pair[1].span().start;
        for (at, character) in text[between.clone()].char_indices() {
            let at = between.start + at;
            match character {
                '(' => open.push(Connectives::default()),
                ')' => {
                    open.pop();
                }
                '&' | '|' if text[at..].starts_with("&&") || text[at..].starts_with("||") => {
                    // Parentheses around the first condition are not seen being opened.
                    if open.is_empty() {
                        open.push(Connectives::default());
                    }
                    if open.last_mut().is_some_and(|connectives| connectives.is_mixed_by(character)) {
                        let message = "&& and || stand side by side: && binds closer";
                        let cure = "put parentheses around what belongs together";
                        findings.push(Finding::new(&MIXED_CONNECTIVES, at..at + 2, message, cure));
                    }
                }
                _ => {}
            }
        }
    }
}

/// The connectives of one pair of parentheses so far.
#[derive(Default)]
struct Connectives {
    first: Option<char>,
    is_reported: bool,
}

impl Connectives {
    /// Takes the next connective; whether it is the first that differs.
    fn is_mixed_by(&mut self, connective: char) -> bool {
        let differs = *self.first.get_or_insert(connective) != connective && !self.is_reported;
        self.is_reported |= differs;
        differs
    }
}

fn lint_wildcard(text: &str, span: Range<usize>, findings: &mut Vec<Finding>) {
    if let Some(at) = text[span.clone()].find("**") {
        let at = span.start + at;
        let message = "** stands for no more than * does";
        findings.push(Finding::new(&UNNEEDED_WILDCARD, at..at + 2, message, "write one *"));
    }
}

/// `span` is that of the whole expression, with its marks.
pub(super) fn lint_regex(text: &str, span: Range<usize>, findings: &mut Vec<Finding>) {
    let inside = text[span.clone()].trim_matches('%');
    // Alternatives are split at | first, and the rest would have to be looked at one by one.
    if inside == ".*" || inside.contains('|') {
        return;
    }
    let start = [".*", "^.*"].into_iter().find(|needless| inside.starts_with(needless));
    let end = inside.ends_with(".*") && !inside.ends_with("\\.*");
    let needless = match (start, end) {
        (Some(needless), _) => Some(span.start + 1..span.start + 1 + needless.len()),
        (None, true) => Some(span.end - 3..span.end - 1),
        (None, false) => None,
    };
    if let Some(place) = needless {
        let message =
            format!("`{}` changes nothing: a regular expression is found anywhere in the text", &text[place.clone()]);
        findings.push(Finding::new(&UNNEEDED_WILDCARD, place, message, "leave it away"));
    }
}

fn lint_text<C: Claim>(text: &str, condition: &C, span: Range<usize>, value: &str, findings: &mut Vec<Finding>) {
    let is_quoted = text[span.clone()].starts_with('"');
    if is_quoted && value.contains("$.") && ["&&", "||", "="].iter().any(|sign| value.contains(sign)) {
        let message = "the quotation marks enclose a condition, which is compared as a text";
        let cure = "close the quotation mark behind the value";
        findings.push(Finding::new(&CONDITION_IN_QUOTATION_MARKS, span, message, cure));
        return;
    }
    let cure = match value.to_ascii_lowercase().as_str() {
        "true" if !is_quoted => "write IS TRUE for the boolean, or \"true\" if the field holds that text",
        "false" if !is_quoted => "write IS FALSE for the boolean, or \"false\" if the field holds that text",
        "null" => "write IS NULL for null, or NOT EXISTS for an absent field",
        _ => return,
    };
    // The fields of a line are texts, whatever they look like.
    if text.starts_with('{') {
        let message = format!("`{}` compares with a text, which no boolean and no null is", &text[condition.span()]);
        findings.push(Finding::new(&KEYWORD_AS_TEXT, span, message, cure));
    }
}

/// `[w1=ERROR]`: the only field of a pattern without an ellipsis is the whole line.
pub(super) fn lint_only_field(text: &str, pattern: &SpaceDelimited, findings: &mut Vec<Finding>) {
    let ([Field::Named(named)], None) = (pattern.head.as_slice(), &pattern.tail) else { return };
    let one_word = |operand: &Operand| match operand {
        Operand::Quoted(value) | Operand::Word(value) => !value.contains(crate::is_blank),
        Operand::Number { .. } => true,
        Operand::Wildcard(_) | Operand::Regex(_) => false,
    };
    if let Some(condition) = named.expression.conditions().into_iter().find(|c| c.operand().is_some_and(one_word)) {
        let message = format!("{} is the whole line, because no field follows it", named.name);
        let cure = format!("write [{}, ...]", &text[condition.span()]);
        findings.push(Finding::new(&ONLY_FIELD_IS_WHOLE_LINE, condition.span(), message, cure));
    }
}
