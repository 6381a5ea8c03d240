//! Ways to die of alarms.

use signalarm_account::Link;

use crate::fault::{AlertFault, FaultKind, Shown, Sign, TimedFault, Way};

pub(super) const WAYS: &[Way] = &[
    Way {
        name: "the unit changed",
        link: Link::Metric,
        faults: &[FaultKind::OfAlert(AlertFault::UnitChanged)],
        behaviour: "An alarm with a unit sees samples of that unit alone. Metric filters write None unless they are told otherwise: the alarm sees nothing for ever. With notBreaching it is green for ever.",
        source: "CloudWatch API Reference, PutMetricAlarm; CloudWatch Logs API Reference, MetricTransformation",
        sign: Sign::Check("DescribeAlarms: Unit; the alarm is in INSUFFICIENT_DATA while its metric has samples"),
        shown: Shown::Scenario("ways-to-die/unit-changed"),
        cure: "Leave Unit away; deploying again does",
    },
    Way {
        name: "the alarm deleted",
        link: Link::Alarm,
        faults: &[FaultKind::OfAlert(AlertFault::AlarmDeleted)],
        behaviour: "DeleteAlarms takes the alarm away. The filter counts on, and nobody looks.",
        source: "CloudWatch API Reference, DeleteAlarms",
        sign: Sign::Check("DescribeAlarms; an EventBridge event of the deletion"),
        shown: Shown::Scenario("ways-to-die/alarm-deleted"),
        cure: "Deploy again; an alert on DeleteAlarms",
    },
    Way {
        name: "the alarm's actions disabled",
        link: Link::Alarm,
        faults: &[FaultKind::OfAlert(AlertFault::ActionsDisabled)],
        behaviour: "The alarm changes its states and shows them, and its actions do not run. What was missed is not made up for.",
        source: "CloudWatch API Reference, DisableAlarmActions; CloudWatch User Guide, Alarm actions",
        sign: Sign::Check("DescribeAlarms: ActionsEnabled is false; the alarm itself looks as alive as ever"),
        shown: Shown::Scenario("ways-to-die/actions-disabled"),
        cure: "EnableAlarmActions; an EventBridge rule on alarm state changes, which are sent all the same",
    },
    Way {
        name: "the alarm muted",
        link: Link::Alarm,
        faults: &[FaultKind::OfAlert(AlertFault::AlarmMuted)],
        behaviour: "A mute rule holds the actions back for up to 15 days. At its end the actions of the present state run if the alarm is still in the state that it entered meanwhile. A sign-in keeps an alarm in ALARM for minutes.",
        source: "CloudWatch User Guide, Alarm mute rules",
        sign: Sign::Check("ListAlarmMuteRules; ActionsEnabled stays true"),
        shown: Shown::Scenario("ways-to-die/alarm-muted"),
        cure: "Delete the rule; an alert on PutAlarmMuteRule; an EventBridge rule, which mute rules do not mute",
    },
    Way {
        name: "the alarm on the wrong metric",
        link: Link::Alarm,
        faults: &[FaultKind::OfAlert(AlertFault::AlarmWrongMetric)],
        behaviour: "CloudWatch accepts an alarm on a metric that does not exist. It never has data: grey, or with notBreaching green for ever.",
        source: "CloudWatch User Guide, Configuring how CloudWatch alarms treat missing data; a metric exists from its first sample on",
        sign: Sign::Check(
            "DescribeAlarms and DescribeMetricFilters name different metrics; names are told apart by the case of their letters",
        ),
        shown: Shown::Scenario("ways-to-die/alarm-wrong-metric"),
        cure: "Deploy again: filter, metric and alarm are made from one name",
    },
    Way {
        name: "in ALARM already",
        link: Link::Alarm,
        faults: &[FaultKind::OfAlert(AlertFault::AlarmForced)],
        behaviour: "Actions run on transitions. An alarm that is in ALARM, here by SetAlarmState and held there by missing data = ignore, swallows every further sign-in.",
        source: "CloudWatch User Guide, Alarm actions; CloudWatch API Reference, SetAlarmState; recorded: the forced state stays without data",
        sign: Sign::Check("DescribeAlarms: ALARM since long; the notification of its beginning came"),
        shown: Shown::Scenario("ways-to-die/alarm-forced"),
        cure: "missing-data = \"missing\" and a default value of 0 bring it back within minutes; never leave a test in ALARM",
    },
    Way {
        name: "a flood of failures",
        link: Link::Alarm,
        faults: &[FaultKind::Timed(TimedFault::FailureFlood)],
        behaviour: "Somebody fails to sign in all the time. The alarm of failures is in ALARM after the first and stays there: the one failure that matters is swallowed. Successes have an alarm of their own and are heard.",
        source: "CloudWatch User Guide, Alarm actions: on transitions alone; observed: failures every 179 s keep such an alarm in ALARM",
        sign: Sign::Check("One mail came and no OK follows; the log group holds every record"),
        shown: Shown::Scenario("ways-to-die/failure-flood"),
        cure: "One alarm for each outcome and user type, as here; look into the log at every mail; an alarm on the rate with a higher threshold",
    },
];
