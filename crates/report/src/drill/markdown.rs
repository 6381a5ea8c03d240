//! Evidence for people: a page that an auditor can read from top to bottom.

use signalarm_diagnostic::harmless;
use signalarm_drill::{HopKind, Stopped, Story};
use signalarm_scenario::{Judgement, LinkProof, Run};

use super::hops::{Timed, of_story, timed};
use super::{Drilled, drill_result, words};
use crate::markdown::cell;
use crate::mask::Mask;
use crate::words::{action, counted};

/// What no drill shows, whatever it says above: records are put behind the trail, and nobody looks into mailboxes.
const BEYOND: &str = "A drill begins at the log group and ends at the topic. That CloudTrail's trail delivers a record, and \
                      that a mail or a text message arrives, is not proved by it: ask whoever should have been told.";
/// What is written where there is nothing.
const NOTHING: &str = "none";

/// A page.
struct Page<'m> {
    lines: Vec<String>,
    mask: &'m Mask,
}

/// What a drill has shown.
#[must_use]
pub fn evidence_markdown(drilled: &Drilled<'_>, mask: &Mask) -> String {
    let mut page = Page { lines: Vec::new(), mask };
    page.head(drilled);
    page.links(drilled);
    page.scenarios(drilled);
    page.silences(drilled);
    page.chain(drilled);
    page.strangers(drilled);
    page.done(drilled);
    page.messages(drilled);
    page.lines.join("\n") + "\n"
}

impl Page<'_> {
    /// Text from outside, as it may stand in a table or a list.
    fn safe(&self, text: &str) -> String {
        cell(&self.mask.apply(text))
    }

    fn line(&mut self, line: String) {
        self.lines.push(line);
    }

    fn section(&mut self, title: &str) {
        self.lines.extend([String::new(), format!("## {title}"), String::new()]);
    }

    fn table(&mut self, heads: &[&str], rows: Vec<Vec<String>>) {
        self.line(format!("| {} |", heads.join(" | ")));
        self.line(format!("|{}", "---|".repeat(heads.len())));
        self.lines.extend(rows.iter().map(|row| format!("| {} |", row.join(" | "))));
    }

    fn list(&mut self, items: Vec<String>) {
        match items.is_empty() {
            true => self.line(NOTHING.to_owned()),
            false => self.lines.extend(items.iter().map(|item| format!("- {item}"))),
        }
    }

    fn head(&mut self, drilled: &Drilled<'_>) {
        let Drilled { evidence, program, endpoint_url } = drilled;
        self.line(format!("# Drill {}: {}", evidence.run, drill_result(evidence.result())));
        self.line(String::new());
        if let Some(url) = endpoint_url {
            let url = self.safe(url);
            self.lines
                .extend([format!("**Not on AWS:** every service was called at {url}, an emulator."), String::new()]);
        }
        let site = &evidence.site;
        let took = evidence.ended.since(evidence.began).as_secs();
        let mut rows = vec![
            ("account", self.safe(&site.caller.account)),
            ("Region", self.safe(site.chain.place.region.as_str())),
            ("drilled by", self.safe(&site.caller.arn)),
            ("asked for", self.safe(&words::request(&evidence.request))),
            ("began", evidence.began.to_string()),
            ("ended", format!("{}, after {took} s", evidence.ended)),
            ("program", self.safe(program)),
        ];
        if let Some(stopped) = &evidence.stopped {
            let why = match stopped {
                Stopped::Interrupted => "somebody interrupted it".to_owned(),
                Stopped::Refused(_) | Stopped::Lost(_) => self.safe(&stopped.to_string()),
            };
            rows.push(("ended early", format!("**{why}**")));
        }
        self.table(&["", ""], rows.into_iter().map(|(head, text)| vec![head.to_owned(), text]).collect());
        if !evidence.warnings.is_empty() {
            let warnings = evidence.warnings.iter().map(|warning| self.safe(warning)).collect();
            self.line(String::new());
            self.list(warnings);
        }
    }

    fn links(&mut self, drilled: &Drilled<'_>) {
        self.section("What was proved");
        let row = |LinkProof { link, proof }: &LinkProof| {
            let (proved, words) = words::proof(proof);
            let word = if proved { "proved" } else { "**not proved**" };
            vec![link.to_string(), word.to_owned(), self.safe(words)]
        };
        let rows: Vec<Vec<String>> = drilled.evidence.links.iter().map(row).collect();
        match rows.is_empty() {
            true => self.line("Nothing: no record was put.".to_owned()),
            false => self.table(&["link", "", "how, or why not"], rows),
        }
        self.lines.extend([String::new(), BEYOND.to_owned()]);
    }

    fn scenarios(&mut self, drilled: &Drilled<'_>) {
        let timed = timed(&drilled.evidence.hops);
        for story in &drilled.evidence.stories {
            self.section(&format!("Scenario {}: {}", harmless(&story.name), words::story(story)));
            match &story.run {
                Err(why) => {
                    let why = self.safe(why);
                    self.line(format!("It did not come to its end: {why}"));
                }
                Ok(run) => self.run(run),
            }
            self.hops(story, &timed);
        }
    }

    fn run(&mut self, run: &Run) {
        let title = self.safe(&run.scenario.title);
        self.line(format!("{title}."));
        if let Some(why) = &run.unplayed {
            let why = self.safe(why);
            self.lines.extend([String::new(), format!("It was not played: {why}.")]);
            return;
        }
        self.line(String::new());
        let steps = run.scenario.steps.iter();
        let steps = steps.map(|step| format!("{}: {}", step.at.offset_form(), self.safe(&action(&step.action))));
        self.list(steps.collect());
        self.line(String::new());
        let row = |verdict: &signalarm_scenario::Verdict| {
            let expectation = &verdict.expectation;
            let window = format!("{} to {}", expectation.from.offset_form(), expectation.until.offset_form());
            let (word, why) = match &verdict.judgement {
                Judgement::Holds => ("holds", String::new()),
                Judgement::Differs(instead) => ("**differs**", self.safe(instead)),
                Judgement::NotProvable(why) => ("not provable here", self.safe(why)),
            };
            vec![window, self.safe(&expectation.expected.to_string()), word.to_owned(), why]
        };
        let rows = run.verdicts.iter().map(row).collect();
        self.table(&["from, to", "expected", "", "seen instead, or why not provable"], rows);
    }

    /// The hops of a story. Ordinary calls, which keep the log group busy, are only counted.
    fn hops(&mut self, story: &Story, timed: &[Timed<'_>]) {
        let is_ordinary = |timed: &&Timed<'_>| matches!(&timed.hop.kind, HopKind::Put { scenario: None, matches, .. } if matches.is_empty());
        let of_story = || of_story(timed, Some(&story.name));
        let row = |timed: &Timed<'_>| {
            vec![timed.hop.at.to_string(), self.safe(&words::hop(&timed.hop.kind)), words::after(timed)]
        };
        let rows: Vec<Vec<String>> = of_story().filter(|timed| !is_ordinary(timed)).map(row).collect();
        if rows.is_empty() {
            return;
        }
        self.line(String::new());
        self.table(&["time", "hop", "took"], rows);
        let ordinary = of_story().filter(is_ordinary).count();
        if ordinary != 0 {
            let records = counted(ordinary, "record");
            self.lines.extend([
                String::new(),
                format!("Meanwhile {records} of ordinary calls were put, which match nothing."),
            ]);
        }
    }

    fn silences(&mut self, drilled: &Drilled<'_>) {
        self.section("Records that must ring nothing");
        let item = |silence: &signalarm_drill::Silence| {
            let rang: Vec<&str> = silence.rang.iter().map(|alarm| alarm.as_str()).collect();
            let rang = match rang.as_slice() {
                [] => "nothing rang".to_owned(),
                rang => format!("**rang: {}**", rang.join(", ")),
            };
            format!("{} to {}: {}: {rang}", silence.at, silence.until, self.safe(&silence.records.join(", ")))
        };
        let items = drilled.evidence.silences.iter().map(item).collect();
        self.list(items);
    }

    fn chain(&mut self, drilled: &Drilled<'_>) {
        self.section("The chain that was drilled");
        let site = &drilled.evidence.site;
        let ours = if site.is_tagged { "ours by its tags" } else { "ours by its names alone (`--adopted`)" };
        let log_group = self.safe(site.chain.log_group.as_str());
        self.line(format!("Log group {log_group}; {ours}."));
        let differences: Vec<String> =
            site.differences.iter().map(|difference| self.safe(&difference.to_string())).collect();
        if !differences.is_empty() {
            self.lines.extend([
                String::new(),
                "It differs from the config; a deployment would:".to_owned(),
                String::new(),
            ]);
            self.list(differences);
        }
        let mut rows = Vec::new();
        for (topic, subscribers) in &site.subscribers {
            rows.extend(subscribers.iter().map(|one| {
                let state = if one.is_confirmed { "confirmed" } else { "**not confirmed: is sent nothing**" };
                vec![topic.to_string(), self.safe(&one.protocol), self.safe(&one.endpoint), state.to_owned()]
            }));
        }
        self.line(String::new());
        match rows.is_empty() {
            true => self.line("**Nobody subscribes to its topics.**".to_owned()),
            false => self.table(&["topic", "by", "subscriber", ""], rows),
        }
    }

    fn strangers(&mut self, drilled: &Drilled<'_>) {
        self.section("Who else sees or hears");
        let strangers = &drilled.evidence.strangers;
        let readers = strangers.readers.iter().map(words::reader);
        let items = readers.chain(strangers.alarms.iter().map(words::foreign_alarm));
        let items: Vec<String> = items.map(|item| self.safe(&item)).collect();
        self.list(items);
        self.lines
            .extend([String::new(), "Rules of EventBridge on changes of alarms cannot be seen from here.".to_owned()]);
    }

    fn done(&mut self, drilled: &Drilled<'_>) {
        let evidence = drilled.evidence;
        self.section("What the drill made, told and removed");
        let before = evidence.removed.iter();
        let before =
            before.map(|left| format!("before: removed what {} had left: {}", left.run, self.safe(&left.to_string())));
        let is_own = |kind: &HopKind| match kind {
            HopKind::Announced { .. } | HopKind::Made(_) | HopKind::Removed(_) => true,
            HopKind::Put { .. } | HopKind::Transition { .. } | HopKind::Heard { .. } => false,
        };
        let own = evidence.hops.iter().filter(|hop| is_own(&hop.kind));
        let own = own.map(|hop| format!("{}: {}", hop.at, self.safe(&words::hop(&hop.kind))));
        let items = before.chain(own).collect();
        self.list(items);
        self.line(String::new());
        let left: Vec<String> = evidence.left.iter().map(|left| self.safe(&left.to_string())).collect();
        match left.is_empty() {
            true => self.line(
                "Nothing was left behind but the forged records themselves, whose user agent names this drill."
                    .to_owned(),
            ),
            false => {
                self.lines.extend([
                    "**Left behind; the next drill removes it when the time of this one is over:**".to_owned(),
                    String::new(),
                ]);
                self.list(left);
            }
        }
    }

    fn messages(&mut self, drilled: &Drilled<'_>) {
        self.section("Messages that the drill's queue received");
        let row = |message: &signalarm_drill::Message| {
            let topic = self.safe(words::topic(&message.topic_arn));
            let alarm = self.safe(&message.alarm);
            vec![message.at.to_string(), topic, alarm, message.state.to_string(), self.safe(&message.text)]
        };
        let rows: Vec<Vec<String>> = drilled.evidence.messages.iter().map(row).collect();
        match rows.is_empty() {
            true => self.line(NOTHING.to_owned()),
            false => self.table(&["time", "topic", "alarm", "state", "text"], rows),
        }
    }
}
