//! What a drill has shown: one value, for an auditor as for a report.

use std::fmt;

use signalarm_account::Link;
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_scenario::{LinkProof, Proof, Run, RunResult};
use signalarm_time::Timestamp;

use super::{Leftover, Refused, Request, RunName, Site, Strangers, Thing};

/// What a drill has shown. Times are the account's, not those of stories.
#[derive(Clone, Debug)]
pub struct DrillEvidence {
    /// The drill.
    pub run: RunName,
    /// What was asked.
    pub request: Request,
    /// The chain, and who drilled it. Its account number and its subscribers are to be masked where they are shown.
    pub site: Site,
    /// Who else would see or hear.
    pub strangers: Strangers,
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// What of earlier drills was removed before.
    pub removed: Vec<Leftover>,
    /// The scenarios, in their order.
    pub stories: Vec<Story>,
    /// Records that must ring nothing: before the stories, and after them.
    pub silences: Vec<Silence>,
    /// Everything that was done and seen, in the order of time.
    pub hops: Vec<Hop>,
    /// What the drill's own queue was sent.
    pub messages: Vec<Message>,
    /// What is proved of each link by all stories together, in the order of the chain.
    pub links: Vec<LinkProof>,
    /// What a person must know: an action that will run, a call of the drill's own that will ring.
    pub warnings: Vec<String>,
    /// What could not be removed.
    pub left: Vec<Left>,
    /// Why it ended early, where it did.
    pub stopped: Option<Stopped>,
}

/// One scenario of a drill.
#[derive(Clone, Debug)]
pub struct Story {
    /// Its name.
    pub name: String,
    /// What came of it; of one that cannot be played here [`Run::unplayed`] says why. An error says what kept it from its
    /// end.
    pub run: Result<Box<Run>, String>,
}

/// Records that must ring nothing, and what they rang.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// When they were put.
    pub at: Timestamp,
    /// Until when was listened.
    pub until: Timestamp,
    /// What they are, such as `DescribeInstances`.
    pub records: Vec<String>,
    /// The alarms that went to ALARM meanwhile: it must be none.
    pub rang: Vec<AlertName>,
}

/// Something that was done or seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// When, in the account's time.
    pub at: Timestamp,
    /// What.
    pub kind: HopKind,
}

/// What was done or seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HopKind {
    /// A topic's subscribers were told of the drill.
    Announced {
        /// The topic's ARN.
        topic_arn: String,
        /// What.
        text: String,
    },
    /// Something was made.
    Made(Thing),
    /// A forged record was put into the log group.
    Put {
        /// The scenario; `None`: one that must ring nothing.
        scenario: Option<String>,
        /// Its `eventID`.
        id: String,
        /// Its `eventName`.
        name: String,
        /// The alerts whose patterns match it.
        matches: Vec<AlertName>,
    },
    /// An alarm changed its state: when, by its history.
    Transition {
        /// The alarm.
        alarm: AlertName,
        /// From which state.
        from: State,
        /// To which.
        to: State,
        /// Why, in AWS's words.
        reason: String,
    },
    /// A message of an alarm came to the drill's own queue.
    Heard {
        /// The topic's ARN.
        topic_arn: String,
        /// The alarm that it tells of.
        alarm: String,
        /// The state that it tells of.
        state: State,
    },
    /// Something was removed.
    Removed(Thing),
}

/// A message that came to the drill's own queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// When it was received.
    pub at: Timestamp,
    /// The topic's ARN.
    pub topic_arn: String,
    /// The alarm that it tells of.
    pub alarm: String,
    /// The state that it tells of.
    pub state: State,
    /// As it came, without the envelope.
    pub text: String,
}

/// Something that could not be removed, or was left on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// What.
    pub thing: Thing,
    /// Why.
    pub why: String,
}

/// Why a drill ended early.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    /// Another drill began at the same time, or an alarm rang for a real reason: refused for safety.
    Refused(Refused),
    /// Somebody interrupted it.
    Interrupted,
    /// Something does not answer as it should; what.
    Lost(String),
}

/// How a drill ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrillResult {
    /// Whatever could be judged was as expected, and nothing is left.
    Passed,
    /// Something was seen that is not as expected.
    Differs,
    /// Nothing of what is expected could be proved here.
    NotProvable,
    /// It was refused for safety.
    Refused,
    /// It did not come to its end, or left something behind.
    Stopped,
}

impl DrillEvidence {
    /// How it ended: the worst first.
    #[must_use]
    pub fn result(&self) -> DrillResult {
        let results = || self.stories.iter().filter_map(|story| story.run.as_ref().ok()).map(|run| run.result());
        match &self.stopped {
            Some(Stopped::Refused(_)) => DrillResult::Refused,
            Some(Stopped::Interrupted | Stopped::Lost(_)) => DrillResult::Stopped,
            None if self.silences.iter().any(|silence| !silence.rang.is_empty()) => DrillResult::Differs,
            None if results().any(|result| result == RunResult::Differs) => DrillResult::Differs,
            None if self.stories.iter().any(|story| story.run.is_err()) || !self.left.is_empty() => {
                DrillResult::Stopped
            }
            None if results().any(|result| result == RunResult::Passed) => DrillResult::Passed,
            None => DrillResult::NotProvable,
        }
    }
}

/// The links of a chain, in its order.
const LINKS: [Link; 7] =
    [Link::Trail, Link::LogGroup, Link::Filter, Link::Metric, Link::Alarm, Link::Topic, Link::Subscription];

/// What all stories together prove of each link: what one of them does.
pub(super) fn links(stories: &[Story], silences: &[Silence]) -> Vec<LinkProof> {
    let rang = silences.iter().any(|silence| !silence.rang.is_empty());
    let proof = |link: Link| {
        if rang && link == Link::Filter {
            return Proof::NotProved("a record that must ring nothing rang as well".to_owned());
        }
        let told = stories.iter().filter_map(|story| story.run.as_ref().ok()).flat_map(|run| &run.links);
        let mut told = told.filter(|told| told.link == link).map(|told| &told.proof);
        let first = told.clone().next();
        let proved = told.find(|proof| matches!(proof, Proof::Proved(_))).or(first);
        proved.cloned().unwrap_or_else(|| Proof::NotProved("no story came so far".to_owned()))
    };
    LINKS.into_iter().map(|link| LinkProof { link, proof: proof(link) }).collect()
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.thing, self.why)
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => refused.fmt(f),
            Self::Interrupted => f.write_str("interrupted"),
            Self::Lost(why) => f.write_str(why),
        }
    }
}
