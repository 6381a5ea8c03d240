//! Printing: the canonical text of a pattern, on one line or on several.
//!
//! What is read back from it says the same. Mixed `&&` and `||` are kept apart by parentheses, values stand in quotation
//! marks unless they are plain, and a name in a selector does so only where it has to.

use crate::delimited::{Field, FieldTest, SpaceDelimited};
use crate::expression::Expression;
use crate::json::parse::selector::written_step;
use crate::json::{Condition, Selector, Step, Test};
use crate::operand::{Compared, Comparison, Operand};
use crate::read::value::quoted;
use crate::terms::parse::is_word;
use crate::terms::{Role, Term};
use crate::{Kind, PATTERN_CHARS_MAX, Pattern};

/// A line of an expression on several lines is not made longer than this without need.
const LINE_CHARS_MAX: usize = 80;

impl Pattern {
    /// The pattern in canonical form, on one line. It is the text itself where the canonical form would be longer than a
    /// pattern may be.
    #[must_use]
    pub fn canonical(&self) -> String {
        let canonical = match &self.kind {
            Kind::Every => String::new(),
            Kind::Terms(terms) => terms.iter().map(term).collect::<Vec<_>>().join(" "),
            Kind::Json(expression) => format!("{{ {} }}", joined(expression, &condition)),
            Kind::SpaceDelimited(pattern) => format!("[{}]", entries(pattern).join(", ")),
            Kind::Regex(_) => self.text.clone(),
        };
        if canonical.chars().count() > PATTERN_CHARS_MAX { self.text.clone() } else { canonical }
    }

    /// The pattern in canonical form, JSON and space-delimited ones on several lines. It is for people to read: it may be
    /// longer than a pattern may be, and that the service takes new lines for blanks is an inference.
    #[must_use]
    pub fn pretty(&self) -> String {
        match &self.kind {
            Kind::Json(expression) => format!("{{\n{}\n}}", lines(expression, 1)),
            Kind::SpaceDelimited(pattern) if !entries(pattern).is_empty() => {
                format!("[\n  {}\n]", entries(pattern).join(",\n  "))
            }
            Kind::Every | Kind::Terms(_) | Kind::SpaceDelimited(_) | Kind::Regex(_) => self.canonical(),
        }
    }
}

/// A term with its sign.
fn term(term: &Term) -> String {
    let sign = match term.role {
        Role::Required => "",
        Role::Excluded => "-",
        Role::Optional => "?",
    };
    format!("{sign}{}", term_text(&term.text))
}

/// A term without its sign.
fn term_text(text: &str) -> String {
    if text.chars().all(is_word) { text.to_owned() } else { quoted(text) }
}

/// An expression on one line.
fn joined<C>(expression: &Expression<C>, condition: &impl Fn(&C) -> String) -> String {
    match expression {
        Expression::Condition(single) => condition(single),
        Expression::All(parts) | Expression::Any(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| operand_of(part, condition)).collect();
            parts.join(&format!(" {} ", sign(expression)))
        }
    }
}

/// A part of a longer expression, in parentheses if it is one itself.
fn operand_of<C>(part: &Expression<C>, condition: &impl Fn(&C) -> String) -> String {
    match part {
        Expression::Condition(_) => joined(part, condition),
        Expression::All(_) | Expression::Any(_) => format!("({})", joined(part, condition)),
    }
}

fn sign<C>(expression: &Expression<C>) -> &'static str {
    if matches!(expression, Expression::Any(_)) { "||" } else { "&&" }
}

/// The conditions of a JSON pattern on lines of their own, `depth` levels in; short ones in parentheses stay on one line.
fn lines(expression: &Expression<Condition>, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match expression {
        Expression::Condition(single) => format!("{indent}{}", condition(single)),
        Expression::All(parts) | Expression::Any(parts) => {
            let part_lines = parts.iter().map(|part| {
                let line = operand_of(part, &condition);
                let long = line.chars().count() > LINE_CHARS_MAX && !matches!(part, Expression::Condition(_));
                if long { format!("(\n{}\n{indent})", lines(part, depth + 1)) } else { line }
            });
            format!("{indent}{}", part_lines.collect::<Vec<_>>().join(&format!("\n{indent}{} ", sign(expression))))
        }
    }
}

fn condition(condition: &Condition) -> String {
    let test = match &condition.test {
        Test::Equal(operand) => format!("= {}", value(operand)),
        Test::NotEqual(operand) => format!("!= {}", value(operand)),
        Test::Ordered(comparison, number) => format!("{} {number}", ordering(*comparison)),
        Test::IsNull => "IS NULL".to_owned(),
        Test::IsBoolean(true) => "IS TRUE".to_owned(),
        Test::IsBoolean(false) => "IS FALSE".to_owned(),
        Test::NotExists => "NOT EXISTS".to_owned(),
    };
    format!("{} {test}", selector(&condition.selector))
}

pub(crate) fn selector(selector: &Selector) -> String {
    let steps = |path: &[Step]| path.iter().map(step).collect::<String>();
    let each =
        |rest: &Vec<Step>| if selector.path.is_empty() { ".*".to_owned() } else { "[*]".to_owned() } + &steps(rest);
    format!("${}{}", steps(&selector.path), selector.each.as_ref().map(each).unwrap_or_default())
}

fn step(step: &Step) -> String {
    match step {
        Step::Member(name) => written_step(name),
        Step::Element(index) => format!("[{index}]"),
    }
}

pub(crate) fn value(operand: &Operand) -> String {
    match operand {
        Operand::Quoted(text) => quoted(text),
        Operand::Word(word) | Operand::Number { text: word, .. } => word.clone(),
        Operand::Wildcard(wildcard) if wildcard.is_any() => "*".to_owned(),
        Operand::Wildcard(wildcard) => quoted(&wildcard.to_string()),
        Operand::Regex(regex) => format!("%{}%", regex.text()),
    }
}

fn ordering(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// The entries of a space-delimited pattern; none where only an ellipsis would be.
fn entries(pattern: &SpaceDelimited) -> Vec<String> {
    let mut entries: Vec<_> = pattern.head.iter().map(field).collect();
    match pattern.tail.as_deref() {
        Some([]) if entries.is_empty() => {}
        Some(tail) => entries.extend(std::iter::once("...".to_owned()).chain(tail.iter().map(field))),
        None => {}
    }
    entries
}

fn field(field: &Field) -> String {
    match field {
        Field::Unnamed => String::new(),
        Field::Named(named) => joined(&named.expression, &|condition| match &condition.test {
            FieldTest::Exists => named.name.clone(),
            FieldTest::Compared(compared) => format!("{} {}", named.name, comparison(compared)),
        }),
    }
}

fn comparison(compared: &Compared) -> String {
    match compared {
        Compared::Equal(operand) => format!("= {}", value(operand)),
        Compared::NotEqual(operand) => format!("!= {}", value(operand)),
        Compared::Ordered(comparison, number) => format!("{} {number}", ordering(*comparison)),
    }
}
