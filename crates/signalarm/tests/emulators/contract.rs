//! The contract suite and the probe on mocks and on real emulators, started by the tests themselves.

use std::thread::scope;

use signalarm_account::{Account, Setup};
use signalarm_alert::Config;
use signalarm_drill::{ContractRun, compare, contract};
use signalarm_report::{Mask, contract_text};
use signalarm_targets::{Asked, Emulated, Image, MockedAccount};
use signalarm_testkit::target;
use signalarm_time::Timestamp;

use crate::started;

/// What differs otherwise than the table says, and the rows that would say it.
fn check_contract(run: &ContractRun) {
    assert!(run.passed(), "{}\nrows found:\n{}", contract_text(run, &Mask::nothing()), run.found());
}

/// The table of emulators holds what they can do: asked anew.
fn check_abilities(asked: &Asked) {
    let found = asked.probe().unwrap_or_else(|fault| panic!("{fault}"));
    let row = asked.row().unwrap();
    let differences = compare(row, &found);
    assert!(differences.is_empty(), "{} {}: {differences:?}", row.name, row.version);
    assert_eq!(asked.subject().unwrap().version, row.version);
}

/// Both, in accounts of their own at the same time: they wait most of it.
fn check(asked: &Asked) {
    scope(|scope| {
        scope.spawn(|| check_contract(&asked.contract().unwrap_or_else(|fault| panic!("{fault}"))));
        check_abilities(asked);
    });
}

#[test]
fn mocks_do_as_aws_does() {
    let place = Config::default().simulated_chain().place;
    let start = Timestamp::from_millis(1_767_603_600_000);
    let mut session = MockedAccount::new(Account::new(Setup { place, seed: 1, start }), "us-east-1");
    check_contract(&contract(&mut session, None).unwrap_or_else(|fault| panic!("{fault}")));
}

#[test]
fn emulators_differ_as_the_tables_say() {
    let localstack = |image: &Image| started(Emulated::localstack(image)).map(Asked::of).iter().for_each(check);
    scope(|scope| {
        scope.spawn(|| started(Emulated::ministack(&target())).map(Asked::of).iter().for_each(check));
        scope.spawn(|| localstack(&Image::core()));
        scope.spawn(|| localstack(&Image::signalarm()));
    });
}
