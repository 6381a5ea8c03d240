//! The life of a chain on a simulated account.

mod adoption;
mod denied;
mod interrupted;
mod life;
mod memory;
mod subscribers;
mod world;
