//! Carrying a plan out, until a look finds nothing left to do.

mod report;

use std::collections::{BTreeSet, VecDeque};

use signalarm_cloud::{
    Answer, Call, Failure, FailureClass, ListedSubscription, S3Call, S3Operation, SnsCall, SubscriptionState,
};

pub use self::report::{Report, Stopped, Todo};
use crate::check::{check, check_removal};
use crate::emptying::Emptying;
use crate::line::{Answered, Heard, Line, back_off};
use crate::plan::leftovers;
use crate::remove::{Removal, removal};
use crate::step::{Change, Obstacles, Options, Plan, Resource, Step};
use crate::wanted::is_at;
use crate::{Fact, Found, Look, Machine, Next, TAG_ADOPTED, Trouble, View, plan};

/// Plans that are carried out at most; the first one is what somebody confirmed, one more finds nothing to do.
const ROUNDS_MAX: u32 = 5;
/// How often a bucket is emptied at most: a trail that was just deleted may still deliver.
const EMPTYINGS_MAX: u32 = 3;
/// What S3 answers if a bucket that should be deleted holds something.
const BUCKET_NOT_EMPTY: &str = "BucketNotEmpty";

/// What somebody wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The chain as it is wanted.
    Deploy(Options),
    /// No chain.
    Remove(Removal),
}

impl Aim {
    /// The plan for it.
    ///
    /// # Errors
    ///
    /// Everything that stands in the way.
    pub fn plan(&self, View { wanted, found }: &View) -> Result<Plan, Obstacles> {
        match self {
            Self::Deploy(options) => plan(wanted, found, options),
            Self::Remove(named) => removal(wanted, found, *named),
        }
    }
}

/// Carries a plan out step by step, then looks and plans again, until nothing is left to do.
///
/// It can be ended after any call, and run again from the beginning: a look finds what was done.
#[derive(Clone, Debug)]
pub struct Apply {
    aim: Aim,
    view: View,
    stage: Stage,
    line: Line,
    steps: VecDeque<Step>,
    step_count: usize,
    done: Vec<Step>,
    round: u32,
    emptyings: u32,
    /// What somebody confirmed: what becomes of each thing. Whatever else turns out to be to do is not done unasked.
    confirmed: Vec<(Resource, Change)>,
    /// What an earlier config named, as it was found at first.
    leftovers: Vec<Resource>,
    /// What this run created, and subscriptions that it asked for.
    created: BTreeSet<Resource>,
    /// Why the last round ended early.
    setback: Option<Trouble>,
}

#[derive(Clone, Debug)]
enum Stage {
    /// The plan has not been checked yet.
    Check(Plan),
    Steps,
    Emptying(Box<Emptying>),
    /// Before a look that is not the first one.
    Settle,
    Look(Box<Look>),
}

/// How far a plan has been carried out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress<'a> {
    /// Which plan, counted from 1: the first is the confirmed one.
    pub round: u32,
    /// How many of its steps are done.
    pub done: usize,
    /// Of how many.
    pub of: usize,
    /// The step that is being done; `None` while the account is looked at.
    pub step: Option<&'a Step>,
}

/// What the machine wants next; `None`: the next stage decides.
type Turn = Option<Next<Result<Report, Stopped>>>;

impl Apply {
    /// Will carry out the plan for an aim, as it was made of a view and confirmed.
    #[must_use]
    pub fn new(view: View, plan: Plan, aim: Aim) -> Self {
        let leftovers = match aim {
            Aim::Deploy(_) => Vec::new(),
            Aim::Remove(_) => leftovers(&view.wanted, &view.found).collect(),
        };
        Self {
            aim,
            leftovers,
            view,
            line: Line::default(),
            steps: VecDeque::new(),
            step_count: 0,
            done: Vec::new(),
            round: 1,
            emptyings: 0,
            confirmed: plan.steps.iter().map(|step| (step.resource.clone(), step.change.clone())).collect(),
            stage: Stage::Check(plan),
            created: BTreeSet::new(),
            setback: None,
        }
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress<'_> {
        let step = match self.stage {
            Stage::Steps | Stage::Emptying(_) => self.steps.front(),
            Stage::Check(_) | Stage::Settle | Stage::Look(_) => None,
        };
        Progress { round: self.round, done: self.step_count - self.steps.len(), of: self.step_count, step }
    }

    /// The steps that are done, of all rounds.
    #[must_use]
    pub fn done(&self) -> &[Step] {
        &self.done
    }

    fn turn(&mut self, answer: Option<Answer>) -> Turn {
        match &mut self.stage {
            Stage::Check(plan) => {
                let plan = std::mem::take(plan);
                self.begin(plan)
            }
            Stage::Steps => match self.line.hear(answer) {
                Heard::Idle => self.ask(),
                Heard::Pause(pause) => Some(pause.into()),
                Heard::Answered(answered) => self.take(answered),
            },
            Stage::Emptying(emptying) => match emptying.next(answer) {
                Next::Call(call) => Some(Next::Call(call)),
                Next::Wait { duration, why } => Some(Next::Wait { duration, why }),
                Next::Done(Ok(_)) => {
                    self.stage = Stage::Steps;
                    self.send_step()
                }
                Next::Done(Err(trouble)) => self.stop(trouble),
            },
            Stage::Settle => self.look(),
            Stage::Look(look) => match look.next(answer) {
                Next::Call(call) => Some(Next::Call(call)),
                Next::Wait { duration, why } => Some(Next::Wait { duration, why }),
                Next::Done(Ok(view)) => self.plan_again(view),
                Next::Done(Err(trouble)) => self.stop(trouble),
            },
        }
    }

    fn stop(&mut self, trouble: Trouble) -> Turn {
        Some(Next::Done(Err(Stopped { trouble, done: std::mem::take(&mut self.done) })))
    }

    /// Begins with a plan that has passed its check.
    fn begin(&mut self, plan: Plan) -> Turn {
        let View { wanted, found } = &self.view;
        let violations = match self.aim {
            Aim::Deploy(_) => check(&plan, wanted, found),
            Aim::Remove(named) => check_removal(&plan, wanted, found, named),
        };
        if !violations.is_empty() {
            return self.stop(Trouble::FaultyPlan(violations));
        }
        self.step_count = plan.steps.len();
        self.steps = plan.steps.into();
        self.stage = Stage::Steps;
        None
    }

    /// The next step's call; a bucket is emptied before it is deleted.
    fn ask(&mut self) -> Turn {
        match self.steps.front().map(|step| &step.call) {
            None => self.look(),
            Some(Call::S3(S3Call { bucket, expected_bucket_owner, operation: S3Operation::DeleteBucket })) => {
                let emptying = Emptying::new(bucket, expected_bucket_owner);
                self.emptyings += 1;
                self.stage = Stage::Emptying(Box::new(emptying));
                None
            }
            Some(_) => self.send_step(),
        }
    }

    fn send_step(&mut self) -> Turn {
        match self.steps.front() {
            Some(step) => Some(self.line.ask(step.call.clone()).into()),
            None => None,
        }
    }

    fn take(&mut self, Answered { call, answer, maybe_happened }: Answered) -> Turn {
        let step = self.steps.front()?;
        let Err(failure) = answer else { return self.step_done() };
        match outcome(step, &failure, maybe_happened) {
            Outcome::Done => self.step_done(),
            Outcome::Replan => {
                self.setback = Some(Trouble::Failed { call, failure });
                self.steps.clear();
                self.look()
            }
            Outcome::EmptyAgain if self.emptyings < EMPTYINGS_MAX => None,
            Outcome::EmptyAgain => {
                let Resource::Bucket(bucket) = step.resource.clone() else {
                    return self.stop(Trouble::Failed { call, failure });
                };
                self.stop(Trouble::BucketNotEmpty { bucket })
            }
            Outcome::Stop => self.stop(Trouble::Failed { call, failure }),
        }
    }

    fn step_done(&mut self) -> Turn {
        if let Some(step) = self.steps.pop_front() {
            if let (Change::Create, Resource::Topic(name)) = (&step.change, &step.resource) {
                // Nobody is subscribed to a topic that was just made, whoever was to the one before.
                self.created.retain(|made| !matches!(made, Resource::Subscription { topic, .. } if topic == name));
            }
            if step.change == Change::Create || matches!(step.call, Call::Sns(SnsCall::Subscribe { .. })) {
                self.created.insert(step.resource.clone());
            }
            self.done.push(step);
        }
        self.ask()
    }

    fn look(&mut self) -> Turn {
        let is_settled = matches!(self.stage, Stage::Settle);
        if 1 < self.round && !is_settled {
            self.stage = Stage::Settle;
            let pause = self.line.wait(back_off(self.round), "the account to settle".to_owned());
            return Some(pause.into());
        }
        self.stage = Stage::Look(Box::new(Look::new(self.view.wanted.clone())));
        None
    }

    /// What was confirmed is done, also where it needs a further round. What somebody changed meanwhile is not.
    fn plan_again(&mut self, view: View) -> Turn {
        self.view = view;
        count_as_asked(&self.created, &mut self.view.found);
        if let Aim::Deploy(options) = &mut self.aim {
            options.created.clone_from(&self.created);
        }
        let plan = match self.aim.plan(&self.view) {
            Ok(plan) => plan,
            Err(obstacles) => return self.stop(Trouble::Obstacles(obstacles)),
        };
        if plan.is_empty() {
            let done = std::mem::take(&mut self.done);
            let (wanted, found) = (self.view.wanted.clone(), std::mem::take(&mut self.view.found));
            let report = Report::new(&self.aim, View { wanted, found }, plan, done, &self.leftovers);
            return Some(Next::Done(Ok(report)));
        }
        let unasked: Vec<String> =
            plan.steps.iter().filter(|step| !self.is_confirmed(step)).map(ToString::to_string).collect();
        if !unasked.is_empty() {
            return self.stop(Trouble::ChangedMeanwhile { steps: unasked });
        }
        if ROUNDS_MAX <= self.round {
            let left = plan.steps.iter().map(ToString::to_string).collect();
            let unsettled = Trouble::Unsettled { rounds: self.round, left };
            let trouble = self.setback.take().unwrap_or(unsettled);
            return self.stop(trouble);
        }
        self.round += 1;
        self.setback = None;
        self.begin(plan)
    }
}

impl Apply {
    /// Whether somebody agreed to a step of a later round: to something of that kind done with that resource. Agreeing to
    /// create or to change something is not agreeing to delete it, nor to take over what a stranger made meanwhile.
    fn is_confirmed(&self, step: &Step) -> bool {
        let mut confirmed = self.confirmed.iter().filter(|(resource, _)| *resource == step.resource);
        match step.change {
            Change::Delete | Change::Tag(TAG_ADOPTED) => confirmed.any(|(_, change)| *change == step.change),
            _ => confirmed.next().is_some(),
        }
    }
}

/// A subscription that this run asked for and that is not listed yet waits for its confirmation: each *Subscribe* sends a
/// mail.
fn count_as_asked(created: &BTreeSet<Resource>, found: &mut Found) {
    for resource in created {
        let Resource::Subscription { topic, protocol, endpoint } = resource else { continue };
        let topic = found.topics.get_mut(topic).and_then(Fact::present_mut);
        let Some(listed) = topic.and_then(|topic| topic.subscriptions.present_mut()) else { continue };
        let is_it = |listed: &ListedSubscription| {
            listed.state != SubscriptionState::Deleted && is_at(listed, protocol, endpoint)
        };
        if !listed.iter().any(is_it) {
            let (protocol, endpoint) = (protocol.clone(), endpoint.clone());
            listed.push(ListedSubscription { state: SubscriptionState::PendingConfirmation, protocol, endpoint });
        }
    }
}

/// What a failure of a step means.
enum Outcome {
    /// The step was done all the same.
    Done,
    /// The account is not as it was found: look again.
    Replan,
    EmptyAgain,
    Stop,
}

fn outcome(step: &Step, failure: &Failure, maybe_happened: bool) -> Outcome {
    let is_delete = step.change == Change::Delete;
    let is_create = step.change == Change::Create;
    match failure.class() {
        // An earlier try, of which nobody heard, had done it.
        FailureClass::Exists if is_create && maybe_happened => Outcome::Done,
        FailureClass::NotFound if is_delete => Outcome::Done,
        FailureClass::Exists | FailureClass::NotFound => Outcome::Replan,
        // SNS says so of a topic that is there with other attributes.
        FailureClass::Other if is_create && matches!(step.call, Call::Sns(SnsCall::CreateTopic { .. })) => {
            Outcome::Replan
        }
        FailureClass::Other if is_bucket_not_empty(failure) => Outcome::EmptyAgain,
        FailureClass::BucketTaken
        | FailureClass::Denied
        | FailureClass::Credentials
        | FailureClass::Throttled
        | FailureClass::Conflict
        | FailureClass::Uncertain
        | FailureClass::NotImplemented
        | FailureClass::Other => Outcome::Stop,
    }
}

fn is_bucket_not_empty(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(refusal) if refusal.code() == BUCKET_NOT_EMPTY)
}

impl Machine for Apply {
    type Output = Result<Report, Stopped>;

    fn next(&mut self, answer: Option<Answer>) -> Next<Self::Output> {
        let mut answer = answer;
        // A stage hands over at most to one more before somebody must act: from a plan to a step, to an emptying, to a look.
        loop {
            if let Some(next) = self.turn(answer.take()) {
                return next;
            }
        }
    }
}
