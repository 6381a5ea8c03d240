//! `status`: the chain as it is, once or again and again.

use signalarm_deploy::{LookAtStatus, Status, drive};
use signalarm_report::{status_json, status_text};
use signalarm_time::Duration;

use crate::Rim;
use crate::arguments::StatusArguments;
use crate::deploy::{Ended, Target, finish, of_trouble, reach};
use crate::exit::Exit;
use crate::terminal::{Watcher, clear, document, print, style};

/// Looks and shows; with `--watch` until somebody ends it.
pub(crate) fn run(arguments: &StatusArguments, rim: &dyn Rim) -> Exit {
    finish(reach(&arguments.config, &arguments.connection, rim).and_then(|mut target| {
        let mut exit = show(&mut target, arguments)?;
        while let Some(seconds) = arguments.watch {
            target.session.wait(Duration::SECOND * seconds);
            exit = show(&mut target, arguments)?;
        }
        Ok(exit)
    }))
}

fn show(target: &mut Target, arguments: &StatusArguments) -> Result<Exit, Ended> {
    let is_watched = arguments.watch.is_some();
    let mut watcher = Watcher::new(arguments.json || is_watched);
    let mut machine = LookAtStatus::new(target.wanted.clone());
    let seen = drive(&mut machine, target.session.as_mut(), &mut |_, why| watcher.look(why));
    watcher.end();
    let status = seen.map_err(|trouble| of_trouble(&trouble))?;
    let mask = target.mask(arguments.show_endpoints, &status.view.found);
    if is_watched && !arguments.json {
        clear();
    }
    let shown = match (arguments.json, is_watched) {
        (false, _) => status_text(&status, &target.place(), &mask, style()),
        (true, false) => document(&status_json(&status, &mask)),
        // One document a line, for whoever reads on.
        (true, true) => format!("{}\n", status_json(&status, &mask)),
    };
    Ok(print(&shown, exit_of(&status)))
}

fn exit_of(status: &Status) -> Exit {
    match &status.drift {
        Ok(plan) if plan.is_empty() => Exit::Ok,
        Ok(_) | Err(_) => Exit::Changes,
    }
}
