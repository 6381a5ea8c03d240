//! Reading the rows.

use serde_json::Value;
use signalarm_alarm::{Operator, Period, Rule, RuleSettings, Slot, State, Statistic, YoungBreach};
use signalarm_time::{Duration, Timestamp};

pub(crate) const STATES: [State; 3] = [State::Ok, State::Alarm, State::InsufficientData];

/// Both settings must agree with everything that was observed.
pub(crate) const YOUNG_BREACHES: [YoungBreach; 2] = [YoungBreach::InsufficientData, YoungBreach::Keep];

/// What a 10-second alarm looks at beyond N (recorded evaluations, September 2026).
const BRIDGING_10_S: u32 = 6;

/// The rows of one kind; none where the tables are not there and may be missing.
pub(crate) fn rows(kind: &str) -> Option<Vec<Value>> {
    let facts = signalarm_testkit::facts()?;
    let text = std::fs::read_to_string(facts.join("conformance/alarms.json")).unwrap();
    let table: Vec<Value> = serde_json::from_str(&text).unwrap();
    Some(table.into_iter().filter(|row| row["kind"] == kind).collect())
}

/// The configuration of an alarm, with its true period in seconds; one of 10 s stands as a minute in the rule.
pub(crate) struct Configured {
    pub(crate) rule: Rule,
    pub(crate) period_seconds: u64,
    /// The datapoints are values of an expression.
    pub(crate) is_math: bool,
}

/// `None` for what is of a later issue: percentiles and anomaly bands.
pub(crate) fn configured(alarm: &Value, young_breach: YoungBreach) -> Option<Configured> {
    let operator: Operator = word(alarm.get("comparisonOperator")).unwrap_or(Ok(Operator::GreaterThan)).ok()?;
    if alarm.get("extendedStatistic").is_some() {
        return None;
    }
    let period_seconds = alarm["period"].as_u64().unwrap_or(60);
    let rule = Rule::new(RuleSettings {
        period: Period::from_seconds(period_seconds.max(60)).unwrap(),
        evaluation_periods: alarm["evaluationPeriods"].as_u64().unwrap() as u32,
        datapoints_to_alarm: alarm["datapointsToAlarm"].as_u64().map(|datapoints| datapoints as u32),
        statistic: word(alarm.get("statistic")).unwrap_or(Ok(Statistic::Sum)).unwrap(),
        operator,
        threshold: alarm["threshold"].as_f64().unwrap_or(0.0),
        missing_data: word(alarm.get("treatMissingData")).unwrap_or(Ok(Default::default())).unwrap(),
        young_breach,
    });
    Some(Configured { rule: rule.unwrap(), period_seconds, is_math: alarm.get("expression").is_some() })
}

impl Configured {
    /// The starts of the slots of an evaluation, oldest first.
    pub(crate) fn window(&self, at: Timestamp) -> Vec<Timestamp> {
        if 60 <= self.period_seconds {
            return self.rule.window(at).collect();
        }
        let period = Duration::from_secs(self.period_seconds);
        let lag = if self.is_math { Duration::ZERO } else { period };
        let end = (at - lag).floor(period);
        let range = self.rule.settings().evaluation_periods + BRIDGING_10_S;
        (1..=range).rev().map(|back| end - period * back).collect()
    }

    /// The slots of an evaluation that knows these datapoints.
    pub(crate) fn slots(&self, datapoints: &Value, at: Timestamp) -> Vec<Slot> {
        let datapoints = datapoints.as_array().unwrap();
        let slot = |start| {
            let found = datapoints.iter().find(|datapoint| instant(&datapoint["start"]) == start);
            let value = found.and_then(|datapoint| datapoint["value"].as_f64());
            let sample_count = found.and_then(|datapoint| datapoint["sampleCount"].as_f64()).unwrap_or(0.0);
            Slot { start, value, sample_count }
        };
        self.window(at).into_iter().map(slot).collect()
    }
}

fn word<T: std::str::FromStr>(value: Option<&Value>) -> Option<Result<T, T::Err>> {
    value.map(|value| value.as_str().unwrap().parse())
}

pub(crate) fn instant(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

pub(crate) fn state(value: &Value) -> State {
    value.as_str().unwrap().parse().unwrap()
}

/// The states before the evaluation for which a row speaks.
pub(crate) fn previous(row: &Value) -> Vec<State> {
    if row["previousState"] == "any" { STATES.to_vec() } else { vec![state(&row["previousState"])] }
}

/// The slots of a row that gives their values alone.
pub(crate) fn slots_of_values(values: &Value) -> Vec<Slot> {
    let slot = |(number, value): (u32, &Value)| Slot {
        start: Timestamp::MIN + Duration::MINUTE * number,
        value: value.as_f64(),
        sample_count: 1.0,
    };
    (0..).zip(values.as_array().unwrap()).map(slot).collect()
}
