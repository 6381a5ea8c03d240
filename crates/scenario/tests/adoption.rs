//! A chain that somebody made by hand, before and after the deployer took it over.

use signalarm_account::{Account, Setup};
use signalarm_alert::Config;
use signalarm_scenario::{ChainOrigin, SETTLE, Scenario, Simulator, Sources, make_by_hand, read_scenario, run};

const STORY: &str = "format = 1
title = 't'
chain = 'hand-made'
config = { region = 'eu-west-1' }
step = [{ sign-in = { user-type = 'root', outcome = 'success' } }]
expect = [{ within = '20m', by = 'signin-console-success-root', notified = ['email', 'sms'], count = 1 }]
";

fn story() -> Scenario {
    let sources = Sources { config: &Config::default(), environment: &|_| None, files: &|_| Err(String::new()) };
    read_scenario("f", "f", STORY, sources).unwrap()
}

#[test]
fn an_adopted_chain_hears_what_the_hand_made_one_did_not() {
    let scenario = story();
    assert_eq!(scenario.origin, ChainOrigin::HandMade);
    let adopted = run(&scenario, &mut Simulator::for_scenario(&scenario).unwrap()).unwrap();
    assert!(adopted.passed(), "{:#?}", adopted.verdicts);
    let chain = scenario.config.simulated_chain();
    let setup = Setup { place: chain.place.clone(), seed: 1, start: scenario.start - SETTLE };
    let mut account = Account::new(setup);
    make_by_hand(&mut account, &chain).unwrap();
    let by_hand = run(&scenario, &mut Simulator::of(account, chain)).unwrap();
    assert!(!by_hand.passed(), "a trail of one Region sees no root user in another");
    assert!(by_hand.hearings.iter().all(|hearing| !hearing.outcome.is_heard()), "{:?}", by_hand.hearings);
}
