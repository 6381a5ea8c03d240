//! Faults of expectations: their structure, their windows, and what no run can fulfil.

use rstest::rstest;

use crate::check;

#[rstest]
#[case(
    "",
    "3:1: an expectation says exactly one thing, this one says 0; say one of: alarm with state, never or states; by with notified or swallowed"
)]
#[case(
    "by = 'signin-console-failure-iam'",
    "3:1: an expectation says exactly one thing, this one says 0; say one of: alarm with state, never or states; by with notified or swallowed"
)]
#[case(
    "alarm = 'signin-console-failure-iam'\nstate = 'OK'\nnever = 'ALARM'",
    "3:1: an expectation says exactly one thing, this one says 2; say one of: alarm with state, never or states; by with notified or swallowed"
)]
#[case("state = 'OK'", "3:1: an expectation lacks `alarm`; name the alarm")]
#[case("notified = ['email']", "3:1: an expectation lacks `by`; name the alert that notifies")]
#[case(
    "alarm = 'signin-console-failure-iam'\nstate = 'Alarm'",
    r#"6:9: `state` cannot be "Alarm"; did you mean "ALARM"?"#
)]
#[case(
    "alarm = 'signin-console-failure-ima'\nstate = 'ALRAM'",
    r#"5:9: there is no alert signin-console-failure-ima; did you mean "signin-console-failure-iam"?
6:9: `state` cannot be "ALRAM"; did you mean "ALARM"?"#
)]
#[case(
    "alarm = 'signin-console-silence'\nstate = 'INSUFFICIENT_DATA'",
    "6:9: this can never hold: signin-console-silence treats missing data as breaching; expect ALARM or OK"
)]
#[case("alarm = 'signin-console-failure-iam'\nstates = 'ALARM'", "6:10: `states` must be an array")]
#[case(
    "alarm = 'signin-console-failure-iam'\nnever = 'ALARM'\nreason = 'x'",
    "7:1: an expectation has no key `reason`; its keys are `after`, `within`, `state`, `never`, `states`, `notified`, `swallowed` and `alarm`"
)]
#[case(
    "alarm = 'a b'\nstate = 'OK'",
    "5:9: `alarm`: “a b” cannot name an alert: use 1 to 255 ASCII letters, digits, `-` and `_`, as a topic's name must"
)]
#[case(
    "by = 'signin-console-failure-iam'\nnotified = ['mail']",
    r#"6:13: `notified` cannot be "mail"; did you mean "email"?"#
)]
#[case(
    "by = 'signin-console-failure-iam'\nnotified = ['email']\ncount = 0",
    "7:9: `count` must be a whole number from 1 to 1000000"
)]
#[case(
    "by = 'signin-console-failure-iam'\nnotified = ['email']\nmessage = { at = 2026-01-05 }",
    "7:18: `at` must be a text in quotation marks"
)]
#[case(
    "by = 'signin-console-failure-iam'\nswallowed = -1",
    "6:13: `swallowed` must be a whole number from 0 to 1000000"
)]
fn of_an_expectation(#[case] expectation: &str, #[case] expected: &str) {
    check(&format!("[[expect]]\nwithin = '5m'\n{expectation}"), expected);
}

#[rstest]
#[case(
    "alarm = 'signin-console-failure-iam'\nstate = 'OK'",
    r#"6:1: an expectation lacks `within`; say how long to look: within = "10m""#
)]
#[case(
    "within = '0m'\nalarm = 'signin-console-failure-iam'\nstate = 'OK'",
    "7:10: `within` must be longer than nothing"
)]
#[case(
    "within = '5'\nalarm = 'signin-console-failure-iam'\nstate = 'OK'",
    "7:10: `within`: “5” is no duration: each number needs a unit (d, h, m, s or ms), as in 90s or 1h 30m"
)]
#[case(
    "within = '5m'\nafter = 'frist'\nalarm = 'signin-console-failure-iam'\nstate = 'OK'",
    r#"8:9: no step has the id “frist”; did you mean "first"?"#
)]
#[case(
    "within = '5m'\nafter = 'breakfast'\nalarm = 'signin-console-failure-iam'\nstate = 'OK'",
    r#"8:9: no step has the id “breakfast”; give the step that you mean the id: id = "breakfast""#
)]
fn of_a_window(#[case] expectation: &str, #[case] expected: &str) {
    check(&format!("[[step]]\nid = 'first'\nwait = '1m'\n[[expect]]\n{expectation}"), expected);
}

/// What no run at all can fulfil.
#[rstest]
#[case(
    "alarm = 'signin-console-faliure-iam'\nstate = 'OK'",
    r#"5:9: there is no alert signin-console-faliure-iam; did you mean "signin-console-failure-iam"?"#
)]
#[case(
    "alarm = 'mine'\nnever = 'OK'",
    "5:9: there is no alert mine; define it under [config.alerts], or name one of the four"
)]
#[case(
    "by = 'mine'\nnotified = []",
    "5:6: there is no alert mine; define it under [config.alerts], or name one of the four"
)]
#[case(
    "by = 'signin-console-failure-iam'\nnotified = ['email', 'sms']",
    "6:22: this can never hold: signin-console-failure-iam has no subscriber by sms; add a subscriber under [config.alerts], or expect another protocol"
)]
#[case(
    "by = 'signin-console-failure-iam'\nnotified = []\ncount = 1",
    "7:9: nobody is notified no times; leave `count` away, or name protocols"
)]
#[case(
    "by = 'signin-console-failure-iam'\nswallowed = 1",
    "6:13: this can never hold: no step makes a record that could be swallowed; add a sign-in"
)]
#[case(
    "alarm = 'signin-console-failure-iam'\nstates = ['ALARM', 'ALARM']",
    "6:20: an alarm cannot go to the state that it is in; name each state once for each time that it is entered"
)]
fn of_what_can_never_hold(#[case] expectation: &str, #[case] expected: &str) {
    check(&format!("[[expect]]\nwithin = '5m'\n{expectation}"), expected);
}

/// An alarm that fills gaps in, one way or the other, never has too little data; unless a step changes that.
#[rstest]
fn of_a_state_that_is_never_entered(#[values("breaching", "notBreaching")] missing_data: &str) {
    let expect = "[[expect]]\nwithin = '5m'\nalarm = 'signin-console-failure-iam'\nstate = 'INSUFFICIENT_DATA'";
    let text = format!("config.missing-data = '{missing_data}'\n{expect}");
    let never = format!("this can never hold: signin-console-failure-iam treats missing data as {missing_data}");
    check(&text, &format!("7:9: {never}; set missing-data = \"missing\", or expect another state"));
    check(&format!("{text}\n[[step]]\nconfigure = {{ missing-data = 'missing' }}"), "");
}

/// Two expectations of which one must fail. The second window lies inside the first.
#[rstest]
#[case(
    "alarm = 'signin-console-failure-iam'\nnever = 'ALARM'",
    "alarm = 'signin-console-failure-iam'\nstate = 'ALARM'",
    "7:1: this contradicts line 3: both can never hold; take one of the two away, or move its window"
)]
#[case(
    "alarm = 'signin-console-failure-iam'\nnever = 'ALARM'",
    "alarm = 'signin-console-failure-iam'\nstates = ['ALARM', 'OK']",
    "7:1: this contradicts line 3: both can never hold; take one of the two away, or move its window"
)]
#[case(
    "by = 'signin-console-failure-iam'\nnotified = []",
    "by = 'signin-console-failure-iam'\nnotified = ['email']",
    "7:1: this contradicts line 3: both can never hold; take one of the two away, or move its window"
)]
// The other way round both can hold: what is seen may lie behind the inner window.
#[case(
    "alarm = 'signin-console-failure-iam'\nstate = 'ALARM'",
    "alarm = 'signin-console-failure-iam'\nnever = 'ALARM'",
    ""
)]
#[case(
    "by = 'signin-console-failure-iam'\nnotified = ['email']",
    "by = 'signin-console-failure-iam'\nnotified = []",
    ""
)]
// Different alerts, and different messages of one, do not contradict each other.
#[case(
    "by = 'signin-console-failure-iam'\nnotified = []",
    "by = 'signin-console-success-iam'\nnotified = ['email']",
    ""
)]
#[case(
    "by = 'signin-console-silence'\nnotified = []\nmessage = { NewStateValue = 'OK' }",
    "by = 'signin-console-silence'\nnotified = ['email']",
    ""
)]
fn of_contradictions(#[case] outer: &str, #[case] inner: &str, #[case] expected: &str) {
    check(&format!("[[expect]]\nwithin = '10m'\n{outer}\n[[expect]]\nwithin = '5m'\n{inner}"), expected);
}
