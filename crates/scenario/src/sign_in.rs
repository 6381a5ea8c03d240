//! Which record CloudTrail makes of a sign-in that a script tells of.

use signalarm_diagnostic::{Fault, Placed};
use signalarm_event::{Outcome, Variant};

use crate::draft::{DraftSignIn, EventWord, UserTypeWord};
use crate::step::SignInStep;

const USER: &str = "alice";
/// From a block that is kept for documentation (RFC 5737).
const SOURCE_IP: &str = "203.0.113.7";

/// Checks that event, user type, outcome and MFA go together.
pub(crate) fn check_sign_in(draft: DraftSignIn, place: &Placed<()>, faults: &mut Vec<Fault>) -> Option<SignInStep> {
    let variant = match variant(&draft) {
        Ok(variant) => Some(variant),
        Err((message, cure)) => {
            faults.push(place.fault(message).cure(cure));
            None
        }
    };
    if draft.region.is_some() && draft.user_type == UserTypeWord::Root {
        let fault = place.fault("the root user signs in at us-east-1, wherever the browser is");
        faults.push(fault.cure("leave `region` away"));
    }
    Some(SignInStep {
        variant: variant?,
        user: draft.user.unwrap_or_else(|| USER.to_owned()),
        source_ip: draft.source_ip.unwrap_or_else(|| SOURCE_IP.to_owned()),
        region: draft.region,
        delay: draft.delay,
    })
}

/// Which record CloudTrail makes of such a sign-in (CloudTrail User Guide, *AWS Management Console sign-in events*).
fn variant(draft: &DraftSignIn) -> Result<Variant, (&'static str, &'static str)> {
    use EventWord::{CheckMfa, ConsoleLogin, GetSigninToken, SwitchRole, UserAuthentication};
    use UserTypeWord::{Federated, Iam, IdentityCenter, Root, Saml, UnknownUser};
    let outcome = || draft.outcome.ok_or(("the sign-in has no outcome", "add outcome = \"failure\" or \"success\""));
    let mfa = draft.mfa.unwrap_or(false);
    let only = |wanted: Outcome, variant: Variant, why: &'static str| match draft.outcome {
        Some(outcome) if outcome != wanted => Err((why, "change the outcome, or leave it away")),
        _ if mfa => Err(NO_MFA),
        _ => Ok(variant),
    };
    match (draft.event, draft.user_type) {
        (ConsoleLogin, Iam) => Ok(Variant::Iam { outcome: outcome()?, mfa }),
        (ConsoleLogin, Root) if mfa && draft.outcome == Some(Outcome::Failure) => Err(NO_MFA),
        (ConsoleLogin, Root) => Ok(Variant::Root { outcome: outcome()?, mfa }),
        (ConsoleLogin, UnknownUser) => {
            only(Outcome::Failure, Variant::UnknownUser, "a sign-in with an unknown user name always fails")
        }
        (ConsoleLogin, Federated) => only(Outcome::Success, Variant::Federated, FAILS_ELSEWHERE),
        (ConsoleLogin, Saml) => only(Outcome::Success, Variant::Saml, FAILS_ELSEWHERE),
        (ConsoleLogin, IdentityCenter) => only(Outcome::Success, Variant::IdentityCenterConsole, FAILS_ELSEWHERE),
        (CheckMfa, Iam) => only(Outcome::Success, Variant::MfaCheck, "an MFA check is recorded as a success"),
        (GetSigninToken, Federated) => only(Outcome::Success, Variant::FederatedToken, FAILS_ELSEWHERE),
        (SwitchRole, Iam | Federated) => {
            only(Outcome::Success, Variant::SwitchRole, "a failed switch of roles leaves no record")
        }
        (UserAuthentication, IdentityCenter) => Ok(Variant::IdentityCenter { outcome: outcome()? }),
        (CheckMfa | GetSigninToken | SwitchRole | UserAuthentication, _) => Err((
            "this event and this user type do not go together",
            "check-mfa and switch-role go with iam, get-signin-token and switch-role with federated, user-authentication with identity-center",
        )),
    }
}

const NO_MFA: (&str, &str) = ("CloudTrail never says of such a sign-in that MFA was used", "leave `mfa` away");
const FAILS_ELSEWHERE: &str =
    "a federated sign-in that fails does so at the identity provider and leaves no record here";
