//! `deploy` and `destroy`: check, plan, show, ask, apply, say what is left to do.

mod preflight;
mod reach;

use signalarm_deploy::{Aim, Apply, Options, Plan, Removal, deployer_policy, drive};
use signalarm_report::{Proposal, plan_json, plan_text, report_json, report_text};

pub(crate) use self::reach::{Ended, Target, agreed, finish, of_trouble, reach, reach_if};
use crate::Rim;
use crate::arguments::{ApplyArguments, DeployArguments, DestroyArguments};
use crate::drill::{self, Named};
use crate::exit::Exit;
use crate::terminal::{Person, Watcher, document};

/// Creates the chain, or brings it to what the config says; and drills it where that is wanted.
pub(crate) fn deploy(arguments: &DeployArguments, rim: &dyn Rim) -> Exit {
    finish(deployed(arguments, rim, Person::AT_TERMINAL))
}

pub(crate) fn deployed(arguments: &DeployArguments, rim: &dyn Rim, person: Person<'_>) -> Result<Exit, Ended> {
    let verification = &arguments.verification;
    if let Some(misuse) = verification.misuse() {
        return Err(Ended::new(Exit::Faulty, misuse));
    }
    // What a drill would refuse is refused before anything is deployed.
    let named = verification.verify.then(|| Named::of(verification.drill.account.as_ref())).transpose()?;
    let target = reach_if(&arguments.config, &arguments.connection, rim, &|caller, config| match &named {
        Some(named) => named.is_meant(caller, config),
        None => Ok(()),
    });
    let mut target = target?;
    if arguments.print_policy {
        return Ok((person.show)(&document(&deployer_policy(&target.wanted)), Exit::Ok));
    }
    let options = Options::new(arguments.adopt, arguments.resend_confirmations).at(target.session.as_ref());
    let aim = Aim::Deploy(options);
    match carry_out(&mut target, &arguments.apply, aim, person)? {
        Carried::Out { changed, .. } if named.is_some() => drill::verify(target, arguments, changed, rim, person),
        Carried::Out { exit, .. } | Carried::Shown(exit) => Ok(exit),
    }
}

/// Removes what is ours.
pub(crate) fn destroy(arguments: &DestroyArguments, rim: &dyn Rim) -> Exit {
    let named = Removal { trail: arguments.trail, bucket: arguments.bucket, log_group: arguments.log_group };
    let destroyed = || {
        let mut target = reach(&arguments.config, &arguments.connection, rim)?;
        match carry_out(&mut target, &arguments.apply, Aim::Remove(named), Person::AT_TERMINAL)? {
            Carried::Out { exit, .. } | Carried::Shown(exit) => Ok(exit),
        }
    };
    finish(destroyed())
}

/// What became of a plan.
enum Carried {
    /// It was shown, and nothing was done.
    Shown(Exit),
    /// It was carried out.
    Out {
        /// Whether there was something to do.
        changed: bool,
        exit: Exit,
    },
}

fn carry_out(target: &mut Target, apply: &ApplyArguments, aim: Aim, person: Person<'_>) -> Result<Carried, Ended> {
    let mut watcher = Watcher::new(apply.json);
    let outlook = match &aim {
        Aim::Deploy(_) => Some(preflight::outlook(target, &mut watcher)?),
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
        (person.show)(&shown, Exit::Ok);
    }
    if apply.plan {
        return Ok(Carried::Shown(if plan.is_empty() { Exit::Ok } else { Exit::Changes }));
    }
    if !plan.is_empty() && !apply.yes {
        confirm(&plan, person)?;
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
    Ok(Carried::Out { changed: !report.done.is_empty(), exit: (person.show)(&shown, Exit::Ok) })
}

fn confirm(plan: &Plan, person: Person<'_>) -> Result<(), Ended> {
    let steps = plan.steps.len();
    let question = if steps == 1 { "Do this step?".to_owned() } else { format!("Do these {steps} steps?") };
    agreed((person.ask)(&question))
}
