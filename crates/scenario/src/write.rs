//! A scenario as a file that a person can read, and that reads back to the same scenario.

use std::fmt::Write as _;

use signalarm_event::{Outcome, Variant};
use signalarm_time::Duration;
use thiserror::Error;

use crate::check::{DEFAULT_ACTIVITY, DEFAULT_SEED, DEFAULT_START};
use crate::expectation::{Expectation, Expected};
use crate::fault::ChainFault;
use crate::step::{Action, ChainOrigin, Scenario, SignInStep};

/// Why a scenario cannot be written as a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotWritable {
    /// Records come from a file beside it.
    #[error("records come from a file beside the scenario")]
    Records,
    /// A change of settings has forgotten in which words it was told.
    #[error("a change of settings has forgotten its words")]
    Configure,
    /// An expectation counts from an instant at which no step is.
    #[error("an expectation counts from an instant at which nothing happens")]
    Window,
    /// It is no sign-in.
    #[error("an ordinary call is no sign-in")]
    NoSignIn,
}

/// The file of a scenario. `comments` stand above it, a line each. Its settings are those with which it is read: `[config]` is
/// not written.
///
/// # Errors
///
/// [`NotWritable`].
pub fn scenario_text(scenario: &Scenario, comments: &[String]) -> Result<String, NotWritable> {
    let mut text = String::new();
    for comment in comments {
        let _ = writeln!(text, "# {comment}");
    }
    let _ = writeln!(text, "format = 1\ntitle = {}", quoted(&scenario.title));
    if scenario.seed != DEFAULT_SEED {
        let _ = writeln!(text, "seed = {}", scenario.seed);
    }
    if scenario.start != DEFAULT_START {
        let _ = writeln!(text, "start = {}", quoted(&scenario.start.to_string()));
    }
    if scenario.activity != Some(DEFAULT_ACTIVITY) {
        let activity = scenario.activity.map_or_else(|| "none".to_owned(), |every| every.to_string());
        let _ = writeln!(text, "activity = {}", quoted(&activity));
    }
    if scenario.origin == ChainOrigin::HandMade {
        text.push_str("chain = \"hand-made\"\n");
    }
    for (index, step) in scenario.steps.iter().enumerate() {
        let _ = write!(text, "\n[[step]]\n");
        if is_counted_from(scenario, index) {
            let _ = writeln!(text, "id = \"s{}\"", index + 1);
        }
        let _ = writeln!(text, "at = \"{}\"\n{}", step.at, verb(&step.action)?);
    }
    if let Some((at, rest)) = rest(scenario) {
        let _ = write!(text, "\n[[step]]\nat = \"{at}\"\nwait = \"{rest}\"\n");
    }
    for expectation in &scenario.expectations {
        let after = first_step_at(scenario, expectation.from).ok_or(NotWritable::Window)?;
        let within = less(expectation.until, expectation.from);
        let _ = write!(text, "\n[[expect]]\nafter = \"s{}\"\nwithin = \"{within}\"\n", after + 1);
        text.push_str(&expected(&expectation.expected));
    }
    Ok(text)
}

fn first_step_at(scenario: &Scenario, at: Duration) -> Option<usize> {
    scenario.steps.iter().position(|step| step.at == at)
}

fn is_counted_from(scenario: &Scenario, index: usize) -> bool {
    let counts = |expectation: &Expectation| first_step_at(scenario, expectation.from) == Some(index);
    scenario.expectations.iter().any(counts)
}

/// What must still pass behind everything else, and from when on.
fn rest(scenario: &Scenario) -> Option<(Duration, Duration)> {
    let last = scenario.steps.last().map_or(Duration::ZERO, |step| step.at);
    let judged = scenario.expectations.iter().map(|expectation| expectation.until).max().unwrap_or(Duration::ZERO);
    (last.max(judged) < scenario.length).then(|| (last, less(scenario.length, last)))
}

const fn less(one: Duration, other: Duration) -> Duration {
    Duration::from_millis(one.as_millis().saturating_sub(other.as_millis()))
}

fn verb(action: &Action) -> Result<String, NotWritable> {
    Ok(match action {
        Action::SignIn(step) => format!("sign-in = {{ {} }}", sign_in(step)?.join(", ")),
        Action::Wait(duration) => format!("wait = \"{duration}\""),
        Action::Break(fault) => format!("break = {{ {} }}", broken(fault).join(", ")),
        Action::Mend(fault) => format!("mend = {{ {} }}", mended(fault).join(", ")),
        Action::Records { .. } => return Err(NotWritable::Records),
        Action::Configure(_) => return Err(NotWritable::Configure),
    })
}

fn sign_in(step: &SignInStep) -> Result<Vec<String>, NotWritable> {
    let (user_type, event, outcome, mfa) = match step.variant {
        Variant::Iam { outcome, mfa } => ("iam", None, Some(outcome), mfa),
        Variant::UnknownUser => ("unknown-user", None, None, false),
        Variant::MfaCheck => ("iam", Some("check-mfa"), None, false),
        Variant::Root { outcome, mfa } => ("root", None, Some(outcome), mfa),
        Variant::FederatedToken => ("federated", Some("get-signin-token"), None, false),
        Variant::Federated => ("federated", None, None, false),
        Variant::Saml => ("saml", None, None, false),
        Variant::IdentityCenterConsole => ("identity-center", None, None, false),
        Variant::IdentityCenter { outcome } => ("identity-center", Some("user-authentication"), Some(outcome), false),
        Variant::SwitchRole => ("iam", Some("switch-role"), None, false),
        Variant::ApiCall => return Err(NotWritable::NoSignIn),
    };
    let outcome = outcome.map(|outcome| match outcome {
        Outcome::Failure => "failure",
        Outcome::Success => "success",
    });
    let mut members = vec![format!("user-type = \"{user_type}\"")];
    members.extend(event.map(|event| format!("event = \"{event}\"")));
    members.extend(outcome.map(|outcome| format!("outcome = \"{outcome}\"")));
    members.extend(mfa.then(|| "mfa = true".to_owned()));
    members.push(format!("user = {}", quoted(&step.user)));
    members.push(format!("source-ip = {}", quoted(&step.source_ip)));
    members.extend(step.region.as_ref().map(|region| format!("region = \"{region}\"")));
    members.extend(step.delay.map(|delay| format!("delay = \"{delay}\"")));
    Ok(members)
}

fn broken(fault: &ChainFault) -> Vec<String> {
    let mut members = mended(fault);
    if let (ChainFault::Timed(_, measure), Some(key)) = (fault, fault.kind().duration_key()) {
        members.push(format!("{key} = \"{measure}\""));
    }
    members
}

/// Whoever mends names no measure.
fn mended(fault: &ChainFault) -> Vec<String> {
    let mut members = vec![format!("fault = \"{}\"", fault.name())];
    if let ChainFault::OfAlert(_, alert) = fault {
        members.push(format!("alert = \"{alert}\""));
    }
    members
}

fn expected(expected: &Expected) -> String {
    let list = |words: Vec<String>| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<String>>().join(", ");
    match expected {
        Expected::Reaches { alarm, state, reason } => {
            let reason = reason.as_ref().map(|reason| format!("reason = {}\n", quoted(reason))).unwrap_or_default();
            format!("alarm = \"{alarm}\"\nstate = \"{state}\"\n{reason}")
        }
        Expected::Never { alarm, state } => format!("alarm = \"{alarm}\"\nnever = \"{state}\"\n"),
        Expected::Passes { alarm, states } => {
            format!("alarm = \"{alarm}\"\nstates = [{}]\n", list(states.iter().map(ToString::to_string).collect()))
        }
        Expected::Notified { by, protocols, count, message: _ } => {
            let count = count.map(|count| format!("count = {count}\n")).unwrap_or_default();
            format!(
                "by = \"{by}\"\nnotified = [{}]\n{count}",
                list(protocols.iter().map(ToString::to_string).collect())
            )
        }
        Expected::Swallowed { by, count } => format!("by = \"{by}\"\nswallowed = {count}\n"),
    }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}
