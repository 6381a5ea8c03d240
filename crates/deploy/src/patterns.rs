//! Asking AWS whether it reads our patterns as we do, before anything is changed.

use std::collections::VecDeque;

use serde_json::json;
use signalarm_alert::AlertName;
use signalarm_cloud::{Answer, Call, FailureClass, LogsCall, Reply};
use signalarm_event::{CallForgery, Forgery, Outcome, Variant, forge, forge_call};
use signalarm_filter_pattern::{LogEvent, Pattern};
use signalarm_time::{Duration, Timestamp};

use crate::line::{Answered, Heard, Line};
use crate::{Machine, Next, Trouble, Wanted};

/// When the forged records happened: it is of no account, but each run must ask the same.
const EPOCH: Timestamp = Timestamp::from_millis(1_767_603_600_000);

/// Asks *TestMetricFilter* about every wanted pattern, each over a record of every kind of sign-in that can be forged and
/// over some calls, and holds the answers against our own matcher's.
#[derive(Clone, Debug)]
pub struct ConfirmPatterns {
    patterns: VecDeque<(String, Pattern)>,
    records: Vec<String>,
    confirmed: usize,
    disagreements: Vec<Disagreement>,
    line: Line,
}

/// What came of the questions.
#[derive(Clone, Debug, PartialEq)]
pub enum Confirmation {
    /// AWS and we agree on so many patterns, each over so many records.
    Confirmed {
        /// How many patterns.
        patterns: usize,
        /// Over how many records.
        records: usize,
    },
    /// The endpoint does not know the operation: the patterns are not confirmed.
    NotImplemented,
    /// We do not agree.
    Differs(Vec<Disagreement>),
}

/// A record of which AWS and we say different things.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// The alert.
    pub alert: String,
    /// Its pattern.
    pub pattern: String,
    /// The record.
    pub record: String,
    /// Whether our matcher says that it matches; AWS says the opposite.
    pub matches_here: bool,
}

impl ConfirmPatterns {
    /// Will ask about the patterns of what is wanted.
    #[must_use]
    pub fn new(wanted: &Wanted) -> Self {
        let chain = &wanted.deployment().chain;
        let patterns = chain.alerts.iter().map(|alert| (alert.name.to_string(), alert.pattern.clone())).collect();
        let record = |(number, variant): (u32, Variant)| {
            let forgery = Forgery {
                variant,
                at: EPOCH + Duration::MINUTE * number,
                account: wanted.place().account.as_str(),
                region: None,
                user: "alice",
                source_ip: "203.0.113.7",
                user_agent: "signalarm",
                id: u128::from(number),
            };
            forge(&forgery).text().to_owned()
        };
        let records = (0..).zip(variants()).map(record).chain(calls(wanted)).collect();
        Self { patterns, records, confirmed: 0, disagreements: Vec::new(), line: Line::default() }
    }

    fn ask(&mut self) -> Next<Result<Confirmation, Trouble>> {
        let Some((_, pattern)) = self.patterns.front() else {
            let (patterns, records) = (self.confirmed, self.records.len());
            return Next::Done(Ok(match self.disagreements.is_empty() {
                true => Confirmation::Confirmed { patterns, records },
                false => Confirmation::Differs(std::mem::take(&mut self.disagreements)),
            }));
        };
        let call = LogsCall::TestMetricFilter {
            filter_pattern: pattern.text().to_owned(),
            log_event_messages: self.records.clone(),
        };
        self.line.ask(Call::from(call)).into()
    }

    fn take(&mut self, Answered { call, answer, .. }: Answered) -> Next<Result<Confirmation, Trouble>> {
        let matched = match answer {
            Ok(Reply::Matches(matched)) => matched,
            Ok(_) => return Next::Done(Err(Trouble::Unreadable { call })),
            Err(failure) if failure.class() == FailureClass::NotImplemented => {
                return Next::Done(Ok(Confirmation::NotImplemented));
            }
            Err(failure) => return Next::Done(Err(Trouble::Failed { call, failure })),
        };
        if let Some((alert, pattern)) = self.patterns.pop_front() {
            for (number, text) in self.records.iter().enumerate() {
                let matches_here = pattern.matches(&LogEvent::new(text));
                if matches_here != matched.contains(&number) {
                    self.disagreements.push(Disagreement {
                        alert: alert.clone(),
                        pattern: pattern.text().to_owned(),
                        record: text.clone(),
                        matches_here,
                    });
                }
            }
            self.confirmed += 1;
        }
        self.ask()
    }
}

impl Machine for ConfirmPatterns {
    type Output = Result<Confirmation, Trouble>;

    fn next(&mut self, answer: Option<Answer>) -> Next<Self::Output> {
        match self.line.hear(answer) {
            Heard::Idle => self.ask(),
            Heard::Pause(pause) => pause.into(),
            Heard::Answered(answered) => self.take(answered),
        }
    }
}

/// Records of calls that the alert on tampering hears, and of calls that it does not: by each form of condition that its
/// pattern has.
fn calls(wanted: &Wanted) -> impl Iterator<Item = String> {
    let alarm = AlertName::TAMPERING.to_string();
    let (sns, cloudwatch) = ("sns.amazonaws.com", "monitoring.amazonaws.com");
    let topic = wanted.place().topic_arn(&alarm);
    let calls = [
        ("cloudtrail.amazonaws.com", "StopLogging", json!({ "name": "t" })),
        ("logs.amazonaws.com", "PutMetricFilter", json!({ "filterName": alarm })),
        (cloudwatch, "DeleteAlarms", json!({ "alarmNames": ["another", alarm] })),
        (cloudwatch, "DeleteAlarms", json!({ "alarmNames": ["another"] })),
        (cloudwatch, "DescribeAlarms", json!({ "alarmNames": [alarm] })),
        (cloudwatch, "PutAlarmMuteRule", json!({ "muteTargets": { "alarmNames": ["another"] } })),
        (cloudwatch, "PutAlarmMuteRule", json!({ "muteTargets": { "alarmNames": ["another", alarm] } })),
        (cloudwatch, "PutAlarmMuteRule", json!({ "name": "r" })),
        (sns, "DeleteTopic", json!({ "topicArn": topic })),
        (sns, "Subscribe", json!({ "topicArn": topic })),
    ];
    let place = wanted.place().clone();
    (0..).zip(calls).map(move |(number, (event_source, event_name, request_parameters))| {
        let record = forge_call(&CallForgery {
            event_source,
            event_name,
            request_parameters: &request_parameters,
            error: None,
            at: EPOCH + Duration::MINUTE * number,
            account: place.account.as_str(),
            region: place.region.as_str(),
            user: "alice",
            source_ip: "203.0.113.7",
            user_agent: "signalarm",
            id: u128::from(number),
        });
        record.text().to_owned()
    })
}

/// Every kind of sign-in that can be forged, and an ordinary call: with [`calls`] fewer than the fifty that one call takes.
fn variants() -> Vec<Variant> {
    let mut variants = vec![
        Variant::UnknownUser,
        Variant::MfaCheck,
        Variant::FederatedToken,
        Variant::Federated,
        Variant::Saml,
        Variant::IdentityCenterConsole,
        Variant::SwitchRole,
        Variant::ApiCall,
    ];
    for outcome in [Outcome::Failure, Outcome::Success] {
        variants.push(Variant::IdentityCenter { outcome });
        for mfa in [false, true] {
            variants.extend([Variant::Iam { outcome, mfa }, Variant::Root { outcome, mfa }]);
        }
    }
    variants
}
