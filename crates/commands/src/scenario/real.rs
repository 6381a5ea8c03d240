//! `scenario run --target aws`: the scenarios as one drill, reported as on any other target.

use signalarm_drill::Story;
use signalarm_scenario::Scenario;

use super::Read;
use super::run::{Came, Played, matrix, report, write_files};
use crate::arguments::{ReportFormat, RunArguments};
use crate::deploy::{Ended, reach_if};
use crate::drill::{self, Done, Named, Wish};
use crate::exit::Exit;
use crate::rim::{NoVenue, Rim};
use crate::terminal::{Person, complain, print_faults};
use crate::{Surroundings, WITHOUT_SDK};

/// The target's name.
const TARGET: &str = "aws";
/// Why a scenario was not played that a drill did not come to.
const NOT_REACHED: &str = "the drill ended before it";

/// Drills, and reports. Nobody drills an account with half of what was meant: faulty files are put right before.
pub(super) fn drilled(
    arguments: &RunArguments,
    Read { scenarios, faulty }: &Read,
    surroundings: &Surroundings<'_>,
    person: Person<'_>,
) -> (String, Exit) {
    if !faulty.is_empty() {
        print_faults(faulty);
        complain("error: no drill: a file is faulty\n");
        return (String::new(), Exit::Faulty);
    }
    let (came, exit) = match drill(arguments, scenarios, surroundings.rim, person) {
        Ok(drill::Came::Previewed(text)) => return (text, Exit::Ok),
        Ok(drill::Came::Played(done)) => {
            let came = in_order(&done, scenarios);
            for ((file, _), came) in scenarios.iter().zip(&came) {
                if let Err(why) = came {
                    (person.tell)(&format!("error: {file} was not played to its end: {why}\n"));
                }
            }
            (Ok(came), done.exit)
        }
        Err(Ended { why, exit }) => {
            if !why.is_empty() {
                (person.tell)(&format!("error: {why}\n"));
            }
            (Err(NoVenue::Lost(why)), exit)
        }
    };
    let played = [Played { target: TARGET, came }];
    let matrix = matrix(&played, scenarios, faulty, arguments);
    let exit = exit.max(write_files(&matrix, arguments, surroundings));
    (report(&matrix, arguments), exit)
}

fn drill(
    arguments: &RunArguments,
    scenarios: &[(String, Scenario)],
    rim: Option<&dyn Rim>,
    person: Person<'_>,
) -> Result<drill::Came, Ended> {
    let real = &arguments.real;
    let named = Named::of(real.options.account.as_ref())?;
    let rim = rim.ok_or_else(|| Ended::new(Exit::TargetLost, WITHOUT_SDK))?;
    let target = reach_if(&arguments.chosen.config, &arguments.connection(), rim, &|caller, config| {
        named.is_meant(caller, config)
    })?;
    let scenarios: Vec<Scenario> = scenarios.iter().map(|(_, scenario)| scenario.clone()).collect();
    let wish = Wish {
        request: real.options.request(real.adopted),
        folder: real.options.folder(),
        yes: real.yes,
        dry_run: real.dry_run,
        json: arguments.format == ReportFormat::Json,
        show_endpoints: arguments.show_endpoints,
    };
    drill::drill(target, &scenarios, &wish, rim, person)
}

/// What came of each scenario, in the order in which they were named: a drill tells those last that it cannot play.
fn in_order(done: &Done, scenarios: &[(String, Scenario)]) -> Vec<Came> {
    let mut stories: Vec<&Story> = done.evidence.stories.iter().collect();
    let mut came = |(_, scenario): &(String, Scenario)| {
        let place = stories.iter().position(|story| story.name == scenario.name);
        let story = place.map(|place| stories.remove(place)).ok_or_else(|| NOT_REACHED.to_owned())?;
        match &story.run {
            Ok(run) => Ok(((**run).clone(), done.mask.clone())),
            Err(why) => Err(done.mask.apply(why)),
        }
    };
    scenarios.iter().map(&mut came).collect()
}
