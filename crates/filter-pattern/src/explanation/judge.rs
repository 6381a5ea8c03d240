//! Judging: each part of a pattern against a log event.

use super::{Explanation, Found, Judged, JudgedTerm, Judgement};
use crate::delimited::{Aligned, FieldCondition, FieldTest, SpaceDelimited};
use crate::document::{Place, Value};
use crate::expression::Expression;
use crate::json::{Condition, Selection, Test, holds_null};
use crate::operand::Compared;
use crate::terms::{Role, Terms};
use crate::{Kind, LogEvent};

/// Why a pattern, which was read from `text`, matches a log event or stays silent.
pub(crate) fn explain(kind: &Kind, text: &str, event: &LogEvent<'_>) -> Explanation {
    match kind {
        Kind::Every => Explanation::EveryEvent,
        Kind::Terms(terms) => judge_terms(terms, text, event.message()),
        Kind::Json(expression) => match event.object() {
            None => Explanation::NotOneObject,
            Some(object) => {
                let root = object.root();
                Explanation::Json(judge(expression, &|condition| judge_condition(condition, text, root)))
            }
        },
        Kind::SpaceDelimited(pattern) => judge_fields(pattern, text, event),
        Kind::Regex(regex) => Explanation::Regex { regex: text.to_owned(), holds: regex.matches(event.message()) },
    }
}

/// Judges every condition of an expression.
fn judge<C>(expression: &Expression<C>, condition: &impl Fn(&C) -> Judged) -> Judgement {
    let all = |parts: &[Expression<C>]| parts.iter().map(|part| judge(part, condition)).collect();
    match expression {
        Expression::Condition(single) => Judgement::Condition(condition(single)),
        Expression::All(parts) => Judgement::All(all(parts)),
        Expression::Any(parts) => Judgement::Any(all(parts)),
    }
}

fn judge_terms(terms: &Terms, text: &str, message: &str) -> Explanation {
    let judged = terms.counted().map(|term| {
        let excluded = term.role == Role::Excluded;
        let written = text[term.span.clone()].trim_start_matches(['-', '?']).to_owned();
        Judgement::Term(JudgedTerm { term: written, excluded, occurs: term.holds(message) != excluded })
    });
    let judged = judged.collect();
    let counted = if terms.all_optional() { Judgement::Any(judged) } else { Judgement::All(judged) };
    Explanation::Terms { counted, ignored: terms.ignored().map(|term| text[term.span.clone()].to_owned()).collect() }
}

fn judge_fields(pattern: &SpaceDelimited, text: &str, event: &LogEvent<'_>) -> Explanation {
    let fields = pattern.align(event.message(), event.fields()).unwrap_or_default();
    let judged = fields.iter().filter_map(|aligned| judge_field(*aligned, text)).collect();
    let (found, needed) = (event.fields().len(), pattern.fields_min());
    Explanation::Fields { found, needed, conditions: Judgement::All(judged) }
}

/// Judges what is asked of a field; `None` where nothing is.
fn judge_field(aligned: Aligned<'_, '_>, text: &str) -> Option<Judgement> {
    let field = aligned.field?;
    let value = aligned.value;
    let asks_nothing = |condition: &FieldCondition| condition.test == FieldTest::Exists;
    if matches!(&field.expression, Expression::Condition(condition) if asks_nothing(condition)) {
        return None;
    }
    Some(judge(&field.expression, &|condition| Judged {
        selector: format!("${}", field.name),
        test: text[condition.test_span.clone()].to_owned(),
        holds: condition.test.holds(value),
        found: Found::Text(value.to_owned()),
        remark: remark_on_field(&condition.test, value),
    }))
}

/// Why a field fails a condition that a reader may expect to hold.
fn remark_on_field(test: &FieldTest, value: &str) -> Option<&'static str> {
    match test {
        FieldTest::Compared(Compared::Equal(operand)) if operand.equals_but_for_case(value) => {
            Some("they differ in upper and lower case")
        }
        FieldTest::Exists | FieldTest::Compared(_) => None,
    }
}

fn judge_condition(condition: &Condition, text: &str, root: Place<'_>) -> Judged {
    let selection = condition.selector.select(root);
    let holds = condition.holds(&selection);
    let (found, remark) = match &selection {
        Selection::One(None) | Selection::Each(None) => (Found::Nothing, remark_on_nothing(&condition.test, holds)),
        Selection::One(Some(place)) => (Found::of(*place), remark_on(&condition.test, *place)),
        Selection::Each(Some(places)) => (Found::Each(places.iter().copied().map(Found::of).collect()), None),
    };
    Judged {
        selector: text[condition.selector_span.clone()].to_owned(),
        test: text[condition.test_span.clone()].to_owned(),
        holds,
        found,
        remark,
    }
}

impl Found {
    fn of(place: Place<'_>) -> Self {
        match place.value() {
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Number(number) => Self::Number((*number).to_owned()),
            Value::Text(text) => Self::Text(text.clone().into_owned()),
            Value::Array => Self::Array,
            Value::Object => Self::Object,
        }
    }
}

/// Why an absent field fails a condition that a reader may expect to hold.
fn remark_on_nothing(test: &Test, holds: bool) -> Option<&'static str> {
    match test {
        Test::NotEqual(_) => Some("!= never holds of an absent field"),
        Test::IsNull => Some("an absent field is not NULL"),
        Test::Equal(_) | Test::Ordered(..) | Test::IsBoolean(_) | Test::NotExists => None,
    }
    .filter(|_| !holds)
}

/// Why a value satisfies or fails a condition where a reader may expect the opposite.
fn remark_on(test: &Test, place: Place<'_>) -> Option<&'static str> {
    match (test, place.value()) {
        (Test::Equal(operand), Value::Text(text)) if operand.equals_but_for_case(text) => {
            Some("they differ in upper and lower case")
        }
        (Test::Equal(_) | Test::NotEqual(_), Value::Null | Value::Boolean(_) | Value::Array | Value::Object) => {
            Some("= and != hold only of strings and numbers")
        }
        (Test::Ordered(..), Value::Text(_)) => Some("only numbers are ordered"),
        (Test::IsNull, Value::Array) if holds_null(place) => Some("an array that holds null is NULL"),
        (Test::NotExists, Value::Null) => Some("null exists"),
        (
            Test::Equal(_)
            | Test::NotEqual(_)
            | Test::Ordered(..)
            | Test::IsNull
            | Test::IsBoolean(_)
            | Test::NotExists,
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::Array | Value::Object,
        ) => None,
    }
}
