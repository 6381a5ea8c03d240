//! Ways to die of metric filters.

use signalarm_account::Link;

use crate::fault::{AlertFault, FaultKind, Shown, Sign, Way};

pub(super) const WAYS: &[Way] = &[
    Way {
        name: "the filter changed",
        link: Link::Filter,
        faults: &[FaultKind::OfAlert(AlertFault::FilterChanged)],
        behaviour: "Somebody takes the addresses of the office out of the pattern. A sign-in from there, or from a machine there, matches no more, and the default value keeps the alarm green.",
        source: "CloudWatch Logs API Reference, PutMetricFilter: a filter of that name is replaced in place",
        sign: Sign::Check("DescribeMetricFilters tells the pattern; the alarm is green"),
        shown: Shown::Scenario("ways-to-die/filter-changed"),
        cure: "Deploy with a plan that shows the drift; TestMetricFilter with a forged record; an alert on PutMetricFilter",
    },
    Way {
        name: "the filter with a typo",
        link: Link::Filter,
        faults: &[FaultKind::OfAlert(AlertFault::FilterTypo)],
        behaviour: "Names of fields are told apart by the case of their letters: `$.EventName` is no field of a record. A pattern that can never match is accepted.",
        source: "CloudWatch Logs User Guide, Filter pattern syntax; recorded matches of patterns",
        sign: Sign::Check("TestMetricFilter with a record of that kind; DescribeMetricFilters; the alarm is green"),
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
        shown: Shown::Scenario("ways-to-die/filter-deleted"),
        cure: "Deploy again; missing-data = \"breaching\" with a default value, or an action for INSUFFICIENT_DATA",
    },
    Way {
        name: "the filter replaced by CloudFormation",
        link: Link::Filter,
        faults: &[FaultKind::OfAlert(AlertFault::FilterDeleted)],
        behaviour: "On a change of pattern or value CloudFormation deletes the old filter before it makes the new one. Filters count what comes after they were made: a record of the minutes between is never counted.",
        source: "Observed in stacks (2026); CloudWatch Logs User Guide: filters are not applied to what came before",
        sign: Sign::Invisible(
            "before and after a filter is there, and alarms keep their state for minutes; the stack looks well",
        ),
        shown: Shown::Scenario("ways-to-die/filter-replaced"),
        cure: "PutMetricFilter replaces in place: change filters by it, as deploy does; afterwards search the log for the minutes between",
    },
];
