//! `deploy` and `destroy`: check, plan, show, ask, apply, say what is left to do.

mod preflight;
mod reach;

use signalarm_deploy::{Aim, Apply, Options, Plan, Removal, deployer_policy, drive};
use signalarm_report::{Proposal, plan_json, plan_text, report_json, report_text};

pub(crate) use self::reach::{Ended, Target, finish, of_trouble, reach};
use crate::Rim;
use crate::arguments::{ApplyArguments, DeployArguments, DestroyArguments};
use crate::exit::Exit;
use crate::terminal::{Watcher, ask, document, print};

/// Creates the chain, or brings it to what the config says.
pub(crate) fn deploy(arguments: &DeployArguments, rim: &dyn Rim) -> Exit {
    let options = Options::new(arguments.adopt, arguments.resend_confirmations);
    finish(reach(&arguments.config, &arguments.connection, rim).and_then(|target| match arguments.print_policy {
        true => Ok(print(&document(&deployer_policy(&target.wanted)), Exit::Ok)),
        false => {
            let tags_alarms_apart = target.session.endpoint_url().is_some();
            carry_out(target, &arguments.apply, Aim::Deploy(Options { tags_alarms_apart, ..options }))
        }
    }))
}

/// Removes what is ours.
pub(crate) fn destroy(arguments: &DestroyArguments, rim: &dyn Rim) -> Exit {
    let named = Removal { trail: arguments.trail, bucket: arguments.bucket, log_group: arguments.log_group };
    let target = reach(&arguments.config, &arguments.connection, rim);
    finish(target.and_then(|target| carry_out(target, &arguments.apply, Aim::Remove(named))))
}

fn carry_out(mut target: Target, apply: &ApplyArguments, aim: Aim) -> Result<Exit, Ended> {
    let mut watcher = Watcher::new(apply.json);
    let outlook = match &aim {
        Aim::Deploy(_) => Some(preflight::outlook(&mut target, &mut watcher)?),
        Aim::Remove(_) => None,
    };
    let view = target.look(&mut watcher)?;
    let plan = aim.plan(&view).map_err(|obstacles| of_trouble(&obstacles.into()))?;
    let mask = target.mask(apply.show_endpoints, &view.found);
    if !apply.json || apply.plan {
        let (place, caller_arn) = (target.place(), target.caller.arn.clone());
        let beginning = target.beginning();
        let proposal = Proposal { place, caller_arn, beginning, plan: plan.clone(), outlook };
        let shown = if apply.json { plan_json(&proposal, &mask) } else { plan_text(&proposal, &mask) };
        print(&shown, Exit::Ok);
    }
    if apply.plan {
        return Ok(if plan.is_empty() { Exit::Ok } else { Exit::Changes });
    }
    if !plan.is_empty() && !apply.yes {
        confirm(&plan)?;
    }
    let mut machine = Apply::new(view, plan, aim);
    let done = drive(&mut machine, target.session.as_mut(), &mut |machine, why| {
        let progress = machine.progress();
        let step = progress.step.map(|step| mask.apply(&step.to_string()));
        watcher.step(progress.done, progress.of, step.as_deref(), why);
    });
    watcher.end();
    let report = done.map_err(|stopped| {
        let ended = of_trouble(&stopped.trouble);
        Ended { why: mask.apply(&stopped.to_string()), ..ended }
    })?;
    let shown = if apply.json { report_json(&report, &mask) } else { report_text(&report, &mask) };
    Ok(print(&shown, Exit::Ok))
}

fn confirm(plan: &Plan) -> Result<(), Ended> {
    let steps = plan.steps.len();
    let question = if steps == 1 { "Do this step?".to_owned() } else { format!("Do these {steps} steps?") };
    match ask(&question) {
        Some(true) => Ok(()),
        Some(false) => Err(Ended::new(Exit::Refused, "nothing was changed: it was not confirmed")),
        None => {
            Err(Ended::new(Exit::Refused, "nothing was changed: there is nobody to ask; --yes confirms beforehand"))
        }
    }
}
