//! The history of drills, read back from their evidence.

use serde_json::{Value, json};
use signalarm_diagnostic::{Faulty, harmless};
use signalarm_drill::RunName;
use signalarm_time::Timestamp;

use super::{FORMAT, KIND, RESULTS, drill_result};
use crate::json::{document, faults_json};
use crate::words::counted;

/// What the history tells of one drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedDrill {
    /// Its name.
    pub run: RunName,
    /// How it ended.
    pub result: &'static str,
    /// The account, as it was masked.
    pub account: String,
    /// The Region.
    pub region: String,
    /// Where every service was called, where that was no AWS.
    pub endpoint_url: Option<String>,
    /// When it began.
    pub began: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// The scenarios, each with what came of it.
    pub scenarios: Vec<(String, String)>,
    /// The links, and whether each was proved.
    pub links: Vec<(String, bool)>,
}

/// Reads evidence.
///
/// # Errors
///
/// Why the text is no evidence of a drill.
pub fn read_evidence(text: &str) -> Result<LoggedDrill, String> {
    if text.trim().is_empty() {
        let why = "it is empty: the drill runs still, or was ended before it could write its evidence; its name says when it \
                   began and for how many seconds it may last";
        return Err(why.to_owned());
    }
    let document: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON document: {error}"))?;
    if document["kind"] != KIND {
        return Err("it is no evidence of a drill".to_owned());
    }
    if document["format"] != FORMAT {
        return Err(format!("its format is {}, and this program reads {FORMAT}", document["format"]));
    }
    let word =
        |of: &Value, key: &str| of[key].as_str().map(str::to_owned).ok_or_else(|| format!("it lacks the text `{key}`"));
    let entries = |key: &str| document[key].as_array().ok_or_else(|| format!("it lacks the list `{key}`"));
    let time = |key: &str| {
        let text = word(&document, key)?;
        text.parse::<Timestamp>().map_err(|_| format!("`{key}` is no time: {text}"))
    };
    let scenario = |entry: &Value| Ok((word(entry, "name")?, word(entry, "result")?));
    let link = |entry: &Value| {
        let proved = entry["proved"].as_bool().ok_or_else(|| "a link does not say whether it is proved".to_owned())?;
        Ok((word(entry, "link")?, proved))
    };
    let result = word(&document, "result")?;
    let known = RESULTS.into_iter().map(drill_result).find(|known| *known == result);
    Ok(LoggedDrill {
        run: word(&document, "run")?.parse().map_err(|error| format!("{error}"))?,
        result: known.ok_or_else(|| format!("its result is unknown: {result}"))?,
        account: word(&document, "account")?,
        region: word(&document, "region")?,
        endpoint_url: document["endpoint_url"].as_str().map(str::to_owned),
        began: time("began")?,
        ended: time("ended")?,
        scenarios: entries("scenarios")?.iter().map(scenario).collect::<Result<_, String>>()?,
        links: entries("links")?.iter().map(link).collect::<Result<_, String>>()?,
    })
}

/// Drills for people, in the order in which they are given.
#[must_use]
pub fn drill_log_text(drills: &[LoggedDrill], left_out: usize) -> String {
    let mut lines = Vec::new();
    for drill in drills {
        let LoggedDrill { run, result, account, region, endpoint_url, began, ended, scenarios, links } = drill;
        let at = endpoint_url.as_ref().map(|url| format!(" at {url}, which is no AWS")).unwrap_or_default();
        let took = ended.since(*began);
        lines.push(format!("{run}  {result:<13} account {account}, {region}{at}; took {} s", took.as_secs()));
        for (name, result) in scenarios {
            lines.push(format!("  {name}: {result}"));
        }
        for (head, wanted) in [("proved", true), ("not proved", false)] {
            let of_kind = links.iter().filter(|(_, proved)| *proved == wanted).map(|(link, _)| link.as_str());
            let of_kind: Vec<&str> = of_kind.collect();
            if !of_kind.is_empty() {
                lines.push(format!("  {head}: {}", of_kind.join(", ")));
            }
        }
    }
    lines.push(counted(drills.len(), "drill"));
    if left_out != 0 {
        lines.push(format!("{} older than these not read", counted(left_out, "file")));
    }
    lines.into_iter().map(|line| harmless(&line) + "\n").collect()
}

/// Drills for machines.
#[must_use]
pub fn drill_log_json(drills: &[LoggedDrill], left_out: usize, faulty: &[Faulty]) -> String {
    let drill = |drill: &LoggedDrill| {
        let scenario = |(name, result): &(String, String)| json!({ "name": name, "result": result });
        let link = |(link, proved): &(String, bool)| json!({ "link": link, "proved": proved });
        json!({
            "run": drill.run.to_string(),
            "result": drill.result,
            "account": drill.account,
            "region": drill.region,
            "endpoint_url": drill.endpoint_url,
            "began": drill.began.to_string(),
            "ended": drill.ended.to_string(),
            "scenarios": drill.scenarios.iter().map(scenario).collect::<Vec<Value>>(),
            "links": drill.links.iter().map(link).collect::<Vec<Value>>(),
        })
    };
    document(json!({
        "format": FORMAT,
        "drills": drills.iter().map(drill).collect::<Vec<Value>>(),
        "not_read": left_out,
        "faults": faults_json(faulty),
    }))
}
