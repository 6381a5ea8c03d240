//! One call until it is answered for good: paced, and tried again where that can help.
//!
//! Waits are the machine's: whoever runs it needs only a clock. They are the same each time, so that a run can be repeated.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_cloud::{Answer, Call, CloudTrailCall, CloudWatchCall, Failure, FailureClass, LogsCall};
use signalarm_time::Duration;

use crate::Next;

/// The first wait before a call is tried again; each further one is twice as long, up to the longest.
const BACK_OFF_FIRST: Duration = Duration::SECOND;
const BACK_OFF_MAX: Duration = Duration::from_secs(16);
/// How often a call may fail so until it has failed for good: about a minute of waits where it is throttled, a quarter of
/// one where nobody knows what became of it.
const THROTTLED_MAX: u32 = 8;
const UNCERTAIN_MAX: u32 = 5;
/// Two minutes of waits: a conflicting change of a bucket or trail is over then, and a new role is known. Deployers in the
/// field found 15 s too short for a role.
const SETTLING_MAX: u32 = 12;

/// What CloudTrail answers while it does not yet know a role, its policy or that of the bucket (recorded refusals; the
/// same codes stand for malformed ARNs, which we do not make).
const NOT_KNOWN_YET: [&str; 3] = [
    "InvalidCloudWatchLogsRoleArnException",
    "InvalidCloudWatchLogsLogGroupArnException",
    "InsufficientS3BucketPolicyException",
];

/// What a machine must do before it can go on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pause {
    Call(Box<Call>),
    Wait { duration: Duration, why: String },
}

/// What came of an answer, or of a wait.
#[derive(Debug)]
pub(crate) enum Heard {
    /// Nothing was asked.
    Idle,
    /// Not yet answered for good.
    Pause(Pause),
    /// Answered for good.
    Answered(Answered),
}

/// An answer for good.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) call: Box<Call>,
    pub(crate) answer: Answer,
    /// Whether an earlier try may have happened without an answer.
    pub(crate) maybe_happened: bool,
}

/// The line on which one call at a time is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    pending: Option<Pending>,
    /// Lanes in which something was sent that counts against their rate.
    used: BTreeSet<Lane>,
}

#[derive(Clone, Debug)]
struct Pending {
    call: Box<Call>,
    /// How often it failed in each way. One way does not use up the patience for another.
    failures: BTreeMap<Passing, u32>,
    is_sent: bool,
    maybe_happened: bool,
}

/// Ways to fail that pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Passing {
    Throttled,
    /// Another change is under way, or something new is not known everywhere.
    Settling,
    Uncertain,
}

impl Passing {
    const fn failures_max(self) -> u32 {
        match self {
            Self::Throttled => THROTTLED_MAX,
            Self::Settling => SETTLING_MAX,
            Self::Uncertain => UNCERTAIN_MAX,
        }
    }
}

/// Calls that share a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lane {
    AlarmWrites,
    AlarmReads,
    MetricFilters,
    TrailWrites,
}

impl Lane {
    /// The time between two calls (the services' quotas).
    const fn interval(self) -> Duration {
        match self {
            Self::AlarmWrites => Duration::from_millis(334),
            Self::AlarmReads => Duration::from_millis(112),
            Self::MetricFilters => Duration::from_millis(200),
            Self::TrailWrites => Duration::SECOND,
        }
    }

    fn of(call: &Call) -> Option<Self> {
        Some(match call {
            Call::CloudWatch(call) => match call {
                CloudWatchCall::PutMetricAlarm(_)
                | CloudWatchCall::PutCompositeAlarm(_)
                | CloudWatchCall::DeleteAlarms(_)
                | CloudWatchCall::SetAlarmState(_)
                | CloudWatchCall::EnableAlarmActions(_)
                | CloudWatchCall::DisableAlarmActions(_)
                | CloudWatchCall::PutAlarmMuteRule(_)
                | CloudWatchCall::DeleteAlarmMuteRule(_) => Self::AlarmWrites,
                CloudWatchCall::DescribeAlarms(_)
                | CloudWatchCall::DescribeAlarmsForMetric(_)
                | CloudWatchCall::DescribeAlarmHistory(_)
                | CloudWatchCall::ListTagsForResource(_)
                | CloudWatchCall::TagResource { .. }
                | CloudWatchCall::ListAlarmMuteRules { .. } => Self::AlarmReads,
                CloudWatchCall::PutMetricData { .. } => return None,
            },
            Call::Logs(
                LogsCall::PutMetricFilter(_)
                | LogsCall::DeleteMetricFilter { .. }
                | LogsCall::DescribeMetricFilters { .. }
                | LogsCall::TestMetricFilter { .. },
            ) => Self::MetricFilters,
            Call::CloudTrail(
                CloudTrailCall::CreateTrail(_)
                | CloudTrailCall::UpdateTrail(_)
                | CloudTrailCall::DeleteTrail { .. }
                | CloudTrailCall::StartLogging { .. }
                | CloudTrailCall::StopLogging { .. }
                | CloudTrailCall::PutManagementEventSelector { .. }
                | CloudTrailCall::AddTags { .. },
            ) => Self::TrailWrites,
            // The other rates are higher than one call after the other can reach.
            Call::CloudTrail(_)
            | Call::Iam(_)
            | Call::Logs(_)
            | Call::S3(_)
            | Call::Sns(_)
            | Call::Sqs(_)
            | Call::Sts(_) => return None,
        })
    }
}

impl Line {
    /// Asks.
    pub(crate) fn ask(&mut self, call: Call) -> Pause {
        let lane = Lane::of(&call).filter(|lane| self.used.contains(lane));
        let mut pending =
            Pending { call: Box::new(call), failures: BTreeMap::new(), is_sent: false, maybe_happened: false };
        let pause = match lane {
            Some(lane) => {
                let why = format!("the rate of {}", pending.call.action());
                self.wait(lane.interval(), why)
            }
            None => self.send(&mut pending),
        };
        self.pending = Some(pending);
        pause
    }

    /// Waits, with nothing asked.
    pub(crate) fn wait(&mut self, duration: Duration, why: String) -> Pause {
        self.used.retain(|lane| duration < lane.interval());
        Pause::Wait { duration, why }
    }

    /// Takes an answer, or the end of a wait.
    pub(crate) fn hear(&mut self, answer: Option<Answer>) -> Heard {
        let Some(mut pending) = self.pending.take() else { return Heard::Idle };
        if !pending.is_sent {
            let pause = self.send(&mut pending);
            self.pending = Some(pending);
            return Heard::Pause(pause);
        }
        let answer = answer.unwrap_or_else(|| Err(Failure::Unanswered("the answer was not passed on".to_owned())));
        let passing = answer.as_ref().err().and_then(|failure| passing(&pending.call, failure));
        let patience = passing.and_then(|(passing, why)| Some((pending.fails(passing)?, why)));
        let Some((duration, why)) = patience else {
            let Pending { call, maybe_happened, .. } = pending;
            return Heard::Answered(Answered { call, answer, maybe_happened });
        };
        let pause = self.wait(duration, why);
        pending.is_sent = false;
        self.pending = Some(pending);
        Heard::Pause(pause)
    }

    fn send(&mut self, pending: &mut Pending) -> Pause {
        self.used.extend(Lane::of(&pending.call));
        pending.is_sent = true;
        Pause::Call(pending.call.clone())
    }
}

impl Pending {
    /// Notes a failure. How long to wait before the next try; `None`: there is none.
    fn fails(&mut self, passing: Passing) -> Option<Duration> {
        self.maybe_happened |= passing == Passing::Uncertain;
        let failures = self.failures.entry(passing).or_default();
        *failures += 1;
        (*failures < passing.failures_max()).then(|| back_off(*failures))
    }
}

/// Whether a failure may pass, and what it is, for a person who watches.
fn passing(call: &Call, failure: &Failure) -> Option<(Passing, String)> {
    let action = call.action();
    Some(match failure.class() {
        FailureClass::Throttled => (Passing::Throttled, format!("{action} was throttled")),
        FailureClass::Conflict => (Passing::Settling, format!("{action} met another change that is under way")),
        FailureClass::Uncertain => (Passing::Uncertain, format!("{action} was not answered")),
        FailureClass::Other if is_not_known_yet(call, failure) => {
            (Passing::Settling, "CloudTrail does not know the role and the bucket's policy yet".to_owned())
        }
        FailureClass::NotFound
        | FailureClass::Exists
        | FailureClass::BucketTaken
        | FailureClass::Denied
        | FailureClass::Credentials
        | FailureClass::NotImplemented
        | FailureClass::Other => return None,
    })
}

fn is_not_known_yet(call: &Call, failure: &Failure) -> bool {
    let is_about_trail =
        matches!(call, Call::CloudTrail(CloudTrailCall::CreateTrail(_) | CloudTrailCall::UpdateTrail(_)));
    is_about_trail && matches!(failure, Failure::Refused(refusal) if NOT_KNOWN_YET.contains(&refusal.code()))
}

/// The wait after so many failures.
pub(crate) fn back_off(failures: u32) -> Duration {
    let doubled = BACK_OFF_FIRST.as_millis().checked_shl(failures.saturating_sub(1)).unwrap_or(u64::MAX);
    Duration::from_millis(doubled.min(BACK_OFF_MAX.as_millis()))
}

impl<T> From<Pause> for Next<T> {
    fn from(pause: Pause) -> Self {
        match pause {
            Pause::Call(call) => Self::Call(call),
            Pause::Wait { duration, why } => Self::Wait { duration, why },
        }
    }
}

#[cfg(test)]
mod tests {
    use signalarm_cloud::{Refusal, Reply, StsCall};

    use super::*;

    fn refuse(code: &'static str) -> Option<Answer> {
        Some(Err(Refusal::service(code, 400, "").into()))
    }

    #[test]
    fn a_throttled_call_is_tried_for_about_a_minute() {
        let mut line = Line::default();
        let (mut sent, mut waited) = (0, 0);
        let mut pause = line.ask(StsCall::GetCallerIdentity.into());
        let answered = loop {
            let answer = match pause {
                Pause::Call(_) => {
                    sent += 1;
                    refuse("Throttling")
                }
                Pause::Wait { duration, .. } => {
                    waited += duration.as_secs();
                    None
                }
            };
            match line.hear(answer) {
                Heard::Pause(next) => pause = next,
                Heard::Answered(answered) => break answered,
                Heard::Idle => panic!("something was asked"),
            }
        };
        assert!(answered.answer.is_err() && !answered.maybe_happened);
        assert_eq!((sent, waited), (8, 1 + 2 + 4 + 8 + 16 + 16 + 16));
    }

    #[test]
    fn calls_of_one_lane_are_paced() {
        let mut line = Line::default();
        let call = || Call::from(CloudWatchCall::DeleteAlarms(Vec::new()));
        assert!(matches!(line.ask(call()), Pause::Call(_)));
        assert!(matches!(line.hear(Some(Ok(Reply::Done))), Heard::Answered(_)));
        assert!(matches!(line.ask(call()), Pause::Wait { duration, .. } if duration == Duration::from_millis(334)));
        assert!(matches!(line.hear(None), Heard::Pause(Pause::Call(_))));
    }
}
