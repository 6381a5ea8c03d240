//! A pattern in plain words: which log events it matches.

use crate::delimited::{Field, FieldTest, NamedField, SpaceDelimited};
use crate::expression::Expression;
use crate::json::{Condition, Test};
use crate::number::Decimal;
use crate::operand::{Compared, Comparison, Operand};
use crate::print::{selector, value};
use crate::terms::{Role, Terms};
use crate::{Kind, Pattern};

impl Pattern {
    /// Which log events the pattern matches, in plain words, on one or several lines without a last line break.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.kind {
            Kind::Every => "every log event".to_owned(),
            Kind::Terms(terms) => describe_terms(terms),
            Kind::Json(expression) => {
                format!("a log event that is one JSON object, in which\n{}", describe_json(expression))
            }
            Kind::SpaceDelimited(pattern) => describe_fields(pattern),
            Kind::Regex(regex) => {
                format!("a log event in which the regular expression {} matches somewhere", regex.text())
            }
        }
    }
}

fn describe_terms(terms: &Terms) -> String {
    let named = |role| {
        let texts = terms.counted().filter(|term| term.role == role).map(|term| format!("{:?}", term.text));
        texts.collect::<Vec<_>>()
    };
    let (required, excluded, optional) = (named(Role::Required), named(Role::Excluded), named(Role::Optional));
    let parts = [
        ("contains", " and ", required),
        ("does not contain", " nor ", excluded),
        ("contains at least one of", ", ", optional),
    ];
    let said = parts.iter().filter(|(.., texts)| !texts.is_empty());
    let said: Vec<String> = said.map(|(verb, link, texts)| format!("{verb} {}", texts.join(link))).collect();
    let ignored: Vec<String> = terms.ignored().map(|term| format!("?{}", term.text)).collect();
    let remark = match ignored.as_slice() {
        [] => String::new(),
        ignored => format!("\n(ignored, because other terms stand beside it: {})", ignored.join(" ")),
    };
    format!("a log event that {}{remark}", said.join(" and "))
}

fn describe_fields(pattern: &SpaceDelimited) -> String {
    let tail = pattern.tail.as_deref();
    let count = pattern.fields_min();
    let mut lines = vec![match count {
        0 => "every log event, cut into fields at blanks".to_owned(),
        1 => "a log event of at least 1 field between blanks".to_owned(),
        _ => format!("a log event of at least {count} fields between blanks"),
    }];
    let from_left = pattern.head.iter().enumerate().map(|(index, field)| (format!("field {}", index + 1), field));
    let behind = tail.unwrap_or_default();
    let from_right = behind.iter().enumerate().map(|(index, field)| match behind.len() - index {
        1 => ("the last field".to_owned(), field),
        back => (format!("the field {} before the last", back - 1), field),
    });
    let asked = from_left.chain(from_right).filter_map(|(place, field)| describe_field(&place, field));
    lines.extend(asked.map(|line| format!("  {line}")));
    if tail.is_none() && count != 0 {
        lines.push("  (where there are more fields, the last one takes the rest of the line)".to_owned());
    }
    lines.join("\n")
}

/// What is asked of a field; `None` where nothing is.
fn describe_field(place: &str, field: &Field) -> Option<String> {
    let Field::Named(NamedField { name, expression }) = field else { return None };
    let asked = inline(expression, &|condition| match &condition.test {
        FieldTest::Exists => None,
        FieldTest::Compared(compared) => Some(compared_in_words(compared)),
    });
    Some(asked.map_or_else(|| format!("{place} is called {name}"), |asked| format!("{place}, {name}, {asked}")))
}

/// Conditions on one line; `None` where nothing is asked.
fn inline<C>(expression: &Expression<C>, words: &impl Fn(&C) -> Option<String>) -> Option<String> {
    let (parts, link) = match expression {
        Expression::Condition(condition) => return words(condition),
        Expression::All(parts) => (parts, " and "),
        Expression::Any(parts) => (parts, " or "),
    };
    let said: Vec<String> = parts.iter().filter_map(|part| inline(part, words)).collect();
    match said.len() {
        0 => None,
        1 => said.into_iter().next(),
        _ => Some(format!("({})", said.join(link))),
    }
}

fn describe_json(expression: &Expression<Condition>) -> String {
    outline(expression, 1, &|condition: &Condition| {
        let each = if condition.selector.each.is_some() { "some " } else { "" };
        match (&condition.test, condition.selector.each.is_some()) {
            (Test::NotEqual(operand), true) => {
                format!(
                    "no {} is {}, and what stands before the wildcard exists",
                    selector(&condition.selector),
                    named(operand)
                )
            }
            (Test::NotExists, true) => format!("there is no {}", selector(&condition.selector)),
            (test, _) => format!("{each}{} {}", selector(&condition.selector), test_in_words(test)),
        }
    })
}

/// Conditions on lines of their own, `depth` levels in.
fn outline<C>(expression: &Expression<C>, depth: usize, words: &impl Fn(&C) -> String) -> String {
    let indent = "  ".repeat(depth);
    let (head, parts) = match expression {
        Expression::Condition(condition) => return format!("{indent}{}", words(condition)),
        Expression::All(parts) => ("all of these hold:", parts),
        Expression::Any(parts) => ("at least one of these holds:", parts),
    };
    let parts: Vec<String> = parts.iter().map(|part| outline(part, depth + 1, words)).collect();
    format!("{indent}{head}\n{}", parts.join("\n"))
}

fn test_in_words(test: &Test) -> String {
    match test {
        Test::Equal(operand) => equal_in_words(operand),
        Test::NotEqual(operand) => format!("is a text or a number, and not {}", named(operand)),
        Test::Ordered(comparison, bound) => ordered_in_words(*comparison, bound),
        Test::IsNull => "is null, or an array that holds null".to_owned(),
        Test::IsBoolean(wanted) => format!("is {wanted}"),
        Test::NotExists => "does not exist".to_owned(),
    }
}

fn compared_in_words(compared: &Compared) -> String {
    match compared {
        Compared::Equal(operand) => equal_in_words(operand),
        Compared::NotEqual(operand) => format!("is not {}", named(operand)),
        Compared::Ordered(comparison, bound) => ordered_in_words(*comparison, bound),
    }
}

fn equal_in_words(operand: &Operand) -> String {
    match operand {
        Operand::Wildcard(wildcard) if wildcard.is_any() => "is any text or number".to_owned(),
        Operand::Quoted(_) | Operand::Word(_) | Operand::Number { .. } | Operand::Wildcard(_) | Operand::Regex(_) => {
            format!("is {}", named(operand))
        }
    }
}

fn named(operand: &Operand) -> String {
    match operand {
        Operand::Quoted(_) => format!("exactly {}", value(operand)),
        Operand::Word(word) => format!("exactly {word:?}"),
        Operand::Number { text, .. } => format!("the number {text}"),
        Operand::Wildcard(_) => format!("of the form {}, where * is any text", value(operand)),
        Operand::Regex(_) => format!("something in which {} matches", value(operand)),
    }
}

fn ordered_in_words(comparison: Comparison, bound: &Decimal) -> String {
    let words = match comparison {
        Comparison::Less => "less than",
        Comparison::LessOrEqual => "at most",
        Comparison::Greater => "greater than",
        Comparison::GreaterOrEqual => "at least",
    };
    format!("is a number, {words} {bound}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expected: &str) {
        assert_eq!(Pattern::parse(pattern).unwrap().describe(), expected, "{pattern}");
    }

    #[test]
    fn every_kind_is_put_into_words() {
        check(" ", "every log event");
        check(
            "ERROR -\"time out\" -x",
            "a log event that contains \"ERROR\" and does not contain \"time out\" nor \"x\"",
        );
        check("?a ?b", "a log event that contains at least one of \"a\", \"b\"");
        check("?a b", "a log event that contains \"b\"\n(ignored, because other terms stand beside it: ?a)");
        check("%4[0-9]{2}%", "a log event in which the regular expression 4[0-9]{2} matches somewhere");
        check("[]", "every log event, cut into fields at blanks");
        check(
            "[ip, status = 4* && status != 404, ..., bytes > 1000]",
            "a log event of at least 3 fields between blanks\n  \
             field 1 is called ip\n  \
             field 2, status, (is of the form \"4*\", where * is any text and is not the number 404)\n  \
             the last field, bytes, is a number, greater than 1000",
        );
    }

    #[test]
    fn conditions_stand_on_lines_of_their_own() {
        check(
            "{ $.a = \"x\" && ($.b NOT EXISTS || $.c[*] != 1 || $.d >= 2) && $.e = * && $.f IS NULL }",
            "a log event that is one JSON object, in which\n  \
             all of these hold:\n    \
             $.a is exactly \"x\"\n    \
             at least one of these holds:\n      \
             $.b does not exist\n      \
             no $.c[*] is the number 1, and what stands before the wildcard exists\n      \
             $.d is a number, at least 2\n    \
             $.e is any text or number\n    \
             $.f is null, or an array that holds null",
        );
        check("{ $.a[*] = 1 }", "a log event that is one JSON object, in which\n  some $.a[*] is the number 1");
    }
}
