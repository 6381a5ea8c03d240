//! `deploy` and `destroy`: plan, show, ask, apply, say what is left to do.

use signalarm_alert::{AccountId, Config, Deployment, Region};
use signalarm_cloud::{Call, Failure, FailureClass, Reply, StsCall};
use signalarm_deploy::{Aim, Apply, Look, Options, Plan, Removal, Session, Trouble, TroubleKind, View, Wanted, drive};
use signalarm_report::{Mask, plan_json, plan_text, report_json, report_text};

use crate::Rim;
use crate::arguments::{ApplyArguments, ConfigArgument, Connection, DeployArguments, DestroyArguments};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{Watcher, ask, complain, print, print_faults};

/// Why a verb ended early: what is said of it, and how it is told to a program.
pub(crate) struct Ended {
    pub(crate) why: String,
    pub(crate) exit: Exit,
}

impl Ended {
    pub(crate) fn new(exit: Exit, why: impl ToString) -> Self {
        Self { why: why.to_string(), exit }
    }
}

/// A chain and the account that it is for.
pub(crate) struct Target {
    pub(crate) session: Box<dyn Session>,
    pub(crate) deployment: Deployment,
}

/// Creates the chain, or brings it to what the config says.
pub(crate) fn deploy(arguments: &DeployArguments, rim: &dyn Rim) -> Exit {
    let options = Options::new(arguments.adopt, arguments.resend_confirmations);
    finish(carry_out(&arguments.config, &arguments.connection, &arguments.apply, Aim::Deploy(options), rim))
}

/// Removes what is ours.
pub(crate) fn destroy(arguments: &DestroyArguments, rim: &dyn Rim) -> Exit {
    let named = Removal { trail: arguments.trail, bucket: arguments.bucket, log_group: arguments.log_group };
    finish(carry_out(&arguments.config, &arguments.connection, &arguments.apply, Aim::Remove(named), rim))
}

/// Says why something ended, where it did.
pub(crate) fn finish(done: Result<Exit, Ended>) -> Exit {
    done.unwrap_or_else(|Ended { why, exit }| {
        if !why.is_empty() {
            complain(&format!("error: {why}\n"));
        }
        exit
    })
}

fn carry_out(
    config: &ConfigArgument,
    connection: &Connection,
    apply: &ApplyArguments,
    aim: Aim,
    rim: &dyn Rim,
) -> Result<Exit, Ended> {
    let mut target = reach(config, connection, rim)?;
    let mask = if apply.show_endpoints { Mask::nothing() } else { Mask::of(&target.deployment.chain) };
    let mut watcher = Watcher::new(apply.json);
    let view = look(&mut target, &mut watcher)?;
    let plan = aim.plan(&view).map_err(|obstacles| of_trouble(&Trouble::Obstacles(obstacles)))?;
    if !apply.json || apply.plan {
        let shown = if apply.json { plan_json(&plan, &mask) } else { plan_text(&plan, &place(&target), &mask) };
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
    let report =
        done.map_err(|stopped| Ended::new(exit_of(stopped.trouble.kind()), mask.apply(&stopped.to_string())))?;
    let shown = if apply.json { report_json(&report, &mask) } else { report_text(&report, &mask) };
    Ok(print(&shown, Exit::Ok))
}

/// Reads the config, connects, and finds out for which account the chain is.
pub(crate) fn reach(config: &ConfigArgument, connection: &Connection, rim: &dyn Rim) -> Result<Target, Ended> {
    let config = settings::load(config).map_err(|faulty| {
        print_faults(&[faulty]);
        Ended::new(Exit::Faulty, "")
    })?;
    let region = connection.region.clone().or_else(|| config.region().map(|region| region.to_string()));
    let connection = Connection { region, ..connection.clone() };
    let mut session = rim.connect(&connection).map_err(|why| Ended::new(Exit::TargetLost, why))?;
    let account = caller(session.as_mut())?;
    let region: Region = session.region().parse().map_err(|fault| Ended::new(Exit::Faulty, fault))?;
    let deployment = deployment(&config, &account, &region)?;
    for alert in deployment.chain.unheard() {
        complain(&format!("warning: nobody hears of {alert}: name subscribers in the config\n"));
    }
    Ok(Target { session, deployment })
}

fn deployment(config: &Config, account: &AccountId, region: &Region) -> Result<Deployment, Ended> {
    config.deployment(account, region).map_err(|reasons| {
        let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        Ended::new(Exit::Faulty, reasons.join("\nerror: "))
    })
}

/// The account of the caller.
fn caller(session: &mut dyn Session) -> Result<AccountId, Ended> {
    match session.answer(Call::Sts(StsCall::GetCallerIdentity)) {
        Ok(Reply::CallerIdentity(caller)) => {
            caller.account.parse().map_err(|fault| Ended::new(Exit::TargetLost, fault))
        }
        Ok(_) => Err(Ended::new(Exit::TargetLost, "the endpoint does not say who calls; is it AWS's?")),
        Err(failure) => Err(Ended::new(
            match failure.class() {
                FailureClass::Denied | FailureClass::Other if matches!(failure, Failure::Refused(_)) => Exit::Faulty,
                _ => Exit::TargetLost,
            },
            format!("sts:GetCallerIdentity {failure}"),
        )),
    }
}

fn look(target: &mut Target, watcher: &mut Watcher) -> Result<View, Ended> {
    let mut machine = Look::new(Wanted::new(&target.deployment));
    let found = drive(&mut machine, target.session.as_mut(), &mut |_, why| watcher.look(why));
    watcher.end();
    found.map_err(|trouble| of_trouble(&trouble))
}

/// Where the chain is to stand, in words.
pub(crate) fn place(target: &Target) -> String {
    let place = &target.deployment.chain.place;
    let at = target.session.endpoint_url().map(|url| format!(" at {url}")).unwrap_or_default();
    format!("account {}, {}{at}", place.account, place.region)
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

pub(crate) fn of_trouble(trouble: &Trouble) -> Ended {
    Ended::new(exit_of(trouble.kind()), trouble.to_string().replace('\n', "\nerror: "))
}

const fn exit_of(kind: TroubleKind) -> Exit {
    match kind {
        TroubleKind::Person => Exit::Faulty,
        TroubleKind::Unreachable => Exit::TargetLost,
        TroubleKind::Safety => Exit::Refused,
    }
}
