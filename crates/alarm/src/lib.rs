//! CloudWatch metric alarms: evaluation range, missing data, M of N, states, reasons.
//!
//! An evaluation looks at the slots of the alarm's evaluation range and decides on a state; its texts are made when
//! somebody asks for them:
//!
//! ```
//! use signalarm_alarm::{MissingData, Operator, Period, Rule, RuleSettings, Slot, State, Statistic, evaluate};
//! use signalarm_metric::Series;
//!
//! let rule = Rule::new(RuleSettings {
//!     datapoints_to_alarm: Some(1),
//!     missing_data: MissingData::NotBreaching,
//!     ..RuleSettings::new(Period::from_seconds(300).unwrap(), 1, Statistic::Sum, Operator::GreaterThan, 0.0)
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
//! [`AlarmLife`] is a metric alarm as it stands, from its creation to its deletion; [`step`] is its state machine. Beyond
//! the chain of a sign-in alert, and apart from it, stand [`CompositeAlarm`], [`Suppression`], [`Mutes`] and the reason of
//! anomaly alarms. Metric math and anomaly models are not computed here: their values come from outside. Who is told of a
//! transition, and in what words besides its reason, is not decided here.

mod alarm;
mod anomaly;
mod calm;
mod composite;
pub mod conformance;
mod decide;
mod evaluation;
mod life;
mod machine;
mod measure;
mod mute;
mod period;
mod reason;
mod reason_data;
mod reasoned;
mod rule;
mod warm_up;
mod window;
mod words;

pub use alarm::MetricAlarm;
pub use anomaly::{BandOperator, BandedDatapoint, anomaly_reason};
pub use composite::{
    AlarmArn, ChildChange, CompositeAlarm, CompositeRule, NotAnAlarmArn, SuppressedBy, Suppression, suppressed_reason,
};
pub use decide::{Decision, decide};
pub use evaluation::{Evaluation, Slot, evaluate};
pub use life::{AlarmLife, CREATION_REASON, Command, Outcome, ReasonedState, SetStateFault};
pub use machine::{Input, Step, step};
pub use measure::{LowSamples, Measure};
pub use mute::{MuteWindow, Mutes};
pub use period::{NotAPeriod, Period};
pub use reasoned::Reason;
pub use rule::{Rule, RuleFault, RuleSettings, YoungBreach};
pub use signalarm_metric::{ExtendedStatistic, Statistic, Unit};
pub use warm_up::{NotAWarmUp, WarmUp};
pub use window::{EvaluationWindow, Evidence, NotATimeZone, TimeZone};
pub use words::{MissingData, NotAWord, Operator, State};
