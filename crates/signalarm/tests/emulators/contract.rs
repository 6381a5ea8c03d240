//! The contract suite and the probe on mocks and on real emulators, started by the tests themselves.

use signalarm_account::{Account, Setup};
use signalarm_alert::Config;
use signalarm_drill::{ContractRun, compare, contract};
use signalarm_report::{Mask, contract_text};
use signalarm_targets::{Asked, Emulated, Image, MockedAccount, NotStarted};
use signalarm_testkit::{is_required, target};
use signalarm_time::Timestamp;

/// What was started; `None` where this run may do without and the machine does not give it.
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn started(emulated: Result<Emulated, NotStarted>) -> Option<Asked> {
    match emulated {
        Ok(emulated) => Some(Asked::of(emulated)),
        Err(fault) => match fault.missing() {
            Some(missing) if !is_required(missing) => {
                eprintln!("skipped: {missing}: {fault}");
                None
            }
            Some(_) | None => panic!("{fault}"),
        },
    }
}

fn ministack() -> Option<Asked> {
    started(Emulated::ministack(&target()))
}

fn localstack(image: &Image) -> Option<Asked> {
    started(Emulated::localstack(image))
}

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

#[test]
fn mocks_do_as_aws_does() {
    let place = Config::default().simulated_chain().place;
    let start = Timestamp::from_millis(1_767_603_600_000);
    let mut session = MockedAccount::new(Account::new(Setup { place, seed: 1, start }), "us-east-1");
    check_contract(&contract(&mut session, None).unwrap_or_else(|fault| panic!("{fault}")));
}

#[test]
fn ministack_differs_as_the_tables_say() {
    let Some(asked) = ministack() else { return };
    check_contract(&asked.contract().unwrap_or_else(|fault| panic!("{fault}")));
    check_abilities(&asked);
}

#[test]
fn localstack_differs_as_the_tables_say() {
    let Some(asked) = localstack(&Image::core()) else { return };
    check_contract(&asked.contract().unwrap_or_else(|fault| panic!("{fault}")));
    check_abilities(&asked);
}

#[test]
fn localstack_with_the_extension_differs_as_the_tables_say() {
    let Some(asked) = localstack(&Image::signalarm()) else { return };
    check_contract(&asked.contract().unwrap_or_else(|fault| panic!("{fault}")));
    check_abilities(&asked);
}
