//! The smallest scenario in which something is still so.

use signalarm_event::Variant;
use signalarm_scenario::{Action, ChainFault, Scenario, Step};
use signalarm_time::Duration;

/// Plays at most: shrinking ends then with what it has.
pub const SHRINK_RUNS_MAX: u32 = 2_000;
/// What times are rounded to, the coarsest first.
const GRAINS: [Duration; 4] = [Duration::HOUR, Duration::from_secs(600), Duration::MINUTE, Duration::from_secs(10)];

/// How long a scenario goes on behind its last step, the shortest first.
const TAILS: [Duration; 4] =
    [Duration::from_secs(600), Duration::from_secs(1_800), Duration::HOUR, Duration::from_secs(3 * 3_600)];
/// What a scenario file says of nobody in particular.
const SEED: u64 = 1;
const USER: &str = "alice";
const SOURCE_IP: &str = "203.0.113.7";

/// The smallest scenario that `is_so` holds of: fewest steps first, then the shortest time, then the roundest times and the
/// plainest sign-ins.
/// `is_so` holds of the scenario that is given.
#[must_use]
pub fn shrink(scenario: &Scenario, is_so: &mut dyn FnMut(&Scenario) -> bool) -> Scenario {
    let tail = less(scenario.length, last(scenario));
    let mut search = Search { best: scenario.clone(), tail, runs: 0, is_so };
    while search.runs < SHRINK_RUNS_MAX {
        let before = search.best.steps.clone();
        search.fewer_steps();
        search.closer();
        search.rounder();
        search.plainer();
        search.shorter();
        if same(&before, &search.best.steps) {
            break;
        }
    }
    search.best
}

struct Search<'f> {
    best: Scenario,
    /// How long a scenario goes on behind its last step.
    tail: Duration,
    runs: u32,
    is_so: &'f mut dyn FnMut(&Scenario) -> bool,
}

impl Search<'_> {
    /// Takes these steps where that is still so.
    fn accepts(&mut self, mut steps: Vec<Step>) -> bool {
        steps.sort_by_key(|step| step.at);
        let mut tried = Scenario { steps, ..self.best.clone() };
        tried.length = last(&tried) + self.tail;
        self.takes(tried)
    }

    fn takes(&mut self, tried: Scenario) -> bool {
        if SHRINK_RUNS_MAX <= self.runs {
            return false;
        }
        self.runs += 1;
        let is_so = (self.is_so)(&tried);
        if is_so {
            self.best = tried;
        }
        is_so
    }

    /// Leaves out as many steps at once as go, then fewer; a fault goes with its mending.
    fn fewer_steps(&mut self) {
        let mut size = self.best.steps.len().div_ceil(2);
        while 0 < size {
            let mut from = 0;
            while from < self.best.steps.len() {
                let left_out = &self.best.steps[from..(from + size).min(self.best.steps.len())];
                let gone = |step: &Step| left_out.iter().any(|out| same_step(out, step) || mends(step, out));
                let steps: Vec<Step> = self.best.steps.iter().filter(|step| !gone(step)).cloned().collect();
                if !self.accepts(steps) {
                    from += size;
                }
            }
            size /= 2;
        }
    }

    /// Moves everything behind a gap forward.
    fn closer(&mut self) {
        for index in 0..self.best.steps.len() {
            let before = index.checked_sub(1).map_or(Duration::ZERO, |before| self.best.steps[before].at);
            let gap = less(self.best.steps[index].at, before);
            for keep in [Duration::ZERO, Duration::MINUTE, Duration::from_secs(600), Duration::HOUR] {
                if gap <= keep {
                    break;
                }
                let mut steps = self.best.steps.clone();
                steps[index..].iter_mut().for_each(|step| step.at = less(step.at, less(gap, keep)));
                if self.accepts(steps) {
                    break;
                }
            }
        }
    }

    /// Takes away what chance said of sign-ins, and the seed.
    fn plainer(&mut self) {
        for index in 0..self.best.steps.len() {
            let mut steps = self.best.steps.clone();
            let Action::SignIn(sign_in) = &mut steps[index].action else { continue };
            let before = sign_in.clone();
            (sign_in.user, sign_in.source_ip) = (USER.to_owned(), SOURCE_IP.to_owned());
            sign_in.variant = match sign_in.variant {
                Variant::Iam { outcome, .. } => Variant::Iam { outcome, mfa: false },
                Variant::Root { outcome, .. } => Variant::Root { outcome, mfa: false },
                variant => variant,
            };
            if *sign_in != before {
                self.accepts(steps);
            }
        }
        if self.best.seed != SEED {
            self.takes(Scenario { seed: SEED, ..self.best.clone() });
        }
    }

    /// Ends sooner.
    fn shorter(&mut self) {
        let longest = self.tail;
        for tail in TAILS.into_iter().take_while(|tail| *tail < longest) {
            let tried = Scenario { length: last(&self.best) + tail, ..self.best.clone() };
            if self.takes(tried) {
                self.tail = tail;
                break;
            }
        }
    }

    /// Rounds times.
    fn rounder(&mut self) {
        for index in 0..self.best.steps.len() {
            for grain in GRAINS {
                let at = self.best.steps[index].at;
                let round = Duration::from_millis(at.as_millis() / grain.as_millis() * grain.as_millis());
                if round == at {
                    break;
                }
                let mut steps = self.best.steps.clone();
                steps[index].at = round;
                if self.accepts(steps) {
                    break;
                }
            }
        }
    }
}

const fn less(one: Duration, other: Duration) -> Duration {
    Duration::from_millis(one.as_millis().saturating_sub(other.as_millis()))
}

fn last(scenario: &Scenario) -> Duration {
    scenario.steps.iter().map(|step| step.at).max().unwrap_or(Duration::ZERO)
}

fn same_step(one: &Step, other: &Step) -> bool {
    one.at == other.at && one.line == other.line
}

/// Whether a step mends what another one broke.
fn mends(step: &Step, other: &Step) -> bool {
    let broken: Option<&ChainFault> = match &other.action {
        Action::Break(fault) => Some(fault),
        _ => None,
    };
    matches!((&step.action, broken), (Action::Mend(fault), Some(broken)) if fault.is_same(broken))
}

fn same(one: &[Step], other: &[Step]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_step(one, other))
}
