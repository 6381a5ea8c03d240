//! What of a *PutMetricAlarm* is refused whatever the account holds, in this order: the constraints of the API model, all
//! at once; then what does not go together, one thing at a time.

use signalarm_alarm::{
    EvaluationWindow, LowSamples, Measure, MetricAlarm, MissingData, Operator, Period, Rule, RuleFault, RuleSettings,
    TimeZone, Unit,
};
use signalarm_metric::{ExtendedStatistic, MetricId, Statistic};
use signalarm_notification::Arn;

use super::PutMetricAlarm;
use crate::Refusal;
use crate::constraints::{Constraints, UNITS};
use crate::names::{check_new_name, constrain_name};

const DESCRIPTION_CHARS_MAX: usize = 1_024;
const METRIC_CHARS_MAX: usize = 255;
const DIMENSIONS_MAX: usize = 30;
const DIMENSION_NAME_CHARS_MAX: usize = 255;
const DIMENSION_VALUE_CHARS_MAX: usize = 1_024;
const ACTIONS_MAX: usize = 5;
const ACTION_CHARS_MAX: usize = 1_024;

pub(super) const WALL_CLOCK_WINDOW: &str = "WallClockWindow";
const SLIDING_WINDOW: &str = "SlidingWindow";

const STATISTICS: [&str; 5] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
const OPERATORS: [&str; 7] = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
];

impl PutMetricAlarm {
    /// The alarm that is asked for, in that Region.
    ///
    /// # Errors
    ///
    /// `ValidationError`; `InvalidParameterValue` for an extended statistic that is none; [`Refusal::NotSimulated`] for
    /// metric math and anomaly bands.
    pub fn check(&self, region: &str) -> Result<MetricAlarm, Refusal> {
        let words = self.check_constraints()?;
        check_new_name(&self.alarm_name)?;
        self.actions().try_for_each(|action| check_action(action, region))?;
        self.check_queries()?;
        let missing_data = self.missing_data()?;
        let measure = self.measure(words.statistic)?;
        let metric = self.metric()?;
        let missing = |parameter: &str| invalid(format!("PutMetricAlarm request should have a {parameter} parameter"));
        let operator = words.operator.ok_or_else(|| missing("ComparisonOperator"))?;
        let threshold = self.threshold.ok_or_else(|| missing("Threshold"))?;
        let periods = self.evaluation_periods.ok_or_else(|| missing("EvaluationPeriods"))?;
        let period = self.period.ok_or_else(|| missing("Period"))?;
        let period = Period::from_seconds(unsigned(period).into());
        let period = period.map_err(|_| invalid("Period must be 10, 20, 30 or a multiple of 60".to_owned()))?;
        let settings = RuleSettings {
            datapoints_to_alarm: self.datapoints_to_alarm.map(unsigned),
            unit: words.unit,
            missing_data,
            window: self.window()?,
            ..RuleSettings::new(period, unsigned(periods), measure, operator, threshold)
        };
        Ok(MetricAlarm {
            name: self.alarm_name.clone(),
            description: self.alarm_description.clone(),
            metric,
            rule: Rule::new(settings).map_err(|faults| of_rule(&faults))?,
            actions_enabled: self.actions_enabled.unwrap_or(true),
            ok_actions: self.ok_actions.clone(),
            alarm_actions: self.alarm_actions.clone(),
            insufficient_data_actions: self.insufficient_data_actions.clone(),
        })
    }

    fn check_constraints(&self) -> Result<Words, Refusal> {
        let mut constraints = Constraints::default();
        constrain_name(&mut constraints, &self.alarm_name);
        constraints.length_if_any("alarmDescription", self.alarm_description.as_deref(), 0..=DESCRIPTION_CHARS_MAX);
        constrain_actions(&mut constraints, &self.ok_actions, &self.alarm_actions, &self.insufficient_data_actions);
        constraints.length_if_any("metricName", self.metric_name.as_deref(), 1..=METRIC_CHARS_MAX);
        constraints.length_if_any("namespace", self.namespace.as_deref(), 1..=METRIC_CHARS_MAX);
        let names: Vec<String> = self.dimensions.iter().map(|(name, _)| name.clone()).collect();
        constraints.at_most("dimensions", &names, DIMENSIONS_MAX);
        for (number, (name, value)) in (1..).zip(&self.dimensions) {
            constraints.length(&format!("dimensions.{number}.member.name"), name, 1..=DIMENSION_NAME_CHARS_MAX);
            constraints.length(&format!("dimensions.{number}.member.value"), value, 1..=DIMENSION_VALUE_CHARS_MAX);
        }
        for (member, number) in [
            ("period", self.period),
            ("evaluationPeriods", self.evaluation_periods),
            ("datapointsToAlarm", self.datapoints_to_alarm),
        ] {
            constraints.positive(member, number);
        }
        let is_band = self.comparison_operator.as_deref().is_some_and(|text| OPERATORS[4..].contains(&text));
        let operator = self.comparison_operator.as_deref().filter(|_| !is_band);
        let words = Words {
            statistic: constraints.word("statistic", self.statistic.as_deref(), &STATISTICS),
            operator: constraints.word("comparisonOperator", operator, &OPERATORS),
            unit: constraints.word("unit", self.unit.as_deref(), &UNITS),
        };
        constraints.satisfied()?;
        if is_band { Err(Refusal::NotSimulated("an anomaly alarm")) } else { Ok(words) }
    }

    /// Queries stand in place of one metric, not beside it (recorded refusal for the metric's name).
    fn check_queries(&self) -> Result<(), Refusal> {
        if self.threshold_metric_id.is_some() {
            return Err(Refusal::NotSimulated("an anomaly alarm"));
        }
        if self.metrics.is_empty() {
            return Ok(());
        }
        let excluded = [
            ("MetricName", self.metric_name.is_some()),
            ("Namespace", self.namespace.is_some()),
            ("Dimensions", !self.dimensions.is_empty()),
            ("Period", self.period.is_some()),
            ("Unit", self.unit.is_some()),
            ("Statistic", self.statistic.is_some()),
            ("ExtendedStatistic", self.extended_statistic.is_some()),
        ];
        match excluded.iter().find(|(_, is_set)| *is_set) {
            Some((name, _)) => Err(invalid(format!("{name} should not be set if list of Metrics is set."))),
            None => Err(Refusal::NotSimulated("an alarm on metric math")),
        }
    }

    fn missing_data(&self) -> Result<MissingData, Refusal> {
        let Some(text) = &self.treat_missing_data else {
            // The user guide since 2025, and a recorded answer; the API reference says that it is always ignored.
            let ignores = self.namespace.as_deref() == Some("AWS/DynamoDB");
            return Ok(if ignores { MissingData::Ignore } else { MissingData::default() });
        };
        let words = "breaching, notBreaching, ignore, and missing";
        text.parse().map_err(|_| invalid(format!("Supported values for TreatMissingData are {words}.")))
    }

    fn measure(&self, statistic: Option<Statistic>) -> Result<Measure, Refusal> {
        let (measure, percentile) = match (statistic, &self.extended_statistic) {
            (Some(_), Some(_)) => {
                return Err(invalid(
                    "PutMetricAlarm request can not be made with both Statistic and ExtendedStatistic parameters. Only \
                     one of them should be present"
                        .to_owned(),
                ));
            }
            (None, None) => {
                return Err(invalid("PutMetricAlarm request should have a Statistic parameter".to_owned()));
            }
            (Some(statistic), None) => (Measure::Statistic(statistic), None),
            (None, Some(text)) => {
                let statistic: ExtendedStatistic = text.parse().map_err(|_| {
                    let message = format!("The value {text} for parameter ExtendedStatistic is not supported.");
                    Refusal::InvalidParameterValue(message)
                })?;
                (Measure::Extended(statistic, self.low_samples()?), statistic.percentile())
            }
        };
        if self.evaluate_low_sample_count_percentile.is_some() && percentile.is_none() {
            let statistic = self.statistic.as_ref().or(self.extended_statistic.as_ref()).map_or("", String::as_str);
            return Err(invalid(format!(
                "Option evaluateLowSampleCountPercentile can not be applied with statistic {statistic}. This option is \
                 enabled only for percentile statistics."
            )));
        }
        Ok(measure)
    }

    fn low_samples(&self) -> Result<LowSamples, Refusal> {
        let Some(text) = &self.evaluate_low_sample_count_percentile else { return Ok(LowSamples::default()) };
        let message = "Supported options for EvaluateLowSampleCountPercentile are evaluate and ignore.";
        text.parse().map_err(|_| invalid(message.to_owned()))
    }

    fn metric(&self) -> Result<MetricId, Refusal> {
        let missing = |parameter: &str| invalid(format!("PutMetricAlarm request should have a {parameter} parameter"));
        let namespace = self.namespace.clone().ok_or_else(|| missing("Namespace"))?;
        let name = self.metric_name.clone().ok_or_else(|| missing("MetricName"))?;
        if namespace.starts_with(':') {
            return Err(invalid("Namespace must not begin with a colon".to_owned()));
        }
        Ok(MetricId::new(namespace, name, self.dimensions.clone()))
    }

    fn window(&self) -> Result<EvaluationWindow, Refusal> {
        match self.evaluation_window.as_deref() {
            None | Some(SLIDING_WINDOW) => Ok(EvaluationWindow::Sliding),
            Some(WALL_CLOCK_WINDOW) => Ok(EvaluationWindow::WallClock(TimeZone::UTC)),
            Some(_) => Err(invalid(format!("EvaluationWindow must be {SLIDING_WINDOW} or {WALL_CLOCK_WINDOW}"))),
        }
    }
}

/// The words of a request that the API model lists; `None` also where they are not given.
struct Words {
    statistic: Option<Statistic>,
    operator: Option<Operator>,
    unit: Option<Unit>,
}

pub(crate) fn constrain_actions(
    constraints: &mut Constraints,
    ok: &[String],
    alarm: &[String],
    insufficient_data: &[String],
) {
    for (member, actions) in
        [("okActions", ok), ("alarmActions", alarm), ("insufficientDataActions", insufficient_data)]
    {
        constraints.at_most(member, actions, ACTIONS_MAX);
        constraints.each_length(member, actions, 1..=ACTION_CHARS_MAX);
    }
}

/// An action is an ARN of the alarm's Region (recorded and quoted refusals), also while actions are disabled. Whether
/// there is anything of that ARN is not asked.
pub(crate) fn check_action(action: &str, region: &str) -> Result<(), Refusal> {
    let arn: Arn = action.parse().map_err(|_| invalid(format!("Invalid arn syntax: {action}")))?;
    if arn.region() == region {
        return Ok(());
    }
    Err(invalid(format!("Invalid region {} specified. Only {region} is supported.", arn.region())))
}

/// The first fault of a rule, in the service's manner.
fn of_rule(faults: &[RuleFault]) -> Refusal {
    let told = |fault: &RuleFault| match fault {
        RuleFault::NoEvaluationPeriods => "EvaluationPeriods must be 1 or more".to_owned(),
        RuleFault::TooLong { reach_max, .. } => {
            let (most, seconds) = if reach_max.as_secs() == 86_400 { ("day", 86_400) } else { ("week", 604_800) };
            format!(
                "Metrics cannot be checked across more than a {most} (EvaluationPeriods * Period must be <= {seconds})."
            )
        }
        RuleFault::DatapointsToAlarm { .. } => {
            "DatapointsToAlarm must be less than or equal to EvaluationPeriods".to_owned()
        }
        RuleFault::Threshold(_) => "PutMetricAlarm request should have valid Threshold parameter".to_owned(),
        RuleFault::LowSamples(statistic) => {
            format!("Option evaluateLowSampleCountPercentile can not be applied with statistic {statistic}.")
        }
        RuleFault::WallClock(_) => {
            format!("{WALL_CLOCK_WINDOW} requires a Period of 60, 300, 3600, 86400 or 604800")
        }
    };
    invalid(faults.first().map(told).unwrap_or_default())
}

fn invalid(message: String) -> Refusal {
    Refusal::Validation(message)
}

/// A number that the constraints have found to be positive.
fn unsigned(number: i32) -> u32 {
    number.unsigned_abs()
}
