//! What a drill will do and cost, told before it does.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_alert::{AlertName, PriceItem, Prices};
use signalarm_deploy::price;
use signalarm_notification::Protocol;

use super::announce;
use super::calls::{Made, Phase, calls, own_rings};
use super::script::{LOOK_EVERY, Script};
use super::{DrillCost, Leftover, PlannedCall, Preview, Request, Site, Times, Told};

/// Characters of one part of a text message that has several (SMS's seven-bit alphabet, GSM 03.38).
const SMS_PART_CHARS: u64 = 153;
/// How often the history of an alarm is asked for each record that rings it: it goes to ALARM and back.
const HISTORY_LOOKS: u64 = 24;
/// Alarms of one *DescribeAlarms*.
const DESCRIBED_MAX: u64 = 50;

/// What a drill will do and cost.
pub(super) fn preview(
    site: &Site,
    request: &Request,
    script: &Script,
    leftovers: &[Leftover],
    prices: &Prices,
) -> Preview {
    let made = calls(site, request, script, leftovers);
    let told = Telling::new(site, request, script);
    let rings = own_rings(site, script, &made);
    let planned = if script.played.is_empty() { Vec::new() } else { planned(site, request, script, &made, &told) };
    let requests = planned.iter().map(|call| call.times.most()).sum();
    Preview {
        run: script.run,
        played: script.played.iter().map(|scenario| scenario.name.clone()).collect(),
        unplayed: script.unplayed.iter().map(|(scenario, why)| (scenario.name.clone(), why.clone())).collect(),
        drilled: script.rung.keys().cloned().collect(),
        told: told.by_protocol(site),
        cost: cost(site, script, &told, requests, prices),
        notes: notes(site, request, script, rings.is_empty()),
        own_rings: if script.played.is_empty() { Vec::new() } else { rings },
        length: script.run.length(),
        calls: planned,
    }
}

/// Every call in order: those that look stand where they are made first.
fn planned(site: &Site, request: &Request, script: &Script, made: &[Made], told: &Telling) -> Vec<PlannedCall> {
    let looks = script.run.length().as_millis() / LOOK_EVERY.as_millis() + 1;
    let described = (site.chain.alerts.len() as u64 + 1).div_ceil(DESCRIBED_MAX);
    let reading = |action: &str, what: &str, times| PlannedCall {
        action: action.to_owned(),
        what: what.to_owned(),
        times,
        is_reading: true,
    };
    let describe =
        reading("cloudwatch:DescribeAlarms", "the state of the chain's alarms", Times::AtMost(looks * described));
    let history = HISTORY_LOOKS * (script.rung.values().sum::<u64>() + site.chain.alerts.len() as u64);
    let history = reading(
        "cloudwatch:DescribeAlarmHistory",
        "the history of alarms that changed their state",
        Times::AtMost(history),
    );
    let claim = reading("logs:DescribeLogStreams", "whether another drill began at the same time", Times::Exactly(1));
    let queue = |action: &str, what: &str, times| PlannedCall { is_reading: false, ..reading(action, what, times) };
    let receive = queue("sqs:ReceiveMessage", "what topics told the drill's own queue", Times::AtMost(2 * looks));
    let delete = queue("sqs:DeleteMessage", "each message that was received", Times::AtMost(told.queue_messages));
    let plain = |phase: Phase| {
        made.iter().filter(move |made| made.phase == phase).map(|made| PlannedCall {
            action: made.call.action(),
            what: made.what.clone(),
            times: made.times,
            is_reading: false,
        })
    };
    let mut set_up: Vec<PlannedCall> = plain(Phase::SetUp).collect();
    let stream = set_up.iter().position(|call| call.action == "logs:CreateLogStream").map_or(0, |place| place + 1);
    set_up.insert(stream, claim);
    let hears = !request.quiet;
    [describe]
        .into_iter()
        .chain(set_up)
        .chain(plain(Phase::Play))
        .chain([history])
        .chain([receive, delete].into_iter().filter(|_| hears).chain(plain(Phase::CleanUp)))
        .collect()
}

/// Who is told how often.
struct Telling {
    /// By topic, what alarms publish at most.
    by_alarms: BTreeMap<AlertName, u64>,
    /// What the drill itself publishes to each of these topics.
    announcements: u64,
    /// In how many parts of text messages.
    announcement_parts: u64,
    queue_messages: u64,
}

impl Telling {
    fn new(site: &Site, request: &Request, script: &Script) -> Self {
        let publications = |(name, records): (&AlertName, &u64)| {
            let notifies_ok = site.chain.alert(name).is_some_and(|alert| alert.notify_ok);
            let each = if notifies_ok { 2 } else { 1 };
            (name.clone(), if request.quiet { 0 } else { records * each })
        };
        let by_alarms: BTreeMap<AlertName, u64> = script.rung.iter().map(publications).collect();
        let drilled: Vec<AlertName> = by_alarms.keys().cloned().collect();
        let texts = [
            announce::before(&script.run, &site.caller.arn, &drilled, request.quiet).message,
            announce::after(&script.run).message,
        ];
        let parts = texts.iter().map(|text| (text.len() as u64).div_ceil(SMS_PART_CHARS)).sum();
        let announces = request.announce && !script.played.is_empty();
        Self {
            queue_messages: by_alarms.values().sum(),
            by_alarms,
            announcements: if announces { texts.len() as u64 } else { 0 },
            announcement_parts: if announces { parts } else { 0 },
        }
    }

    fn publications(&self) -> u64 {
        self.by_alarms.values().map(|alarms| alarms + self.announcements).sum()
    }

    /// How much is sent by a protocol, where an announcement counts so much in all.
    fn sent(&self, site: &Site, protocol: Protocol, announcements: u64) -> u64 {
        let to = |(name, alarms): (&AlertName, &u64)| (alarms + announcements) * site.confirmed(name, protocol) as u64;
        self.by_alarms.iter().map(to).sum()
    }

    fn by_protocol(&self, site: &Site) -> Vec<Told> {
        let told = |protocol: Protocol| {
            let word = protocol.to_string();
            let all = self.by_alarms.keys().filter_map(|name| site.subscribers.get(name)).flatten();
            let reached = all.filter(|one| one.is_confirmed && one.protocol == word);
            let subscribers = reached.map(|one| &one.endpoint).collect::<BTreeSet<_>>().len();
            let notifications = self.sent(site, protocol, self.announcements);
            (notifications != 0).then_some(Told { protocol: word, subscribers, notifications })
        };
        Protocol::ALL.into_iter().filter_map(told).collect()
    }
}

fn cost(site: &Site, script: &Script, told: &Telling, requests: u64, prices: &Prices) -> DrillCost {
    let sent = |protocol: Protocol| told.sent(site, protocol, told.announcements);
    let log_bytes = script.log_bytes();
    let quantities = [
        (PriceItem::LogIngestion, log_bytes),
        (PriceItem::SnsRequests, told.publications()),
        (PriceItem::Emails, sent(Protocol::Email) + sent(Protocol::EmailJson)),
        (PriceItem::SmsParts, told.sent(site, Protocol::Sms, told.announcement_parts)),
        (PriceItem::HttpNotifications, sent(Protocol::Http) + sent(Protocol::Https)),
        (PriceItem::SqsNotifications, sent(Protocol::Sqs) + told.queue_messages),
        (PriceItem::LambdaNotifications, sent(Protocol::Lambda)),
    ];
    let (mut micro_dollars, mut unknown) = (0_u64, Vec::new());
    for (item, quantity) in quantities.into_iter().filter(|(_, quantity)| *quantity != 0) {
        match price(item, &site.chain.place.region, prices) {
            None => unknown.push(item),
            Some(price) => {
                let exact = u128::from(quantity) * u128::from(price.micro_dollars);
                let rounded = exact.div_ceil(u128::from(item.unit().count.max(1)));
                micro_dollars = micro_dollars.saturating_add(u64::try_from(rounded).unwrap_or(u64::MAX));
            }
        }
    }
    DrillCost {
        requests,
        log_bytes,
        publications: told.publications(),
        queue_messages: told.queue_messages,
        micro_dollars,
        unknown,
    }
}

/// What a person should know besides.
fn notes(site: &Site, request: &Request, script: &Script, rings_nothing: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |applies: bool, text: &str| {
        if applies {
            notes.push(text.to_owned());
        }
    };
    note(
        !request.quiet && !request.announce,
        "the mail of an alarm cannot say that it is a drill; --announce tells the subscribers before and after, --quiet mutes \
         the alarms",
    );
    note(
        request.quiet,
        "the alarms are muted; one that is still in ALARM when the window ends runs its action then, and an alarm that \
         notifies its return to OK may do so",
    );
    note(request.quiet, "while the alarms are muted, a real sign-in tells nobody either; the history shows it");
    note(
        !rings_nothing,
        "CloudTrail records what the drill does to topics and alarms; the alerts on that hear it minutes later, also behind \
         its end, and the next drill waits until they are in OK",
    );
    note(true, "rules of EventBridge on changes of alarms cannot be seen from here, and hear every change");
    note(!site.differences.is_empty(), "the chain is not as the config has it; what is drilled is what is there");
    note(!script.unplayed.is_empty(), "what cannot be proved here is said with its reason, and not played");
    notes
}
