//! CloudWatch metric alarms: evaluation range, missing data, M of N, states, reasons.
//!
//! An evaluation looks at the slots of the alarm's evaluation range and decides on a state; its texts are made when
//! somebody asks for them:
//!
//! ```
//! use signalarm_alarm::{MissingData, Operator, Period, Rule, RuleSettings, Slot, State, Statistic, YoungBreach, evaluate};
//! use signalarm_metric::Series;
//!
//! let rule = Rule::new(RuleSettings {
//!     period: Period::from_seconds(300).unwrap(),
//!     evaluation_periods: 1,
//!     datapoints_to_alarm: Some(1),
//!     statistic: Statistic::Sum,
//!     operator: Operator::GreaterThan,
//!     threshold: 0.0,
//!     missing_data: MissingData::NotBreaching,
//!     young_breach: YoungBreach::default(),
//! })
//! .unwrap();
//! let mut series = Series::new();
//! series.add("2026-11-23T10:03:17Z".parse().unwrap(), 1.0);
//!
//! let at = "2026-11-23T10:04:28Z".parse().unwrap();
//! let slots: Vec<Slot> = rule.slots(&series, at).collect();
//! let evaluation = evaluate(&rule, &slots, State::Ok, at);
//! assert_eq!(evaluation.state(), State::Alarm);
//! assert_eq!(
//!     evaluation.reason().unwrap(),
//!     "Threshold Crossed: 1 out of the last 1 datapoints [1.0 (23/11/26 09:59:00)] was greater than the threshold \
//!      (0.0) (minimum 1 datapoint for OK -> ALARM transition)."
//! );
//! ```
//!
//! When an alarm is evaluated, and who is told of its transitions, is not decided here. Periods below a minute, metric
//! math, anomaly bands, percentiles, units and composite alarms are not here.

mod alarm;
mod decide;
mod evaluation;
mod period;
mod reason;
mod reason_data;
mod rule;
mod words;

pub use alarm::{CREATION_REASON, MetricAlarm};
pub use decide::{Decision, decide};
pub use evaluation::{Evaluation, Slot, evaluate};
pub use period::{NotAPeriod, Period};
pub use rule::{Rule, RuleFault, RuleSettings, YoungBreach};
pub use signalarm_metric::Statistic;
pub use words::{MissingData, NotAWord, Operator, State};
