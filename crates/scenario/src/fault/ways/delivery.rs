//! Ways to die between the record and the log group.

use signalarm_account::Link;

use crate::fault::{FaultKind, Shown, Sign, TimedFault, Way, WholeFault};

pub(super) const WAYS: &[Way] = &[
    Way {
        name: "records late",
        link: Link::Trail,
        faults: &[FaultKind::Timed(TimedFault::DeliveryLate)],
        behaviour: "CloudTrail delivers in about five minutes and promises no time. A log event bears the time of its delivery: the alarm fires, as late as the record came.",
        source: "CloudTrail User Guide, Sending events to CloudWatch Logs; one delivery measured at 105 s (2026)",
        sign: Sign::Check(
            "LatestCloudWatchLogsDeliveryTime of GetTrailStatus falls back; the silence alarm goes to ALARM about 25 minutes after the last log event when everything is late",
        ),
        shown: Shown::Scenario("late-delivery"),
        cure: "None on this path: an EventBridge rule on sign-ins does not wait for the log group",
    },
    Way {
        name: "records late by chance",
        link: Link::Trail,
        faults: &[FaultKind::Timed(TimedFault::DeliveryScattered)],
        behaviour: "Each record has a delay of its own. Sign-ins are heard one by one, long after one another, and each is heard.",
        source: "CloudTrail User Guide, Sending events to CloudWatch Logs: an average, and no promise",
        sign: Sign::Invisible("others are on time: no status tells of single records"),
        shown: Shown::Scenario("ways-to-die/delivery-scattered"),
        cure: "As for late records; and read eventTime in the log, never the time of the mail",
    },
    Way {
        name: "records twice",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::DeliveryDuplicated)],
        behaviour: "CloudTrail delivers at least once. A copy that comes minutes later counts again: two notifications tell of one sign-in.",
        source: "CloudTrail User Guide, Sending events to CloudWatch Logs; AWS does not say how often",
        sign: Sign::Check("Two log events have one eventID"),
        shown: Shown::Scenario("duplicate-delivery"),
        cure: "Compare eventID before you count; no alarm can",
    },
    Way {
        name: "records out of order",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::DeliveryUnordered)],
        behaviour: "CloudTrail keeps no order. A success is told of before the failures that led to it.",
        source: "CloudTrail User Guide, How CloudTrail works: log files are no ordered list of calls",
        sign: Sign::Check("eventTime in the log goes back and forth"),
        shown: Shown::Scenario("ways-to-die/delivery-unordered"),
        cure: "Order by eventTime before you conclude anything",
    },
    Way {
        name: "records lost",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::DeliveryLost)],
        behaviour: "A record never comes to the log group. Nothing on the path notices a record that is not there.",
        source: "Inferred: CloudTrail promises S3 a retry for 30 days, and names none for CloudWatch Logs (User Guide, Sending events to CloudWatch Logs)",
        sign: Sign::Check(
            "A sign-in of the event history is missing in the log group; only when all are lost does the silence alarm tell",
        ),
        shown: Shown::Scenario("ways-to-die/delivery-lost"),
        cure: "A second path, an EventBridge rule; compare the event history (LookupEvents) with the log group",
    },
    Way {
        name: "a record too large",
        link: Link::LogGroup,
        faults: &[FaultKind::Whole(WholeFault::RecordTooLarge)],
        behaviour: "A record of more than 256 KB goes to the bucket, and neither to CloudWatch Logs nor to EventBridge. The chain is well, and the sign-in unheard.",
        source: "CloudTrail User Guide, Sending events to CloudWatch Logs; EventBridge has the same limit",
        sign: Sign::Invisible("every status is green: only the bucket and the event history hold the record"),
        shown: Shown::Scenario("ways-to-die/record-too-large"),
        cure: "Search the log files in the bucket (Athena, CloudTrail Lake); the limit cannot be raised",
    },
    Way {
        name: "PutLogEvents throttled",
        link: Link::LogGroup,
        faults: &[FaultKind::Whole(WholeFault::PutLogEventsThrottled)],
        behaviour: "CloudWatch Logs throttles CloudTrail's PutLogEvents. Here everything waits and comes at once when that is over, stamped with the time of its arrival; what CloudTrail does is not documented.",
        source: "CloudWatch Logs User Guide, quotas: 5,000 requests a second in an account and Region; the waiting is inferred from delivery at least once",
        sign: Sign::Check(
            "GetTrailStatus: LatestCloudWatchLogsDeliveryError is ThrottlingException; the silence alarm goes to ALARM about 25 minutes after the last log event",
        ),
        shown: Shown::Scenario("ways-to-die/put-log-events-throttled"),
        cure: "Raise the quota; keep the log group that alarms watch apart from what floods",
    },
    Way {
        name: "the clock ahead",
        link: Link::Metric,
        faults: &[FaultKind::Timed(TimedFault::ClockAhead)],
        behaviour: "The sample bears the time of the log event. An alarm looks at no minute before it is over: the sign-in is heard as late as the clock is ahead. More than two hours ahead CloudWatch Logs refuses the log event.",
        source: "Recorded: samples of log events stamped an hour ahead lie in those minutes (2026); CloudWatch Logs API Reference, PutLogEvents.",
        sign: Sign::Check(
            "timestamp and ingestionTime of log events differ; the alarms are grey meanwhile, and the silence alarm tells after 25 minutes",
        ),
        shown: Shown::Scenario("ways-to-die/clock-ahead"),
        cure: "The silence alarm counts the samples of a filter and tells after 25 minutes; read eventTime in the log",
    },
    Way {
        name: "the clock behind",
        link: Link::Metric,
        faults: &[FaultKind::Timed(TimedFault::ClockBehind)],
        behaviour: "The sample lies in a minute that the alarm has left behind: nobody hears of it, ever.",
        source: "Recorded: samples of log events stamped in the past lie in those minutes (2026); the length of the evaluation range is a fit to recorded alarms.",
        sign: Sign::Check(
            "timestamp and ingestionTime of log events differ; the alarms are grey, and the silence alarm tells after 25 minutes",
        ),
        shown: Shown::Scenario("ways-to-die/clock-behind"),
        cure: "A longer range: a period of 300 s sees back 15 minutes; alarm on grey alarms",
    },
    Way {
        name: "samples late",
        link: Link::Metric,
        faults: &[FaultKind::Timed(TimedFault::MetricLate)],
        behaviour: "CloudWatch shows the samples of a metric filter later than the range of the alarm reaches back. The alarm sees nothing, and what comes then is too old.",
        source: "Observed: a sample 23 hours old could not be seen seven minutes after its arrival; seconds to a minute are usual and not documented",
        sign: Sign::Check("The alarms of all filters are grey at once"),
        shown: Shown::Scenario("ways-to-die/metric-late"),
        cure: "A longer period: its range reaches further back; alarm on grey alarms",
    },
];
