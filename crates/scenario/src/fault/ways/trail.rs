//! Ways to die of the trail, its role and its bucket, and of the log group.

use signalarm_account::Link;

use crate::fault::{AlertFault, FaultKind, Shown, Sign, Tampering, Way, WholeFault};

pub(super) const WAYS: &[Way] = &[
    Way {
        name: "the trail stopped",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::TrailStopped)],
        behaviour: "StopLogging: what happens meanwhile is recorded nowhere but in the event history. What was under way still arrives.",
        source: "CloudTrail API Reference, StopLogging; recorded: records still arrived afterwards (2026). That its own record is among them is inferred; published detections rest on it",
        sign: Sign::Check(
            "GetTrailStatus: IsLogging is false; the silence alarm goes to ALARM about 25 minutes after the last log event",
        ),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("trail-stops"),
        cure: "StartLogging; a policy that denies StopLogging, DeleteTrail, UpdateTrail and PutEventSelectors to all but one",
    },
    Way {
        name: "the trail stopped for minutes",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::TrailStopped)],
        behaviour: "Somebody stops the trail, signs in as root and starts it again. A trail is deaf for about a minute more after StartLogging. The gap in the log group is a few minutes long: no alarm changes its state.",
        source: "Recorded: a record 1.1 s after StartLogging was never delivered, one 133 s after it was (2026); the silence alarm needs 25 minutes",
        sign: Sign::Check(
            "The event history alone, and signin-console-tampering; every other alarm is green before and after",
        ),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/trail-stopped-for-minutes"),
        cure: "Ask at every mail of signin-console-tampering who it was; compare the event history with the log group",
    },
    Way {
        name: "the silence alarm gone, then the trail stopped",
        link: Link::Trail,
        faults: &[FaultKind::OfAlert(AlertFault::AlarmDeleted), FaultKind::Whole(WholeFault::TrailStopped)],
        behaviour: "Nobody watches the watcher: somebody deletes the silence alarm and stops the trail. The alarms go grey, and nobody is told of grey.",
        source: "CloudWatch API Reference, DeleteAlarms; CloudTrail API Reference, StopLogging",
        sign: Sign::Check("DescribeAlarms; GetTrailStatus: IsLogging is false; the alarms are in INSUFFICIENT_DATA"),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/silence-alarm-deleted-first"),
        cure: "Ask at every mail of signin-console-tampering who it was; a heartbeat from outside of the account that asks status",
    },
    Way {
        name: "a trail of one Region",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::TrailSingleRegion)],
        behaviour: "A trail of one Region records the sign-ins of its own Region. Root signs in at us-east-1, IAM users at the Region of their sign-in page.",
        source: "CloudTrail User Guide, AWS Management Console sign-in events; Creating a trail: the API makes trails of one Region unless it is told otherwise",
        sign: Sign::Check("GetTrail: IsMultiRegionTrail is false; the log group is as busy as ever"),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/trail-single-region"),
        cure: "UpdateTrail with IsMultiRegionTrail",
    },
    Way {
        name: "event selectors without management events",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::ManagementEventsExcluded)],
        behaviour: "A trail whose selectors leave management events out records no sign-in. It logs, and delivers what it still selects.",
        source: "CloudTrail API Reference, PutEventSelectors; sign-ins are management events (User Guide, Logging management events)",
        sign: Sign::Check(
            "GetEventSelectors; IsLogging stays true; the silence alarm tells where nothing else is selected",
        ),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/management-events-excluded"),
        cure: "PutEventSelectors with all management events",
    },
    Way {
        name: "the role's permission removed",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::RolePermissionRemoved)],
        behaviour: "CloudTrail takes the role on and may not write: nothing comes to the log group. The bucket gets its files.",
        source: "CloudTrail User Guide, Role policy document for CloudTrail to use CloudWatch Logs; recorded refusals of CreateTrail (2026)",
        sign: Sign::Check(
            "GetTrailStatus: LatestCloudWatchLogsDeliveryError; the silence alarm goes to ALARM about 25 minutes after the last log event",
        ),
        tampering: Tampering::Unheard(
            "its record comes minutes later to a role that may not write; if the permission is back by then, it is heard",
        ),
        shown: Shown::Scenario("ways-to-die/role-permission-removed"),
        cure: "PutRolePolicy; a boundary that keeps others from the role",
    },
    Way {
        name: "the bucket's policy broken",
        link: Link::Trail,
        faults: &[FaultKind::Whole(WholeFault::BucketPolicyBroken)],
        behaviour: "CloudTrail may not write to the bucket and tries for 30 days. The log group gets its records: all alerts are heard, and the evidence is in danger.",
        source: "CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail; that one destination does not hold up the other is inferred from their separate status",
        sign: Sign::Check("GetTrailStatus: LatestDeliveryError is AccessDenied"),
        tampering: Tampering::Heard,
        shown: Shown::Scenario("ways-to-die/bucket-policy-broken"),
        cure: "PutBucketPolicy; deploying again puts the policy right",
    },
    Way {
        name: "the log group deleted",
        link: Link::LogGroup,
        faults: &[FaultKind::Whole(WholeFault::LogGroupDeleted)],
        behaviour: "The log group is gone, and its metric filters with it. CloudTrail makes no new one. A log group made again has no filters.",
        source: "CloudWatch Logs API Reference, DeleteLogGroup; CloudTrail User Guide: the log group must exist",
        sign: Sign::Check(
            "GetTrailStatus: LatestCloudWatchLogsDeliveryError; the silence alarm goes to ALARM about 25 minutes after the last log event",
        ),
        tampering: Tampering::Unheard(
            "its record comes minutes later to a log group that is not there; if it is back by then, with its filters, it is heard",
        ),
        shown: Shown::Scenario("ways-to-die/log-group-deleted"),
        cure: "Deploy again: log group and filters; deletion protection of the log group",
    },
    Way {
        name: "the log group moved",
        link: Link::LogGroup,
        faults: &[FaultKind::Whole(WholeFault::LogGroupMoved)],
        behaviour: "Somebody turns the trail to another log group. It delivers, without an error, to where no filter is.",
        source: "CloudTrail API Reference, UpdateTrail: the last destination holds",
        sign: Sign::Check(
            "GetTrail names another log group; delivery status and IsLogging are green; the silence alarm of the old log group tells",
        ),
        tampering: Tampering::Unheard(
            "its record is delivered to where the trail delivers by then; if the trail is turned back by then, it is heard",
        ),
        shown: Shown::Scenario("ways-to-die/log-group-moved"),
        cure: "UpdateTrail; deploying again turns the trail back",
    },
    Way {
        name: "the log group of the Infrequent Access class",
        link: Link::Filter,
        faults: &[FaultKind::Whole(WholeFault::LogGroupInfrequentAccess)],
        behaviour: "A log group of the class Infrequent Access takes no metric filters, and no log group changes its class. Made anew in that class it takes in every record, and counts none.",
        source: "CloudWatch Logs User Guide, Log classes; CloudWatch Logs API Reference, CreateLogGroup.",
        sign: Sign::Check(
            "DescribeLogGroups: logGroupClass; DescribeMetricFilters is empty; the silence alarm, which counts the samples of a filter, goes to ALARM",
        ),
        tampering: Tampering::Unheard(
            "its record comes to a log group without filters; if it is back by then, with its filters, it is heard",
        ),
        shown: Shown::Scenario("ways-to-die/log-group-infrequent-access"),
        cure: "Make the log group anew in the class Standard; alarm on grey alarms",
    },
];
