//! What is asked of console sign-ins and no console sign-in answers.

use signalarm_filter_pattern::lint::{Asked, Asks, Finding, OperandKind};

use super::context::{Seen, asks_equal, path_of};
use super::fields::{FIXED_IN_SIGN_INS, NEVER_IN_SIGN_INS, UNKNOWN_USER, WRONG_PASSWORD, find};
use super::{SIGN_IN_FIELD_UNKNOWN, SIGN_IN_VALUE_UNKNOWN, UNKNOWN_USER_MISSED};

/// The finding about a condition beside others that ask for a console sign-in, if there is one.
pub(super) fn lint(seen: &Seen<'_, '_>) -> Option<Finding> {
    seen.is_about_sign_ins().then(|| field_unknown(seen.asked).or_else(|| value_unknown(seen.asked))).flatten()
}

/// A field that other records have.
fn field_unknown(asked: &Asked<'_>) -> Option<Finding> {
    let (first, below_first) = asked.members.split_first()?;
    let path = asked.members.join(".");
    let absent = match (*first, below_first) {
        ("requestParameters" | "responseElements" | "additionalEventData", []) => false,
        ("requestParameters", [_, ..]) => true,
        ("responseElements", [name, ..]) => *name != "ConsoleLogin",
        ("additionalEventData", [_, ..]) => find(&path).is_none(),
        (_, _) => NEVER_IN_SIGN_INS.contains(first),
    };
    if !absent || asked.asks == Asks::NotExists {
        return None;
    }
    let message = format!("no record of a console sign-in has {}, so this never holds", asked.selector);
    let cure = match *first {
        "errorCode" => "a failed sign-in has an errorMessage and $.responseElements.ConsoleLogin = \"Failure\"",
        "requestParameters" => {
            "the requestParameters of a sign-in are null; what is known of it is in additionalEventData"
        }
        _ => "ask of a field that sign-ins have, or leave the condition away",
    };
    Some(Finding::new(&SIGN_IN_FIELD_UNKNOWN, asked.selector_span.clone(), message, cure))
}

/// A value that other records hold: another service, another event.
fn value_unknown(asked: &Asked<'_>) -> Option<Finding> {
    let Asks::Equal(operand) = &asked.asks else { return None };
    let path = path_of(asked)?;
    let (_, value) = FIXED_IN_SIGN_INS.into_iter().find(|(fixed, _)| *fixed == path)?;
    let is_other = operand.kind == OperandKind::Text && !operand.text.eq_ignore_ascii_case(value);
    if !is_other {
        return None;
    }
    let message =
        format!("the {path} of a console sign-in is {value}, so this never holds beside the other conditions");
    let cure = format!("write \"{value}\", or join the conditions by || if other records are meant as well");
    Some(Finding::new(&SIGN_IN_VALUE_UNKNOWN, operand.span.clone(), message, cure))
}

/// `errorMessage = "Failed authentication"` where other failed sign-ins are meant as well.
pub(super) fn unknown_user_missed(seen: &Seen<'_, '_>) -> Option<Finding> {
    let is_message = |asked, text| asks_equal(asked, "errorMessage", text);
    let root_only = seen.beside.iter().any(|asked| asks_equal(asked, "userIdentity.type", "Root"));
    let both = seen.alternatives.iter().any(|asked| is_message(asked, UNKNOWN_USER));
    if !is_message(seen.asked, WRONG_PASSWORD) || root_only || both {
        return None;
    }
    let message = format!("a sign-in with an unknown user name fails with another errorMessage, \"{UNKNOWN_USER}\"");
    let cure = "write $.responseElements.ConsoleLogin = \"Failure\", which holds of every failed console sign-in";
    Some(Finding::new(&UNKNOWN_USER_MISSED, seen.asked.span.clone(), message, cure))
}
