//! Chance from a seed: a named generator, one stream for each thing that is drawn.

use rand_core::Rng;
use rand_pcg::Pcg64;

/// The generator for one draw, or one series of draws.
///
/// Every purpose and every number below it has a stream of its own, so that one more sign-in in a scenario does not
/// change what the others draw. The generator is PCG XSL RR 128/64 (O'Neill 2014); its output is the same on every
/// machine.
pub(crate) fn stream(seed: u64, purpose: &str, number: u64) -> Pcg64 {
    let state = u128::from(seed) << 64 | u128::from(number);
    Pcg64::new(state, u128::from(fnv_1a(purpose.as_bytes())))
}

/// A number below `bound`, by multiplication and shift; the bias of at most 2⁻³² does not matter here.
pub(crate) fn below(generator: &mut Pcg64, bound: u32) -> u32 {
    ((u64::from(generator.next_u32()) * u64::from(bound)) >> 32) as u32
}

/// The 64-bit FNV-1a hash: names a stream by its purpose, on every machine alike.
pub(crate) fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_the_same_numbers_everywhere() {
        let mut generator = stream(1, "delivery", 0);
        let drawn: Vec<u32> = (0..4).map(|_| below(&mut generator, 1_000)).collect();
        assert_eq!(drawn, [390, 15, 504, 677]);
    }
}
