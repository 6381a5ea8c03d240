"""CloudTrail's control plane, by the moto inside LocalStack. No trail delivers anything."""

from localstack.aws.connect import connect_to
from localstack.aws.skeleton import Skeleton
from localstack.aws.spec import load_service
from localstack.services.moto import call_moto, call_moto_with_request
from localstack.services.plugins import Service, aws_provider
from moto.cloudtrail.exceptions import S3BucketDoesNotExistException
from moto.cloudtrail.models import Trail


#: Members of requests that name a trail.
TRAIL_KEYS = ("Name", "TrailName")


@aws_provider(api="cloudtrail", name="default")
def provider():
    """Sends every operation to moto."""
    Trail.check_bucket_exists = _check_bucket_exists
    model = load_service("cloudtrail")
    operations = {operation: _to_moto for operation in model.operation_names}
    return Service("cloudtrail", skeleton=Skeleton(model, operations))


def _to_moto(context, request):
    """moto knows trails by their names alone where AWS takes ARNs as well."""
    by_arn = {key: request[key] for key in TRAIL_KEYS if str(request.get(key, "")).startswith("arn:")}
    if not by_arn:
        return call_moto(context)
    names = {key: arn.rsplit("/", 1)[1] for key, arn in by_arn.items()}
    return call_moto_with_request(context, {**request, **names})


def _check_bucket_exists(trail):
    """moto looks into its own S3; the buckets are in LocalStack's."""
    s3 = connect_to(aws_access_key_id=trail.account_id, region_name=trail.region_name).s3
    try:
        s3.head_bucket(Bucket=trail.bucket_name)
    except s3.exceptions.ClientError:
        raise S3BucketDoesNotExistException(f"S3 bucket {trail.bucket_name} does not exist!") from None
