//! What a deployment finds when it begins.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use signalarm_account::{Account, Setup};
use signalarm_alert::{AlertName, Bucket, Chain, Config, Deployment, Source, read_config};
use signalarm_cloud::{Call, CloudTrailCall, CloudWatchCall, IamCall, LogsCall, S3Operation, SnsCall};
use signalarm_deploy::{Aim, Apply, Look, Machine, Next, Options, Step, Wanted};
use signalarm_time::{Duration, Timestamp};

use super::drift::Drift;
use super::holds::driven;
use super::strangers;

/// The same instant as that of scenario files.
const START: Timestamp = Timestamp::from_millis(1_767_603_600_000);
const DROPPED: &str = "format = 1\n[alerts.dropped-later]\npattern = '{ $.eventName = CreateUser }'\n\
                       subscribers = [{ email = \"dropped-later@example.com\" }]\n";
const OLD_LOG_GROUP: &str = "aws-cloudtrail-logs-before";

/// What a deployment finds when it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// Nothing.
    Empty,
    /// What an earlier run had done before its call of that number.
    Half(u32),
    /// The chain, after changes by hand.
    Drifted(Vec<Drift>),
    /// The chain as it is wanted.
    Complete,
    /// A chain that somebody made by hand, to be adopted.
    HandMade,
    /// The chain of an earlier config, with one more alert.
    AlertDropped,
    /// The chain of an earlier config, on a log group of another name.
    LogGroupRenamed,
}

/// The accounts of beginnings, made once: what they are copied from. Several threads may ask for copies.
pub struct Grounds {
    pub(super) wanted: Wanted,
    empty: Original,
    complete: Original,
    hand_made: Original,
    alert_dropped: Original,
    log_group_renamed: Original,
}

/// An account of which there are copies. It keeps buffers that no two threads may use at once, hence the lock.
struct Original(Mutex<Account>);

impl Original {
    const fn new(account: Account) -> Self {
        Self(Mutex::new(account))
    }

    /// An account that was only ever copied is whole, whatever became of another thread.
    fn copy(&self) -> Account {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Grounds {
    /// Deploys the chain of a config, and others like it. It has a trail of ours, whatever the config uses.
    ///
    /// # Errors
    ///
    /// When an undisturbed deployment does not come to its end, in words.
    pub fn new(config: &Config) -> Result<Self, String> {
        let chain = config.simulated_chain();
        let deployment = |chain: Chain| Wanted::new(&deployment(config, chain));
        let mut empty = Account::new(Setup { place: chain.place.clone(), seed: 1, start: START });
        strangers::settle(&mut empty, &chain.place).map_err(|refusal| refusal.to_string())?;
        let wanted = deployment(chain.clone());
        let (mut complete, steps) = deployed(empty.clone(), &wanted)?;
        let renamed = Chain { log_group: OLD_LOG_GROUP.parse().map_err(|_| "no log group")?, ..chain };
        let (mut log_group_renamed, _) = deployed(empty.clone(), &deployment(renamed))?;
        let (mut alert_dropped, _) = deployed(empty.clone(), &deployment(with_one_more(config)?))?;
        let mut hand_made = made_by_hand(empty.clone(), steps)?;
        for account in [&mut complete, &mut hand_made, &mut alert_dropped, &mut log_group_renamed] {
            strangers::join(account, &wanted).map_err(|refusal| refusal.to_string())?;
        }
        Ok(Self {
            wanted,
            empty: Original::new(empty),
            complete: Original::new(complete),
            hand_made: Original::new(hand_made),
            alert_dropped: Original::new(alert_dropped),
            log_group_renamed: Original::new(log_group_renamed),
        })
    }

    /// The account of a beginning.
    pub(super) fn account(&self, beginning: &Beginning) -> Account {
        match beginning {
            Beginning::Empty => self.empty.copy(),
            Beginning::Half(calls) => {
                let mut account = self.empty.copy();
                run_some(&mut account, &self.wanted, *calls);
                account
            }
            Beginning::Drifted(drifts) => {
                let mut account = self.complete.copy();
                drifts.iter().for_each(|drift| drift.make(&mut account, &self.wanted));
                account
            }
            Beginning::Complete => self.complete.copy(),
            Beginning::HandMade => self.hand_made.copy(),
            Beginning::AlertDropped => self.alert_dropped.copy(),
            Beginning::LogGroupRenamed => self.log_group_renamed.copy(),
        }
    }
}

impl Beginning {
    /// Its name, for sums.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::Half(_) => "half a chain",
            Self::Drifted(_) => "a drifted chain",
            Self::Complete => "a complete chain",
            Self::HandMade => "a chain made by hand",
            Self::AlertDropped => "one alert too many",
            Self::LogGroupRenamed => "another log group",
        }
    }

    pub(super) fn options(&self) -> Options {
        Options { adopt: matches!(self, Self::HandMade), ..Options::default() }
    }
}

impl fmt::Display for Beginning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::Half(calls) => write!(f, " (the run before ended at its call {calls})"),
            Self::Drifted(drifts) => {
                let told: Vec<String> = drifts.iter().map(ToString::to_string).collect();
                write!(f, " ({})", told.join(", "))
            }
            _ => Ok(()),
        }
    }
}

/// A chain with a trail of ours, with what the config says of it.
fn deployment(config: &Config, chain: Chain) -> Deployment {
    let place = &chain.place;
    let own = config.deployment(&place.account, &place.region).ok();
    let own = own.filter(|deployment| matches!(deployment.source, Source::Own(_)));
    let name = format!("signin-console-{}-{}", place.account, place.region);
    let source = Source::Own(Bucket { name, glacier_days: None, expiration_days: None });
    let (source, retention_days) = own.map_or((source, 365), |own| (own.source, own.retention_days));
    Deployment { chain, source, retention_days, topic_key: None }
}

fn with_one_more(config: &Config) -> Result<Chain, String> {
    let patch = read_config("one more alert", DROPPED, &|_| None).map_err(|faulty| faulty.to_string())?;
    Ok(config.patched_anyway(&patch).0.simulated_chain())
}

/// An undisturbed deployment, every subscription confirmed, and its steps.
fn deployed(mut account: Account, wanted: &Wanted) -> Result<(Account, Vec<Step>), String> {
    let aim = Aim::Deploy(Options::default());
    let failed = |what: &dyn fmt::Display| format!("an undisturbed deployment does not come to its end: {what}");
    let view = driven(&mut account, &mut Look::new(wanted.clone())).map_err(|trouble| failed(&trouble))?;
    let plan = aim.plan(&view).map_err(|obstacles| failed(&obstacles))?;
    let report = driven(&mut account, &mut Apply::new(view, plan, aim)).map_err(|stopped| failed(&stopped))?;
    for topic in wanted.alerts.iter().map(|alert| &alert.topic) {
        for endpoint in &topic.subscriptions {
            // Nothing waits for a confirmation where SNS asks for none.
            drop(account.confirm_subscription(&topic.arn, endpoint));
        }
    }
    Ok((account, report.done))
}

/// A run that ends before its call of that number, if it has so many.
fn run_some(account: &mut Account, wanted: &Wanted, calls: u32) {
    let mut left = calls;
    let Some(Ok(view)) = some(account, &mut Look::new(wanted.clone()), &mut left) else { return };
    let aim = Aim::Deploy(Options::default());
    if let Ok(plan) = aim.plan(&view) {
        drop(some(account, &mut Apply::new(view, plan, aim), &mut left));
    }
}

fn some<M: Machine>(account: &mut Account, machine: &mut M, left: &mut u32) -> Option<M::Output> {
    let mut answer = None;
    loop {
        match machine.next(answer.take()) {
            Next::Call(call) => {
                *left = left.checked_sub(1)?;
                answer = Some(account.answer(*call).map_err(Into::into));
            }
            Next::Wait { duration, .. } => account.advance(account.now() + duration),
            Next::Done(output) => return Some(output),
        }
    }
}

/// The calls of a deployment as a person would make them: no tags, and neither settings nor the silence alarm.
fn made_by_hand(mut account: Account, steps: Vec<Step>) -> Result<Account, String> {
    for mut call in steps.into_iter().map(|step| step.call) {
        if untagged(&mut call) {
            // A role that is just made is not known at once.
            account.advance(account.now() + Duration::MINUTE);
            account.answer(call).map_err(|refusal| refusal.to_string())?;
        }
    }
    Ok(account)
}

/// Takes our tags out of a call that creates; whether somebody would make it by hand.
fn untagged(call: &mut Call) -> bool {
    match call {
        Call::Sns(SnsCall::CreateTopic { tags, attributes, .. }) => {
            tags.clear();
            attributes.clear();
            true
        }
        Call::Logs(LogsCall::CreateLogGroup { tags, .. }) | Call::Iam(IamCall::CreateRole { tags, .. }) => {
            tags.clear();
            true
        }
        Call::Sns(SnsCall::Subscribe { .. })
        | Call::Logs(LogsCall::PutMetricFilter(_))
        | Call::Iam(IamCall::PutRolePolicy { .. })
        | Call::CloudTrail(CloudTrailCall::StartLogging { .. }) => true,
        Call::CloudWatch(CloudWatchCall::PutMetricAlarm(put)) => {
            put.tags.clear();
            // Whoever writes our description is us.
            put.alarm_description = None;
            put.alarm_name != AlertName::SILENCE.as_str()
        }
        Call::CloudTrail(CloudTrailCall::CreateTrail(put)) => {
            put.tags.clear();
            true
        }
        Call::S3(call) => matches!(call.operation, S3Operation::CreateBucket { .. } | S3Operation::PutBucketPolicy(_)),
        _ => false,
    }
}
