//! Drills on the simulated account: the whole way, each refusal, and what is left when somebody pulls the plug.

mod killed;
mod preview;
mod quiet;
mod refused;
#[path = "../support/mod.rs"]
mod support;
mod whole;
mod world;
