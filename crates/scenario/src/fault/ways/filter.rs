//! Ways to die of metric filters.

use signalarm_account::Link;

use crate::fault::{AlertFault, FaultKind, Shown, Sign, Tampering, Way};

pub(super) const WAYS: &[Way] = &[
    Way {
        name: "the filter changed",
        link: Link::Filter,
        faults: &[FaultKind::OfAlert(AlertFault::FilterChanged)],
        behaviour: "Somebody takes the addresses of the office out of the pattern. A sign-in from there, or from a machine there, matches no more, and the default value keeps the alarm green.",
        source: "CloudWatch Logs API Reference, PutMetricFilter: a filter of that name is replaced in place",
        sign: Sign::Check("DescribeMetricFilters tells the pattern; the alarm is green"),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/filter-changed"),
        cure: "Deploy with a plan that shows the drift; TestMetricFilter with a forged record",
    },
    Way {
        name: "the filter with a typo",
        link: Link::Filter,
        faults: &[FaultKind::OfAlert(AlertFault::FilterTypo)],
        behaviour: "Names of fields are told apart by the case of their letters: `$.EventName` is no field of a record. A pattern that can never match is accepted.",
        source: "CloudWatch Logs User Guide, Filter pattern syntax; recorded matches of patterns",
        sign: Sign::Check("TestMetricFilter with a record of that kind; DescribeMetricFilters; the alarm is green"),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/filter-typo"),
        cure: "signalarm pattern check names such fields; deploying confirms each pattern by TestMetricFilter",
    },
    Way {
        name: "the filter deleted",
        link: Link::Filter,
        faults: &[FaultKind::OfAlert(AlertFault::FilterDeleted)],
        behaviour: "Log events come and nothing counts them: no sample, no default value. The alarm goes grey.",
        source: "CloudWatch Logs API Reference, DeleteMetricFilter; recorded: without log events that a filter sees a metric has gaps",
        sign: Sign::Check(
            "DescribeMetricFilters; the alarm is in INSUFFICIENT_DATA, which nobody is told of unless it has an action",
        ),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/filter-deleted"),
        cure: "Deploy again; missing-data = \"breaching\" with a default value, or an action for INSUFFICIENT_DATA",
    },
    Way {
        name: "the filter on tampering gone first",
        link: Link::Filter,
        faults: &[FaultKind::OfAlert(AlertFault::FilterDeleted)],
        behaviour: "Somebody deletes the filter that hears tampering, then another one. The record of the first call comes minutes later, when nothing looks for it any more. The same goes for its alarm and its topic.",
        source: "CloudWatch Logs API Reference, DeleteMetricFilter takes effect at once; CloudTrail User Guide: records take about five minutes",
        sign: Sign::Check(
            "DescribeMetricFilters; the silence alarm, which counts the samples of that filter, goes to ALARM about 25 minutes later",
        ),
        tampering: Tampering::Unheard(
            "its own filter is gone before the record of that comes; no alert on this path is faster",
        ),
        shown: Shown::Scenario("ways-to-die/tampering-filter-deleted-first"),
        cure: "A second path: an EventBridge rule on DeleteMetricFilter, DeleteAlarms and DeleteTopic; a policy that denies them to all but one; a heartbeat from outside of the account that asks status",
    },
    Way {
        name: "the filter replaced by CloudFormation",
        link: Link::Filter,
        faults: &[FaultKind::OfAlert(AlertFault::FilterDeleted)],
        behaviour: "On a change of pattern or value CloudFormation deletes the old filter before it makes the new one. Filters count what comes after they were made: a record of the minutes between is never counted.",
        source: "Observed in stacks (2026); CloudWatch Logs User Guide: filters are not applied to what came before",
        sign: Sign::Check(
            "signin-console-tampering, which hears the deletion; nothing else: before and after a filter is there, and alarms keep their state for minutes",
        ),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/filter-replaced"),
        cure: "PutMetricFilter replaces in place: change filters by it, as deploy does; afterwards search the log for the minutes between",
    },
];
