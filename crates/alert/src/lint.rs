//! Lints of alert patterns by what is known of CloudTrail, of console sign-ins and of the CIS benchmark.
//!
//! A pattern may be legal and still never fire, because no record holds `"root"` or has an `errorCode` beside a
//! sign-in. What a pattern alone can tell is found by `signalarm-filter-pattern`; both come together in [`lint`].
//! Whether a finding is allowed in a config, and for what reason, is the business of
//! [`Config::lint`](crate::Config::lint).

mod allowance;
mod context;
mod controls;
mod fields;
mod names;
mod selectors;
mod sign_ins;
#[cfg(test)]
mod tests;
mod values;

use signalarm_filter_pattern::Pattern;
use signalarm_filter_pattern::lint::{self as pattern_lint, Finding, Outline, Rule, Severity};

pub(crate) use self::allowance::read_allowances;
pub use self::allowance::{AlertFinding, Allowance};
use self::context::{Seen, field_of};
pub use self::controls::{CONTROLS, Control, Standing, broken_control, standing};
use self::fields::Holds;

const RECORD_CONTENTS: &str = "CloudTrail User Guide, CloudTrail record contents and CloudTrail userIdentity element";
const SIGN_IN_EVENTS: &str = "CloudTrail User Guide, AWS Management Console sign-in events";

/// A value that differs from a known one in upper and lower case.
pub static VALUE_WRONG_CASE: Rule = Rule {
    id: "value-wrong-case",
    severity: Severity::Error,
    evidence: "recorded answers of TestMetricFilter: upper and lower case make a difference",
};
/// A value that no record holds.
pub static VALUE_UNKNOWN: Rule = Rule { id: "value-unknown", severity: Severity::Warning, evidence: RECORD_CONTENTS };
/// A text compared with what is no text, or the other way round.
pub static VALUE_WRONG_KIND: Rule =
    Rule { id: "value-wrong-kind", severity: Severity::Error, evidence: RECORD_CONTENTS };
/// An event name that AWS does not have, near one that it has.
pub static EVENT_NAME_UNKNOWN: Rule = Rule {
    id: "event-name-unknown",
    severity: Severity::Warning,
    evidence: "the service models of botocore 1.44.8, and the CloudTrail User Guide for events that are no API \
               calls",
};
/// A service that AWS does not have, near one that it has.
pub static EVENT_SOURCE_UNKNOWN: Rule = Rule {
    id: "event-source-unknown",
    severity: Severity::Error,
    evidence: "CloudTrail User Guide, CloudTrail record contents: a short name and .amazonaws.com; the names of \
               services are those of botocore 1.44.8",
};
/// A selector that leads to nothing in any record.
pub static FIELD_UNKNOWN: Rule = Rule { id: "field-unknown", severity: Severity::Warning, evidence: RECORD_CONTENTS };
/// A selector that leads to nothing in any console sign-in.
pub static SIGN_IN_FIELD_UNKNOWN: Rule =
    Rule { id: "sign-in-field-unknown", severity: Severity::Warning, evidence: SIGN_IN_EVENTS };
/// A value that no console sign-in holds.
pub static SIGN_IN_VALUE_UNKNOWN: Rule =
    Rule { id: "sign-in-value-unknown", severity: Severity::Error, evidence: SIGN_IN_EVENTS };
/// Failed sign-ins that miss those with a user name that the account does not have.
pub static UNKNOWN_USER_MISSED: Rule = Rule {
    id: "unknown-user-missed",
    severity: Severity::Warning,
    evidence: "IAM User Guide, Logging IAM and AWS STS API calls with AWS CloudTrail: the record of a sign-in with \
               an unknown user name",
};
/// A pattern that is nearly one of the CIS benchmark or of Security Hub.
pub static CONTROL_DEVIATION: Rule = Rule {
    id: "control-deviation",
    severity: Severity::Advice,
    evidence: "AWS Security Hub User Guide, CloudWatch controls: the exact metric filters prescribed by CIS must be \
               used, and nothing may be added to them",
};

/// The rules of this crate; those about patterns as such are in `signalarm_filter_pattern::lint::RULES`.
pub static RULES: [&Rule; 10] = [
    &VALUE_WRONG_CASE,
    &VALUE_UNKNOWN,
    &VALUE_WRONG_KIND,
    &EVENT_NAME_UNKNOWN,
    &EVENT_SOURCE_UNKNOWN,
    &FIELD_UNKNOWN,
    &SIGN_IN_FIELD_UNKNOWN,
    &SIGN_IN_VALUE_UNKNOWN,
    &UNKNOWN_USER_MISSED,
    &CONTROL_DEVIATION,
];

/// All rules that [`lint`] holds a pattern against.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.into_iter().chain(pattern_lint::RULES)
}

/// What in an alert's pattern is hardly meant so, in the order of the places.
#[must_use]
pub fn lint(pattern: &Pattern) -> Vec<Finding> {
    let outline = pattern.outline();
    let seen = outline.as_ref().map(Seen::all).unwrap_or_default();
    let mut findings = pattern_lint::lint(pattern);
    findings.retain(|finding| !seen.iter().any(|seen| is_answered(finding, seen)));
    for seen in &seen {
        let about_records = selectors::lint(seen.asked).or_else(|| values::lint(seen.asked));
        findings.extend(about_records.or_else(|| sign_ins::lint(seen)));
        findings.extend(sign_ins::unknown_user_missed(seen));
    }
    findings.extend(outline.as_ref().and_then(|outline| control_deviation(pattern, outline)));
    findings.sort_by_key(|finding| (finding.span.start, finding.span.end, finding.rule.id));
    findings
}

/// Whether what is known of the condition's field settles a finding about the pattern as such.
fn is_answered(finding: &Finding, seen: &Seen<'_, '_>) -> bool {
    let asked = seen.asked;
    let rule = finding.rule;
    if *rule == pattern_lint::NOT_EQUAL_ABSENT {
        return finding.span == asked.span && seen.is_there();
    }
    // A field that holds texts, those among them, or a boolean: then it is told more closely.
    let told = field_of(asked).is_some_and(|field| field.holds == Holds::Boolean || values::is_known(field, asked));
    *rule == pattern_lint::KEYWORD_AS_TEXT
        && asked.operand().is_some_and(|operand| operand.span == finding.span)
        && told
}

fn control_deviation(pattern: &Pattern, outline: &Outline<'_>) -> Option<Finding> {
    let Standing::Deviates { from, how } = controls::standing_of(outline)? else { return None };
    let message = format!("this is nearly {from}, but {}", how.join("; "));
    let cure = format!("to meet the control write {}", from.pattern);
    Some(Finding::new(&CONTROL_DEVIATION, 0..pattern.text().len(), message, cure))
}
