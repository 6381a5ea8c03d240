//! The scenario language, its diagnostics, and the runner over a synchronous [`Target`].
//!
//! A scenario file tells one story: what happens in an account, and what must be heard of it. [`read_scenario`] reads
//! it whole, every fault at once; [`run()`] plays it on a target and judges what was seen.
//!
//! Deliberately absent: which targets exist beyond the simulator, and how a run is shown.

mod act;
mod check;
mod deployed;
mod deployer;
mod draft;
mod expectation;
mod fault;
mod fault_check;
mod hand_made;
mod hearing;
mod judge;
mod lookup;
mod notified;
mod possible;
mod proof;
mod replay;
mod run;
mod sign_in;
mod simulator;
mod step;
mod target;
mod verdict;
mod write;

pub use act::{Act, Received};
pub use check::{Files, Sources, read_scenario};
pub use deployer::{DEPLOY_TIME, carry_out, chain_deployment, confirm_all, deploy_chain};
pub use expectation::{Expectation, Expected};
pub use fault::{AlertFault, ChainFault, FaultKind, Shown, Sign, Tampering, TimedFault, Way, WholeFault, Words, ways};
pub use hand_made::make_by_hand;
pub use hearing::{Hearing, Outcome, WhyUnheard, alert_for, hearings};
pub use notified::{Notified, includes_members};
pub use proof::{LinkProof, Proof};
pub use replay::{Delivery, Replay, replay};
pub use run::{Run, run};
pub use simulator::{SETTLE, Simulator};
pub use step::{Action, ChainOrigin, Scenario, SignInStep, Step};
pub use target::{Target, TargetError};
pub use verdict::{Judgement, RunResult, Verdict};
pub use write::{NotWritable, scenario_text};

/// The JSON Schema of scenario files, for completion and checking in editors.
pub const SCHEMA: &str = include_str!("../../../scenarios/scenario.schema.json");
