//! CloudTrail: trails, what they need, and how they stand.

use signalarm_cloud::{CloudTrailCall, DescribedTrail, IamCall, PutTrail, Reply, S3Operation};
use signalarm_deploy::{bucket_policy, role_permissions, role_trust};
use signalarm_time::Duration;

use super::{Case, Seen, Stage, case};
use crate::stage::{tag, unfit};

const CREATE: &str = "CloudTrail API Reference, CreateTrail";
/// How long CloudTrail may not know a new role.
const ROLE_KNOWN_WITHIN: Duration = Duration::from_secs(60);
const ROLE_UNKNOWN: &str = "refused: InvalidCloudWatchLogsRoleArnException";
const NO_ACCESS: &str = "refused: InvalidCloudWatchLogsLogGroupArnException";

pub(super) const CASES: &[Case] = &[
    case(
        "cloudtrail: CreateTrail with a bucket that is not there",
        "refused: S3BucketDoesNotExistException",
        CREATE,
        |stage| {
            let bucket = stage.missing();
            create(stage, &bucket)
        },
    ),
    case(
        "cloudtrail: CreateTrail with a bucket without a policy",
        "refused: InsufficientS3BucketPolicyException",
        CREATE,
        |stage| {
            let bucket = stage.bucket()?;
            create(stage, &bucket)
        },
    ),
    case("cloudtrail: CreateTrail of a name that is there", "refused: TrailAlreadyExistsException", CREATE, |stage| {
        let bucket = trail(stage)?;
        create(stage, &bucket)
    }),
    case("cloudtrail: CreateTrail of a name with a blank", "refused: InvalidTrailNameException", CREATE, |stage| {
        let bucket = prepared_bucket(stage)?;
        let request = PutTrail { name: format!("{} x", stage.name()), ..request(stage, &bucket) };
        let undo = CloudTrailCall::DeleteTrail { name: request.name.clone() };
        stage.attempt(CloudTrailCall::CreateTrail(Box::new(request)), undo)
    }),
    case("cloudtrail: CreateTrail with a log group that is not there", NO_ACCESS, CREATE, |stage| {
        let name = stage.missing();
        create_with_logs(stage, &name, |words| words != ROLE_UNKNOWN)
    }),
    case("cloudtrail: CreateTrail with a log group and a role", "done", CREATE, |stage| {
        let name = stage.log_group()?;
        create_with_logs(stage, &name, |words| words != ROLE_UNKNOWN && words != NO_ACCESS)
    }),
    case("cloudtrail: tags of CreateTrail", "k=old", CREATE, |stage| {
        trail(stage)?;
        stage.tags(CloudTrailCall::ListTags { resource_id: arn(stage) })
    }),
    case("cloudtrail: AddTags of a key that is there", "k=new", "CloudTrail API Reference, AddTags", |stage| {
        trail(stage)?;
        stage.ask(CloudTrailCall::AddTags { resource_id: arn(stage), tags: tag("new") })?;
        stage.tags(CloudTrailCall::ListTags { resource_id: arn(stage) })
    }),
    case(
        "cloudtrail: a trail logs from StartLogging to StopLogging",
        "off, on, off",
        "CloudTrail API Reference, StartLogging",
        |stage| {
            trail(stage)?;
            let before = logs(stage)?;
            stage.ask(CloudTrailCall::StartLogging { name: stage.name() })?;
            let during = logs(stage)?;
            stage.ask(CloudTrailCall::StopLogging { name: stage.name() })?;
            Ok(format!("{before}, {during}, {}", logs(stage)?))
        },
    ),
    case(
        "cloudtrail: what a new trail records",
        "all management events",
        "CloudTrail User Guide, Logging management events",
        |stage| {
            trail(stage)?;
            match stage.try_ask(CloudTrailCall::GetEventSelectors { trail_name: stage.name() })? {
                Reply::EventSelectors { all_management_events: true } => Ok("all management events".to_owned()),
                Reply::EventSelectors { all_management_events: false } => Ok("not all management events".to_owned()),
                _ => Err(unfit("GetEventSelectors")),
            }
        },
    ),
    case(
        "cloudtrail: UpdateTrail keeps what it does not name",
        "multi-Region, with validation",
        "CloudTrail API Reference, UpdateTrail",
        update,
    ),
    case("cloudtrail: GetTrail by its ARN", "the trail", "CloudTrail API Reference, GetTrail", |stage| {
        trail(stage)?;
        match stage.try_ask(CloudTrailCall::GetTrail { name: arn(stage) })? {
            Reply::Trail(trail) => {
                Ok(if trail.name == stage.name() { "the trail" } else { "another trail" }.to_owned())
            }
            _ => Err(unfit("GetTrail")),
        }
    }),
    case("cloudtrail: GetTrail that is not there", NOT_FOUND, "CloudTrail API Reference, GetTrail", |stage| {
        stage.tell(CloudTrailCall::GetTrail { name: stage.missing() })
    }),
    case(
        "cloudtrail: GetTrailStatus of a trail that is not there",
        NOT_FOUND,
        "CloudTrail API Reference, GetTrailStatus",
        |stage| stage.tell(CloudTrailCall::GetTrailStatus { name: stage.missing() }),
    ),
    case(
        "cloudtrail: StopLogging of a trail that is not there",
        NOT_FOUND,
        "CloudTrail API Reference, StopLogging",
        |stage| stage.tell(CloudTrailCall::StopLogging { name: stage.missing() }),
    ),
    case("cloudtrail: DeleteTrail that is not there", NOT_FOUND, "CloudTrail API Reference, DeleteTrail", |stage| {
        stage.tell(CloudTrailCall::DeleteTrail { name: stage.missing() })
    }),
];

const NOT_FOUND: &str = "refused: TrailNotFoundException";

fn arn(stage: &Stage<'_>) -> String {
    stage.place.trail_arn(&stage.name())
}

fn request(stage: &Stage<'_>, bucket: &str) -> PutTrail {
    PutTrail {
        name: stage.name(),
        s3_bucket_name: Some(bucket.to_owned()),
        is_multi_region_trail: Some(true),
        enable_log_file_validation: Some(true),
        tags: tag("old"),
        ..PutTrail::default()
    }
}

fn delete(stage: &Stage<'_>) -> CloudTrailCall {
    CloudTrailCall::DeleteTrail { name: stage.name() }
}

/// Whether a trail with that bucket is made.
fn create(stage: &mut Stage<'_>, bucket: &str) -> Seen {
    let call = CloudTrailCall::CreateTrail(Box::new(request(stage, bucket)));
    stage.attempt(call, delete(stage))
}

/// A bucket with the policy that deployments give it.
fn prepared_bucket(stage: &mut Stage<'_>) -> Result<String, String> {
    let bucket = stage.bucket()?;
    let policy = bucket_policy(&stage.place, &bucket, &stage.name());
    stage.ask(stage.on_bucket(S3Operation::PutBucketPolicy(policy.text().to_owned())))?;
    Ok(bucket)
}

/// Makes the case's trail; its bucket.
fn trail(stage: &mut Stage<'_>) -> Result<String, String> {
    let bucket = prepared_bucket(stage)?;
    let call = CloudTrailCall::CreateTrail(Box::new(request(stage, &bucket)));
    stage.make(call, delete(stage))?;
    Ok(bucket)
}

/// Whether a trail that delivers to a log group is made, by a role that deployments would make for it: asked until that
/// answer does not come from a role that CloudTrail does not know yet.
fn create_with_logs(stage: &mut Stage<'_>, log_group: &str, is_it: fn(&str) -> bool) -> Seen {
    let bucket = prepared_bucket(stage)?;
    let (role_name, policy_name) = (stage.name(), "p".to_owned());
    let create = IamCall::CreateRole {
        role_name: role_name.clone(),
        assume_role_policy_document: role_trust().text().to_owned(),
        description: String::new(),
        tags: Vec::new(),
    };
    stage.make(create, IamCall::DeleteRole { role_name: role_name.clone() })?;
    let policy_document = role_permissions(&stage.place, log_group).text().to_owned();
    let undo = IamCall::DeleteRolePolicy { role_name: role_name.clone(), policy_name: policy_name.clone() };
    stage.make(IamCall::PutRolePolicy { role_name: role_name.clone(), policy_name, policy_document }, undo)?;
    let request = PutTrail {
        cloud_watch_logs_log_group_arn: Some(format!("{}:*", stage.place.log_group_arn(log_group))),
        cloud_watch_logs_role_arn: Some(stage.place.role_arn(&role_name)),
        ..request(stage, &bucket)
    };
    let ask =
        |stage: &mut Stage<'_>| stage.attempt(CloudTrailCall::CreateTrail(Box::new(request.clone())), delete(stage));
    stage.until(ROLE_KNOWN_WITHIN, ask, |words: &String| is_it(words))
}

fn logs(stage: &mut Stage<'_>) -> Seen {
    match stage.ask(CloudTrailCall::GetTrailStatus { name: stage.name() })? {
        Reply::TrailStatus(status) => Ok(if status.is_logging { "on" } else { "off" }.to_owned()),
        _ => Err(unfit("GetTrailStatus")),
    }
}

fn update(stage: &mut Stage<'_>) -> Seen {
    trail(stage)?;
    let request = PutTrail { name: stage.name(), include_global_service_events: Some(true), ..PutTrail::default() };
    stage.ask(CloudTrailCall::UpdateTrail(Box::new(request)))?;
    let DescribedTrail { is_multi_region_trail, log_file_validation_enabled, .. } =
        match stage.ask(CloudTrailCall::GetTrail { name: stage.name() })? {
            Reply::Trail(trail) => *trail,
            _ => return Err(unfit("GetTrail")),
        };
    let regions = if is_multi_region_trail { "multi-Region" } else { "one Region" };
    let validation = if log_file_validation_enabled { "with" } else { "without" };
    Ok(format!("{regions}, {validation} validation"))
}
