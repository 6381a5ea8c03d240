//! Faults of steps: their structure, their verbs, and their order.

use rstest::rstest;

use crate::check;

/// One step, beside the key that is given.
#[rstest]
#[case(
    "",
    "3:1: a step has exactly one verb, this one has 0; its verb is one of sign-in, record, wait, configure, break, mend"
)]
#[case(
    "wait = '1m'\nmend = { fault = 'trail-stopped' }",
    "3:1: a step has exactly one verb, this one has 2; its verb is one of sign-in, record, wait, configure, break, mend"
)]
#[case(
    "redeploy = true",
    "4:1: the verb `redeploy` is not there yet; it comes with `deploy`; `configure` changes filters and alarms in place"
)]
#[case("sing-in = {}", "4:1: a step has no key `sing-in`; did you mean `sign-in`?")]
#[case("wait = '0s'", "4:8: `wait` must be longer than nothing")]
#[case("wait = 5", "4:8: `wait` must be a text in quotation marks")]
#[case(
    "at = 'soon'\nwait = '1m'",
    "4:6: `at`: “soon” is no duration: each number needs a unit (d, h, m, s or ms), as in 90s or 1h 30m"
)]
#[case("id = 7\nwait = '1m'", "4:6: `id` must be a text in quotation marks")]
#[case("wait = '367d'", "3:1: the story lasts 367d; at most 366d can be told")]
fn of_a_step(#[case] step: &str, #[case] expected: &str) {
    check(&format!("[[step]]\n{step}"), expected);
}

#[rstest]
#[case("{}", r#"4:11: a sign-in lacks `user-type`; say who: user-type = "iam", "root", …"#)]
#[case("{ user-type = 'IAM' }", r#"4:25: `user-type` cannot be "IAM"; did you mean "iam"?"#)]
#[case("{ user-type = 'iam' }", r#"4:1: the sign-in has no outcome; add outcome = "failure" or "success""#)]
#[case(
    "{ user-type = 'iam', outcome = 'failed' }",
    r#"4:42: `outcome` cannot be "failed"; write one of `failure` and `success`"#
)]
#[case(
    "{ user-type = 'iam', outcome = 'failure', source-ip = '203.0.113' }",
    "4:65: `source-ip`: “203.0.113” is no IP address; write it as in 203.0.113.7 or 2001:db8::1"
)]
#[case(
    "{ user-type = 'root', outcome = 'failure', mfa = true }",
    "4:1: CloudTrail never says of such a sign-in that MFA was used; leave `mfa` away"
)]
#[case("{ user-type = 'iam', outcome = 'failure', mfa = 'yes' }", "4:59: `mfa` must be true or false")]
#[case(
    "{ user-type = 'iam', outcome = 'failure', source_ip = '203.0.113.7' }",
    "4:53: a sign-in has no key `source_ip`; did you mean `source-ip`?"
)]
#[case(
    "{ user-type = 'iam', outcome = 'failure', delay = 'long' }",
    "4:61: `delay`: “long” is no duration: each number needs a unit (d, h, m, s or ms), as in 90s or 1h 30m"
)]
#[case(
    "{ user-type = 'unknown-user', outcome = 'success' }",
    "4:1: a sign-in with an unknown user name always fails; change the outcome, or leave it away"
)]
#[case(
    "{ user-type = 'unknown-user', mfa = true }",
    "4:1: CloudTrail never says of such a sign-in that MFA was used; leave `mfa` away"
)]
#[case(
    "{ user-type = 'identity-center', event = 'user-authentication' }",
    r#"4:1: the sign-in has no outcome; add outcome = "failure" or "success""#
)]
#[case(
    "{ user-type = 'iam', event = 'check-mfa', outcome = 'failure' }",
    "4:1: an MFA check is recorded as a success; change the outcome, or leave it away"
)]
#[case(
    "{ user-type = 'iam', event = 'switch-role', outcome = 'failure' }",
    "4:1: a failed switch of roles leaves no record; change the outcome, or leave it away"
)]
#[case(
    "{ user-type = 'root', event = 'switch-role' }",
    "4:1: this event and this user type do not go together; check-mfa and switch-role go with iam, get-signin-token and switch-role with federated, user-authentication with identity-center"
)]
#[case("{ user-type = 'root', event = 'console' }", r#"4:41: `event` cannot be "console"; write one of `console-login`, `check-mfa`, `get-signin-token`, `switch-role` and `user-authentication`"#)]
fn of_a_sign_in(#[case] sign_in: &str, #[case] expected: &str) {
    check(&format!("[[step]]\nsign-in = {sign_in}"), expected);
}

/// Nobody can fail here who is checked elsewhere.
#[rstest]
fn of_a_federated_sign_in(#[values("federated", "saml", "identity-center")] user_type: &str) {
    check(
        &format!("[[step]]\nsign-in = {{ user-type = '{user_type}', outcome = 'failure' }}"),
        "4:1: a federated sign-in that fails does so at the identity provider and leaves no record here; \
         change the outcome, or leave it away",
    );
}

#[rstest]
#[case("{}", r#"4:10: a record lacks `file`; name a file beside this one: file = "….json""#)]
#[case("{ file = 'missing.json' }", "4:19: missing.json cannot be read; paths count from the folder of this file")]
#[case("{ file = 'none.json' }", "4:19: none.json holds no record; put at least one into it")]
#[case(
    "{ file = 'broken.json' }",
    "4:19: the file is faulty\n\
     broken.json:1:1: the record lacks `eventSource`; every CloudTrail record has it: take the record whole, as CloudTrail delivered it\n\
     broken.json:1:1: the record lacks `eventTime`; every CloudTrail record has it: take the record whole, as CloudTrail delivered it\n\
     broken.json:1:36: `eventName` is a number, not a text; take the record as CloudTrail delivered it"
)]
fn of_a_record(#[case] record: &str, #[case] expected: &str) {
    check(&format!("[[step]]\nrecord = {record}"), expected);
}

#[rstest]
#[case(
    "{ region = 'eu-west-1' }",
    "4:1: a step can only change filters and alarms that are there; set pattern, period, default-value, missing-data or notify-ok of an alert; put the rest under [config]"
)]
#[case(
    "{ alerts.own.pattern = '' }",
    "4:1: a step can only change filters and alarms that are there; set pattern, period, default-value, missing-data or notify-ok of an alert; put the rest under [config]"
)]
#[case(
    "{ alerts.own.period = '5m' }",
    "4:22: the alert own has no pattern; an alert of your own needs `pattern = '{ … }'`; the built-in ones are signin-console-failure-iam, signin-console-success-iam, signin-console-failure-root, signin-console-success-root, signin-console-tampering"
)]
#[case(
    "{ alerts.signin-console-failure-iam.pattern = '{ $.a == 1 }' }",
    "4:66: the operator for equality is a single =; write ="
)]
fn of_a_change(#[case] change: &str, #[case] expected: &str) {
    check(&format!("[[step]]\nconfigure = {change}"), expected);
}

#[rstest]
#[case("{}", r#"4:9: a fault lacks `fault`; name the fault: { fault = "trail-stopped" }"#)]
#[case("{ fault = 'trail-stoped' }", r#"4:19: there is no fault “trail-stoped”; did you mean "trail-stopped"?"#)]
#[case("{ fault = 'delivery-late' }", r#"4:1: delivery-late needs `by`; say how much: by = "40m""#)]
#[case("{ fault = 'trail-stopped', by = '5m' }", "4:1: `by` says nothing here, with trail-stopped; leave `by` away")]
#[case(
    "{ fault = 'failure-flood', by = '5m' }",
    "4:1: `by` says nothing here, with failure-flood; leave `by` away\n\
     4:1: failure-flood needs `every`; say how much: every = \"40m\""
)]
#[case(
    "{ fault = 'filter-deleted', alert = 'signin-console-silence' }",
    "4:45: signin-console-silence has no filter; name an alert, whose records a filter counts"
)]
#[case(
    "{ fault = 'subscription-unconfirmed' }",
    r#"4:1: subscription-unconfirmed needs `alert`; say whose: alert = "…""#
)]
#[case(
    "{ fault = 'trail-stopped', alert = 'signin-console-failure-iam' }",
    "4:1: `alert` says nothing here, with trail-stopped; leave `alert` away"
)]
#[case(
    "{ fault = 'subscription-unconfirmed', alert = 'signin-console-failure-iamm' }",
    r#"4:55: there is no alert signin-console-failure-iamm; did you mean "signin-console-failure-iam"?"#
)]
fn of_a_break(#[case] fault: &str, #[case] expected: &str) {
    check(&format!("[[step]]\nbreak = {fault}"), expected);
}

/// A flood ends when it is mended, and is bounded until then.
#[rstest]
#[case(
    "[[step]]\nbreak = { fault = 'failure-flood', every = '1ms' }\n[[step]]\nat = '2m'",
    "4:1: the floods are more than 100000 attempts; let them come less often, or end earlier"
)]
fn of_a_flood(#[case] steps: &str, #[case] expected: &str) {
    check(&format!("{steps}\nwait = '1m'"), expected);
}

const STOPPED: &str = "{ fault = 'trail-stopped' }";

/// Steps whose order makes no sense.
#[rstest]
#[case(&format!("[[step]]\nat = '5m'\nwait = '5m'\n[[step]]\nat = '9m'\nbreak = {STOPPED}"), "7:6: this step goes back in time: it is 10m already; put the steps in the order of their time")]
#[case(&format!("[[step]]\nbreak = {STOPPED}\n[[step]]\nbreak = {STOPPED}"), "6:1: it is broken already: the trail is stopped; mend it first")]
#[case(&format!("[[step]]\nmend = {STOPPED}"), "4:1: nothing to mend: trail-stopped is not broken here; break it in a step above")]
#[case(&format!("[[step]]\nbreak = {STOPPED}\n[[step]]\nmend = {STOPPED}\n[[step]]\nmend = {STOPPED}"), "8:1: nothing to mend: trail-stopped is not broken here; break it in a step above")]
#[case(
    "[[step]]\nmend = { fault = 'delivery-late', by = '5m' }",
    "4:1: `by` says nothing here, with delivery-late; leave `by` away\n\
     4:1: nothing to mend: delivery-late is not broken here; break it in a step above"
)]
#[case(
    "[[step]]\nid = 'a'\nwait = '1m'\n[[step]]\nid = 'a'\nwait = '1m'",
    "7:6: two steps have the id “a”; give each its own"
)]
fn of_the_order_of_steps(#[case] steps: &str, #[case] expected: &str) {
    check(steps, expected);
}
