//! *HeadBucket*, whose answers have no body: the status is the code, and a header tells the Region.

use signalarm_aws_clients::Clients;
use signalarm_cloud::{Answer, Failure, Refusal, Reply};

/// The header in which S3 tells the Region of a bucket, in refusals too.
const REGION_HEADER: &str = "x-amz-bucket-region";

/// The codes that belong to these statuses (S3 API Reference, *HeadBucket* and *Error responses*).
const CODES: [(u16, &str); 4] =
    [(301, "PermanentRedirect"), (400, "BadRequest"), (403, "Forbidden"), (404, "NotFound")];

pub(super) fn head_bucket(clients: &Clients, bucket: &str, owner: String) -> Answer {
    let request = clients.s3.head_bucket().bucket(bucket).expected_bucket_owner(owner);
    match clients.block_on(request.send()) {
        // Emulators leave the Region out. It is the endpoint's own then: another one would have sent us away.
        Ok(output) => Ok(Reply::BucketRegion(output.bucket_region.unwrap_or_else(|| clients.region().to_owned()))),
        Err(error) => {
            let refused = error.raw_response().and_then(|response| {
                let region = response.headers().get(REGION_HEADER);
                refusal(bucket, response.status().as_u16(), region)
            });
            Err(refused.unwrap_or_else(|| clients.failure(&error)))
        }
    }
}

/// The refusal that a status is; the service sends no words.
fn refusal(bucket: &str, status: u16, region: Option<&str>) -> Option<Failure> {
    let (_, code) = CODES.iter().find(|(known, _)| *known == status)?;
    let message = match (status, region) {
        (301, Some(region)) => format!("the bucket {bucket} lies in {region}"),
        (301, None) => format!("the bucket {bucket} lies in another Region"),
        (400, _) => "the service does not say why; perhaps the credentials have expired".to_owned(),
        (403, _) => format!("the bucket {bucket} is another account's, or the caller may not see it"),
        _ => format!("there is no bucket {bucket}"),
    };
    Some(Refusal::service(code, status, message).into())
}
