//! What benchmarks share: the best of several rounds, and the bare event loop that simulations stand beside.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The shortest of so many rounds, in wall time.
pub fn best<T>(rounds: usize, mut run: impl FnMut() -> T) -> Duration {
    let round = || {
        let begin = Instant::now();
        black_box(run());
        begin.elapsed()
    };
    std::iter::repeat_with(round).take(rounds).min().unwrap_or_default()
}

/// An agenda on which there are always a few events, and each makes the next.
#[must_use]
pub fn bare_loop(events: u64) -> u64 {
    let mut agenda: BinaryHeap<Reverse<(u64, u64)>> = (0..10).map(|number| Reverse((number * 6_000, number))).collect();
    let mut last = 0;
    for number in 10..events {
        let Some(Reverse((at, _))) = agenda.pop() else { break };
        last = at;
        agenda.push(Reverse((at + 60_000, number)));
    }
    last
}
