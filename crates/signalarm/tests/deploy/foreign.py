"""A foreign client: what boto3 sees of a chain, does to it, and makes of one by hand.

usage: foreign.py URL read|drift|hand-made
"""

import json
import sys

import boto3
from botocore.config import Config

URL, VERB = sys.argv[1:]
REGION = "eu-west-1"
GROUP = "aws-cloudtrail-logs-signin-console"
ROLE = "CloudTrail-CloudWatchLogs-Signin-Console"
TRAIL = "events-management"
NAMES = [f"signin-console-{outcome}-{user}" for outcome in ("failure", "success") for user in ("iam", "root")]
TOPICS = [*NAMES, "signin-console-silence"]


def client(service):
    config = Config(retries={"max_attempts": 2}, s3={"addressing_style": "path"})
    return boto3.client(service, region_name=REGION, endpoint_url=URL, config=config)


sns, logs, cloudwatch = client("sns"), client("logs"), client("cloudwatch")
s3, iam, cloudtrail, sts = client("s3"), client("iam"), client("cloudtrail"), client("sts")
ACCOUNT = sts.get_caller_identity()["Account"]
BUCKET = f"signin-console-{ACCOUNT}-{REGION}"


def topic_arn(name):
    return f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"


def tag_list(tags):
    return {tag["Key"]: tag["Value"] for tag in tags}


def present(ask, what, gone):
    """What is asked for, or None where the service says that it is not there."""
    try:
        return what(ask())
    except (s3.exceptions.ClientError,) as error:
        if error.response["Error"]["Code"] in gone:
            return None
        raise


def topics():
    found = {}
    for listed in sns.list_topics()["Topics"]:
        arn = listed["TopicArn"]
        attributes = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
        subscriptions = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
        found[arn.rsplit(":", 1)[1]] = {
            "policy": [statement.get("Sid") for statement in json.loads(attributes["Policy"])["Statement"]],
            "subscriptions": sorted(f"{one['Protocol']} {one['Endpoint']}" for one in subscriptions),
            "tags": tag_list(sns.list_tags_for_resource(ResourceArn=arn)["Tags"]),
        }
    return found


def log_groups():
    found = {}
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        filters = logs.describe_metric_filters(logGroupName=name)["metricFilters"]
        found[name] = {
            "retention": group.get("retentionInDays"),
            "filters": {
                one["filterName"]: {
                    "pattern": one["filterPattern"],
                    "transformations": [
                        {key: value for key, value in one.items() if key != "unit"}
                        for one in one["metricTransformations"]
                    ],
                }
                for one in filters
            },
        }
    return found


def alarms():
    shown = ("MetricName", "Namespace", "Statistic", "Period", "EvaluationPeriods", "DatapointsToAlarm", "Threshold",
             "ComparisonOperator", "TreatMissingData", "ActionsEnabled", "AlarmActions", "OKActions",
             "InsufficientDataActions")
    found = cloudwatch.describe_alarms()["MetricAlarms"]
    return {one["AlarmName"]: {key: one[key] for key in shown if one.get(key) not in (None, [])} for one in found}


def buckets():
    found = {}
    for name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        found[name] = {
            "blocked": present(lambda: s3.get_public_access_block(Bucket=name),
                               lambda answer: answer["PublicAccessBlockConfiguration"],
                               ["NoSuchPublicAccessBlockConfiguration"]),
            "lifecycle": present(lambda: s3.get_bucket_lifecycle_configuration(Bucket=name),
                                 lambda answer: [rule["ID"] for rule in answer["Rules"]],
                                 ["NoSuchLifecycleConfiguration"]),
            "policy": present(lambda: s3.get_bucket_policy(Bucket=name),
                              lambda answer: [one["Sid"] for one in json.loads(answer["Policy"])["Statement"]],
                              ["NoSuchBucketPolicy"]),
            "tags": present(lambda: s3.get_bucket_tagging(Bucket=name), lambda answer: tag_list(answer["TagSet"]),
                            ["NoSuchTagSet"]),
            "versioning": s3.get_bucket_versioning(Bucket=name).get("Status"),
        }
    return found


def roles():
    found = {}
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        if name.startswith("AWSServiceRole"):
            continue
        found[name] = {
            "policies": iam.list_role_policies(RoleName=name)["PolicyNames"],
            "tags": tag_list(iam.list_role_tags(RoleName=name)["Tags"]),
            "trust": [one["Principal"] for one in role["AssumeRolePolicyDocument"]["Statement"]],
        }
    return found


def trails():
    found = {}
    for trail in cloudtrail.describe_trails()["trailList"]:
        name = trail["Name"]
        found[name] = {
            "bucket": trail["S3BucketName"],
            "log_group": trail.get("CloudWatchLogsLogGroupArn"),
            "logs": cloudtrail.get_trail_status(Name=name)["IsLogging"],
            "multi_region": trail["IsMultiRegionTrail"],
            "validated": trail["LogFileValidationEnabled"],
        }
    return found


def read():
    chain = {"topics": topics(), "log_groups": log_groups(), "alarms": alarms(), "buckets": buckets(),
             "roles": roles(), "trails": trails()}
    print(json.dumps(chain, indent=2, sort_keys=True))


def drift():
    """What people do to a chain in a year."""
    cloudwatch.disable_alarm_actions(AlarmNames=[NAMES[0]])
    cloudwatch.delete_alarms(AlarmNames=[NAMES[1]])
    logs.put_metric_filter(logGroupName=GROUP, filterName=NAMES[2], filterPattern='{ $.eventName = "ConsoleLogon" }',
                           metricTransformations=[{"metricName": NAMES[2], "metricNamespace": "SigninConsole",
                                                   "metricValue": "1"}])
    logs.delete_metric_filter(logGroupName=GROUP, filterName=NAMES[3])
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=1)
    sns.delete_topic(TopicArn=topic_arn(NAMES[3]))
    s3.delete_bucket_policy(Bucket=BUCKET)
    iam.delete_role_policy(RoleName=ROLE, PolicyName=iam.list_role_policies(RoleName=ROLE)["PolicyNames"][0])
    cloudtrail.stop_logging(Name=TRAIL)


def hand_made():
    """A chain of our names as somebody makes it who follows a guide: without a tag."""
    for name in TOPICS:
        sns.create_topic(Name=name)
    sns.subscribe(TopicArn=topic_arn(NAMES[0]), Protocol="email", Endpoint="by-hand@example.org")
    logs.create_log_group(logGroupName=GROUP)
    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    writes = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}]}
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(trust))
    iam.put_role_policy(RoleName=ROLE, PolicyName="by-hand", PolicyDocument=json.dumps(writes))
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "ByHand", "Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"},
         "Action": ["s3:GetBucketAcl"], "Resource": f"arn:aws:s3:::{BUCKET}"}]}))
    s3.put_object(Bucket=BUCKET, Key="AWSLogs/kept.json.gz", Body=b"kept")
    for name in NAMES:
        logs.put_metric_filter(logGroupName=GROUP, filterName=name, filterPattern="{ $.eventName = ConsoleLogin }",
                               metricTransformations=[{"metricName": name, "metricNamespace": "SigninConsole",
                                                       "metricValue": "1"}])
        cloudwatch.put_metric_alarm(AlarmName=name, MetricName=name, Namespace="SigninConsole", Statistic="Sum",
                                    Period=300, EvaluationPeriods=1, Threshold=1.0,
                                    ComparisonOperator="GreaterThanOrEqualToThreshold", AlarmActions=[topic_arn(name)])
    cloudtrail.create_trail(Name=TRAIL, S3BucketName=BUCKET, IsMultiRegionTrail=False)


{"read": read, "drift": drift, "hand-made": hand_made}[VERB]()
