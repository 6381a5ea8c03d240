//! The scripts by which a deployment is verified: one for each of the four alerts, made of the config, so that they fit any.

use signalarm_alert::{Alert, AlertName, Chain, Config};
use signalarm_diagnostic::Faulty;
use signalarm_event::{Outcome, UserType};
use signalarm_scenario::{Scenario, Sources, read_scenario};
use signalarm_time::Duration;

/// For how many periods is listened: AWS evaluates an alarm once a minute, and its metric needs a minute to be seen.
const PERIODS: u32 = 3;
/// For how much longer.
const LONGER: Duration = Duration::from_secs(120);

/// The scripts for the chain of a config.
pub(super) fn scripts(config: &Config) -> Result<Vec<Scenario>, Faulty> {
    let chain = config.simulated_chain();
    let mut scripts = Vec::new();
    for user_type in [UserType::Iam, UserType::Root] {
        for outcome in [Outcome::Failure, Outcome::Success] {
            let alert = AlertName::of(outcome, user_type).and_then(|name| chain.alert(&name));
            let Some(alert) = alert else { continue };
            let name = format!("verify-{outcome}-{user_type}");
            let sources = Sources { config, environment: &|_| None, files: &|file| Err(format!("there is no {file}")) };
            scripts.push(read_scenario(&name, &name, &text(&chain, alert, outcome, user_type), sources)?);
        }
    }
    Ok(scripts)
}

/// A sign-in, that its own alert tells whoever subscribes, and that no other of the four does.
fn text(chain: &Chain, alert: &Alert, outcome: Outcome, user_type: UserType) -> String {
    let name = &alert.name;
    let within = (alert.period.duration() * PERIODS + LONGER).as_secs();
    let expect = |what: String| format!("[[expect]]\nwithin = \"{within}s\"\n{what}\n");
    let mut protocols: Vec<String> =
        chain.subscribers(name).iter().map(|endpoint| format!("\"{}\"", endpoint.protocol())).collect();
    protocols.sort();
    protocols.dedup();
    let mut text = format!(
        "format = 1\ntitle = \"A sign-in of {name} rings its own alarm and no other\"\n\
         [[step]]\nsign-in = {{ user-type = \"{user_type}\", outcome = \"{outcome}\" }}\n"
    );
    text += &expect(format!("alarm = \"{name}\"\nstate = \"ALARM\""));
    if !protocols.is_empty() {
        text += &expect(format!("by = \"{name}\"\nnotified = [{}]", protocols.join(", ")));
    }
    let others = AlertName::FOUR.iter().filter(|other| *other != name && chain.alert(other).is_some());
    for other in others {
        text += &expect(format!("alarm = \"{other}\"\nnever = \"ALARM\""));
    }
    text
}
