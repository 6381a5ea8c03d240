//! The reason of a state as JSON, as CloudWatch writes it since about 2021 (recorded evaluations).

use serde_json::{Map, Value, json};

use crate::reason::minimum;
use crate::{Evaluation, Measure, RuleSettings, Slot};

impl Evaluation<'_> {
    /// The reason of the state as JSON (*StateReasonData*), with CloudWatch's order of keys.
    #[must_use]
    pub fn reason_data(&self) -> Value {
        let RuleSettings { period, measure, unit, threshold, .. } = *self.rule.settings();
        let mut data = Map::new();
        let mut put = |key: &str, value: Value| data.insert(key.to_owned(), value);
        put("version", json!("1.0"));
        put("queryDate", json!(self.at.message_form().to_string()));
        if let Some(oldest) = self.used().last() {
            put("startDate", json!(oldest.start.message_form().to_string()));
        }
        if let Some(unit) = unit {
            put("unit", json!(unit.to_string()));
        }
        match measure {
            Measure::Statistic(statistic) => put("statistic", json!(statistic.to_string())),
            Measure::Extended(statistic, _) => put("statistic", json!(statistic.to_string())),
            Measure::Expression => None,
        };
        put("period", json!(period.seconds()));
        put("recentDatapoints", json!(self.recent()));
        put("threshold", json!(threshold));
        put("evaluatedDatapoints", self.evaluated().into_iter().map(evaluated_datapoint).collect());
        Value::Object(data)
    }

    /// The slots from the oldest used value to the newest, oldest first.
    fn recent(&self) -> Vec<Option<f64>> {
        let (Some(newest), Some(oldest)) = (self.used().next(), self.used().last()) else { return Vec::new() };
        let between = self.slots.iter().filter(|slot| (oldest.start..=newest.start).contains(&slot.start));
        between.map(|slot| slot.value).collect()
    }

    /// Exactly as many slots as the state takes at least: the newest deciding ones, topped up with the newest missing
    /// ones, newest first.
    fn evaluated(&self) -> Vec<&Slot> {
        let periods = self.rule.settings().evaluation_periods;
        let wanted = minimum(self.decision.state, self.rule.datapoints_to_alarm(), periods) as usize;
        let missing = self.slots.iter().rev().filter(|slot| slot.value.is_none());
        let mut evaluated: Vec<&Slot> = self.deciding().chain(missing).take(wanted).collect();
        evaluated.sort_by_key(|slot| std::cmp::Reverse(slot.start));
        evaluated
    }
}

fn evaluated_datapoint(slot: &Slot) -> Value {
    let timestamp = slot.start.message_form().to_string();
    match (slot.value, slot.sample_count) {
        (Some(value), Some(count)) => json!({ "timestamp": timestamp, "sampleCount": count, "value": value }),
        (Some(value), None) => json!({ "timestamp": timestamp, "value": value }),
        (None, _) => json!({ "timestamp": timestamp }),
    }
}
