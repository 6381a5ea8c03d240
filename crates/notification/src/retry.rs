//! When SNS tries again to deliver what an endpoint did not take (SNS Developer Guide, *Amazon SNS message delivery
//! retries*).
//!
//! SNS spreads the attempts by a chance that it does not tell; they are exact here.

use signalarm_time::{Duration, Timestamp};

use crate::{Dropped, Protocol};

/// The retries of a protocol, phase by phase. The first attempt comes before all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetrySchedule {
    /// How many come at once.
    pub immediate: u32,
    /// How many come before the delays grow, and how long after one another.
    pub before_backoff: (u32, Duration),
    /// How many come while the delays grow, from which delay to which. The delay doubles each time: AWS calls the growth
    /// exponential, and names its ends alone.
    pub backoff: (u32, Duration, Duration),
    /// How many come afterwards, and how long after one another.
    pub after_backoff: (u32, Duration),
}

/// What AWS runs itself: 100,015 retries, over 23 days.
const MANAGED_BY_AWS: RetrySchedule = RetrySchedule {
    immediate: 3,
    before_backoff: (2, Duration::SECOND),
    backoff: (10, Duration::SECOND, Duration::from_secs(20)),
    after_backoff: (100_000, Duration::from_secs(20)),
};

/// Mail and SMS: 50 retries, over more than 6 hours.
const MAIL_AND_SMS: RetrySchedule = RetrySchedule {
    immediate: 0,
    before_backoff: (2, Duration::from_secs(10)),
    backoff: (10, Duration::from_secs(10), Duration::from_secs(600)),
    after_backoff: (38, Duration::from_secs(600)),
};

/// HTTP and HTTPS, unless the owner sets another delivery policy: 3 retries, 20 seconds apart.
const SERVERS: RetrySchedule = RetrySchedule {
    immediate: 0,
    before_backoff: (0, Duration::ZERO),
    backoff: (3, Duration::from_secs(20), Duration::from_secs(20)),
    after_backoff: (0, Duration::ZERO),
};

impl RetrySchedule {
    /// The schedule of a protocol.
    #[must_use]
    pub fn of(protocol: Protocol) -> Self {
        match protocol {
            Protocol::Sqs | Protocol::Lambda => MANAGED_BY_AWS,
            Protocol::Email | Protocol::EmailJson | Protocol::Sms => MAIL_AND_SMS,
            Protocol::Http | Protocol::Https => SERVERS,
        }
    }

    /// How many retries there are in all.
    #[must_use]
    pub fn retries(&self) -> u32 {
        self.immediate + self.before_backoff.0 + self.backoff.0 + self.after_backoff.0
    }

    /// The delay before each retry, in order.
    pub fn delays(&self) -> impl Iterator<Item = Duration> + use<> {
        let Self { immediate, before_backoff, backoff: (retries, shortest, longest), after_backoff } = *self;
        let times = |(count, delay): (u32, Duration)| (0..count).map(move |_| delay);
        let growing = std::iter::successors(Some(shortest), move |delay| Some((*delay * 2).min(longest)));
        times((immediate, Duration::ZERO))
            .chain(times(before_backoff))
            .chain(growing.take(retries as usize))
            .chain(times(after_backoff))
    }

    /// The instants of all attempts, the first one included.
    pub fn attempts(&self, first: Timestamp) -> impl Iterator<Item = Timestamp> + use<> {
        let later = self.delays().scan(first, |at, delay| {
            *at = *at + delay;
            Some(*at)
        });
        std::iter::once(first).chain(later)
    }

    /// When a notification gets through to an endpoint that answers again from an instant on.
    ///
    /// # Errors
    ///
    /// [`Dropped::Unreachable`] where SNS gives up before.
    pub fn delivered_at(&self, first: Timestamp, answers_from: Timestamp) -> Result<Timestamp, Dropped> {
        let mut last_attempt = first;
        for attempt in self.attempts(first) {
            if answers_from <= attempt {
                return Ok(attempt);
            }
            last_attempt = attempt;
        }
        Err(Dropped::Unreachable { last_attempt })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SNS Developer Guide: the numbers of retries, and how long they go on.
    #[test]
    fn schedules_are_as_documented() {
        const DAY: Duration = Duration::from_secs(86_400);
        for (protocol, retries, at_least, at_most) in [
            (Protocol::Sqs, 100_015, DAY * 23, DAY * 24),
            (Protocol::Lambda, 100_015, DAY * 23, DAY * 24),
            (Protocol::Email, 50, Duration::HOUR * 6, Duration::HOUR * 8),
            (Protocol::Sms, 50, Duration::HOUR * 6, Duration::HOUR * 8),
            (Protocol::Https, 3, Duration::MINUTE, Duration::MINUTE),
        ] {
            let schedule = RetrySchedule::of(protocol);
            let total = schedule.delays().fold(Duration::ZERO, |total, delay| total + delay);
            assert_eq!((schedule.retries(), schedule.delays().count()), (retries, retries as usize), "{protocol}");
            assert!(at_least <= total && total <= at_most, "{protocol}: {total}");
        }
    }

    #[test]
    fn delays_grow_to_the_longest() {
        let delays: Vec<u64> = RetrySchedule::of(Protocol::Email).delays().map(Duration::as_secs).collect();
        assert_eq!(delays[..13], [10, 10, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600, 600]);
        assert!(delays[13..].iter().all(|delay| *delay == 600));
    }

    #[test]
    fn an_endpoint_that_comes_back_in_time_hears() {
        let (first, schedule) = (Timestamp::MIN, RetrySchedule::of(Protocol::Https));
        let second = |seconds| first + Duration::from_secs(seconds);
        assert_eq!(schedule.delivered_at(first, first), Ok(first));
        assert_eq!(schedule.delivered_at(first, second(21)), Ok(second(40)));
        assert_eq!(schedule.delivered_at(first, second(61)), Err(Dropped::Unreachable { last_attempt: second(60) }));
    }
}
