//! A chain and the account that it is for.

use signalarm_alert::{AccountId, Config, Deployment, Prices, Region, Source};
use signalarm_cloud::{Call, CallerIdentity, Failure, FailureClass, Reply, StsCall};
use signalarm_deploy::{Found, Look, Session, Trouble, TroubleKind, View, Wanted, drive};
use signalarm_report::Mask;

use crate::Rim;
use crate::arguments::{ConfigArgument, Connection};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{Watcher, complain, print_faults};

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
    pub(crate) config: Config,
    pub(crate) session: Box<dyn Session>,
    pub(crate) caller: CallerIdentity,
    pub(crate) deployment: Deployment,
    pub(crate) wanted: Wanted,
    pub(crate) prices: Prices,
}

impl Target {
    /// Where the chain is to stand, in words.
    pub(crate) fn place(&self) -> String {
        let place = &self.deployment.chain.place;
        let at = self.session.endpoint_url().map(|url| format!(" at {url}")).unwrap_or_default();
        format!("account {}, {}{at}", place.account, place.region)
    }

    /// Where the chain begins, in words, unless it has a trail of its own.
    pub(crate) fn beginning(&self) -> Option<String> {
        let log_group = &self.deployment.chain.log_group;
        match &self.deployment.source {
            Source::Own(_) => None,
            Source::Trail(arn) => Some(format!("{arn} is used; its bucket and role are left alone")),
            Source::LogGroup(_) | Source::None => Some(format!(
                "none: the chain begins at the log group {log_group}; nothing of CloudTrail, of its bucket and role is called"
            )),
        }
    }

    /// What of the chain, and of what was found, is not for every reader's eyes.
    pub(crate) fn mask(&self, show_endpoints: bool, found: &Found) -> Mask {
        match show_endpoints {
            true => Mask::nothing(),
            false => Mask::of(&self.deployment.chain).with_subscribers(found),
        }
    }

    pub(crate) fn look(&mut self, watcher: &mut Watcher) -> Result<View, Ended> {
        let mut machine = Look::new(self.wanted.clone());
        let found = drive(&mut machine, self.session.as_mut(), &mut |_, why| watcher.look(why));
        watcher.end();
        found.map_err(|trouble| of_trouble(&trouble))
    }
}

/// Whether somebody agreed to what was shown.
pub(crate) fn agreed(answer: Option<bool>) -> Result<(), Ended> {
    match answer {
        Some(true) => Ok(()),
        Some(false) => Err(Ended::new(Exit::Refused, "nothing was changed: it was not confirmed")),
        None => {
            Err(Ended::new(Exit::Refused, "nothing was changed: there is nobody to ask; --yes confirms beforehand"))
        }
    }
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

/// Reads the config, connects, and finds out for which account the chain is.
pub(crate) fn reach(config: &ConfigArgument, connection: &Connection, rim: &dyn Rim) -> Result<Target, Ended> {
    reach_if(config, connection, rim, &|_, _| Ok(()))
}

/// The same, where the caller and the config are those that somebody meant.
pub(crate) fn reach_if(
    config: &ConfigArgument,
    connection: &Connection,
    rim: &dyn Rim,
    is_meant: &dyn Fn(&CallerIdentity, &Config) -> Result<(), Ended>,
) -> Result<Target, Ended> {
    let config = settings::load(config).map_err(|faulty| {
        print_faults(&[faulty]);
        Ended::new(Exit::Faulty, "")
    })?;
    let region = connection.region.clone().or_else(|| config.region().map(|region| region.to_string()));
    let connection = Connection { region, ..connection.clone() };
    let mut session = rim.connect(&connection).map_err(|why| Ended::new(Exit::TargetLost, why))?;
    let region: Region = session.region().parse().map_err(|fault| Ended::new(Exit::Faulty, fault))?;
    let caller = caller(session.as_mut())?;
    is_meant(&caller, &config)?;
    let account: AccountId = caller.account.parse().map_err(|fault| Ended::new(Exit::TargetLost, fault))?;
    let deployment = deployment(&config, &account, &region)?;
    for alert in deployment.chain.unheard() {
        complain(&format!("warning: nobody hears of {alert}: name subscribers in the config\n"));
    }
    let wanted = Wanted::new(&deployment);
    let prices = config.prices().clone();
    Ok(Target { config, session, caller, deployment, wanted, prices })
}

fn deployment(config: &Config, account: &AccountId, region: &Region) -> Result<Deployment, Ended> {
    config.deployment(account, region).map_err(|reasons| {
        let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        Ended::new(Exit::Faulty, reasons.join("\nerror: "))
    })
}

/// Who calls.
fn caller(session: &mut dyn Session) -> Result<CallerIdentity, Ended> {
    match session.answer(Call::Sts(StsCall::GetCallerIdentity)) {
        Ok(Reply::CallerIdentity(caller)) => Ok(caller),
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
