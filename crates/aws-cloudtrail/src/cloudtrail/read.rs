//! What CloudTrail answers, as replies.

use signalarm_aws_clients::cloudtrail::operation::create_trail::CreateTrailOutput;
use signalarm_aws_clients::cloudtrail::operation::get_trail::GetTrailOutput;
use signalarm_aws_clients::cloudtrail::operation::get_trail_status::GetTrailStatusOutput;
use signalarm_aws_clients::cloudtrail::operation::list_tags::ListTagsOutput;
use signalarm_aws_clients::cloudtrail::operation::update_trail::UpdateTrailOutput;
use signalarm_aws_clients::{member, timestamp};
use signalarm_cloud::{Answer, DescribedTrail, Reply, Tag, TrailStatus};

/// What three operations tell of a trail, before it is known to be complete.
struct Told {
    name: Option<String>,
    trail_arn: Option<String>,
    home_region: Option<String>,
    s3_bucket_name: Option<String>,
    s3_key_prefix: Option<String>,
    include_global_service_events: Option<bool>,
    is_multi_region_trail: Option<bool>,
    is_organization_trail: Option<bool>,
    log_file_validation_enabled: Option<bool>,
    cloud_watch_logs_log_group_arn: Option<String>,
    cloud_watch_logs_role_arn: Option<String>,
    kms_key_id: Option<String>,
    sns_topic_arn: Option<String>,
}

/// The members of a trail, which carry the same names in three types. *CreateTrail* and *UpdateTrail* leave out the home
/// Region.
macro_rules! told {
    ($trail:expr, $home_region:expr) => {{
        let trail = $trail;
        Told {
            home_region: $home_region,
            name: trail.name,
            trail_arn: trail.trail_arn,
            s3_bucket_name: trail.s3_bucket_name,
            s3_key_prefix: trail.s3_key_prefix,
            include_global_service_events: trail.include_global_service_events,
            is_multi_region_trail: trail.is_multi_region_trail,
            is_organization_trail: trail.is_organization_trail,
            log_file_validation_enabled: trail.log_file_validation_enabled,
            cloud_watch_logs_log_group_arn: trail.cloud_watch_logs_log_group_arn,
            cloud_watch_logs_role_arn: trail.cloud_watch_logs_role_arn,
            kms_key_id: trail.kms_key_id,
            sns_topic_arn: trail.sns_topic_arn,
        }
    }};
}

pub(super) fn created(output: CreateTrailOutput) -> Answer {
    told!(output, None).complete()
}

pub(super) fn updated(output: UpdateTrailOutput) -> Answer {
    told!(output, None).complete()
}

pub(super) fn trail(output: GetTrailOutput) -> Answer {
    let mut trail = member("Trail", output.trail)?;
    let home_region = trail.home_region.take();
    told!(trail, home_region).complete()
}

impl Told {
    /// The trail, whose home Region its ARN tells too.
    fn complete(self) -> Answer {
        let trail_arn = member("TrailARN", self.trail_arn)?;
        let of_arn = || trail_arn.split(':').nth(3).filter(|region| !region.is_empty()).map(str::to_owned);
        let home_region = member("HomeRegion", self.home_region.or_else(of_arn))?;
        let trail = DescribedTrail {
            name: member("Name", self.name)?,
            trail_arn,
            home_region,
            s3_bucket_name: member("S3BucketName", self.s3_bucket_name)?,
            s3_key_prefix: given(self.s3_key_prefix),
            include_global_service_events: self.include_global_service_events.unwrap_or_default(),
            is_multi_region_trail: self.is_multi_region_trail.unwrap_or_default(),
            is_organization_trail: self.is_organization_trail.unwrap_or_default(),
            log_file_validation_enabled: self.log_file_validation_enabled.unwrap_or_default(),
            cloud_watch_logs_log_group_arn: given(self.cloud_watch_logs_log_group_arn),
            cloud_watch_logs_role_arn: given(self.cloud_watch_logs_role_arn),
            kms_key_id: given(self.kms_key_id),
            sns_topic_arn: given(self.sns_topic_arn),
        };
        Ok(Reply::Trail(Box::new(trail)))
    }
}

pub(super) fn trail_status(output: GetTrailStatusOutput) -> Reply {
    Reply::TrailStatus(Box::new(TrailStatus {
        is_logging: output.is_logging.unwrap_or_default(),
        latest_delivery_time: output.latest_delivery_time.as_ref().map(timestamp),
        latest_delivery_error: given(output.latest_delivery_error),
        latest_cloud_watch_logs_delivery_time: output.latest_cloud_watch_logs_delivery_time.as_ref().map(timestamp),
        latest_cloud_watch_logs_delivery_error: given(output.latest_cloud_watch_logs_delivery_error),
    }))
}

/// The tags of one trail, of which alone they were asked for. A resource that is not told has none.
pub(super) fn tags(output: ListTagsOutput, resource_id: &str) -> Reply {
    let resources = output.resource_tag_list.unwrap_or_default().into_iter();
    let mut own = resources.filter(|resource| resource.resource_id.as_deref().is_none_or(|id| id == resource_id));
    let tags = own.next().and_then(|resource| resource.tags_list).unwrap_or_default().into_iter();
    let tags = tags.map(|tag| Tag { key: tag.key, value: tag.value.unwrap_or_default() });
    Reply::Tags(tags.collect())
}

/// A text that is not set comes as an empty one (recorded).
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}
