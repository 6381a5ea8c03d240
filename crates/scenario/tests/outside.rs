//! Targets that are seen from outside: late, not whole, and with something to remove at the end.

use rstest::rstest;
use signalarm_account::{Happening, Link, RecordIndex, What};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Config};
use signalarm_event::Record;
use signalarm_scenario::{
    Act, Action, Expectation, Expected, Hearing, Judgement, LinkProof, Notified, Proof, Received, Run, RunResult,
    Scenario, Simulator, Sources, Target, TargetError, read_scenario, run,
};
use signalarm_time::{Duration, Timestamp};

/// A simulated account of which only the alarms and what subscribers are sent is seen, and that late.
struct Outside {
    simulator: Simulator,
    late: Duration,
    tolerance: Duration,
    /// What fails in `begin` and in `perform`.
    begins: Result<(), TargetError>,
    performs: Result<(), TargetError>,
    ends: Result<(), TargetError>,
    ended: u32,
    /// Whether expectations on notifications can be judged.
    is_told: bool,
    /// What subscribers are seen to be sent; `None`: what they are sent is seen inside the account.
    received: Option<fn(&Notified<'_>, &str) -> String>,
    /// That text.
    text: &'static str,
}

impl Outside {
    fn new(scenario: &Scenario) -> Self {
        Self {
            simulator: Simulator::for_scenario(scenario).unwrap(),
            late: Duration::ZERO,
            tolerance: Duration::ZERO,
            begins: Ok(()),
            performs: Ok(()),
            ends: Ok(()),
            ended: 0,
            is_told: true,
            received: None,
            text: "",
        }
    }
}

impl Target for Outside {
    fn name(&self) -> &'static str {
        "outside"
    }

    fn begin(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        self.begins.clone()?;
        self.simulator.begin(scenario)
    }

    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError> {
        self.simulator.advance(to)
    }

    fn perform(&mut self, action: &Action) -> Result<(), TargetError> {
        self.performs.clone()?;
        self.simulator.perform(action)
    }

    fn alarm_state(&self, alarm: &AlertName) -> Option<State> {
        self.simulator.alarm_state(alarm)
    }

    /// Notifications before alarms, as somebody sees it who asks for them in turn.
    fn seen(&self, already: usize) -> Vec<Act> {
        let late = |happening: &Happening| {
            let at = happening.at + self.late;
            let (Some(text), Some(notified)) = (self.received, Notified::of(happening)) else {
                return Act::Seen(Happening { at, ..happening.clone() });
            };
            let Notified { alarm, state, endpoint, .. } = notified;
            Act::Received(Received {
                at,
                alarm: alarm.to_owned(),
                state,
                endpoint: endpoint.clone(),
                text: text(&notified, self.text),
            })
        };
        let all = || self.simulator.account().journal().iter().skip(already);
        let told = all().filter(|happening| matches!(happening.what, What::Notified { .. }));
        told.chain(all().filter(|happening| !matches!(happening.what, What::Notified { .. }))).map(late).collect()
    }

    fn record(&self, index: RecordIndex) -> &Record {
        self.simulator.record(index)
    }

    fn hearings(&self) -> Vec<Hearing> {
        Vec::new()
    }

    fn judged(&self, expectation: &Expectation) -> Option<Judgement> {
        match &expectation.expected {
            Expected::Notified { .. } if !self.is_told => Some(Judgement::NotProvable("nobody listens".to_owned())),
            Expected::Swallowed { .. } => Some(Judgement::NotProvable("records are not followed".to_owned())),
            Expected::Notified { .. } | Expected::Reaches { .. } | Expected::Never { .. } | Expected::Passes { .. } => {
                None
            }
        }
    }

    fn tolerance(&self) -> Duration {
        self.tolerance
    }

    fn links(&self) -> Vec<LinkProof> {
        vec![LinkProof { link: Link::Alarm, proof: Proof::Proved("its states were read".to_owned()) }]
    }

    fn end(&mut self) -> Result<(), TargetError> {
        self.ended += 1;
        self.ends.clone()
    }
}

const ALARM: &str = "alarm = 'signin-console-failure-iam'\n";
const BY: &str = "by = 'signin-console-failure-iam'\n";

/// A failed sign-in with these expectations; its alarm is in ALARM from +0:03:36.973 to +0:04:36.973.
fn scenario(expectations: &[&str]) -> Scenario {
    let mut text = "format = 1\ntitle = 't'\n[[step]]\n\
                    sign-in = { user-type = 'iam', outcome = 'failure', delay = '2m' }\n"
        .to_owned();
    for expectation in expectations {
        text.push_str(&format!("[[expect]]\n{expectation}\n"));
    }
    let sources = Sources { config: &Config::default(), environment: &|_| None, files: &|_| Err("no file".to_owned()) };
    read_scenario("f", "f", &text, sources).unwrap_or_else(|faulty| panic!("{faulty}"))
}

fn play(expectations: &[&str], change: impl Fn(&mut Outside)) -> (Result<Run, TargetError>, Outside) {
    let scenario = scenario(expectations);
    let mut outside = Outside::new(&scenario);
    change(&mut outside);
    (run(&scenario, &mut outside), outside)
}

/// What is seen two minutes late, with and without a tolerance of three: as it would be without either.
#[rstest]
#[case::reaches(&format!("{ALARM}within = '4m'\nstate = 'ALARM'"), true)]
#[case::passes(&format!("{ALARM}within = '5m'\nstates = ['ALARM', 'OK']"), true)]
#[case::notified(&format!("{BY}within = '4m'\nnotified = ['email']\ncount = 1"), true)]
// What must not happen has no respite, nor had it any before.
#[case::never(&format!("{ALARM}within = '3m'\nnever = 'ALARM'"), false)]
#[case::nobody(&format!("{BY}within = '3m'\nnotified = []"), false)]
fn what_is_expected_may_be_seen_late(#[case] expectation: &str, #[case] is_wanted: bool) {
    let result = |tolerance: u64| {
        let (run, _) = play(&[expectation], |outside| {
            outside.late = Duration::from_secs(120);
            outside.tolerance = Duration::from_secs(tolerance);
        });
        run.unwrap().result()
    };
    assert_eq!(result(180), RunResult::Passed);
    assert_eq!(result(0), if is_wanted { RunResult::Differs } else { RunResult::Passed });
    assert_eq!(result(60), if is_wanted { RunResult::Differs } else { RunResult::Passed });
}

/// A window that holds by itself is not spoilt by what comes in the time that is added to it.
#[rstest]
#[case(&format!("{ALARM}within = '4m'\nstates = ['ALARM']"))]
#[case(&format!("{ALARM}within = '1m'\nstates = []"))]
#[case(&format!("{ALARM}within = '1m'\nnever = 'ALARM'"))]
#[case(&format!("{BY}within = '1m'\nnotified = []"))]
fn a_tolerance_takes_nothing_away(#[case] expectation: &str) {
    let (run, _) = play(&[expectation], |outside| outside.tolerance = Duration::HOUR);
    assert_eq!(run.unwrap().result(), RunResult::Passed);
}

/// The story goes on for the tolerance where something has not been seen yet, and no longer.
#[rstest]
#[case("ALARM", 240)]
#[case("INSUFFICIENT_DATA", 300)]
fn time_passes_until_the_tolerance_is_over(#[case] state: &str, #[case] seconds: u64) {
    let (run, outside) = play(&[&format!("{ALARM}within = '4m'\nstate = '{state}'")], |outside| {
        outside.tolerance = Duration::MINUTE;
    });
    assert_eq!(outside.simulator.account().now().since(run.unwrap().scenario.start), Duration::from_secs(seconds));
}

#[test]
fn acts_stand_in_the_order_of_time_whatever_was_seen_first() {
    let (run, _) = play(&[&format!("{BY}within = '20m'\nnotified = ['email']")], |_| {});
    let times: Vec<Timestamp> = run.unwrap().acts.iter().map(Act::at).collect();
    assert!(4 < times.len() && times.is_sorted());
}

#[rstest]
#[case::all_can(&[NOTIFIED], true, RunResult::Passed)]
#[case::none_can(&[NOTIFIED], false, RunResult::NotProvable)]
#[case::one_can(&[NOTIFIED, ALARM_STATE], false, RunResult::Passed)]
#[case::one_can_and_differs(&[NOTIFIED, NEVER], false, RunResult::Differs)]
#[case::nothing_is_expected(&[], false, RunResult::Passed)]
fn what_cannot_be_judged_is_neither(#[case] expectations: &[&str], #[case] is_told: bool, #[case] expected: RunResult) {
    let (run, _) = play(expectations, |outside| outside.is_told = is_told);
    let run = run.unwrap();
    assert_eq!(run.result(), expected);
    assert_eq!(run.passed(), expected != RunResult::Differs);
    for verdict in run.verdicts.iter().filter(|verdict| verdict.expectation.expected.to_string().contains("notifies")) {
        let expected = if is_told { Judgement::Holds } else { Judgement::NotProvable("nobody listens".to_owned()) };
        assert_eq!(verdict.judgement, expected);
    }
    assert_eq!(run.links.len(), 1);
}

const NOTIFIED: &str = "by = 'signin-console-failure-iam'\nwithin = '20m'\nnotified = ['email']";
const ALARM_STATE: &str = "alarm = 'signin-console-failure-iam'\nwithin = '20m'\nstate = 'ALARM'";
const NEVER: &str = "alarm = 'signin-console-failure-iam'\nwithin = '20m'\nnever = 'ALARM'";

fn lost(what: &str) -> Result<(), TargetError> {
    Err(TargetError::Lost(what.to_owned()))
}

/// A target ends once, whatever the story came to; nothing that went wrong is forgotten.
#[rstest]
#[case::well(Ok(()), Ok(()), Ok(()), "")]
#[case::begins_badly(lost("no begin"), Ok(()), Ok(()), "no begin")]
#[case::breaks_off(Ok(()), lost("no step"), Ok(()), "no step")]
#[case::ends_badly(
    Ok(()), Ok(()), lost("a topic is left"),
    "the scenario passed, but the target did not end well: a topic is left"
)]
#[case::breaks_off_and_ends_badly(
    Ok(()), lost("no step"), lost("a topic is left"),
    "no step; and then the target did not end well: a topic is left"
)]
fn a_target_ends_in_every_case(
    #[case] begins: Result<(), TargetError>,
    #[case] performs: Result<(), TargetError>,
    #[case] ends: Result<(), TargetError>,
    #[case] expected: &str,
) {
    let (run, outside) = play(&[NOTIFIED], |outside| {
        (outside.begins, outside.performs, outside.ends) = (begins.clone(), performs.clone(), ends.clone());
    });
    assert_eq!(run.err().map(|error| error.to_string()).unwrap_or_default(), expected);
    assert_eq!(outside.ended, 1);
}

/// A scenario that cannot be played is a run of which nothing is known, also where nothing was expected.
#[rstest]
#[case(&[NOTIFIED, NEVER])]
#[case(&[])]
fn what_cannot_be_played_is_a_run(#[case] expectations: &[&str]) {
    let (run, outside) = play(expectations, |outside| {
        outside.performs = Err(TargetError::NotProvable("it needs three hours".to_owned()));
    });
    let run = run.unwrap();
    assert_eq!((run.result(), outside.ended), (RunResult::NotProvable, 1));
    assert_eq!(run.target, "outside");
    assert!(run.acts.is_empty() && run.links.is_empty());
    let why: Vec<Option<&str>> = run.verdicts.iter().map(signalarm_scenario::Verdict::not_provable).collect();
    assert_eq!(why, vec![Some("it needs three hours"); expectations.len()]);
    let (run, _) = play(expectations, |outside| {
        outside.performs = Err(TargetError::NotProvable("it needs three hours".to_owned()));
        outside.ends = lost("a topic is left");
    });
    let message = "it needs three hours; and then the target did not end well: a topic is left".to_owned();
    assert_eq!(run.err(), Some(TargetError::Lost(message)));
}

/// What a subscriber receives counts as what the account sends; only JSON has members.
#[rstest]
#[case::any("", None, true)]
#[case::json("message = { NewStateValue = 'ALARM' }", None, true)]
#[case::inside("message.Trigger = { Period = 60 }", None, true)]
#[case::other("message = { NewStateValue = 'OK' }", None, false)]
#[case::number("message.Trigger = { Period = 60 }", Some(r#"{"Trigger":{"Period":60.0,"Unit":null}}"#), true)]
#[case::any_text("", Some("ALARM: signin"), true)]
#[case::no_json("message = { NewStateValue = 'ALARM' }", Some("ALARM: signin"), false)]
#[case::empty("message = { NewStateValue = 'ALARM' }", Some(""), false)]
#[case::no_object("message = { NewStateValue = 'ALARM' }", Some("[\"NewStateValue\"]"), false)]
#[case::string("message = { NewStateValue = 'ALARM' }", Some("\"NewStateValue\""), false)]
#[case::half("message = { NewStateValue = 'ALARM' }", Some(r#"{"NewStateValue":"ALARM""#), false)]
#[case::member_of_no_object("message.NewStateValue = { a = 1 }", None, false)]
fn what_is_received_counts(#[case] message: &str, #[case] text: Option<&'static str>, #[case] expected: bool) {
    let (run, _) = play(&[&format!("{NOTIFIED}\ncount = 1\n{message}")], |outside| {
        outside.text = text.unwrap_or_default();
        outside.received = Some(if text.is_some() { |_, text| text.to_owned() } else { |sent, _| sent.text() });
    });
    let run = run.unwrap();
    assert_eq!(run.acts.iter().filter(|act| matches!(act, Act::Received(_))).count(), 1);
    assert_eq!(run.passed(), expected, "{:?}", run.verdicts);
}
