//! What is asked before anything is changed: what the caller may do, and whether AWS reads the patterns as we do.

use signalarm_deploy::{Assumptions, CheckRights, ConfirmPatterns, Confirmation, Rights, cost, drive};
use signalarm_report::{Outlook, disagreement_text, rights_text};

use super::reach::{Ended, Target, of_trouble};
use crate::exit::Exit;
use crate::terminal::{Watcher, complain};

/// Asks, and reckons what the chain will cost. Missing rights are said at once: the look that follows may end for want of
/// them.
pub(crate) fn outlook(target: &mut Target, watcher: &mut Watcher) -> Result<Outlook, Ended> {
    let mut machine = CheckRights::new(&target.wanted, &target.caller);
    let rights = drive(&mut machine, target.session.as_mut(), &mut |_, why| watcher.preflight(why));
    if matches!(rights, Rights::Lacking(_)) {
        watcher.end();
        complain(&format!("warning: {}\n", rights_text(&rights)));
    }
    let patterns = confirmation(target, watcher)?;
    let cost = cost(&target.deployment, &target.prices, &Assumptions::default());
    Ok(Outlook { rights, patterns, cost })
}

/// An endpoint that somebody named may not know the operation: it is an emulator. AWS does.
fn confirmation(target: &mut Target, watcher: &mut Watcher) -> Result<Confirmation, Ended> {
    let mut machine = ConfirmPatterns::new(&target.wanted);
    let confirmed = drive(&mut machine, target.session.as_mut(), &mut |_, why| watcher.preflight(why));
    watcher.end();
    let confirmation = confirmed.map_err(|trouble| of_trouble(&trouble))?;
    let refused = match &confirmation {
        Confirmation::Differs(disagreements) => {
            let told: Vec<String> = disagreements.iter().map(disagreement_text).collect();
            format!("nothing was changed: a pattern is read in two ways\nerror: {}", told.join("\nerror: "))
        }
        Confirmation::NotImplemented if target.session.endpoint_url().is_none() => {
            "nothing was changed: the patterns cannot be confirmed, since logs:TestMetricFilter is not known".to_owned()
        }
        Confirmation::NotImplemented | Confirmation::Confirmed { .. } => return Ok(confirmation),
    };
    Err(Ended::new(Exit::Refused, refused))
}
