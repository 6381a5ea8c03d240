//! Ways to die while the chain is put into place: no scenario reaches there, tests break every call.

use signalarm_account::Link;

use crate::fault::{Shown, Sign, Tampering, Way};

pub(super) const WAYS: &[Way] = &[
    Way {
        name: "a deployment throttled",
        link: Link::Deployment,
        faults: &[],
        behaviour: "CloudWatch takes three PutMetricAlarm a second, CloudTrail one call. A script that does not wait leaves the last alarms out.",
        source: "Service quotas of CloudWatch, CloudWatch Logs, SNS and CloudTrail",
        sign: Sign::Check("status, or a further deploy: the plan has changes"),
        tampering: Tampering::NoCall,
        shown: Shown::Test("crates/deploy/tests/life/interrupted.rs"),
        cure: "Pace and repeat, which deploy does; run it again",
    },
    Way {
        name: "a service that fails",
        link: Link::Deployment,
        faults: &[],
        behaviour: "A call is answered by 5xx: it may have happened or not.",
        source: "AWS SDKs and Tools Reference Guide, Retry behavior",
        sign: Sign::Check("status, or a further deploy: the plan has changes"),
        tampering: Tampering::NoCall,
        shown: Shown::Test("crates/deploy/tests/life/interrupted.rs"),
        cure: "Look again and repeat; every step of deploy may happen twice",
    },
    Way {
        name: "a reply lost",
        link: Link::Deployment,
        faults: &[],
        behaviour: "The call happened, and the answer did not come. A script that makes it again is refused, or makes a second one.",
        source: "AWS SDKs and Tools Reference Guide, Retry behavior",
        sign: Sign::Check("status, or a further deploy: the plan has changes"),
        tampering: Tampering::NoCall,
        shown: Shown::Test("crates/deploy/tests/life/interrupted.rs"),
        cure: "Look again before the next step; names that are the same every time",
    },
    Way {
        name: "a deployment killed",
        link: Link::Deployment,
        faults: &[],
        behaviour: "A deployment ends between two calls: alarms without a topic, a trail that does not log, subscriptions that nobody was asked to confirm.",
        source: "Each call stands for itself: AWS has no transaction over services",
        sign: Sign::Check("status tells every link; a further deploy: the plan has changes"),
        tampering: Tampering::NoCall,
        shown: Shown::Test("crates/deploy/tests/life/interrupted.rs"),
        cure: "Run deploy again: topics first, the trail last, so that what is there works",
    },
];
