//! The stories of a cell: how a fault and a sign-in meet.

use std::fmt;

use signalarm_alert::{AlertName, Chain, Config, Region};
use signalarm_event::{Outcome, Variant};
use signalarm_scenario::{
    Action, ChainFault, ChainOrigin, FaultKind, Scenario, SignInStep, Step, TargetError, WholeFault,
};
use signalarm_time::Duration;

use super::trial::Trial;
use super::verdict::told_at;
use crate::draw::START;
use crate::play::play;

/// How long a fault that stands has been there: a filter policy takes up to fifteen minutes to come into force.
const STANDING: Duration = Duration::from_secs(20 * 60);
/// How long before the sign-in a brief fault begins.
const BRIEF: Duration = Duration::MINUTE;
/// How long the record of such a sign-in is under way, so that it meets the fault.
const BRIEF_DELAY: Duration = Duration::from_secs(2 * 60);
/// How long after the sign-in a brief fault is mended: shorter than anything that the silence alarm notices.
const MENDED_AFTER: Duration = Duration::from_secs(5 * 60);
/// How long the story goes on: longer than every measure of a trial, a deadline, and the range of the silence alarm.
const TAIL: Duration = Duration::from_secs(4 * 3_600);
/// The account's other activity: without any a log group is silent by itself.
const ACTIVITY: Duration = Duration::MINUTE;
const SEED: u64 = 1;
const USER: &str = "alice";
/// From a block that is kept for documentation (RFC 5737).
const SOURCE_IP: &str = "203.0.113.7";
/// A sign-in page that is not the chain's.
const ELSEWHERE: [&str; 2] = ["us-east-1", "eu-west-1"];

/// How a fault and a sign-in meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// The fault has been there for a while, and stays.
    Standing,
    /// It comes a minute before the sign-in and is mended minutes later: whoever did it covers the tracks.
    Brief,
    /// It comes in the last second before somebody would have been told, and stays.
    LastMoment,
}

impl Course {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Standing, Self::Brief, Self::LastMoment];
}

impl fmt::Display for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Standing => "it has been there for a while, and stays",
            Self::Brief => "it is mended minutes after the sign-in",
            Self::LastMoment => "it comes in the last second before somebody would have been told",
        })
    }
}

/// What a column is played on.
pub(super) struct Stage<'s> {
    pub(super) config: &'s Config,
    pub(super) chain: &'s Chain,
    pub(super) alert: &'s AlertName,
}

impl Stage<'_> {
    /// The story of a fault in a course; `None` where there is no such course. `moment` is when somebody is told of the
    /// event of this stage, counted from it, while nothing is broken.
    pub(super) fn scenario(
        &self,
        trial: Trial,
        fault: &ChainFault,
        course: Course,
        moment: Option<Duration>,
    ) -> Option<Scenario> {
        let breaks = |at| (at, Action::Break(fault.clone()));
        let event = |delay| self.event(Some(trial.kind), delay);
        let steps = match course {
            // The event of the silence alarm is a fault itself.
            _ if is_event(&breaks(Duration::ZERO).1, self.alert) => match course {
                Course::Standing => vec![breaks(Duration::ZERO)],
                Course::Brief | Course::LastMoment => return None,
            },
            Course::Standing => vec![breaks(Duration::ZERO), (STANDING, event(None))],
            Course::Brief => vec![
                breaks(Duration::ZERO),
                (BRIEF, event(Some(BRIEF_DELAY))),
                (BRIEF + MENDED_AFTER, Action::Mend(fault.clone())),
            ],
            Course::LastMoment => {
                let before = moment?.as_millis().checked_sub(Duration::SECOND.as_millis())?;
                vec![(Duration::ZERO, event(None)), breaks(Duration::from_millis(before))]
            }
        };
        Some(self.told(steps, format!("{trial}, and {}", self.event_in_words())))
    }

    /// What the alert of this stage should tell of: a sign-in; of the silence alarm, that the trail is stopped.
    fn event(&self, against: Option<FaultKind>, delay: Option<Duration>) -> Action {
        let Some(variant) = variant(self.alert) else {
            return Action::Break(ChainFault::Whole(WholeFault::TrailStopped));
        };
        let chooses_region =
            matches!(variant, Variant::Iam { .. }) && against == Some(FaultKind::Whole(WholeFault::TrailSingleRegion));
        let region = chooses_region.then(|| self.elsewhere()).flatten();
        Action::SignIn(SignInStep { variant, user: USER.to_owned(), source_ip: SOURCE_IP.to_owned(), region, delay })
    }

    /// The Region of a sign-in page that a trail of one Region does not see.
    fn elsewhere(&self) -> Option<Region> {
        ELSEWHERE.iter().find(|region| **region != self.chain.place.region.as_str())?.parse().ok()
    }

    fn event_in_words(&self) -> String {
        match *self.alert == AlertName::SILENCE {
            true => "the trail is stopped".to_owned(),
            false => format!("a sign-in of {}", self.alert),
        }
    }

    fn told(&self, steps: Vec<(Duration, Action)>, title: String) -> Scenario {
        let last = steps.last().map_or(Duration::ZERO, |(at, _)| *at);
        let steps = (1..).zip(steps).map(|(line, (at, action))| Step { line, at, action }).collect();
        Scenario {
            name: "blind-spot".to_owned(),
            title,
            seed: SEED,
            start: START,
            activity: Some(ACTIVITY),
            origin: ChainOrigin::default(),
            config: self.config.clone(),
            steps,
            expectations: Vec::new(),
            length: last + TAIL,
        }
    }
}

/// The sign-in that belongs to one of the four alerts; `None` of any other.
pub(crate) fn variant(alert: &AlertName) -> Option<Variant> {
    Some(match alert {
        name if *name == AlertName::FAILURE_IAM => Variant::Iam { outcome: Outcome::Failure, mfa: false },
        name if *name == AlertName::SUCCESS_IAM => Variant::Iam { outcome: Outcome::Success, mfa: false },
        name if *name == AlertName::FAILURE_ROOT => Variant::Root { outcome: Outcome::Failure, mfa: false },
        name if *name == AlertName::SUCCESS_ROOT => Variant::Root { outcome: Outcome::Success, mfa: false },
        _ => return None,
    })
}

/// Whether a step is what an alert should tell of.
pub(super) fn is_event(action: &Action, alert: &AlertName) -> bool {
    match action {
        Action::SignIn(_) => *alert != AlertName::SILENCE,
        Action::Break(fault) => *alert == AlertName::SILENCE && *fault == ChainFault::Whole(WholeFault::TrailStopped),
        Action::Records { .. } | Action::Wait(_) | Action::Configure(_) | Action::Mend(_) => false,
    }
}

/// How long after the event of a stage somebody is told of it while nothing is broken; `None`: nobody ever is.
pub(super) fn last_moment(stage: &Stage<'_>) -> Result<Option<Duration>, TargetError> {
    let scenario = stage.told(vec![(Duration::ZERO, stage.event(None, None))], String::new());
    let story = play(&scenario)?;
    Ok(told_at(&story, stage.alert).map(|at| at.since(story.scenario.start)))
}
