//! The same run value as files that other programs read.
//!
//! Apart from `report`, because what writes them is not light, and must stay out of the way to the first report.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use signalarm_diagnostic::{Faulty, harmless_lines};
use signalarm_report::{Mask, transcript};
use signalarm_scenario::Run;

/// A run of scenarios as JUnit XML: one suite for the target, one case for each scenario, with its transcript as output where
/// it differs. No times are told: virtual time is no duration of a test. A file that could not be read is an error.
#[must_use]
pub fn junit(runs: &[(String, &Run, &Mask)], faulty: &[Faulty]) -> String {
    let target = runs.first().map_or("scenarios", |(_, run, _)| run.target);
    let mut suite = TestSuite::new(target);
    suite.add_test_cases(runs.iter().map(|(file, run, mask)| case(file, run, mask)));
    suite.add_test_cases(faulty.iter().map(faulty_case));
    let mut report = Report::new("signalarm");
    report.add_test_suite(suite);
    // Into memory nothing fails; control characters, which XML has not, are left out.
    report.to_string().unwrap_or_default()
}

fn case(file: &str, run: &Run, mask: &Mask) -> TestCase {
    let differs: Vec<String> = run
        .verdicts
        .iter()
        .filter_map(|verdict| {
            let line = verdict.expectation.line;
            verdict.differs().map(|differs| harmless_lines(&mask.apply(&format!("{file}:{line}: {differs}"))))
        })
        .collect();
    let status = match differs.is_empty() {
        true => TestCaseStatus::success(),
        false => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(run.scenario.title.clone()).set_description(differs.join("\n"));
            status
        }
    };
    let mut case = TestCase::new(run.scenario.name.clone(), status);
    case.set_classname(file);
    if !run.passed() {
        case.set_system_out(transcript(run, mask));
    }
    case
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
        let faulty = Faulty::unreadable("x.toml".to_owned(), "it is a folder".to_owned(), "name a file");
        let runs = [("a.toml".to_owned(), &differs, &mask), ("b.toml".to_owned(), &passes, &mask)];
        let xml = junit(&runs, &[faulty]);
        assert!(
            xml.contains("<testsuite name=\"simulator\" tests=\"3\" skipped=\"0\" errors=\"1\" failures=\"1\""),
            "{xml}"
        );
        assert!(xml.contains("message=\"Nobody &lt;hears&gt;\""), "{xml}");
        assert!(xml.contains("a.toml:5: it notified 1 by email, 1 by sms"), "{xml}");
        assert!(xml.contains("it is a folder"), "{xml}");
        assert_eq!(
            xml,
            junit(&runs, &[Faulty::unreadable("x.toml".to_owned(), "it is a folder".to_owned(), "name a file")])
        );
    }
}
