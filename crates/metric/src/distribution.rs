//! The values of samples and how often each occurs: what extended statistics are made of.
//!
//! How CloudWatch interpolates between samples is not documented. Here a share of the samples is whole samples: p90 is
//! the smallest value that at least 90 % of the samples do not exceed.

use crate::extended::{Boundary, ExtendedStatistic, Kind, Percentage, Range, Trim};

/// So many different values are told apart; a further one counts as the nearest of them.
const VALUES_MAX: usize = 1_000;

/// The values of samples and how often each occurs, by value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distribution {
    values: Vec<(f64, u64)>,
}

impl Distribution {
    /// Adds a sample; not a number is not added.
    pub fn add(&mut self, value: f64) {
        if !value.is_nan() {
            self.add_times(value, 1);
        }
    }

    fn add_times(&mut self, value: f64, count: u64) {
        // Adding zero makes the negative zero the positive one.
        let value = value + 0.0;
        let index = self.values.partition_point(|(present, _)| *present < value);
        let is_full = self.values.len() >= VALUES_MAX;
        match self.values.get(index) {
            Some((present, _)) if *present == value => self.values[index].1 += count,
            _ if is_full => {
                let nearest = self.nearest(index, value);
                self.values[nearest].1 += count;
            }
            _ => self.values.insert(index, (value, count)),
        }
    }

    /// Of the two values around an index the one that is nearer.
    fn nearest(&self, index: usize, value: f64) -> usize {
        let above = index.min(self.values.len() - 1);
        let below = index.saturating_sub(1);
        let distance = |index: usize| (self.values[index].0 - value).abs();
        if distance(below) <= distance(above) { below } else { above }
    }

    /// Takes in all samples of another one.
    pub(crate) fn absorb(&mut self, other: &Self) {
        other.values.iter().for_each(|(value, count)| self.add_times(*value, *count));
    }

    /// How many samples there are.
    #[must_use]
    pub fn sample_count(&self) -> u64 {
        self.values.iter().map(|(_, count)| count).sum()
    }

    /// The value of an extended statistic; `None` where it has none: without samples, or a mean of an empty range.
    #[must_use]
    pub fn value(&self, statistic: ExtendedStatistic) -> Option<f64> {
        let below = |upper| Range { lower: None, upper: Some(Boundary::Share(upper)) };
        let quartiles = Range {
            lower: Some(Boundary::Share(Percentage::QUARTER)),
            upper: Some(Boundary::Share(Percentage::THREE_QUARTERS)),
        };
        match statistic.0 {
            Kind::Percentile(percentage) => self.at_rank(percentage.of_rounded_up(self.sample_count()).max(1)),
            Kind::Below(trim, percentage) => self.trimmed(trim, below(percentage)),
            Kind::Interquartile => self.trimmed(Trim::Mean, quartiles),
            Kind::Between(trim, range) => self.trimmed(trim, range),
        }
    }

    /// The value of the sample of that rank; the smallest has rank 1.
    fn at_rank(&self, rank: u64) -> Option<f64> {
        let mut seen = 0;
        self.values.iter().find_map(|(value, count)| {
            seen += count;
            (rank <= seen).then_some(*value)
        })
    }

    fn trimmed(&self, trim: Trim, range: Range) -> Option<f64> {
        let all = self.sample_count();
        if all == 0 {
            return None;
        }
        let kept = self.ranks(range, all);
        let (mut count, mut sum) = (0, 0.0);
        let mut rank = 0;
        for (value, times) in &self.values {
            let inside = (rank + times).min(kept.1).saturating_sub(rank.max(kept.0));
            count += inside;
            sum += value * inside as f64;
            rank += times;
        }
        match trim {
            Trim::Mean => (count != 0).then(|| sum / count as f64),
            Trim::Count => Some(count as f64),
            Trim::Sum => Some(sum),
            Trim::Rank => Some(count as f64 * 100.0 / all as f64),
            Trim::WinsorizedMean => {
                let low = self.edge(range.lower, kept.0 + 1)? * kept.0 as f64;
                let high = self.edge(range.upper, kept.1)? * (all - kept.1) as f64;
                Some((low + sum + high) / all as f64)
            }
        }
    }

    /// The value at the edge of a range: the boundary itself, or that of the outermost sample inside.
    fn edge(&self, boundary: Option<Boundary>, rank: u64) -> Option<f64> {
        match boundary {
            Some(Boundary::Value(value)) => Some(value),
            Some(Boundary::Share(_)) | None => self.at_rank(rank),
        }
    }

    /// How many samples lie below a range, and how many do not lie above it.
    fn ranks(&self, range: Range, all: u64) -> (u64, u64) {
        let not_above = |bound: f64| -> u64 {
            self.values.iter().take_while(|(value, _)| *value <= bound).map(|(_, count)| count).sum()
        };
        let below = match range.lower {
            None => 0,
            Some(Boundary::Share(share)) => share.of_rounded_down(all),
            Some(Boundary::Value(value)) => not_above(value),
        };
        let upto = match range.upper {
            None => all,
            Some(Boundary::Share(share)) => share.of_rounded_up(all),
            Some(Boundary::Value(value)) => not_above(value),
        };
        (below, upto.max(below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn statistic(text: &str) -> ExtendedStatistic {
        text.parse().unwrap()
    }

    fn distribution(values: impl IntoIterator<Item = f64>) -> Distribution {
        let mut distribution = Distribution::default();
        values.into_iter().for_each(|value| distribution.add(value));
        distribution
    }

    /// Of the samples 1 to 10, what CloudWatch's definitions give.
    #[test]
    fn each_statistic_takes_its_share() {
        let samples = distribution((1..=10).rev().map(f64::from));
        for (text, expected) in [
            ("p0", 1.0),
            ("p10", 1.0),
            ("p50", 5.0),
            ("p90", 9.0),
            ("p90.1", 10.0),
            ("p100", 10.0),
            ("tm90", 5.0),
            ("tc90", 9.0),
            ("ts90", 45.0),
            ("wm90", 5.4),
            ("IQM", 5.5),
            ("TM(10%:90%)", 5.5),
            ("TC(80%:)", 2.0),
            ("TS(80%:)", 19.0),
            ("WM(10%:90%)", 5.5),
            ("TM(2:4)", 3.5),
            ("TC(2:4)", 2.0),
            ("WM(2:4)", 3.5),
            ("PR(:3)", 30.0),
            ("PR(3:5)", 20.0),
            ("PR(10:)", 0.0),
            ("TC(10:)", 0.0),
            ("TS(11:12)", 0.0),
        ] {
            assert_eq!(samples.value(statistic(text)), Some(expected), "{text}");
        }
        assert_eq!(samples.value(statistic("TM(10:)")), None, "no sample lies there");
    }

    #[test]
    fn few_samples_are_no_trouble() {
        let one = distribution([7.0]);
        for text in ["p0", "p99", "tm90", "wm10", "IQM", "ts1"] {
            assert_eq!(one.value(statistic(text)), Some(7.0), "{text}");
        }
        for text in ["p50", "tm90", "TC(1:)", "PR(:1)", "WM(1:2)"] {
            assert_eq!(Distribution::default().value(statistic(text)), None, "{text}");
        }
    }

    #[test]
    fn beyond_the_limit_a_value_counts_as_the_nearest() {
        let mut samples = distribution((0..VALUES_MAX).map(|number| number as f64));
        for value in [0.4, 0.6, 5_000.0, -5_000.0, f64::NAN, -0.0] {
            samples.add(value);
        }
        assert_eq!(samples.values.len(), VALUES_MAX);
        assert_eq!(samples.values[..2], [(0.0, 4), (1.0, 2)]);
        assert_eq!(samples.values[VALUES_MAX - 1], (999.0, 2));
    }

    proptest! {
        /// A percentile is what sorting all samples says it is.
        #[test]
        fn a_percentile_is_a_rank(values in prop::collection::vec(-50i32..50, 1..60), percent in 1usize..=100) {
            let samples = distribution(values.iter().copied().map(f64::from));
            let mut sorted = values;
            sorted.sort_unstable();
            let rank = (percent * sorted.len()).div_ceil(100);
            let expected = f64::from(sorted[rank - 1]);
            prop_assert_eq!(samples.value(statistic(&format!("p{percent}"))), Some(expected));
        }
    }
}
