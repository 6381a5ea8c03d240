//! Looking at an account: questions one after the other, each of which may raise further ones.

mod answers;
mod question;

pub(crate) use answers::{fact, reading};

use std::collections::{BTreeSet, VecDeque};

use signalarm_alert::Source;
use signalarm_cloud::{Answer, Call};

use crate::line::{Answered, Heard, Line};
use crate::look::question::Question;
use crate::{Found, Machine, Next, Trouble, View, Wanted};

/// Pages of one list that are read at most: more alarms than any account should have, at 50 a page.
pub(crate) const PAGES_MAX: u32 = 1_000;

/// Looks at everything that a plan must know. It changes nothing.
#[derive(Clone, Debug)]
pub struct Look {
    wanted: Wanted,
    found: Found,
    questions: VecDeque<Question>,
    current: Option<Question>,
    line: Line,
}

impl Look {
    /// A look at what is wanted.
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Self {
            // A log group that an earlier look found is asked for again: the trail may name another one now.
            wanted: match wanted.deployment().source {
                Source::Trail(_) => Wanted::new(wanted.deployment()),
                Source::Own(_) | Source::LogGroup(_) | Source::None => wanted,
            },
            found: Found::default(),
            questions: VecDeque::from([Question::Caller]),
            current: None,
            line: Line::default(),
        }
    }

    fn take(&mut self, question: Question, answered: Answered) -> Result<(), Trouble> {
        let raised = answers::take(question, answered, &mut self.wanted, &mut self.found)?;
        // What an answer raises is asked next, so that what belongs together is asked together.
        for question in raised.into_iter().rev() {
            self.questions.push_front(question);
        }
        Ok(())
    }
}

impl Machine for Look {
    type Output = Result<View, Trouble>;

    fn next(&mut self, answer: Option<Answer>) -> Next<Self::Output> {
        match self.line.hear(answer) {
            Heard::Idle => {}
            Heard::Pause(pause) => return pause.into(),
            Heard::Answered(answered) => {
                if let Some(question) = self.current.take()
                    && let Err(trouble) = self.take(question, answered)
                {
                    return Next::Done(Err(trouble));
                }
            }
        }
        let Some(question) = self.questions.pop_front() else {
            return Next::Done(Ok(View { wanted: self.wanted.clone(), found: std::mem::take(&mut self.found) }));
        };
        let call = question.call(&self.wanted);
        self.current = Some(question);
        self.line.ask(call).into()
    }
}

/// Where a list goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    pub(crate) token: Option<String>,
    /// The tokens that were handed out: none may come again.
    seen: BTreeSet<String>,
}

impl Paging {
    /// Where it goes on behind a page that handed out this token; `None` at its end.
    ///
    /// # Errors
    ///
    /// [`Trouble::EndlessPages`].
    pub(crate) fn after(mut self, next_token: Option<String>, call: &Call) -> Result<Option<Self>, Trouble> {
        let Some(token) = next_token.filter(|token| !token.is_empty()) else { return Ok(None) };
        let is_new = self.seen.insert(token.clone());
        let pages = self.seen.len() as u32 + u32::from(!is_new);
        if !is_new || PAGES_MAX <= pages {
            return Err(Trouble::EndlessPages { call: Box::new(call.clone()), pages });
        }
        Ok(Some(Self { token: Some(token), ..self }))
    }
}
