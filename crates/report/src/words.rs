//! Words that several reports share.

use signalarm_diagnostic::harmless;
use signalarm_event::{Outcome, Variant};
use signalarm_scenario::{Action, SignInStep};

/// `1 record`, `2 records`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// What a step does, in words.
pub(crate) fn action(action: &Action) -> String {
    match action {
        Action::SignIn(step) => sign_in(step),
        Action::Records { records, .. } => {
            let names: Vec<String> = records.iter().map(|record| harmless(record.name())).collect();
            format!("from a file: {}", names.join(", "))
        }
        Action::Wait(duration) => format!("wait {duration}"),
        Action::Configure(_) => "somebody changes filters and alarms in place".to_owned(),
        Action::Break(fault) => format!("break: {fault}"),
        Action::Mend(fault) => format!("mend: {}", fault.name()),
    }
}

fn sign_in(step: &SignInStep) -> String {
    let user = &step.user;
    let did = |outcome: Outcome| match outcome {
        Outcome::Failure => "fails to sign in",
        Outcome::Success => "signs in",
    };
    let with = |mfa: bool| if mfa { " with MFA" } else { "" };
    match step.variant {
        Variant::Iam { outcome, mfa } => format!("IAM user {user} {}{}", did(outcome), with(mfa)),
        Variant::Root { outcome, mfa } => format!("the root user {}{}", did(outcome), with(mfa)),
        Variant::UnknownUser => "somebody fails to sign in with an unknown user name".to_owned(),
        Variant::MfaCheck => format!("IAM user {user} is asked for MFA"),
        Variant::FederatedToken => format!("{user} gets a sign-in token"),
        Variant::Federated => format!("{user} signs in with a sign-in token"),
        Variant::Saml => format!("{user} signs in by SAML"),
        Variant::IdentityCenterConsole => format!("{user} opens the console by Identity Center"),
        Variant::IdentityCenter { outcome } => format!("{user} {} to Identity Center", did(outcome)),
        Variant::SwitchRole => format!("{user} switches the role"),
        Variant::ApiCall => format!("{user} calls an API"),
    }
}

/// A target within a sentence.
pub(crate) fn the_target(target: &str) -> String {
    if target == "aws" { "AWS".to_owned() } else { format!("the {target}") }
}
