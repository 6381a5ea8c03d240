//! A deployment, played to its end: run after run, while its calls go wrong.

use signalarm_account::{Account, Surroundings};
use signalarm_cloud::{Answer, Call, Failure, FailureClass};
use signalarm_deploy::{Aim, Apply, Look, Machine, Next, Options, Trouble, TroubleKind, View, Wanted};
use signalarm_time::Duration;

use super::fault::{CallFault, changes, conflict, lost, server_error, throttling};
use super::holds::{DeploymentInvariant, DeploymentViolation, judge};
use super::strangers::{self, Seen};
use super::{DeploymentStory, Grounds};

/// Runs at most behind the last fault: the one that was under way, which may stop, and one that comes to its end.
pub const RUNS_AFTER_FAULTS_MAX: u32 = 2;
/// One more where somebody meddled: what they left may have to be adopted, and a person sees that first.
const RUNS_AFTER_MEDDLING_MAX: u32 = RUNS_AFTER_FAULTS_MAX + 1;
/// Calls behind the last fault at most: no run has so many.
const QUIET_CALLS_MAX: u32 = 3_000;
/// Somebody who runs it again needs a moment.
const BETWEEN_RUNS: Duration = Duration::MINUTE;

/// What was seen of a deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// How many calls were made, those that were lost included.
    pub calls: u32,
    /// How many runs there were.
    pub runs: u32,
    /// Runs that ended in the middle.
    pub crashed: u32,
    /// Runs that gave up.
    pub stopped: u32,
    /// Faults that came about.
    pub faults: Vec<CallFault>,
    /// What did not hold.
    pub violations: Vec<DeploymentViolation>,
    /// Every call and the ends of runs, in words, where somebody wants to read them.
    pub told: Vec<String>,
}

/// Plays a deployment. `tells`: whether every call is told.
#[must_use]
pub fn play_deployment(grounds: &Grounds, story: &DeploymentStory, tells: bool) -> Played {
    let mut stage = Stage::new(grounds, story, tells);
    stage.play();
    stage.played
}

/// Why a run ended before its end.
enum End {
    Crashed,
    Stopped(Trouble),
    /// More calls than any run has.
    Endless,
}

struct Stage<'s> {
    story: &'s DeploymentStory,
    wanted: &'s Wanted,
    account: Account,
    aim: Aim,
    tells: bool,
    /// Where the first run began, or the first one after somebody meddled: the end is compared with that of a deployment
    /// from here. What somebody changes behind the look of a run is undone by that run or not, as it happens.
    undisturbed_from: Account,
    /// Whether somebody meddled with the present run.
    is_meddled_with: bool,
    strangers: Seen,
    played: Played,
}

impl<'s> Stage<'s> {
    fn new(grounds: &'s Grounds, story: &'s DeploymentStory, tells: bool) -> Self {
        let mut account = grounds.account(&story.beginning);
        account.set_surroundings(Surroundings {
            role_propagation: story.role_propagation,
            bucket_settling: story.bucket_settling,
            ..account.surroundings().clone()
        });
        let strangers = strangers::seen(&mut account, &grounds.wanted);
        Self {
            story,
            wanted: &grounds.wanted,
            undisturbed_from: account.clone(),
            is_meddled_with: false,
            account,
            aim: Aim::Deploy(story.beginning.options()),
            tells,
            strangers,
            played: Played::default(),
        }
    }

    fn play(&mut self) {
        let runs_max = if self.story.is_meddled_with() { RUNS_AFTER_MEDDLING_MAX } else { RUNS_AFTER_FAULTS_MAX };
        let mut runs_after = 0;
        loop {
            let was_quiet = self.story.quiet_from() <= self.played.calls;
            self.played.runs += 1;
            if std::mem::take(&mut self.is_meddled_with) {
                self.undisturbed_from = self.account.clone();
            }
            let end = self.pursue();
            runs_after += u32::from(self.story.quiet_from() <= self.played.calls);
            match end {
                // What somebody changes behind a look is seen by the next run only.
                Ok(()) if was_quiet => break,
                Ok(()) => self.tell(|| "-- done; somebody runs it again".to_owned()),
                Err(End::Crashed) => {
                    self.played.crashed += 1;
                    self.tell(|| "-- crashed; somebody runs it again".to_owned());
                }
                Err(End::Stopped(trouble)) => self.stopped(&trouble, was_quiet),
                Err(End::Endless) => {
                    let what = format!("a run has not ended {QUIET_CALLS_MAX} calls behind the last fault");
                    return self.violates(DeploymentInvariant::Converges, what);
                }
            }
            if runs_max < runs_after {
                let what = format!("after {runs_after} runs behind the last fault it has not come to its end");
                return self.violates(DeploymentInvariant::Converges, what);
            }
            self.account.advance(self.account.now() + BETWEEN_RUNS);
        }
        self.strangers_kept();
        let undisturbed = std::mem::replace(&mut self.undisturbed_from, self.account.clone());
        let found = judge(self.wanted, &self.aim, &mut self.account, undisturbed);
        self.played.violations.extend(found);
    }

    /// A run gave up. It may, of what goes wrong with calls, and of what somebody changed meanwhile.
    fn stopped(&mut self, trouble: &Trouble, was_quiet: bool) {
        self.played.stopped += 1;
        self.tell(|| format!("-- stopped: {trouble}"));
        let is_meddled_with = self.story.is_meddled_with();
        if is_meddled_with && trouble.kind() == TroubleKind::Safety {
            // A person sees what became of it, and takes it over.
            self.tell(|| "-- from now on what is there is adopted".to_owned());
            self.aim = Aim::Deploy(Options { adopt: true, ..Options::default() });
            return;
        }
        let has_reason = match trouble {
            Trouble::Failed { failure, .. } => !was_quiet && (may_pass(failure) || is_meddled_with),
            Trouble::ChangedMeanwhile { .. } | Trouble::Unsettled { .. } => !was_quiet && is_meddled_with,
            _ => false,
        };
        if !has_reason {
            self.violates(DeploymentInvariant::StopsForAReason, trouble.to_string());
        }
    }

    /// One run: looks, plans, applies.
    fn pursue(&mut self) -> Result<(), End> {
        let view: View = self.run(&mut Look::new(self.wanted.clone()))?.map_err(End::Stopped)?;
        let plan = self.aim.plan(&view).map_err(|obstacles| End::Stopped(obstacles.into()))?;
        let mut apply = Apply::new(view, plan, self.aim.clone());
        self.run(&mut apply)?.map(drop).map_err(|stopped| End::Stopped(stopped.trouble))
    }

    fn run<M: Machine>(&mut self, machine: &mut M) -> Result<M::Output, End> {
        let mut answer = None;
        loop {
            match machine.next(answer.take()) {
                Next::Call(call) => answer = Some(self.answer(*call)?),
                Next::Wait { duration, .. } => self.account.advance(self.account.now() + duration),
                Next::Done(output) => return Ok(output),
            }
        }
    }

    fn answer(&mut self, call: Call) -> Result<Answer, End> {
        let number = self.played.calls;
        if self.story.quiet_from() + QUIET_CALLS_MAX <= number {
            return Err(End::Endless);
        }
        self.played.calls += 1;
        let fault = self.story.faults.get(&number).copied();
        self.played.faults.extend(fault);
        let told = self.tells.then(|| format!("{number:>4}  {}", told_call(&call)));
        let answer = self.answer_with(fault, call);
        self.tell(|| {
            let fault = fault.map(|fault| format!("  <- {fault}")).unwrap_or_default();
            let refused = match &answer {
                Ok(Err(failure)) => format!("  {failure}"),
                _ => String::new(),
            };
            told.unwrap_or_default() + &fault + &refused
        });
        answer
    }

    fn answer_with(&mut self, fault: Option<CallFault>, call: Call) -> Result<Answer, End> {
        match fault {
            None => {}
            Some(CallFault::Throttled) => return Ok(Err(throttling(&call))),
            Some(CallFault::ServerError) => return Ok(Err(server_error(&call))),
            Some(CallFault::CallLost) => return Ok(Err(lost())),
            Some(CallFault::CrashBefore) => return Err(End::Crashed),
            Some(CallFault::Conflict) => {
                if let Some(conflict) = conflict(&call) {
                    return Ok(Err(conflict));
                }
            }
            Some(CallFault::Meddling(drift)) => {
                self.strangers_kept();
                drift.make(&mut self.account, self.wanted);
                self.strangers = strangers::seen(&mut self.account, self.wanted);
                self.is_meddled_with = true;
            }
            Some(CallFault::ReplyLost) => {
                drop(self.account.answer(call));
                return Ok(Err(lost()));
            }
            Some(CallFault::CrashAfter) => {
                drop(self.account.answer(call));
                return Err(End::Crashed);
            }
        }
        Ok(self.account.answer(call).map_err(Failure::from))
    }

    /// Holds what is the strangers' against what it was.
    fn strangers_kept(&mut self) {
        let now = strangers::seen(&mut self.account, self.wanted);
        let changed = self.strangers.iter().find(|(what, before)| now.get(*what) != Some(before));
        if let Some((what, before)) = changed {
            let what = format!("{what} was {before} and is {:?}", now.get(what));
            self.violates(DeploymentInvariant::StrangersKept, what);
        }
    }

    fn violates(&mut self, invariant: DeploymentInvariant, what: String) {
        self.played.violations.push(DeploymentViolation { invariant, what });
    }

    fn tell(&mut self, told: impl FnOnce() -> String) {
        if self.tells {
            self.played.told.push(told());
        }
    }
}

/// Whether a failure is one of those that pass, also where that took longer than a run waits.
fn may_pass(failure: &Failure) -> bool {
    matches!(failure.class(), FailureClass::Throttled | FailureClass::Conflict | FailureClass::Uncertain)
}

/// A call in one line: what it does where it changes something, its name otherwise.
fn told_call(call: &Call) -> String {
    if changes(call) { format!("{}  {call:?}", call.action()) } else { call.action() }
}
