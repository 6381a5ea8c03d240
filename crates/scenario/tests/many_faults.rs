//! Many faults at once, in any order: nothing is refused, every unheard sign-in has a reason, and when all is mended the chain
//! hears again.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use signalarm_account::{Happening, What};
use signalarm_alert::{AlertName, Config};
use signalarm_event::{Outcome, Variant};
use signalarm_notification::Protocol;
use signalarm_scenario::{
    Act, Action, ChainFault, ChainOrigin, FaultKind, Run, Scenario, SignInStep, Simulator, Step, run,
};
use signalarm_time::{Duration, Timestamp};

/// Faults break in the first hours; then everything is mended, and what was late or tried again has come long before the last
/// sign-in.
const BROKEN_MINUTES: u32 = 300;
const MENDED_MINUTES: u32 = 360;
const LAST_MINUTES: u32 = 1_000;

fn names() -> Vec<AlertName> {
    Config::default().simulated_chain().names().cloned().collect()
}

fn fault() -> impl Strategy<Value = ChainFault> {
    let kinds: Vec<FaultKind> = FaultKind::all().collect();
    (select(kinds), 1_u32..180, select(names())).prop_map(|(kind, minutes, alert)| match kind {
        FaultKind::Whole(fault) => ChainFault::Whole(fault),
        FaultKind::Timed(fault) => ChainFault::Timed(fault, Duration::MINUTE * minutes),
        FaultKind::OfAlert(fault) if fault.is_of_filter() && alert == AlertName::SILENCE => {
            ChainFault::OfAlert(fault, names()[0].clone())
        }
        FaultKind::OfAlert(fault) => ChainFault::OfAlert(fault, alert),
    })
}

fn sign_in(variant: Variant, delay: Option<Duration>) -> Action {
    let (user, source_ip) = ("alice".to_owned(), "203.0.113.7".to_owned());
    Action::SignIn(SignInStep { variant, user, source_ip, region: None, delay })
}

const SUCCESS: Variant = Variant::Root { outcome: Outcome::Success, mfa: false };
const FAILURE: Variant = Variant::Iam { outcome: Outcome::Failure, mfa: false };

/// Each fault breaks at its time and is mended in the order of `order`; sign-ins come between.
fn story(faults: Vec<(u32, ChainFault)>, sign_ins: &[(u32, bool)], order: &[Index]) -> Vec<Step> {
    let mut timed: Vec<(u32, Action)> = Vec::new();
    let mut broken: Vec<ChainFault> = Vec::new();
    for (at, fault) in faults {
        if !broken.iter().any(|present| present.is_same(&fault)) {
            timed.push((at, Action::Break(fault.clone())));
            broken.push(fault);
        }
    }
    timed.extend(sign_ins.iter().map(|(at, root)| (*at, sign_in(if *root { SUCCESS } else { FAILURE }, None))));
    for index in order {
        if !broken.is_empty() {
            let fault = broken.remove(index.index(broken.len()));
            timed.push((MENDED_MINUTES, Action::Mend(fault)));
        }
    }
    timed.extend(broken.into_iter().map(|fault| (MENDED_MINUTES, Action::Mend(fault))));
    timed.push((LAST_MINUTES, sign_in(SUCCESS, Some(Duration::MINUTE * 2))));
    timed.sort_by_key(|(at, _)| *at);
    let step = |(at, action)| Step { line: 1, at: Duration::MINUTE * at, action };
    timed.into_iter().map(step).collect()
}

/// Plays it; with or without passing over time in which nothing changes.
fn play(steps: Vec<Step>, seed: u64, passes_over_quiet: bool) -> Run {
    let scenario = Scenario {
        name: "many".to_owned(),
        title: "many".to_owned(),
        seed,
        start: "2026-01-05T09:00:00Z".parse().unwrap(),
        activity: Some(Duration::MINUTE * 5),
        origin: ChainOrigin::default(),
        config: Config::default(),
        steps,
        expectations: Vec::new(),
        length: Duration::MINUTE * (LAST_MINUTES + 30),
    };
    let mut simulator = Simulator::for_scenario(&scenario).unwrap();
    simulator.account_mut().pass_over_quiet(passes_over_quiet);
    run(&scenario, &mut simulator).unwrap_or_else(|error| panic!("{error}"))
}

fn seen(run: &Run) -> Vec<&Happening> {
    run.acts.iter().filter_map(Act::happening).collect()
}

/// How often each protocol tells of the alarm of root successes from an instant on.
fn told(run: &Run, from: Timestamp) -> BTreeMap<Protocol, u32> {
    let mut told = BTreeMap::new();
    for act in &run.acts {
        let Act::Seen(Happening { at, what: What::Notified { alarm, endpoint, .. } }) = act else { continue };
        if from <= *at && *alarm == "signin-console-success-root" {
            *told.entry(endpoint.protocol()).or_insert(0) += 1;
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn a_chain_with_many_faults_hears_again_when_they_are_mended(
        faults in prop::collection::vec((0..BROKEN_MINUTES, fault()), 1..8),
        sign_ins in prop::collection::vec((0..MENDED_MINUTES, any::<bool>()), 0..6),
        order in prop::collection::vec(any::<Index>(), 0..8),
        seed in 0_u64..1_000,
    ) {
        let steps = story(faults, &sign_ins, &order);
        let shown: Vec<String> = steps.iter().map(|step| format!("{} {:?}", step.at, step.action)).collect();
        let run = play(steps.clone(), seed, true);
        let minute_by_minute = play(steps, seed, false);
        prop_assert_eq!(seen(&run), seen(&minute_by_minute), "{:#?}", shown);
        prop_assert_eq!(&run.hearings, &minute_by_minute.hearings);
        let last = run.scenario.start + Duration::MINUTE * LAST_MINUTES;
        let expected = BTreeMap::from([(Protocol::Email, 1), (Protocol::Sms, 1)]);
        prop_assert_eq!(told(&run, last), expected, "{:#?}", shown);
        for hearing in &run.hearings {
            prop_assert_eq!(hearing.outcome.why_unheard().is_none(), hearing.outcome.is_heard());
            let says_why = |outcome: &signalarm_scenario::Outcome| outcome.to_string().contains(':') || outcome.is_heard();
            prop_assert!(says_why(&hearing.outcome), "{}\n{:#?}", hearing.outcome, shown);
        }
    }
}
