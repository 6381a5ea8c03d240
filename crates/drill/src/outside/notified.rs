//! Who is told by a protocol that cannot be seen: the queue of the run's own says whether the topic tells anybody, and what.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};
use signalarm_alert::AlertName;
use signalarm_notification::Protocol;
use signalarm_scenario::{Expectation, Judgement, includes_members};
use signalarm_time::{Duration, Timestamp};

use super::{Footing, Outside, Overheard, Stage};
use crate::judge::{in_words, unseen, window};

/// A notification that is expected.
pub(super) struct Notice<'e> {
    pub(super) by: &'e AlertName,
    pub(super) protocols: &'e BTreeSet<Protocol>,
    pub(super) count: Option<u32>,
    pub(super) members: &'e Map<String, Value>,
}

impl Outside<'_> {
    /// `None` leaves it to what was seen.
    pub(super) fn judge_notified(
        &self,
        stage: &Stage,
        expectation: &Expectation,
        notice: &Notice<'_>,
    ) -> Option<Judgement> {
        let unseen = match &self.footing {
            Footing::Deployed => unseen(&stage.scenario.config.simulated_chain(), expectation, &self.visible()),
            Footing::Standing(_) => notice.protocols.iter().copied().collect(),
        };
        if unseen.is_empty() && matches!(self.footing, Footing::Deployed) {
            return None;
        }
        let differs = |respite| self.queue_differs(notice, &window(&stage.scenario, expectation, respite));
        let differs = match notice.protocols.is_empty() {
            // What is sent in the window may come later.
            true => differs(self.respite()),
            false => differs(Duration::ZERO).and_then(|_| differs(self.respite())),
        };
        if let Some(differs) = differs {
            return Some(Judgement::Differs(differs));
        }
        if notice.protocols.is_empty() {
            return Some(Judgement::Holds);
        }
        if let Footing::Standing(standing) = &self.footing
            && let Some(judgement) = standing.untold(notice.by, &unseen)
        {
            return Some(judgement);
        }
        Some(Judgement::NotProvable(format!(
            "its topic told the queue of the run; what is sent by {} cannot be seen on {}",
            in_words(unseen),
            self.setting.name
        )))
    }

    fn respite(&self) -> Duration {
        self.setting.tolerance * self.setting.shrink
    }

    /// How what the queue of the run heard in a window differs from what is expected.
    fn queue_differs(&self, notice: &Notice<'_>, window: &RangeInclusive<Timestamp>) -> Option<String> {
        let is_it = |heard: &&Overheard| heard.message.alarm == notice.by.as_str() && window.contains(&heard.at);
        let all: Vec<&Overheard> = self.overheard.iter().filter(is_it).collect();
        let as_expected = all.iter().filter(|heard| has_members(heard, notice.members)).count();
        // How often other words than AWS's come, nobody knows.
        let count = notice.count.filter(|_| self.setting.speaks_as_aws);
        match (notice.protocols.is_empty(), as_expected) {
            (true, 0) => None,
            (true, _) => Some("its topic told the queue of the run".to_owned()),
            (false, 0) if all.is_empty() => Some("its topic told nobody, not even the queue of the run".to_owned()),
            (false, 0) => Some(format!("its topic told the queue of the run, and not so: {}", all[0].message.text)),
            (false, heard) => {
                let differs = count.is_some_and(|count| usize::try_from(count) != Ok(heard));
                differs.then(|| format!("its topic told the queue of the run {heard} times"))
            }
        }
    }
}

/// Whether a message has these members; a text that is no JSON has none.
fn has_members(heard: &Overheard, members: &Map<String, Value>) -> bool {
    let message: Value = serde_json::from_str(&heard.message.text).unwrap_or_default();
    includes_members(&message, members)
}
