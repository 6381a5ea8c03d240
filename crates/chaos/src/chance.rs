//! Chance from a seed: one named generator for everything that is drawn of one story.

use rand_core::Rng;
use rand_pcg::Pcg64;
use signalarm_time::Duration;

/// Tells these draws from those that an account makes of the same seed.
const STREAM: u128 = 0x0063_6861_6f73;

/// The generator of one story: PCG XSL RR 128/64 (O'Neill 2014), the same on every machine.
pub(crate) struct Chance(Pcg64);

impl Chance {
    pub(crate) fn of(seed: u64) -> Self {
        Self(Pcg64::new(u128::from(seed), STREAM))
    }

    /// A number below `bound`, which is above 0; the bias of at most 2⁻³² does not matter here.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(bound)) >> 32) as u32
    }

    /// Whether one of `of` comes up.
    pub(crate) fn one_in(&mut self, of: u32) -> bool {
        self.below(of) == 0
    }

    /// One of several.
    pub(crate) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let bound = u32::try_from(choices.len()).ok().filter(|bound| *bound != 0)?;
        choices.get(self.below(bound) as usize)
    }

    /// Whole seconds below a duration.
    pub(crate) fn seconds_below(&mut self, length: Duration) -> Duration {
        let bound = u32::try_from(length.as_secs()).unwrap_or(u32::MAX).max(1);
        Duration::from_secs(u64::from(self.below(bound)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_the_same_numbers_everywhere() {
        let mut chance = Chance::of(7);
        let drawn: Vec<u32> = (0..4).map(|_| chance.below(1_000)).collect();
        assert_eq!(drawn, [401, 77, 922, 867]);
    }
}
