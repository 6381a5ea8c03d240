//! What a target proved of the chain, link by link, over all scenarios of a run.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signalarm_account::Link;
use signalarm_diagnostic::harmless;
use signalarm_scenario::{LinkProof, Proof, Run};

use crate::mask::Mask;
use crate::words::{counted, the_target};

/// What several runs on one target proved of one link.
pub(crate) enum Proven {
    /// Each that says something of it proved it; in which ways.
    Every(Vec<String>),
    /// Some did not; why, and in how many runs.
    Not(Vec<(String, usize)>),
}

/// What the runs that could be played proved, in the order of the chain; nothing where the model proves all.
pub(crate) fn proven(runs: &[(&Run, &Mask)]) -> Vec<(Link, Proven)> {
    let played: Vec<&(&Run, &Mask)> = runs.iter().filter(|(run, _)| run.unplayed.is_none()).collect();
    let mut links: BTreeMap<Link, Proven> = BTreeMap::new();
    for LinkProof { link, .. } in played.iter().flat_map(|(run, _)| &run.links) {
        links.entry(*link).or_insert(Proven::Every(Vec::new()));
    }
    for (link, proven) in &mut links {
        for (run, mask) in &played {
            let said = run.links.iter().find(|said| said.link == *link).map(|said| &said.proof);
            match said {
                Some(Proof::Proved(how)) => proven.add_way(shown(how, mask)),
                Some(Proof::NotProved(why)) => proven.add_reason(shown(why, mask)),
                // A story in which nothing is published, say, proves nothing of topics and takes nothing away.
                None => {}
            }
        }
    }
    links.into_iter().collect()
}

fn shown(text: &str, mask: &Mask) -> String {
    harmless(&mask.apply(text))
}

impl Proven {
    fn add_way(&mut self, how: String) {
        if let Self::Every(ways) = self
            && !how.is_empty()
            && !ways.contains(&how)
        {
            ways.push(how);
        }
    }

    fn add_reason(&mut self, why: String) {
        match self {
            Self::Every(_) => *self = Self::Not(vec![(why, 1)]),
            Self::Not(reasons) => match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, count)) => *count += 1,
                None => reasons.push((why, 1)),
            },
        }
    }

    /// In words: each way or reason is a part.
    fn parts(&self, count_runs: bool) -> Vec<String> {
        let reason = |(why, count): &(String, usize)| match count_runs {
            true => format!("{why} ({})", counted(*count, "scenario")),
            false => why.clone(),
        };
        match self {
            Self::Every(ways) => ways.clone(),
            Self::Not(reasons) => reasons.iter().map(reason).collect(),
        }
    }

    const fn word(&self) -> &'static str {
        match self {
            Self::Every(_) => "proved",
            Self::Not(_) => "not proved",
        }
    }
}

/// A heading and a line for each link; nothing where the model proves all.
pub(crate) fn link_lines(target: &str, runs: &[(&Run, &Mask)]) -> Vec<String> {
    let proven = proven(runs);
    if proven.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("what {} proved, link by link:", the_target(target))];
    for (link, proven) in proven {
        let parts = proven.parts(1 < runs.len());
        let head = format!("  {link:<14}{}", proven.word());
        match parts.split_first() {
            None => lines.push(head),
            Some((first, further)) => {
                let width = head.len() + 2;
                lines.push(format!("{head}: {first}"));
                lines.extend(further.iter().map(|part| format!("{:width$}{part}", "")));
            }
        }
    }
    lines
}

/// The same for a page: a list.
pub(crate) fn link_items(runs: &[(&Run, &Mask)]) -> Vec<(Link, String)> {
    let item = |(link, proven): (Link, Proven)| {
        let parts = proven.parts(1 < runs.len()).join("; ");
        let colon = if parts.is_empty() { "" } else { ": " };
        (link, format!("{}{colon}{parts}", proven.word()))
    };
    proven(runs).into_iter().map(item).collect()
}

/// The same for machines.
pub(crate) fn links_json(runs: &[(&Run, &Mask)]) -> Vec<Value> {
    let entry = |(link, proven): &(Link, Proven)| {
        let (ways, reasons) = match proven {
            Proven::Every(ways) => (ways.clone(), Vec::new()),
            Proven::Not(reasons) => (Vec::new(), reasons.clone()),
        };
        let reason = |(why, count): &(String, usize)| json!({ "why": why, "scenarios": count });
        json!({
            "link": link.to_string(),
            "proved": matches!(proven, Proven::Every(_)),
            "how": ways,
            "reasons": reasons.iter().map(reason).collect::<Vec<Value>>(),
        })
    };
    proven(runs).iter().map(entry).collect()
}
