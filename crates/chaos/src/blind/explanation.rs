//! Why cells of the built-in config stay silent, and what a user can add.

use signalarm_scenario::{AlertFault as Of, FaultKind, TimedFault as Timed, WholeFault as Whole};

/// Why nobody hears anything of some faults, by AWS's own design.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// What they have in common.
    pub name: &'static str,
    /// The faults. Each has a silent cell, and each fault that has one stands in exactly one explanation.
    pub faults: &'static [FaultKind],
    /// What makes it unavoidable on this chain.
    pub why: &'static str,
    /// What a user can add.
    pub add: &'static str,
}

/// All of them.
#[must_use]
pub const fn explanations() -> &'static [Explanation] {
    EXPLANATIONS
}

const EXPLANATIONS: &[Explanation] = &[
    Explanation {
        name: "the record never comes",
        faults: &[FaultKind::Whole(Whole::DeliveryLost)],
        why: "CloudTrail promises no delivery to CloudWatch Logs, and nothing on the path knows of a record that is not there. \
The silence alarm sees log events as such: while others come, or when the gap is shorter than its five periods, it is content.",
        add: "A second path that does not pass the log group: an EventBridge rule on the source `aws.signin` to a \
topic of its own (in us-east-1 for root; it needs a trail that logs, and is best effort too). Compare the event history \
(LookupEvents) with the log group by a schedule.",
    },
    Explanation {
        name: "the record is too large",
        faults: &[FaultKind::Whole(Whole::RecordTooLarge)],
        why: "CloudTrail sends no record of more than 256 KB to CloudWatch Logs. The limit cannot be raised, and no status tells of it.",
        add: "EventBridge has the same limit: a rule on sign-ins does not help. The bucket and the event history hold the record: \
search them by a schedule (Athena, LookupEvents).",
    },
    Explanation {
        name: "the sample comes after the alarm has looked",
        faults: &[
            FaultKind::Timed(Timed::MetricLate),
            FaultKind::Timed(Timed::ClockBehind),
            FaultKind::Timed(Timed::ClockAhead),
        ],
        why: "An alarm looks at its evaluation range alone, five periods of a minute here, and with default values at its newest \
datapoint alone. A sample that shows later, or that bears a time before that, decides nothing; a log event of more than two \
hours ahead is refused. The silence alarm counts samples over 25 minutes: it tells of a trouble that lasts, and not of a short one.",
        add: "A longer period without default values: with `period = \"5m\"` and `default-value = \"none\"` an alarm still hears \
of a sample that is ten minutes late; it tells no later of the others, and stays in ALARM for longer, where it swallows \
what follows. A second path by an EventBridge rule has neither metric nor alarm.",
    },
    Explanation {
        name: "one reader's subscription is dead",
        faults: &[
            FaultKind::OfAlert(Of::Unsubscribed),
            FaultKind::OfAlert(Of::SubscriptionUnconfirmed),
            FaultKind::OfAlert(Of::SubscriptionSuspended),
            FaultKind::OfAlert(Of::EndpointBouncing),
        ],
        why: "The topic takes the message and SNS tells nobody that a reader is not reached: whoever has a mail of it can \
follow its unsubscribe link without signing in, a subscription that nobody confirmed is dropped after two days, SNS \
suspends one that gets too many mails, and what bounces is given up after six hours. No alarm of the chain watches delivery. \
With a second subscriber the cell is heard: that of successes of root, which is told by SMS as well.",
        add: "A second channel for each alert: SMS, a second mailbox at another provider, HTTPS to a pager. Confirm with \
AuthenticateOnUnsubscribe, so that the link alone unsubscribes nobody. A heartbeat: ring each alert once a week \
(SetAlarmState), and let its readers miss it. `status` tells of subscriptions that are missing.",
    },
];
