//! Drills from the command line, on a simulated account in which the deployer put the chain an hour ago.

mod history;
mod policy;
mod refused;
mod verified;
mod whole;
mod world;
