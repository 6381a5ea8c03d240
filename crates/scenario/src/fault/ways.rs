//! The table of the known ways in which a chain dies while it looks alive, link by link.

mod alarm;
mod delivery;
mod deployment;
mod filter;
mod topic;
mod trail;

use super::Way;

/// All ways to die, in the order of the chain; those of its deployment last.
pub fn ways() -> impl Iterator<Item = &'static Way> {
    let tables: [&'static [Way]; 6] =
        [delivery::WAYS, trail::WAYS, filter::WAYS, alarm::WAYS, topic::WAYS, deployment::WAYS];
    tables.into_iter().flatten()
}
