//! What a story outside proves, expectation by expectation and link by link.

use signalarm_account::{Link, What};
use signalarm_alarm::State;
use signalarm_notification::Protocol;
use signalarm_scenario::{Act, Expectation, Expected, Judgement, LinkProof, Proof};

use super::notified::Notice;
use super::{Footing, Outside, Stage};
use crate::abilities::Filters;
use crate::judge::{in_words, unjudged};

/// Why a trail is never proved.
pub(super) const NO_TRAIL: &str = "records are put into the log group, as if a trail had delivered them at once";

impl Outside<'_> {
    /// What the target itself says of an expectation; `None` leaves it to what was seen.
    pub(super) fn judge(&self, expectation: &Expectation) -> Option<Judgement> {
        let stage = self.stage.as_ref()?;
        if let Footing::Standing(standing) = &self.footing
            && let Some(why) = standing.unjudged(expectation)
        {
            return Some(Judgement::NotProvable(why));
        }
        if let Some(why) = unjudged(expectation, &self.setting, &stage.shrunk) {
            return Some(Judgement::NotProvable(why));
        }
        match &expectation.expected {
            Expected::Notified { by, protocols, count, message } => {
                self.judge_notified(stage, expectation, &Notice { by, protocols, count: *count, members: message })
            }
            Expected::Reaches { .. }
            | Expected::Never { .. }
            | Expected::Passes { .. }
            | Expected::Swallowed { .. } => None,
        }
    }

    /// What the story proved of each link that it touched.
    pub(super) fn proofs(&self) -> Vec<LinkProof> {
        let Some(stage) = self.stage.as_ref().filter(|stage| stage.put_count != 0) else { return Vec::new() };
        if let Footing::Standing(standing) = &self.footing {
            return self.standing_proofs(standing);
        }
        let proved = |how: &str| Proof::Proved(how.to_owned());
        let not = |why: &str| Proof::NotProved(why.to_owned());
        let trail = not(NO_TRAIL);
        let (log_group, filter, metric) = match stage.filters {
            Filters::ByPattern => (
                proved("takes log events"),
                proved("one log event left an alarm of a filter silent, and another one rang it"),
                proved(""),
            ),
            Filters::EveryLogEvent => (
                not("nothing was put into it: every log event counts for every filter here"),
                not("every log event counts for every filter here, whatever the pattern"),
                not("the samples were put by hand, as filters would have made them"),
            ),
            Filters::Nothing => (
                proved("takes log events"),
                not("metric filters count nothing here"),
                not("the samples were put by hand, as filters would have made them"),
            ),
        };
        let mut proofs =
            vec![(Link::Trail, trail), (Link::LogGroup, log_group), (Link::Filter, filter), (Link::Metric, metric)];
        if self.acts.iter().any(is_alarm) {
            proofs.push((Link::Alarm, proved("goes to ALARM")));
        }
        if !self.overheard.is_empty() {
            proofs.push((Link::Topic, proved("told the queue of the run")));
            proofs.push((Link::Subscription, self.subscription(stage)));
        }
        proofs.into_iter().map(|(link, proof)| LinkProof { link, proof }).collect()
    }

    fn subscription(&self, stage: &Stage) -> Proof {
        let visible: Vec<Protocol> = stage.told.iter().copied().collect();
        match visible.is_empty() {
            false => Proof::Proved(format!("seen by {}", in_words(visible))),
            true => Proof::NotProved(format!("what subscribers are sent cannot be seen on {}", self.setting.name)),
        }
    }
}

pub(super) fn is_alarm(act: &Act) -> bool {
    act.happening().is_some_and(|happening| matches!(happening.what, What::Transition { to: State::Alarm, .. }))
}
