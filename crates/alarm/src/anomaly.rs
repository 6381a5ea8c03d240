//! The reason of an anomaly alarm, which compares with a band instead of a threshold.
//!
//! Such alarms are not evaluated here: the band is the work of a model that nobody outside of AWS knows. Of their reasons
//! one was published (November 2025): ALARM with one datapoint outside of a band with two ends. The wordings for
//! several datapoints, for OK and for bands with one end are made in its likeness.

use std::fmt;

use signalarm_metric::written_form;
use signalarm_time::Timestamp;

use crate::reason::minimum_in_words;
use crate::{NotAWord, State};

/// How a value is compared with a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BandOperator {
    /// `LessThanLowerOrGreaterThanUpperThreshold`: outside of the band.
    OutsideBand,
    /// `LessThanLowerThreshold`: below it.
    BelowBand,
    /// `GreaterThanUpperThreshold`: above it.
    AboveBand,
}

/// A datapoint, and the band there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BandedDatapoint {
    /// Its start.
    pub start: Timestamp,
    /// Its value.
    pub value: f64,
    /// The lower end of the band.
    pub lower: f64,
    /// The upper end of the band.
    pub upper: f64,
}

impl BandOperator {
    const ALL: [Self; 3] = [Self::OutsideBand, Self::BelowBand, Self::AboveBand];

    /// Whether a datapoint is breaching.
    #[must_use]
    pub fn breaches(self, datapoint: &BandedDatapoint) -> bool {
        let (below, above) = (datapoint.value < datapoint.lower, datapoint.upper < datapoint.value);
        match self {
            Self::OutsideBand => below || above,
            Self::BelowBand => below,
            Self::AboveBand => above,
        }
    }
}

/// The reason of a state that an anomaly alarm of M out of N enters on account of these datapoints, newest first.
#[must_use]
pub fn anomaly_reason(
    operator: BandOperator,
    (datapoints_to_alarm, evaluation_periods): (u32, u32),
    state: State,
    deciding: &[BandedDatapoint],
) -> String {
    let list = |what: fn(&BandedDatapoint) -> String| deciding.iter().map(what).collect::<Vec<_>>().join(", ");
    let values = list(|datapoint| format!("{} ({})", written_form(datapoint.value), datapoint.start.reason_form()));
    let lower = list(|datapoint| written_form(datapoint.lower));
    let upper = list(|datapoint| written_form(datapoint.upper));
    let was = if deciding.len() == 1 { "was" } else { "were" };
    let not = if state == State::Ok { "not " } else { "" };
    let below = format!("less than the lower thresholds [{lower}]");
    let above = format!("greater than the upper thresholds [{upper}]");
    let comparison = match operator {
        BandOperator::OutsideBand => format!("{below} or {above}"),
        BandOperator::BelowBand => below,
        BandOperator::AboveBand => above,
    };
    let count = deciding.len();
    let minimum = minimum_in_words(state, datapoints_to_alarm, evaluation_periods);
    format!(
        "Thresholds Crossed: {count} out of the last {evaluation_periods} datapoints [{values}] {was} \
         {not}{comparison}{minimum}."
    )
}

impl fmt::Display for BandOperator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutsideBand => "LessThanLowerOrGreaterThanUpperThreshold",
            Self::BelowBand => "LessThanLowerThreshold",
            Self::AboveBand => "GreaterThanUpperThreshold",
        })
    }
}

impl std::str::FromStr for BandOperator {
    type Err = NotAWord;

    fn from_str(text: &str) -> Result<Self, NotAWord> {
        crate::words::word(text, "comparison operator of a band", &Self::ALL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn datapoint(value: f64) -> BandedDatapoint {
        BandedDatapoint { start: "2025-11-14T18:39:00Z".parse().unwrap(), value, lower: 193.5, upper: 531.25 }
    }

    /// The published reason, with shorter numbers.
    #[test]
    fn a_reason_names_the_band() {
        assert_eq!(
            anomaly_reason(BandOperator::OutsideBand, (1, 4), State::Alarm, &[datapoint(537.0)]),
            "Thresholds Crossed: 1 out of the last 4 datapoints [537.0 (14/11/25 18:39:00)] was less than the lower \
             thresholds [193.5] or greater than the upper thresholds [531.25] (minimum 1 datapoint for OK -> ALARM \
             transition)."
        );
        assert_eq!(
            anomaly_reason(BandOperator::AboveBand, (2, 2), State::Ok, &[datapoint(1.0), datapoint(2.0)]),
            "Thresholds Crossed: 2 out of the last 2 datapoints [1.0 (14/11/25 18:39:00), 2.0 (14/11/25 18:39:00)] \
             were not greater than the upper thresholds [531.25, 531.25] (minimum 1 datapoint for ALARM -> OK \
             transition)."
        );
    }

    #[test]
    fn bands_are_left_to_one_side_or_both() {
        let breaching = |value| BandOperator::ALL.map(|operator| operator.breaches(&datapoint(value)));
        assert_eq!(breaching(100.0), [true, true, false]);
        assert_eq!(breaching(193.5), [false, false, false]);
        assert_eq!(breaching(600.0), [true, false, true]);
        BandOperator::ALL.iter().for_each(|operator| assert_eq!(operator.to_string().parse(), Ok(*operator)));
        assert!("GreaterThanThreshold".parse::<BandOperator>().is_err());
    }
}
