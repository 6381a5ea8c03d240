//! A drill before it begins: what is not safe is refused, and what it will do is known.

use signalarm_alert::{AlertName, Deployment, Prices};
use signalarm_deploy::Session;
use signalarm_scenario::Scenario;

use super::foresee::preview;
use super::quiet::MUTED_MAX;
use super::script::Script;
use super::things::{find, knows_mute_rules};
use super::{Leftover, NotDrilled, Preview, Refused, Request, Site, Strangers};

/// A drill that has not begun: nothing but reading calls was made.
#[derive(Clone, Debug)]
pub struct Drill {
    pub(super) request: Request,
    pub(super) site: Site,
    pub(super) strangers: Strangers,
    /// What earlier drills left.
    pub(super) leftovers: Vec<Leftover>,
    pub(super) script: Script,
    /// Whether reasons and messages are AWS's own.
    pub(super) speaks_as_aws: bool,
    preview: Preview,
}

impl Drill {
    /// Looks at the account and decides what a drill of these scenarios will do. It changes nothing. `chance` tells this drill
    /// from others of the same second; `prices` are those that the config tells.
    ///
    /// # Errors
    ///
    /// [`NotDrilled`]: what is refused for safety, told apart from what cannot be looked at.
    pub fn prepare(
        session: &mut dyn Session,
        deployment: &Deployment,
        prices: &Prices,
        request: &Request,
        scenarios: &[Scenario],
        chance: u32,
    ) -> Result<Self, NotDrilled> {
        let site = Site::find(session, deployment, request)?;
        let now = session.now();
        let found = find(session, &site.chain)?;
        if let Some(Leftover { run, thing }) = found.iter().find(|found| !found.run.is_over(now)) {
            return Err(Refused::AnotherDrill { run: *run, what: thing.to_string() }.into());
        }
        let in_alarm = site.in_alarm(request);
        if !in_alarm.is_empty() {
            return Err(Refused::InAlarm(in_alarm).into());
        }
        // An emulator's words are not AWS's.
        let speaks_as_aws = session.endpoint_url().is_none();
        let script = Script::new(&site, request, scenarios, speaks_as_aws, (now, chance));
        if request.quiet && MUTED_MAX < script.rung.len() {
            return Err(Refused::TooManyToMute { alarms: script.rung.len(), most: MUTED_MAX }.into());
        }
        if let Some(alarm) = script.rung.keys().next().filter(|_| request.quiet)
            && !knows_mute_rules(session, alarm.as_str())?
        {
            return Err(Refused::NoMuteRules.into());
        }
        let strangers = Strangers::find(session, &site, &script.forged)?;
        if strangers.are_concerned() && !request.others_informed {
            return Err(Refused::Strangers(Box::new(strangers)).into());
        }
        let preview = preview(&site, request, &script, &found, prices);
        Ok(Self { request: request.clone(), site, strangers, leftovers: found, script, speaks_as_aws, preview })
    }

    /// What it will do, and what it may cost.
    #[must_use]
    pub const fn preview(&self) -> &Preview {
        &self.preview
    }

    /// The chain as it was found.
    #[must_use]
    pub const fn site(&self) -> &Site {
        &self.site
    }

    /// Who else would see or hear, informed as they are.
    #[must_use]
    pub const fn strangers(&self) -> &Strangers {
        &self.strangers
    }

    /// What earlier drills left: it is removed first.
    #[must_use]
    pub fn leftovers(&self) -> &[Leftover] {
        &self.leftovers
    }

    /// The alarms that it rings.
    pub(super) fn drilled(&self) -> Vec<AlertName> {
        self.script.rung.keys().cloned().collect()
    }
}
