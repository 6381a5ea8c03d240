//! One drill: looked at, shown, agreed to, played, kept as evidence.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use signalarm_diagnostic::harmless;
use signalarm_drill::{Drill, DrillEvidence, DrillResult, NotDrilled, Request};
use signalarm_report::{
    Calls, Drilled, Mask, drill_mask, evidence_json, evidence_markdown, preview_json, preview_text,
};
use signalarm_scenario::{Scenario, TargetError};

use super::evidence::Reserved;
use crate::Rim;
use crate::deploy::{Ended, Target, agreed, of_trouble};
use crate::exit::Exit;
use crate::terminal::{Person, Watcher};

/// The program that drills, as evidence names it.
const PROGRAM: &str = concat!("signalarm ", env!("CARGO_PKG_VERSION"));

/// What is wanted of a drill.
pub(crate) struct Wish<'w> {
    pub(crate) request: Request,
    /// The folder for the evidence.
    pub(crate) folder: &'w Path,
    /// Nobody is asked.
    pub(crate) yes: bool,
    /// Only shows what would be done.
    pub(crate) dry_run: bool,
    /// Shows for machines.
    pub(crate) json: bool,
    pub(crate) show_endpoints: bool,
}

/// What came of it.
pub(crate) enum Came {
    /// What would be done.
    Previewed(String),
    /// What was done.
    Played(Box<Done>),
}

/// A drill that was played.
pub(crate) struct Done {
    pub(crate) evidence: DrillEvidence,
    pub(crate) mask: Mask,
    pub(crate) exit: Exit,
}

/// Looks, shows, asks, plays, and keeps the evidence.
pub(crate) fn drill(
    mut target: Target,
    scenarios: &[Scenario],
    wish: &Wish<'_>,
    rim: &dyn Rim,
    person: Person<'_>,
) -> Result<Came, Ended> {
    let place = target.place();
    let endpoint_url = target.session.endpoint_url().map(str::to_owned);
    let masked = if wish.show_endpoints { Mask::nothing() } else { Mask::of(&target.deployment.chain) };
    let (session, deployment, prices) = (target.session.as_mut(), &target.deployment, &target.prices);
    let prepared = Drill::prepare(session, deployment, prices, &wish.request, scenarios, chance());
    let drill = prepared.map_err(|why| not_drilled(&why, &masked))?;
    let (preview, site, strangers) = (drill.preview(), drill.site(), drill.strangers());
    let mask = if wish.show_endpoints { Mask::nothing() } else { drill_mask(site, strangers) };
    if wish.dry_run {
        return Ok(Came::Previewed(match wish.json {
            true => preview_json(preview, site, strangers, &mask),
            false => preview_text(preview, site, strangers, &place, Calls::All, &mask),
        }));
    }
    // Where nothing can be played nothing is done that somebody should agree to.
    let plays = !preview.played.is_empty();
    if plays {
        (person.tell)(&preview_text(preview, site, strangers, &place, Calls::Changing, &mask));
    }
    if plays && !wish.yes {
        agreed((person.ask)(&format!("Drill {}?", mask.apply(&place))))?;
    }
    let reserved = plays.then(|| Reserved::new(wish.folder, &preview.run)).transpose()?;
    rim.heed_interrupts();
    let mut watcher = Watcher::new(wish.json);
    let evidence = drill.play(target.session, &mut |progress| watcher.drill(&progress.to_string()));
    watcher.end();
    tell_of(&evidence, &mask, person);
    let mut exit = exit_of(evidence.result());
    let drilled = Drilled { evidence: &evidence, program: PROGRAM, endpoint_url: endpoint_url.as_deref() };
    if let Some(reserved) = reserved {
        exit = exit.max(keep(reserved, &drilled, &mask, person));
    }
    Ok(Came::Played(Box::new(Done { evidence, mask, exit })))
}

/// Says what no report of scenarios does: why it ended early, what is left behind, what a person must know.
fn tell_of(evidence: &DrillEvidence, mask: &Mask, person: Person<'_>) {
    let stopped = evidence.stopped.iter().map(|stopped| format!("error: the drill ended early: {stopped}"));
    let left = evidence.left.iter().map(|left| format!("error: left behind: {left}"));
    let warnings = evidence.warnings.iter().map(|warning| format!("warning: {warning}"));
    let rang = evidence.silences.iter().flat_map(|silence| &silence.rang);
    let rang = rang.map(|alarm| format!("error: a record that must ring nothing rang {alarm}"));
    for line in stopped.chain(left).chain(rang).chain(warnings) {
        (person.tell)(&format!("{}\n", harmless(&mask.apply(&line))));
    }
}

/// Writes the evidence. What cannot be written is not lost: whoever drilled sees it.
fn keep(reserved: Reserved, drilled: &Drilled<'_>, mask: &Mask, person: Person<'_>) -> Exit {
    let page = evidence_markdown(drilled, mask);
    match reserved.write(&evidence_json(drilled, mask), &page) {
        Ok(told) => {
            (person.tell)(&format!("{told}\n"));
            Exit::Ok
        }
        Err(Ended { why, exit }) => {
            (person.tell)(&format!("{page}\nerror: {why}\n"));
            exit
        }
    }
}

/// What tells one drill from another of the same second.
fn chance() -> u32 {
    let [.., a, b, c, d] = RandomState::new().hash_one("drill").to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}

fn not_drilled(why: &NotDrilled, mask: &Mask) -> Ended {
    let ended = match why {
        NotDrilled::Refused(refused) => Ended::new(Exit::Refused, format!("no drill: {refused}")),
        NotDrilled::Trouble(trouble) => of_trouble(trouble),
        NotDrilled::Lost(error) => Ended::new(Exit::TargetLost, lost(error)),
    };
    Ended { why: mask.apply(&ended.why), ..ended }
}

fn lost(error: &TargetError) -> String {
    format!("no drill: the account cannot be looked at: {error}")
}

/// How a program is told.
const fn exit_of(result: DrillResult) -> Exit {
    match result {
        DrillResult::Passed | DrillResult::NotProvable => Exit::Ok,
        DrillResult::Differs => Exit::Differs,
        DrillResult::Refused => Exit::Refused,
        DrillResult::Stopped => Exit::TargetLost,
    }
}
