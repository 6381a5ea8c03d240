//! Annotations for GitHub Actions: each difference and each fault on the line of its file.

use signalarm_diagnostic::Faulty;
use signalarm_scenario::{Judgement, Run, Verdict};

use crate::mask::Mask;
use crate::words::the_target;

const ERROR: &str = "error";
const NOTICE: &str = "notice";

/// One workflow command for each expectation that differs or cannot be proved here, and one for each fault.
///
/// `runs` carry the path of their file. The form is that of GitHub's documentation, *Workflow commands for GitHub
/// Actions*: `::error file=…,line=…,title=…::message`, `::notice` in the same way. Runs of several targets say which.
#[must_use]
pub fn annotations(runs: &[(String, &Run, &Mask)], faulty: &[Faulty]) -> String {
    let mut lines = Vec::new();
    let several = runs.iter().any(|(_, run, _)| run.target != runs[0].1.target);
    for (file, run, mask) in runs {
        let on = if several { format!("on the {}: ", run.target) } else { String::new() };
        let mut tell = |level, line, message: String| {
            lines.push(command(level, file, line, None, &run.scenario.title, &mask.apply(&(on.clone() + &message))));
        };
        if let Some(why) = &run.unplayed {
            tell(NOTICE, 1, format!("the scenario is not provable on {}: {why}", the_target(run.target)));
            continue;
        }
        for Verdict { expectation, judgement } in &run.verdicts {
            let expected = format!("expected that {}", expectation.expected);
            match judgement {
                Judgement::Holds => {}
                Judgement::Differs(instead) => tell(ERROR, expectation.line, format!("{expected}; {instead}")),
                Judgement::NotProvable(why) => {
                    tell(
                        NOTICE,
                        expectation.line,
                        format!("{expected}; not provable on {}: {why}", the_target(run.target)),
                    );
                }
            }
        }
    }
    for faulty in faulty {
        for fault in &faulty.faults {
            let (line, column) = faulty.line_and_column(fault.span.start);
            let message = match fault.cure.as_str() {
                "" => fault.message.clone(),
                cure => format!("{}; {cure}", fault.message),
            };
            lines.push(command(ERROR, &faulty.name, line, Some(column), "faulty input", &message));
        }
    }
    lines.concat()
}

fn command(level: &str, file: &str, line: usize, column: Option<usize>, title: &str, message: &str) -> String {
    let column = column.map_or(String::new(), |column| format!(",col={column}"));
    let (file, title) = (property(file), property(title));
    format!("::{level} file={file},line={line}{column},title={title}::{}\n", data(message))
}

/// Text behind the second pair of colons.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use signalarm_diagnostic::Fault;

    #[test]
    fn what_would_end_a_command_early_is_escaped() {
        let faults = vec![Fault::new(2..3, "50% of a:b,\nc").cure("d")];
        let faulty = Faulty::new("dir,x/a:b.toml", "a\nb", faults).unwrap();
        let expected = "::error file=dir%2Cx/a%3Ab.toml,line=2,col=1,title=faulty input::50%25 of a:b,%0Ac; d\n";
        assert_eq!(annotations(&[], &[faulty]), expected);
    }
}
