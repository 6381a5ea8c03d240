//! Rules for the operations of CloudTrail.

use signalarm_aws_clients::cloudtrail::operation::add_tags::AddTagsOutput;
use signalarm_aws_clients::cloudtrail::operation::create_trail::{CreateTrailInput, CreateTrailOutput};
use signalarm_aws_clients::cloudtrail::operation::delete_trail::DeleteTrailOutput;
use signalarm_aws_clients::cloudtrail::operation::get_event_selectors::GetEventSelectorsOutput;
use signalarm_aws_clients::cloudtrail::operation::get_trail::GetTrailOutput;
use signalarm_aws_clients::cloudtrail::operation::get_trail_status::GetTrailStatusOutput;
use signalarm_aws_clients::cloudtrail::operation::list_tags::{ListTagsInput, ListTagsOutput};
use signalarm_aws_clients::cloudtrail::operation::put_event_selectors::{
    PutEventSelectorsInput, PutEventSelectorsOutput,
};
use signalarm_aws_clients::cloudtrail::operation::start_logging::StartLoggingOutput;
use signalarm_aws_clients::cloudtrail::operation::stop_logging::StopLoggingOutput;
use signalarm_aws_clients::cloudtrail::operation::update_trail::{UpdateTrailInput, UpdateTrailOutput};
use signalarm_aws_clients::cloudtrail::{Client, types};
use signalarm_aws_clients::date_time;
use signalarm_aws_clients::mock::{Protocol, Rule, Shared, Unfit, done, mock, required, rule};
use signalarm_cloud::{Call, CloudTrailCall, PutTrail, Reply, Tag, TrailStatus};

use crate::cloudtrail::{is_management_events, management_events, tags_of};

pub(super) fn rules(account: &Shared) -> Vec<Rule> {
    let mut rules = trails(account);
    rules.extend(logging(account));
    rules.extend(selectors(account));
    rules.extend(tags(account));
    rules
}

/// The members of a trail, which carry the same names in three types; only one of them tells the home Region.
macro_rules! told {
    ($builder:expr, $trail:expr) => {
        $builder
            .name(&$trail.name)
            .trail_arn(&$trail.trail_arn)
            .s3_bucket_name(&$trail.s3_bucket_name)
            .set_s3_key_prefix($trail.s3_key_prefix.clone())
            .include_global_service_events($trail.include_global_service_events)
            .is_multi_region_trail($trail.is_multi_region_trail)
            .is_organization_trail($trail.is_organization_trail)
            .log_file_validation_enabled($trail.log_file_validation_enabled)
            .set_cloud_watch_logs_log_group_arn($trail.cloud_watch_logs_log_group_arn.clone())
            .set_cloud_watch_logs_role_arn($trail.cloud_watch_logs_role_arn.clone())
            .set_kms_key_id($trail.kms_key_id.clone())
            .set_sns_topic_arn($trail.sns_topic_arn.clone())
    };
}

fn trails(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, Protocol::Json, mock!(Client::create_trail), create_trail, |reply| match reply {
            Reply::Trail(trail) => Ok(told!(CreateTrailOutput::builder(), trail).build()),
            other => Err(other),
        }),
        rule(account, Protocol::Json, mock!(Client::update_trail), update_trail, |reply| match reply {
            Reply::Trail(trail) => Ok(told!(UpdateTrailOutput::builder(), trail).build()),
            other => Err(other),
        }),
        rule(
            account,
            Protocol::Json,
            mock!(Client::get_trail),
            |input| Ok(CloudTrailCall::GetTrail { name: required("Name", input.name())? }.into()),
            |reply| match reply {
                Reply::Trail(trail) => {
                    let told = told!(types::Trail::builder(), trail).home_region(&trail.home_region);
                    Ok(GetTrailOutput::builder().trail(told.build()).build())
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::delete_trail),
            |input| Ok(CloudTrailCall::DeleteTrail { name: required("Name", input.name())? }.into()),
            |reply| done(reply, DeleteTrailOutput::builder().build()),
        ),
    ]
}

fn logging(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::Json,
            mock!(Client::get_trail_status),
            |input| Ok(CloudTrailCall::GetTrailStatus { name: required("Name", input.name())? }.into()),
            |reply| match reply {
                Reply::TrailStatus(status) => Ok(trail_status(*status)),
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::start_logging),
            |input| Ok(CloudTrailCall::StartLogging { name: required("Name", input.name())? }.into()),
            |reply| done(reply, StartLoggingOutput::builder().build()),
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::stop_logging),
            |input| Ok(CloudTrailCall::StopLogging { name: required("Name", input.name())? }.into()),
            |reply| done(reply, StopLoggingOutput::builder().build()),
        ),
    ]
}

fn selectors(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::Json,
            mock!(Client::get_event_selectors),
            |input| {
                Ok(CloudTrailCall::GetEventSelectors { trail_name: required("TrailName", input.trail_name())? }.into())
            },
            |reply| match reply {
                Reply::EventSelectors { all_management_events } => {
                    let kind =
                        if all_management_events { types::ReadWriteType::All } else { types::ReadWriteType::ReadOnly };
                    let selector = types::EventSelector::builder().read_write_type(kind);
                    let selector = selector.include_management_events(true).build();
                    Ok(GetEventSelectorsOutput::builder().event_selectors(selector).build())
                }
                other => Err(other),
            },
        ),
        rule(account, Protocol::Json, mock!(Client::put_event_selectors), put_event_selectors, |reply| {
            done(reply, PutEventSelectorsOutput::builder().event_selectors(management_events()).build())
        }),
    ]
}

fn tags(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, Protocol::Json, mock!(Client::list_tags), list_tags, |reply| match reply {
            Reply::Tags(tags) => {
                let tags = tags_of(tags).expect("a tag of ours has all that the SDK requires");
                let resource = types::ResourceTag::builder().set_tags_list(tags).build();
                Ok(ListTagsOutput::builder().resource_tag_list(resource).build())
            }
            other => Err(other),
        }),
        rule(
            account,
            Protocol::Json,
            mock!(Client::add_tags),
            |input| {
                let resource_id = required("ResourceId", input.resource_id())?;
                Ok(CloudTrailCall::AddTags { resource_id, tags: tags_from(input.tags_list()) }.into())
            },
            |reply| done(reply, AddTagsOutput::builder().build()),
        ),
    ]
}

fn create_trail(input: &CreateTrailInput) -> Result<Call, Unfit> {
    Ok(CloudTrailCall::CreateTrail(Box::new(PutTrail {
        name: required("Name", input.name())?,
        s3_bucket_name: Some(required("S3BucketName", input.s3_bucket_name())?),
        s3_key_prefix: input.s3_key_prefix.clone(),
        include_global_service_events: input.include_global_service_events,
        is_multi_region_trail: input.is_multi_region_trail,
        enable_log_file_validation: input.enable_log_file_validation,
        cloud_watch_logs_log_group_arn: input.cloud_watch_logs_log_group_arn.clone(),
        cloud_watch_logs_role_arn: input.cloud_watch_logs_role_arn.clone(),
        tags: tags_from(input.tags_list()),
    }))
    .into())
}

fn update_trail(input: &UpdateTrailInput) -> Result<Call, Unfit> {
    Ok(CloudTrailCall::UpdateTrail(Box::new(PutTrail {
        name: required("Name", input.name())?,
        s3_bucket_name: input.s3_bucket_name.clone(),
        s3_key_prefix: input.s3_key_prefix.clone(),
        include_global_service_events: input.include_global_service_events,
        is_multi_region_trail: input.is_multi_region_trail,
        enable_log_file_validation: input.enable_log_file_validation,
        cloud_watch_logs_log_group_arn: input.cloud_watch_logs_log_group_arn.clone(),
        cloud_watch_logs_role_arn: input.cloud_watch_logs_role_arn.clone(),
        tags: Vec::new(),
    }))
    .into())
}

fn put_event_selectors(input: &PutEventSelectorsInput) -> Result<Call, Unfit> {
    let trail_name = required("TrailName", input.trail_name())?;
    match (input.event_selectors(), input.advanced_event_selectors()) {
        ([selector], []) if is_management_events(selector) => {
            Ok(CloudTrailCall::PutManagementEventSelector { trail_name }.into())
        }
        _ => Err(Unfit::new("EventSelectors is another selection than that of all management events")),
    }
}

fn list_tags(input: &ListTagsInput) -> Result<Call, Unfit> {
    match input.resource_id_list() {
        [resource_id] => Ok(CloudTrailCall::ListTags { resource_id: resource_id.clone() }.into()),
        others => Err(Unfit::new(format!("ResourceIdList has {} entries in place of one", others.len()))),
    }
}

/// Texts that are not set come as empty ones.
fn trail_status(status: TrailStatus) -> GetTrailStatusOutput {
    GetTrailStatusOutput::builder()
        .is_logging(status.is_logging)
        .set_latest_delivery_time(status.latest_delivery_time.map(date_time))
        .latest_delivery_error(status.latest_delivery_error.unwrap_or_default())
        .set_latest_cloud_watch_logs_delivery_time(status.latest_cloud_watch_logs_delivery_time.map(date_time))
        .latest_cloud_watch_logs_delivery_error(status.latest_cloud_watch_logs_delivery_error.unwrap_or_default())
        .build()
}

fn tags_from(tags: &[types::Tag]) -> Vec<Tag> {
    tags.iter().map(|tag| Tag { key: tag.key.clone(), value: tag.value.clone().unwrap_or_default() }).collect()
}
