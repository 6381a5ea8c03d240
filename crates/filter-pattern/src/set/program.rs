//! The expressions of all patterns as one list of steps: ask a condition, then go on here or there.

use crate::expression::Expression;

/// The expressions of a set over conditions of some form.
#[derive(Debug)]
pub(super) struct Program<C> {
    steps: Vec<Step<C>>,
    /// For each expression its first step.
    starts: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Step<C> {
    condition: C,
    /// Where to go on when the condition holds, and when it does not: always at a step that stands before this one, so
    /// that no run goes on for ever.
    then: u32,
    otherwise: u32,
}

/// Instead of a step, and behind all steps: the expression holds.
const YES: u32 = u32::MAX;
/// The same: it does not.
const NO: u32 = u32::MAX - 1;

impl<C: Copy> Program<C> {
    pub(super) fn new(expressions: &[Expression<C>]) -> Self {
        let mut program = Self { steps: Vec::new(), starts: Vec::new() };
        for expression in expressions {
            let start = program.lay(expression, YES, NO);
            program.starts.push(start);
        }
        program
    }

    /// Lays the steps of an expression, the last one first, and gives the one to begin with.
    fn lay(&mut self, expression: &Expression<C>, yes: u32, no: u32) -> u32 {
        match expression {
            Expression::Condition(condition) => {
                self.steps.push(Step { condition: *condition, then: yes, otherwise: no });
                self.steps.len() as u32 - 1
            }
            Expression::All(parts) => parts.iter().rev().fold(yes, |next, part| self.lay(part, next, no)),
            Expression::Any(parts) => parts.iter().rev().fold(no, |next, part| self.lay(part, yes, next)),
        }
    }

    /// Whether an expression holds, given whether a condition does. No condition is asked that does not matter.
    #[inline]
    pub(super) fn holds(&self, expression: usize, mut holds: impl FnMut(&C) -> bool) -> bool {
        let mut at = self.starts[expression];
        while let Some(step) = self.steps.get(at as usize) {
            at = if holds(&step.condition) { step.then } else { step.otherwise };
        }
        at == YES
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn expression() -> impl Strategy<Value = Expression<u32>> {
        let condition = (0u32..6).prop_map(Expression::Condition);
        condition.prop_recursive(4, 24, 3, |inner| {
            let parts = || prop::collection::vec(inner.clone(), 1..4);
            prop_oneof![parts().prop_map(Expression::All), parts().prop_map(Expression::Any)]
        })
    }

    proptest! {
        #[test]
        fn a_run_answers_as_the_expression_does(expressions in prop::collection::vec(expression(), 1..4), true_ones in 0u32..64) {
            let program = Program::new(&expressions);
            let holds = |condition: &u32| true_ones >> *condition & 1 == 1;
            for (index, expression) in expressions.iter().enumerate() {
                prop_assert_eq!(program.holds(index, holds), expression.holds_where(&holds));
            }
        }
    }
}
