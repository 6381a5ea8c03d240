//! Calls of CloudTrail.

mod read;
mod selectors;

use signalarm_aws_clients::Clients;
use signalarm_aws_clients::cloudtrail::types;
use signalarm_cloud::{Answer, CloudTrailCall, Failure, PutTrail, Reply, Tag};

use crate::unsent;

pub(crate) use selectors::{is_management_events, management_events};

/// Makes a call, and waits for the answer.
///
/// # Errors
///
/// What the service refuses, and what hinders a call from being sent or an answer from being read.
pub fn call(clients: &Clients, call: CloudTrailCall) -> Answer {
    let client = &clients.cloudtrail;
    match call {
        CloudTrailCall::CreateTrail(trail) => create_trail(clients, *trail),
        CloudTrailCall::UpdateTrail(trail) => update_trail(clients, *trail),
        CloudTrailCall::GetTrail { name } => read::trail(clients.send(client.get_trail().name(name).send())?),
        CloudTrailCall::GetTrailStatus { name } => {
            Ok(read::trail_status(clients.send(client.get_trail_status().name(name).send())?))
        }
        CloudTrailCall::StartLogging { name } => {
            clients.send(client.start_logging().name(name).send()).map(|_| Reply::Done)
        }
        CloudTrailCall::StopLogging { name } => {
            clients.send(client.stop_logging().name(name).send()).map(|_| Reply::Done)
        }
        CloudTrailCall::DeleteTrail { name } => {
            clients.send(client.delete_trail().name(name).send()).map(|_| Reply::Done)
        }
        CloudTrailCall::GetEventSelectors { trail_name } => {
            let output = clients.send(client.get_event_selectors().trail_name(trail_name).send())?;
            Ok(Reply::EventSelectors { all_management_events: selectors::all_management_events(&output) })
        }
        CloudTrailCall::PutManagementEventSelector { trail_name } => {
            let request = client.put_event_selectors().trail_name(trail_name);
            clients.send(request.event_selectors(selectors::management_events()).send()).map(|_| Reply::Done)
        }
        CloudTrailCall::ListTags { resource_id } => {
            let output = clients.send(client.list_tags().resource_id_list(&resource_id).send())?;
            Ok(read::tags(output, &resource_id))
        }
        CloudTrailCall::AddTags { resource_id, tags } => {
            let request = client.add_tags().resource_id(resource_id).set_tags_list(tags_of(tags)?);
            clients.send(request.send()).map(|_| Reply::Done)
        }
    }
}

fn create_trail(clients: &Clients, trail: PutTrail) -> Answer {
    let request = clients.cloudtrail.create_trail().name(trail.name);
    let request = request.set_s3_bucket_name(trail.s3_bucket_name).set_s3_key_prefix(trail.s3_key_prefix);
    let request = request
        .set_include_global_service_events(trail.include_global_service_events)
        .set_is_multi_region_trail(trail.is_multi_region_trail)
        .set_enable_log_file_validation(trail.enable_log_file_validation)
        .set_cloud_watch_logs_log_group_arn(trail.cloud_watch_logs_log_group_arn)
        .set_cloud_watch_logs_role_arn(trail.cloud_watch_logs_role_arn)
        .set_tags_list(tags_of(trail.tags)?);
    read::created(clients.send(request.send())?)
}

/// Tags stay behind: *UpdateTrail* takes none.
fn update_trail(clients: &Clients, trail: PutTrail) -> Answer {
    let request = clients.cloudtrail.update_trail().name(trail.name);
    let request = request.set_s3_bucket_name(trail.s3_bucket_name).set_s3_key_prefix(trail.s3_key_prefix);
    let request = request
        .set_include_global_service_events(trail.include_global_service_events)
        .set_is_multi_region_trail(trail.is_multi_region_trail)
        .set_enable_log_file_validation(trail.enable_log_file_validation)
        .set_cloud_watch_logs_log_group_arn(trail.cloud_watch_logs_log_group_arn)
        .set_cloud_watch_logs_role_arn(trail.cloud_watch_logs_role_arn);
    read::updated(clients.send(request.send())?)
}

pub(crate) fn tags_of(tags: Vec<Tag>) -> Result<Option<Vec<types::Tag>>, Failure> {
    let tag = |tag: Tag| types::Tag::builder().key(tag.key).value(tag.value).build().map_err(unsent);
    let tags: Vec<types::Tag> = tags.into_iter().map(tag).collect::<Result<_, Failure>>()?;
    Ok(Some(tags).filter(|tags| !tags.is_empty()))
}
