//! The reason of a state, word for word as CloudWatch writes it (recorded evaluations and published alarm histories,
//! 2017 to 2026).

use signalarm_metric::written_form;

use crate::{Evaluation, MissingData, RuleSettings, Slot, State};

/// From so many deciding datapoints on the long wording is used, which lists as many and no more.
const LISTED_MAX: usize = 5;

impl Evaluation<'_> {
    /// The reason of the state (*StateReason*); `None` where nothing was decided, so that the alarm keeps its state and
    /// its reason.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        if self.decision.kept {
            return None;
        }
        let periods = self.rule.settings().evaluation_periods;
        if self.decision.state == State::InsufficientData {
            return Some(format!("Insufficient Data: {} unknown.", datapoints_were(periods)));
        }
        let fills = self.fills();
        let deciding: Vec<&Slot> = self.deciding().collect();
        if !deciding.is_empty() {
            return Some(self.crossing(&deciding, &fills));
        }
        let plural = if periods == 1 { "period" } else { "periods" };
        let received = match self.used().count() {
            0 => "no datapoints were".to_owned(),
            used => datapoints_were(used as u32),
        };
        Some(format!("Threshold Crossed: {received} received for {periods} {plural}{fills}."))
    }

    fn crossing(&self, deciding: &[&Slot], fills: &str) -> String {
        let RuleSettings { evaluation_periods, datapoints_to_alarm, operator, threshold, .. } = *self.rule.settings();
        let head = match (datapoints_to_alarm, deciding.len()) {
            (Some(_), count) => format!("{count} out of the last {evaluation_periods} datapoints"),
            (None, 1) => "1 datapoint".to_owned(),
            (None, count) => format!("{count} datapoints"),
        };
        let listed: Vec<String> = deciding.iter().take(LISTED_MAX).filter_map(|slot| listed(slot)).collect();
        let listed = listed.join(", ");
        let was = if deciding.len() == 1 { "was" } else { "were" };
        let not = if self.decision.state == State::Ok { "not " } else { "" };
        let comparison = format!("{was} {not}{} the threshold ({})", operator.in_words(), written_form(threshold));
        let minimum = self.minimum_in_words();
        if deciding.len() < LISTED_MAX {
            format!("Threshold Crossed: {head} [{listed}] {comparison}{fills}{minimum}.")
        } else {
            // Where the fills stand in this wording was never seen; they are assumed where the short one has them.
            format!(
                "Threshold Crossed: {head} {comparison}{fills}. The most recent datapoints which crossed the threshold: \
                 [{listed}]{minimum}."
            )
        }
    }

    /// What missing datapoints were treated as, where any were.
    fn fills(&self) -> String {
        let treated_as = match self.rule.settings().missing_data {
            MissingData::Missing | MissingData::Ignore => return String::new(),
            MissingData::Breaching => "Breaching",
            MissingData::NotBreaching => "NonBreaching",
        };
        match self.decision.filled {
            0 => String::new(),
            1 => format!(" and 1 missing datapoint was treated as [{treated_as}]"),
            filled => format!(" and {filled} missing datapoints were treated as [{treated_as}]"),
        }
    }

    /// The last bracket, which stands only where DatapointsToAlarm is configured.
    fn minimum_in_words(&self) -> String {
        let RuleSettings { datapoints_to_alarm, evaluation_periods, .. } = *self.rule.settings();
        datapoints_to_alarm.map_or_else(String::new, |datapoints_to_alarm| {
            minimum_in_words(self.decision.state, datapoints_to_alarm, evaluation_periods)
        })
    }
}

/// How many datapoints of its kind a state takes at least: M for ALARM, N − M + 1 for OK.
pub(crate) const fn minimum(state: State, datapoints_to_alarm: u32, evaluation_periods: u32) -> u32 {
    match state {
        State::Alarm | State::InsufficientData => datapoints_to_alarm,
        State::Ok => evaluation_periods.saturating_sub(datapoints_to_alarm).saturating_add(1),
    }
}

/// The direction is that of the state entered, whatever the state before was.
pub(crate) fn minimum_in_words(state: State, datapoints_to_alarm: u32, evaluation_periods: u32) -> String {
    let direction = match state {
        State::Alarm | State::InsufficientData => "OK -> ALARM",
        State::Ok => "ALARM -> OK",
    };
    match minimum(state, datapoints_to_alarm, evaluation_periods) {
        1 => format!(" (minimum 1 datapoint for {direction} transition)"),
        minimum => format!(" (minimum {minimum} datapoints for {direction} transition)"),
    }
}

fn listed(slot: &Slot) -> Option<String> {
    slot.value.map(|value| format!("{} ({})", written_form(value), slot.start.reason_form()))
}

fn datapoints_were(count: u32) -> String {
    if count == 1 { "1 datapoint was".to_owned() } else { format!("{count} datapoints were") }
}
