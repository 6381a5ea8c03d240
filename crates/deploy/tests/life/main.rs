//! The life of a chain on a simulated account.

mod denied;
mod interrupted;
mod life;
mod world;
