//! `deploy --verify`: a drill of the four alerts behind a deployment.

use signalarm_drill::{DrillResult, Request};
use signalarm_report::{drill_result, scenarios_json, scenarios_text};

use super::scripts::scripts;
use super::{Came, Done, Wish, drill};
use crate::Rim;
use crate::arguments::DeployArguments;
use crate::deploy::{Ended, Target};
use crate::exit::Exit;
use crate::terminal::{Person, print_faults};

/// Drills what was deployed, and reports. `changed`: the deployment changed something.
pub(crate) fn verify(
    target: Target,
    arguments: &DeployArguments,
    changed: bool,
    rim: &dyn Rim,
    person: Person<'_>,
) -> Result<Exit, Ended> {
    let (apply, options) = (&arguments.apply, &arguments.verification.drill);
    let scripts = scripts(&target.config).map_err(|faulty| {
        print_faults(&[faulty]);
        Ended::new(Exit::Faulty, "")
    })?;
    let wish = Wish {
        // A deployment has tagged what it deployed or adopted.
        request: Request { fresh: changed, ..options.request(false) },
        folder: options.folder(),
        yes: apply.yes,
        dry_run: false,
        json: apply.json,
        show_endpoints: apply.show_endpoints,
    };
    let drilled = drill(target, &scripts, &wish, rim, person);
    let drilled =
        drilled.map_err(|Ended { why, exit }| Ended::new(exit, format!("it is deployed, and not verified: {why}")));
    let done = match drilled? {
        Came::Played(done) => done,
        Came::Previewed(text) => return Ok((person.show)(&text, Exit::Ok)),
    };
    Ok((person.show)(&report(&done, apply.json), exit_of(&done, person)))
}

fn report(done: &Done, json: bool) -> String {
    let (mut runs, mut lost) = (Vec::new(), Vec::new());
    for story in &done.evidence.stories {
        match &story.run {
            Ok(run) => runs.push((story.name.clone(), &**run, &done.mask)),
            Err(why) => lost.push((story.name.as_str(), done.mask.apply(why))),
        }
    }
    let lost: Vec<(&str, &str)> = lost.iter().map(|(name, why)| (*name, why.as_str())).collect();
    match json {
        true => scenarios_json(&runs, &[], &lost),
        false => scenarios_text(&runs, &[]),
    }
}

/// A deployment of which nothing could be proved is not verified.
fn exit_of(done: &Done, person: Person<'_>) -> Exit {
    let result = done.evidence.result();
    if result != DrillResult::Passed {
        (person.tell)(&format!("error: the deployment is not verified: the drill says «{}»\n", drill_result(result)));
    }
    match result {
        DrillResult::NotProvable => done.exit.max(Exit::Differs),
        DrillResult::Passed | DrillResult::Differs | DrillResult::Refused | DrillResult::Stopped => done.exit,
    }
}
