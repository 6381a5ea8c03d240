//! Versions of objects, and their deletion.

use signalarm_aws_clients::s3::operation::delete_objects::DeleteObjectsOutput;
use signalarm_aws_clients::s3::operation::list_object_versions::ListObjectVersionsOutput;
use signalarm_aws_clients::s3::types;
use signalarm_aws_clients::{Clients, member};
use signalarm_cloud::{Answer, Failure, ObjectVersion, ObjectVersions, Refusal, Reply};

use crate::unsent;

pub(super) fn list(clients: &Clients, bucket: String, owner: String, after: Option<ObjectVersion>) -> Answer {
    let request = clients.s3.list_object_versions().bucket(bucket).expected_bucket_owner(owner);
    let (key, version_id) = after.map(|after| (after.key, after.version_id)).unzip();
    // A marker of a version that is empty is refused; without one the page begins behind the key.
    let request = request.set_key_marker(key).set_version_id_marker(version_id.filter(|id| !id.is_empty()));
    page(clients.send(request.send())?)
}

fn page(output: ListObjectVersionsOutput) -> Answer {
    let next = if output.is_truncated == Some(true) {
        let key = member("NextKeyMarker", output.next_key_marker)?;
        Some(ObjectVersion { key, version_id: output.next_version_id_marker.unwrap_or_default() })
    } else {
        None
    };
    let versions = output.versions.unwrap_or_default().into_iter().map(|one| (one.key, one.version_id));
    let marks = output.delete_markers.unwrap_or_default().into_iter().map(|one| (one.key, one.version_id));
    let version = |(key, version_id): (Option<String>, Option<String>)| {
        let version = key.zip(version_id).map(|(key, version_id)| ObjectVersion { key, version_id });
        member("Key or VersionId", version)
    };
    let versions = versions.chain(marks).map(version).collect::<Result<_, Failure>>()?;
    Ok(Reply::ObjectVersions(ObjectVersions { versions, next }))
}

pub(super) fn delete(clients: &Clients, bucket: String, owner: String, objects: Vec<ObjectVersion>) -> Answer {
    let count = objects.len();
    let object = |object: ObjectVersion| {
        let wire = types::ObjectIdentifier::builder().key(object.key).version_id(object.version_id);
        wire.build().map_err(unsent)
    };
    let objects: Vec<types::ObjectIdentifier> = objects.into_iter().map(object).collect::<Result<_, Failure>>()?;
    let delete = types::Delete::builder().set_objects(Some(objects)).quiet(true).build().map_err(unsent)?;
    let request = clients.s3.delete_objects().bucket(bucket).expected_bucket_owner(owner);
    deleted(&clients.send(request.delete(delete).send())?, count)
}

/// The service answers each key for itself, under status 200. One that stays is a refusal of the whole: a second run
/// deletes the rest.
fn deleted(output: &DeleteObjectsOutput, count: usize) -> Answer {
    let Some(first) = output.errors().first() else { return Ok(Reply::Done) };
    let code = member("Code of its error", first.code())?;
    let (stayed, key, why) = (output.errors().len(), first.key().unwrap_or("?"), first.message().unwrap_or_default());
    Err(Failure::Refused(Refusal::Service {
        http_status: status(code),
        message: format!("{stayed} of {count} versions were not deleted, “{key}” among them: {why}"),
        code: code.to_owned().into(),
    }))
}

/// The status that a code has where it is the answer to a whole request (S3 API Reference, *Error responses*).
fn status(code: &str) -> u16 {
    match code {
        "AccessDenied" => 403,
        "NoSuchKey" | "NoSuchVersion" => 404,
        "InternalError" => 500,
        "NotImplemented" => 501,
        "ServiceUnavailable" | "SlowDown" => 503,
        _ => 400,
    }
}
