//! The rule of a composite alarm: when it holds, and what it may refer to.

use std::collections::BTreeSet;
use std::ops::Range;

use signalarm_diagnostic::Fault;

use super::{AlarmArn, parse};
use crate::State;

/// The most alarms that one rule refers to, and the most elements that it has (CloudWatch User Guide, *Combining
/// alarms*). Elements are taken to be its functions, its constants, and pairs of brackets that group.
const CHILDREN_MAX: usize = 100;
const ELEMENTS_MAX: usize = 500;

/// The rule of a composite alarm (*AlarmRule*), such as `ALARM(a) AND NOT OK("b c")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompositeRule {
    text: String,
    expression: Expression,
    elements: usize,
}

/// An expression; how deep it nests is bounded where it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    Constant(bool),
    Is(Condition, Child),
    Not(Box<Expression>),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    AtLeast(Threshold, Condition, Vec<Child>),
}

/// A state that an alarm must be in, or must not be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) state: State,
    pub(super) is_negated: bool,
}

/// An alarm that a rule refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Child {
    /// Its name or ARN, as written, without quotes.
    pub(super) text: String,
    /// Its place in the rule.
    pub(super) span: Range<usize>,
}

/// How many alarms `AT_LEAST` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Threshold {
    /// So many.
    Count(u64),
    /// So many percent of those listed; one that is listed twice counts twice (recorded answers, September 2026).
    Percent(u64),
}

impl CompositeRule {
    /// Reads a rule.
    ///
    /// # Errors
    ///
    /// The faults of the text, with their places; behind a fault of the grammar nothing more is read. Their words are
    /// not those of CloudWatch, which speaks of its own grammar.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let (expression, elements) = parse::parse(text)?;
        let rule = Self { text: text.to_owned(), expression, elements };
        let faults = rule.limits();
        if faults.is_empty() { Ok(rule) } else { Err(faults) }
    }

    /// The rule as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The alarms that it refers to, as written, each once.
    #[must_use]
    pub fn children(&self) -> Vec<&str> {
        let mut children = Vec::new();
        self.expression.children(&mut children);
        children.into_iter().map(|child| child.text.as_str()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whether the rule holds; `state_of` answers the state of an alarm that it refers to, as written.
    pub fn holds(&self, state_of: &dyn Fn(&str) -> State) -> bool {
        self.expression.holds(state_of)
    }

    /// What is wrong with the rule for the composite alarm of that ARN; `exists` answers whether its account and Region
    /// have an alarm of a name.
    ///
    /// Children are of the same account and Region and exist; a composite alarm does not refer to itself (recorded
    /// answers, September 2026). Whether a cycle leads through other composite alarms is not looked for: CloudWatch
    /// accepts such rules, and does not evaluate them.
    #[must_use]
    pub fn check(&self, own: &AlarmArn, exists: &dyn Fn(&str) -> bool) -> Vec<Fault> {
        let mut children = Vec::new();
        self.expression.children(&mut children);
        children.into_iter().filter_map(|child| child.fault(own, exists)).collect()
    }

    fn limits(&self) -> Vec<Fault> {
        let fault = |what, found, most| {
            let message = format!("the rule has {found} {what}");
            (most < found).then(|| Fault::new(0..self.text.len(), message).cure(format!("write {most} or fewer")))
        };
        let children = fault("alarms", self.children().len(), CHILDREN_MAX);
        children.into_iter().chain(fault("elements", self.elements, ELEMENTS_MAX)).collect()
    }
}

impl Child {
    fn fault(&self, own: &AlarmArn, exists: &dyn Fn(&str) -> bool) -> Option<Fault> {
        let arn = if self.text.starts_with("arn:") {
            match self.text.parse::<AlarmArn>() {
                Ok(arn) => arn,
                Err(error) => return Some(self.fault_of(error.to_string(), "write the alarm's name")),
            }
        } else {
            own.sibling(&self.text)
        };
        if arn.account() != own.account() {
            return Some(self.fault_of(format!("{arn} is of another account"), "refer to alarms of the own account"));
        }
        if arn.region() != own.region() {
            return Some(self.fault_of(format!("{arn} is of another Region"), "refer to alarms of the own Region"));
        }
        if arn == *own {
            return Some(self.fault_of("the rule refers to its own alarm".to_owned(), "leave it out"));
        }
        (!exists(arn.name())).then(|| self.fault_of(format!("there is no alarm {}", arn.name()), "create it first"))
    }

    fn fault_of(&self, message: String, cure: &str) -> Fault {
        Fault::new(self.span.clone(), message).cure(cure)
    }
}

impl Condition {
    fn holds(self, state: State) -> bool {
        (state == self.state) != self.is_negated
    }
}

impl Threshold {
    fn is_reached(self, count: usize, all: usize) -> bool {
        match self {
            Self::Count(wanted) => wanted <= count as u64,
            Self::Percent(percent) => percent * all as u64 <= 100 * count as u64,
        }
    }
}

impl Expression {
    fn holds(&self, state_of: &dyn Fn(&str) -> State) -> bool {
        let is = |condition: &Condition, child: &Child| condition.holds(state_of(&child.text));
        match self {
            Self::Constant(value) => *value,
            Self::Is(condition, child) => is(condition, child),
            Self::Not(operand) => !operand.holds(state_of),
            Self::And(operands) => operands.iter().all(|operand| operand.holds(state_of)),
            Self::Or(operands) => operands.iter().any(|operand| operand.holds(state_of)),
            Self::AtLeast(threshold, condition, children) => {
                let count = children.iter().filter(|child| is(condition, child)).count();
                threshold.is_reached(count, children.len())
            }
        }
    }

    fn children<'a>(&'a self, found: &mut Vec<&'a Child>) {
        match self {
            Self::Constant(_) => {}
            Self::Is(_, child) => found.push(child),
            Self::Not(operand) => operand.children(found),
            Self::And(operands) | Self::Or(operands) => operands.iter().for_each(|operand| operand.children(found)),
            Self::AtLeast(_, _, children) => found.extend(children),
        }
    }
}
