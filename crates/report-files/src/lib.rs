//! The same run value as files that other programs read.
//!
//! Apart from `report`, because what writes them is not light, and must stay out of the way to the first report.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use signalarm_diagnostic::{Faulty, harmless, harmless_lines};
use signalarm_report::{Cell, Cells, Mask, Matrix, transcript, why_not_provable};
use signalarm_scenario::{Run, RunResult};

/// Runs of scenarios as JUnit XML: one suite for each target, one case for each scenario, with its transcript as output where
/// something differs or cannot be proved. What cannot be proved on a target, or needs what the machine lacks, is skipped with the reason; what a target
/// did not come to the end of is an error, and so is a file that could not be read, in the first suite. No times are told:
/// virtual time is no duration of a test.
#[must_use]
pub fn junit(matrix: &Matrix<'_>) -> String {
    let mut report = Report::new("signalarm");
    let mut faulty = matrix.faulty.iter().map(faulty_case);
    for column in &matrix.columns {
        let mut suite = TestSuite::new(column.target);
        for (scenario, (file, told)) in matrix.scenarios.iter().enumerate() {
            let mut case = match &column.cells {
                Cells::Skipped(why) => TestCase::new(told.name.clone(), skipped(why)),
                Cells::Lost(why) => TestCase::new(told.name.clone(), lost(why)),
                Cells::Played(cells) => match cells.get(scenario) {
                    Some(Cell::Played(run, mask)) => case(file, run, mask),
                    Some(Cell::Lost(why)) => TestCase::new(told.name.clone(), lost(why)),
                    None => continue,
                },
            };
            case.set_classname(*file);
            suite.add_test_case(case);
        }
        suite.add_test_cases(faulty.by_ref());
        report.add_test_suite(suite);
    }
    if matrix.columns.is_empty() {
        let mut suite = TestSuite::new("scenarios");
        suite.add_test_cases(faulty);
        report.add_test_suite(suite);
    }
    // Into memory nothing fails; control characters, which XML has not, are left out.
    report.to_string().unwrap_or_default()
}

fn case(file: &str, run: &Run, mask: &Mask) -> TestCase {
    let status = match run.result() {
        RunResult::Passed => TestCaseStatus::success(),
        RunResult::NotProvable => skipped(&mask.apply(&why_not_provable(run).join("; "))),
        RunResult::Differs => {
            let told = run.verdicts.iter().filter_map(|verdict| {
                let told = format!("{file}:{}: {}", verdict.expectation.line, verdict.differs()?);
                Some(harmless_lines(&mask.apply(&told)))
            });
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(run.scenario.title.clone()).set_description(told.collect::<Vec<String>>().join("\n"));
            status
        }
    };
    let mut case = TestCase::new(run.scenario.name.clone(), status);
    if !run.passed() || !why_not_provable(run).is_empty() {
        case.set_system_out(transcript(run, mask));
    }
    case
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(harmless(why));
    status
}

fn lost(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message("it could not be played").set_description(harmless(why));
    status
}

fn faulty_case(faulty: &Faulty) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    let faults: Vec<String> = faulty.faults.iter().map(|fault| fault.message.clone()).collect();
    status.set_message("it could not be read").set_description(harmless_lines(&faults.join("\n")));
    let mut case = TestCase::new(faulty.name.clone(), status);
    case.set_classname(faulty.name.clone());
    case
}

#[cfg(test)]
mod tests {
    use signalarm_alert::Config;
    use signalarm_report::Column;
    use signalarm_scenario::{Simulator, Sources, read_scenario, run};

    use super::*;

    const DIFFERS: &str = "format = 1
title = \"Nobody <hears>\"
[[step]]
sign-in = { user-type = \"root\", outcome = \"success\" }
[[expect]]
within = \"30m\"
notified = []
by = \"signin-console-success-root\"
";

    fn played(text: &str) -> Run {
        let config = Config::default();
        let files = |_: &str| Err("no file".to_owned());
        let sources = Sources { config: &config, environment: &|_| None, files: &files };
        let scenario = read_scenario("s", "s.toml", text, sources).unwrap_or_else(|faulty| panic!("{faulty}"));
        run(&scenario, &mut Simulator::for_scenario(&scenario).unwrap()).unwrap()
    }

    #[test]
    fn what_differs_is_a_failure_and_what_cannot_be_read_an_error() {
        let (differs, passes) = (played(DIFFERS), played(&DIFFERS.replace("[]", "[\"email\", \"sms\"]")));
        let mask = Mask::nothing();
        let faulty = [Faulty::unreadable("x.toml".to_owned(), "it is a folder".to_owned(), "name a file")];
        let matrix = Matrix {
            scenarios: vec![("a.toml", &differs.scenario), ("b.toml", &passes.scenario)],
            columns: vec![Column {
                target: "simulator",
                cells: Cells::Played(vec![Cell::Played(&differs, &mask), Cell::Played(&passes, &mask)]),
            }],
            faulty: &faulty,
        };
        let xml = junit(&matrix);
        assert!(
            xml.contains("<testsuite name=\"simulator\" tests=\"3\" skipped=\"0\" errors=\"1\" failures=\"1\""),
            "{xml}"
        );
        assert!(xml.contains("message=\"Nobody &lt;hears&gt;\""), "{xml}");
        assert!(xml.contains("a.toml:5: it notified 1 by email, 1 by sms"), "{xml}");
        assert!(xml.contains("it is a folder"), "{xml}");
        assert_eq!(xml, junit(&matrix));
    }

    /// One suite for each target, whatever came of it; each case is in each of them.
    #[test]
    fn what_a_target_cannot_prove_is_skipped_and_what_it_lost_an_error() {
        let passes = played(&DIFFERS.replace("[]", "[\"email\", \"sms\"]"));
        let not_provable = Run::not_provable(&passes.scenario, "ministack", "filters <count> nothing");
        let mask = Mask::nothing();
        let column = |target, cells| Column { target, cells };
        let matrix = Matrix {
            scenarios: vec![("a.toml", &passes.scenario)],
            columns: vec![
                column("simulator", Cells::Played(vec![Cell::Played(&passes, &mask)])),
                column("mocks", Cells::Played(vec![Cell::Lost("it went away".to_owned())])),
                column("ministack", Cells::Played(vec![Cell::Played(&not_provable, &mask)])),
                column("localstack", Cells::Skipped("there is no Docker engine".to_owned())),
                column("other", Cells::Lost("it does not start".to_owned())),
            ],
            faulty: &[],
        };
        let xml = junit(&matrix);
        let counts = [("simulator", 0, 0), ("mocks", 0, 1), ("ministack", 1, 0), ("localstack", 1, 0), ("other", 0, 1)];
        for (target, skipped, errors) in counts {
            let suite = format!(
                "<testsuite name=\"{target}\" tests=\"1\" skipped=\"{skipped}\" errors=\"{errors}\" failures=\"0\""
            );
            assert!(xml.contains(&suite), "{target}: {xml}");
        }
        assert_eq!(xml.matches("classname=\"a.toml\"").count(), 5, "{xml}");
        for told in ["filters &lt;count&gt; nothing", "it went away", "there is no Docker engine", "it does not start"]
        {
            assert!(xml.contains(told), "{told}: {xml}");
        }
    }
}
