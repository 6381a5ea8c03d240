//! One run value to a terminal, to JSON, to GitHub annotations, to a picture; and faults as a person likes to read them.
//!
//! Values come in, text goes out. Nothing here prints, and nothing here runs anything.

mod advice;
mod blind_spots;
mod config;
mod conformance;
mod cost;
mod deployment;
mod deployments;
mod drill;
mod emulators;
mod explanation;
mod exploration;
mod faults;
mod findings;
mod github;
mod json;
mod latency;
mod links;
mod markdown;
mod mask;
mod matrix;
mod patterns;
mod replay;
mod scenarios;
mod status;
mod svg;
mod timeline;
mod transcript;
mod ways;
mod words;

pub use advice::{Advice, advice_json, advice_svg, advice_text};
pub use blind_spots::{Sighted, blind_spots_json, blind_spots_page, blind_spots_text};
pub use config::config_json;
pub use conformance::{conformance_json, conformance_text};
pub use cost::{cost_json, cost_text};
pub use deployment::{
    Outlook, Proposal, disagreement_text, plan_json, plan_text, report_json, report_text, rights_text,
};
pub use deployments::{DeploymentExploration, FoundDeployment, deployments_json, deployments_text};
pub use drill::{
    Calls, Drilled, LoggedDrill, drill_log_json, drill_log_text, drill_mask, drill_result, evidence_json,
    evidence_markdown, preview_json, preview_text, read_evidence,
};
pub use emulators::{Probed, contract_json, contract_text, emulators_tables, probe_json, probe_text};
pub use explanation::explanation;
pub use exploration::{Exploration, Found, exploration_json, exploration_text};
pub use faults::{Style, faults};
pub use findings::{alert_findings_json, finding_json, findings_text, standing_text};
pub use github::annotations;
pub use json::{faults_json, replay_json, scenarios_json};
pub use latency::{LatencyOf, latency_json, latency_svg, latency_text};
pub use markdown::scenarios_markdown;
pub use mask::Mask;
pub use matrix::{Cell, Cells, Column, Matrix, matrix_json, matrix_markdown, matrix_text, why_not_provable};
pub use patterns::{Event, pattern_check_json, pattern_faults, pattern_test_json, pattern_test_text};
pub use replay::replay_text;
pub use scenarios::{Totals, scenarios_text};
pub use status::{status_json, status_text};
pub use timeline::{timeline_json, timeline_svg, timeline_text};
pub use transcript::transcript;
pub use ways::{faults_table, ways_page};
