//! The metric filters that the CIS AWS Foundations Benchmark and Security Hub prescribe, and how near a pattern is to
//! them.
//!
//! Security Hub checks for the exact filters: anything added to one fails the control. A pattern meets a text here if
//! it differs from it in nothing but white space, quotation marks around plain values, and parentheses that change
//! nothing.

mod texts;

use std::fmt;

use signalarm_filter_pattern::Pattern;
use signalarm_filter_pattern::lint::{Asked, Asks, Operand, OperandKind, Outline};

pub use self::texts::CONTROLS;

/// A text that controls prescribe.
#[derive(Debug, PartialEq, Eq)]
pub struct Control {
    /// What it is to find.
    pub title: &'static str,
    /// The controls, by benchmark, edition and number.
    pub numbers: &'static str,
    /// The pattern.
    pub pattern: &'static str,
}

impl fmt::Display for Control {
    /// `console authentication failures (CIS v1.2 3.6, …)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.title, self.numbers)
    }
}

/// How a pattern stands to the control that it resembles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the control's text.
    Meets(&'static Control),
    /// It is not quite.
    Deviates {
        /// The control that it is nearest to.
        from: &'static Control,
        /// In what it deviates, in words; at least one.
        how: Vec<String>,
    },
}

/// How a pattern stands to the control that it resembles; `None` where it resembles none: less than half of its
/// conditions and those of any control are common to both.
#[must_use]
pub fn standing(pattern: &Pattern) -> Option<Standing> {
    standing_of(&pattern.outline()?)
}

pub(super) fn standing_of(outline: &Outline<'_>) -> Option<Standing> {
    let own = Form::of(outline);
    let mut nearest: Option<(Likeness, &'static Control, Form)> = None;
    for control in &CONTROLS {
        let Some(form) = Form::parse(control.pattern) else { continue };
        if form == own {
            return Some(Standing::Meets(control));
        }
        let likeness = Likeness::of(&own, &form);
        if likeness.is_close() && nearest.as_ref().is_none_or(|(best, ..)| likeness.is_closer_than(best)) {
            nearest = Some((likeness, control, form));
        }
    }
    nearest.map(|(_, from, form)| Standing::Deviates { from, how: deviations(&own, &form) })
}

/// The control whose text this is but for white space and quotation marks: a copy that was broken at the ends of lines,
/// or lost its quotation marks, and is refused therefore.
#[must_use]
pub fn broken_control(text: &str) -> Option<&'static Control> {
    let squeezed = |text: &str| text.replace(|c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')'), "");
    let wanted = squeezed(text);
    CONTROLS.iter().find(|control| squeezed(control.pattern) == wanted)
}

/// What a pattern says, without the way in which it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Condition(String),
    All(Vec<Form>),
    Any(Vec<Form>),
}

impl Form {
    fn parse(text: &str) -> Option<Self> {
        Pattern::parse(text).ok()?.outline().as_ref().map(Self::of)
    }

    fn of(outline: &Outline<'_>) -> Self {
        match outline {
            Outline::Condition(asked) => Self::Condition(condition(asked)),
            Outline::All(parts) => Self::All(parts.iter().map(Self::of).collect()),
            Outline::Any(parts) => Self::Any(parts.iter().map(Self::of).collect()),
        }
    }

    /// The conditions, each once, sorted.
    fn conditions(&self) -> Vec<&str> {
        let mut all = match self {
            Self::Condition(condition) => vec![condition.as_str()],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::conditions).collect(),
        };
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The same with the parts of each group in one order.
    fn sorted(&self) -> Self {
        let sorted = |parts: &[Self]| {
            let mut parts: Vec<_> = parts.iter().map(Self::sorted).collect();
            parts.sort();
            parts
        };
        match self {
            Self::Condition(condition) => Self::Condition(condition.clone()),
            Self::All(parts) => Self::All(sorted(parts)),
            Self::Any(parts) => Self::Any(sorted(parts)),
        }
    }
}

/// A condition as it is compared: quotation marks around a plain text make no difference to what it says.
fn condition(asked: &Asked<'_>) -> String {
    let value = |operand: &Operand| match operand.kind {
        OperandKind::Text | OperandKind::Number | OperandKind::Wildcard => operand.text.clone(),
        OperandKind::Regex => format!("%{}%", operand.text),
    };
    let test = match &asked.asks {
        Asks::Equal(operand) => format!("= {}", value(operand)),
        Asks::NotEqual(operand) => format!("!= {}", value(operand)),
        Asks::Ordered(test) => test.clone(),
        Asks::IsNull => "IS NULL".to_owned(),
        Asks::IsBoolean(true) => "IS TRUE".to_owned(),
        Asks::IsBoolean(false) => "IS FALSE".to_owned(),
        Asks::NotExists => "NOT EXISTS".to_owned(),
    };
    format!("{} {test}", asked.selector)
}

/// How many conditions two patterns have in common, upper and lower case and blanks aside, and how many in all.
#[derive(Clone, Copy)]
struct Likeness {
    common: usize,
    all: usize,
}

impl Likeness {
    fn of(a: &Form, b: &Form) -> Self {
        let folded = |form: &Form| -> Vec<String> {
            let fold = |condition: &str| condition.replace(char::is_whitespace, "").to_ascii_lowercase();
            let mut folded: Vec<_> = form.conditions().into_iter().map(fold).collect();
            folded.sort_unstable();
            folded.dedup();
            folded
        };
        let (a, b) = (folded(a), folded(b));
        let common = a.iter().filter(|condition| b.contains(condition)).count();
        Self { common, all: a.len() + b.len() - common }
    }

    fn is_close(self) -> bool {
        self.common >= 2 && self.common * 2 > self.all
    }

    fn is_closer_than(self, other: &Self) -> bool {
        self.common * other.all > other.common * self.all
    }
}

/// In what one pattern deviates from another that says something else.
fn deviations(own: &Form, wanted: &Form) -> Vec<String> {
    let (have, want) = (own.conditions(), wanted.conditions());
    let listed = |word: &str, conditions: Vec<&str>| {
        (!conditions.is_empty()).then(|| format!("{word} {}", conditions.join(", ")))
    };
    let lacks = want.iter().copied().filter(|condition| !have.contains(condition)).collect();
    let adds = have.iter().copied().filter(|condition| !want.contains(condition)).collect();
    let mut deviations: Vec<String> = listed("it lacks", lacks).into_iter().chain(listed("it has", adds)).collect();
    if deviations.is_empty() {
        let same_but_for_order = own.sorted() == wanted.sorted();
        let how = if same_but_for_order {
            "its conditions stand in another order"
        } else {
            "its conditions are joined otherwise"
        };
        deviations.push(how.to_owned());
    }
    deviations
}
