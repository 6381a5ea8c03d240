//! CloudTrail: where a trail may bring what it captures. Before a trail is made or changed the service tries; later it
//! finds out when it delivers.

use std::sync::Arc;

use signalarm_cloud::{DescribedTrail, PutTrail, Refusal};
use signalarm_notification::{Access, Arn};

use super::objects::LogFileNames;
use crate::account::Account;
use crate::link::Link;

const CLOUDTRAIL: &str = "cloudtrail.amazonaws.com";
/// What the role must allow (CloudTrail User Guide, *Role policy document for CloudTrail to use CloudWatch Logs for
/// monitoring*).
const LOGS_ACTIONS: [&str; 2] = ["logs:CreateLogStream", "logs:PutLogEvents"];
/// Where the root user signs in, of whatever Region the trail is (CloudTrail User Guide, *AWS Management Console sign-in
/// events*).
const ROOT_SIGN_IN_REGION: &str = "us-east-1";
/// A first record was seen in a stream with such an end though the plain stream was there: a role that lets nobody into
/// streams with ends is taken not to do for deliveries.
const STREAM_END: &str = "_3";

/// What the service calls faults of the log group and of the role.
const GROUP_ARN: &str = "InvalidCloudWatchLogsLogGroupArnException";
const ROLE_ARN: &str = "InvalidCloudWatchLogsRoleArnException";

/// Where a trail may bring what it captures.
#[derive(Clone)]
pub(crate) struct Route {
    /// What log files of the trail are called.
    pub(crate) log_files: Arc<LogFileNames>,
    /// What its log stream is called. Of the streams of several Regions, and those with ends that come with volume, only
    /// that of its own Region is made here.
    pub(crate) log_stream: Arc<str>,
    /// The account's revision when this was found out.
    pub(crate) revision: u64,
    pub(crate) bucket: Result<(), Undelivered>,
    /// The log group; `None` where the trail has none.
    pub(crate) log_group: Option<Result<Arc<str>, Undelivered>>,
}

/// Why a trail does not deliver. AWS does not document which codes *GetTrailStatus* tells: these are those of the calls
/// that CloudTrail makes.
#[derive(Clone, Copy)]
pub(crate) struct Undelivered {
    pub(crate) code: &'static str,
    pub(crate) why: &'static str,
    pub(crate) link: Link,
}

/// What is wrong with a role.
enum RoleFault {
    NotTrusted,
    NoAccess,
}

impl Account {
    /// Refuses a trail that could not deliver, bucket first: its look at the bucket leaves an object there even when the
    /// trail is refused afterwards (recorded answers). Of a bucket and of a log group that a request does not name
    /// nothing is checked.
    pub(crate) fn check_destinations(&mut self, trail: &DescribedTrail, request: &PutTrail) -> Result<(), Refusal> {
        if request.s3_bucket_name.is_some() || request.s3_key_prefix.is_some() || trail.s3_bucket_name.is_empty() {
            self.check_trail_bucket(trail)?;
        }
        let asks_for_logs =
            request.cloud_watch_logs_log_group_arn.is_some() || request.cloud_watch_logs_role_arn.is_some();
        if asks_for_logs { self.check_log_destination(trail) } else { Ok(()) }?;
        // The log stream is there from then on, empty (a recorded run).
        if let Some(Ok(log_group)) = self.log_group_asked_for(trail) {
            let stream = self.stream(&trail.home_region, "");
            self.keep_stream(&log_group, &stream);
        }
        Ok(())
    }

    fn log_group_asked_for(&self, trail: &DescribedTrail) -> Option<Result<Arc<str>, Undelivered>> {
        trail.cloud_watch_logs_log_group_arn.as_ref().map(|group| self.log_route(trail, group))
    }

    /// A log stream is there, or is made.
    pub(crate) fn keep_stream(&mut self, log_group: &str, stream: &str) {
        if let Some(group) = self.log_groups.get_mut(log_group) {
            group.keep_stream(stream);
        }
    }

    fn check_trail_bucket(&mut self, trail: &DescribedTrail) -> Result<(), Refusal> {
        let bucket = &trail.s3_bucket_name;
        if bucket.is_empty() {
            return Err(Refusal::service("InvalidS3BucketNameException", 400, "Bucket name cannot be blank!"));
        }
        match self.bucket_route(trail) {
            Ok(()) => {}
            Err(Undelivered { code: NO_BUCKET, .. }) => {
                let words = format!("S3 bucket {bucket} does not exist!");
                return Err(Refusal::service("S3BucketDoesNotExistException", 400, words));
            }
            Err(_) => {
                let words = format!("Incorrect S3 bucket policy is detected for bucket: {bucket}");
                return Err(Refusal::service("InsufficientS3BucketPolicyException", 400, words));
            }
        }
        let key = format!("{}/CloudTrail/", self.logs_path(trail));
        if let Some(bucket) = self.buckets.get_mut(&trail.s3_bucket_name) {
            bucket.objects.put(key);
        }
        Ok(())
    }

    /// The table of recorded answers (September 2026); the words as they are since about 2021.
    fn check_log_destination(&self, trail: &DescribedTrail) -> Result<(), Refusal> {
        let refused = |code, words: &str| Err(Refusal::service(code, 400, words));
        let both = "You must specify a log group and a role ARN.";
        let (group, role) = match (&trail.cloud_watch_logs_log_group_arn, &trail.cloud_watch_logs_role_arn) {
            (None, None) => return Ok(()),
            (Some(_), None) => return refused(ROLE_ARN, both),
            (None, Some(_)) => return refused(GROUP_ARN, both),
            (Some(group), Some(role)) => (group, role),
        };
        let Some(group) = LogGroupOfArn::read(group) else {
            return refused(GROUP_ARN, "CloudTrail cannot validate the specified log group ARN.");
        };
        let is_role = |arn: &Arn| arn.service() == "iam" && arn.resource().starts_with("role/");
        if !role.parse::<Arn>().is_ok_and(|arn| is_role(&arn)) {
            return refused(ROLE_ARN, "CloudTrail cannot validate the specified role ARN.");
        }
        if group.region != self.place.region.as_str() {
            return refused(GROUP_ARN, "You must specify a log group that is in the current region.");
        }
        let has_group = group.account == self.place.account.as_str() && self.log_groups.contains_key(group.name);
        match self.check_role(role, group.name, &[self.stream(self.place.region.as_str(), "")]) {
            Err(RoleFault::NotTrusted) => {
                let words = "Access denied. Verify in IAM that the role has adequate trust relationships.";
                refused(ROLE_ARN, words)
            }
            Ok(()) if has_group => Ok(()),
            Ok(()) | Err(RoleFault::NoAccess) => {
                refused(GROUP_ARN, "Access denied. Verify in IAM that the role has adequate permissions.")
            }
        }
    }

    /// Whether CloudTrail can take a role on and write to streams by it, as far as it knows the role by now.
    ///
    /// CloudTrail does not say for which trail it takes the role on, so that conditions on `aws:SourceArn` and
    /// `aws:SourceAccount` do not hold: documented as not supported (CloudTrail User Guide, *Role policy document for
    /// CloudTrail to use CloudWatch Logs for monitoring*), and seen to end deliveries (a scanner's issue, 2024).
    fn check_role(&self, role_arn: &str, log_group: &str, streams: &[String]) -> Result<(), RoleFault> {
        let (now, delay) = (self.now, self.surroundings.role_propagation);
        let role = self.role_of_arn(role_arn).ok_or(RoleFault::NotTrusted)?;
        let assume = Access { service: CLOUDTRAIL, action: "sts:AssumeRole", resource: "", context: &[] };
        if !role.trust.known(now, delay).is_some_and(|trust| trust.policy.lets(&assume)) {
            return Err(RoleFault::NotTrusted);
        }
        let policies: Vec<_> = role.policies.values().filter_map(|policy| policy.known(now, delay)).collect();
        let may = |action: &str, stream: &String| {
            let resource = format!("{}:log-stream:{stream}", self.place.log_group_arn(log_group));
            let access = Access { service: CLOUDTRAIL, action, resource: &resource, context: &[] };
            policies.iter().any(|policy| policy.policy.lets(&access))
                && !policies.iter().any(|policy| policy.policy.denies(&access))
        };
        match LOGS_ACTIONS.iter().all(|action| streams.iter().all(|stream| may(action, stream))) {
            true => Ok(()),
            false => Err(RoleFault::NoAccess),
        }
    }

    /// The name of a stream of a Region's records.
    fn stream(&self, region: &str, end: &str) -> String {
        format!("{}_CloudTrail_{region}{end}", self.place.account)
    }

    /// Where in the bucket a trail puts log files.
    pub(crate) fn logs_path(&self, trail: &DescribedTrail) -> String {
        let prefix = trail.s3_key_prefix.as_ref().map(|prefix| format!("{prefix}/")).unwrap_or_default();
        format!("{prefix}AWSLogs/{}", self.place.account)
    }

    /// Where a trail may bring what it captures now.
    pub(crate) fn route(&self, trail: &DescribedTrail) -> Route {
        let log_group = self.log_group_asked_for(trail);
        let log_stream = self.stream(&trail.home_region, "").into();
        let log_files = Arc::new(LogFileNames {
            folder: format!("{}/CloudTrail/{}", self.logs_path(trail), trail.home_region),
            account: self.place.account.to_string(),
            region: trail.home_region.clone(),
            trail_arn: trail.trail_arn.clone(),
            seed: self.seed,
        });
        Route { log_files, log_stream, revision: self.revision, bucket: self.bucket_route(trail), log_group }
    }

    /// CloudTrail User Guide, *Amazon S3 bucket policy for CloudTrail*.
    fn bucket_route(&self, trail: &DescribedTrail) -> Result<(), Undelivered> {
        let bucket = &trail.s3_bucket_name;
        // A stranger's bucket, or another account's of the organisation: its policy is not known, and taken to do.
        if self.surroundings.buckets_of_others.contains(bucket) && trail.is_organization_trail {
            return Ok(());
        }
        let undelivered = |code, why| Undelivered { code, why, link: Link::Trail };
        let no_bucket = undelivered(NO_BUCKET, "the trail's bucket does not exist");
        let no_access = undelivered("AccessDenied", "the bucket's policy does not let CloudTrail in");
        let Some(found) = self.buckets.get(bucket) else {
            let is_of_others = self.surroundings.buckets_of_others.contains(bucket);
            return Err(if is_of_others { no_access } else { no_bucket });
        };
        let (arn, account) = (self.place.bucket_arn(bucket), self.place.account.as_str());
        let object = format!("{arn}/{}/CloudTrail/x", self.logs_path(trail));
        let context = [
            ("aws:sourcearn", trail.trail_arn.as_str()),
            ("aws:sourceaccount", account),
            ("s3:x-amz-acl", "bucket-owner-full-control"),
        ];
        let lets = |action, resource: &str| {
            let access = Access { service: CLOUDTRAIL, action, resource, context: &context };
            found.policy.as_ref().is_some_and(|policy| policy.policy.lets(&access))
        };
        if lets("s3:GetBucketAcl", &arn) && lets("s3:PutObject", &object) { Ok(()) } else { Err(no_access) }
    }

    fn log_route(&self, trail: &DescribedTrail, group_arn: &str) -> Result<Arc<str>, Undelivered> {
        let name = LogGroupOfArn::read(group_arn).map(|group| group.name).unwrap_or_default();
        if !self.log_groups.contains_key(name) {
            let why = "the trail's log group does not exist";
            return Err(Undelivered { code: "ResourceNotFoundException", why, link: Link::LogGroup });
        }
        let mut streams = vec![self.stream(&trail.home_region, STREAM_END)];
        if trail.is_multi_region_trail {
            streams.push(self.stream(ROOT_SIGN_IN_REGION, STREAM_END));
        }
        let role = trail.cloud_watch_logs_role_arn.as_deref().unwrap_or_default();
        let why = match self.check_role(role, name, &streams) {
            Ok(()) => return Ok(Arc::from(name)),
            Err(RoleFault::NotTrusted) => "CloudTrail cannot take on the trail's role",
            Err(RoleFault::NoAccess) => "the trail's role does not let CloudTrail write to the log group",
        };
        Err(Undelivered { code: "AccessDenied", why, link: Link::Trail })
    }

    /// Whether all services know all roles as they are: only then a route stays as it is.
    pub(crate) fn roles_are_settled(&self) -> bool {
        let (now, delay) = (self.now, self.surroundings.role_propagation);
        self.roles.values().all(|role| {
            role.trust.is_settled(now, delay) && role.policies.values().all(|policy| policy.is_settled(now, delay))
        })
    }
}

const NO_BUCKET: &str = "NoSuchBucket";

/// The parts of a log group's ARN as a trail wants it, with `:*` at its end.
struct LogGroupOfArn<'a> {
    region: &'a str,
    account: &'a str,
    name: &'a str,
}

impl<'a> LogGroupOfArn<'a> {
    fn read(arn: &'a str) -> Option<Self> {
        let parts: Vec<&str> = arn.split(':').collect();
        match parts.as_slice() {
            ["arn", partition, "logs", region, account, "log-group", name, "*"]
                if ![partition, region, account, name].iter().any(|part| part.is_empty()) =>
            {
                Some(Self { region, account, name })
            }
            _ => None,
        }
    }
}
