//! S3: buckets and their settings.

use signalarm_cloud::{LifecycleRule, PublicAccessBlock, Reply, S3Call, S3Operation, Tag};

use super::{Case, Seen, Stage, case};
use crate::stage::{tag, unfit};

/// The Region in which whoever creates a bucket that is theirs is not refused (S3 API Reference, *CreateBucket*).
const LENIENT_REGION: &str = "us-east-1";
const ERRORS: &str = "S3 API Reference, Error responses";
const NOT_FOUND: &str = "refused: NoSuchBucket";

pub(super) const CASES: &[Case] = &[
    case("s3: HeadBucket that is not there", "refused: NotFound", "S3 API Reference, HeadBucket", |stage| {
        stage.tell(stage.on_bucket(S3Operation::HeadBucket))
    }),
    case("s3: HeadBucket of one that is there", "the Region", "S3 API Reference, HeadBucket", |stage| {
        stage.bucket()?;
        match stage.try_ask(stage.on_bucket(S3Operation::HeadBucket))? {
            Reply::BucketRegion(region) if region == stage.place.region.as_str() => Ok("the Region".to_owned()),
            Reply::BucketRegion(region) => Ok(format!("the Region {region}")),
            _ => Err(unfit("HeadBucket")),
        }
    }),
    case("s3: CreateBucket twice", "as in that Region", "S3 API Reference, CreateBucket", |stage| {
        stage.bucket()?;
        let region = stage.place.region.to_string();
        let expected = if region == LENIENT_REGION { "done" } else { "refused: BucketAlreadyOwnedByYou" };
        let told = stage.tell(stage.on_bucket(S3Operation::CreateBucket { region }))?;
        Ok(if told == expected { "as in that Region".to_owned() } else { told })
    }),
    case("s3: CreateBucket of a name with capitals", "refused: InvalidBucketName", ERRORS, |stage| {
        let named = |stage: &Stage<'_>, operation| S3Call {
            bucket: format!("{}_X", stage.name()),
            ..stage.on_bucket(operation)
        };
        let create = S3Operation::CreateBucket { region: stage.place.region.to_string() };
        stage.attempt(named(stage, create), named(stage, S3Operation::DeleteBucket))
    }),
    case("s3: DeleteBucket that is not there", NOT_FOUND, ERRORS, |stage| {
        stage.tell(stage.on_bucket(S3Operation::DeleteBucket))
    }),
    case("s3: GetBucketPolicy of a bucket that is not there", NOT_FOUND, ERRORS, |stage| {
        stage.tell(stage.on_bucket(S3Operation::GetBucketPolicy))
    }),
    case("s3: GetBucketPolicy without one", "refused: NoSuchBucketPolicy", ERRORS, |stage| {
        on_new(stage, S3Operation::GetBucketPolicy)
    }),
    case("s3: GetBucketTagging without tags", "refused: NoSuchTagSet", ERRORS, |stage| {
        on_new(stage, S3Operation::GetBucketTagging)
    }),
    case("s3: GetBucketLifecycleConfiguration without one", "refused: NoSuchLifecycleConfiguration", ERRORS, |stage| {
        on_new(stage, S3Operation::GetBucketLifecycleConfiguration)
    }),
    case(
        "s3: GetPublicAccessBlock of a new bucket",
        "all blocked",
        "S3 User Guide, Default settings for new S3 buckets",
        |stage| {
            stage.bucket()?;
            match stage.try_ask(stage.on_bucket(S3Operation::GetPublicAccessBlock))? {
                Reply::PublicAccessBlock(PublicAccessBlock::ALL) => Ok("all blocked".to_owned()),
                Reply::PublicAccessBlock(_) => Ok("not all blocked".to_owned()),
                _ => Err(unfit("GetPublicAccessBlock")),
            }
        },
    ),
    case(
        "s3: GetBucketVersioning before and after it is enabled",
        "off, on",
        "S3 API Reference, PutBucketVersioning",
        |stage| {
            stage.bucket()?;
            let before = versioning(stage)?;
            stage.ask(stage.on_bucket(S3Operation::EnableBucketVersioning))?;
            Ok(format!("{before}, {}", versioning(stage)?))
        },
    ),
    case("s3: PutBucketPolicy of what is no policy", "refused: MalformedPolicy", ERRORS, |stage| {
        on_new(stage, S3Operation::PutBucketPolicy("{".to_owned()))
    }),
    case("s3: PutBucketPolicy for another bucket", "refused: MalformedPolicy", ERRORS, |stage| {
        let other = stage.place.bucket_arn(&stage.missing());
        let statement = format!(
            r#"{{"Effect":"Allow","Principal":{{"Service":"cloudtrail.amazonaws.com"}},"Action":"s3:GetBucketAcl","Resource":"{other}"}}"#
        );
        on_new(stage, S3Operation::PutBucketPolicy(format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#)))
    }),
    case(
        "s3: PutBucketPolicy that lets everybody in",
        "refused: AccessDenied",
        "S3 User Guide, Blocking public access",
        |stage| {
            let bucket = stage.bucket()?;
            let objects = format!("{}/*", stage.place.bucket_arn(&bucket));
            let statement =
                format!(r#"{{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"{objects}"}}"#);
            let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
            stage.tell(stage.on_bucket(S3Operation::PutBucketPolicy(policy)))
        },
    ),
    case("s3: PutBucketTagging replaces all tags", "k=new", "S3 API Reference, PutBucketTagging", |stage| {
        stage.bucket()?;
        let other = vec![Tag { key: "other".to_owned(), value: String::new() }];
        stage.ask(stage.on_bucket(S3Operation::PutBucketTagging(other)))?;
        stage.ask(stage.on_bucket(S3Operation::PutBucketTagging(tag("new"))))?;
        stage.tags(stage.on_bucket(S3Operation::GetBucketTagging))
    }),
    case(
        "s3: a lifecycle rule is told as it was put",
        "the rule",
        "S3 API Reference, GetBucketLifecycleConfiguration",
        lifecycle,
    ),
    case(
        "s3: a bucket of another account than the expected one",
        "refused: AccessDenied",
        "S3 User Guide, Verifying bucket ownership",
        |stage| {
            stage.bucket()?;
            let call = stage.on_bucket(S3Operation::GetBucketVersioning);
            stage.tell(S3Call { expected_bucket_owner: STRANGER.to_owned(), ..call })
        },
    ),
];

/// An account that is nobody's.
const STRANGER: &str = "999999999999";

/// What comes of an operation on a new bucket.
fn on_new(stage: &mut Stage<'_>, operation: S3Operation) -> Seen {
    stage.bucket()?;
    stage.tell(stage.on_bucket(operation))
}

fn versioning(stage: &mut Stage<'_>) -> Seen {
    match stage.ask(stage.on_bucket(S3Operation::GetBucketVersioning))? {
        Reply::Versioning(kept) => Ok(if kept { "on" } else { "off" }.to_owned()),
        _ => Err(unfit("GetBucketVersioning")),
    }
}

fn lifecycle(stage: &mut Stage<'_>) -> Seen {
    stage.bucket()?;
    let rule = LifecycleRule {
        id: "r".to_owned(),
        is_enabled: true,
        prefix: "AWSLogs/".to_owned(),
        transition: Some((90, "GLACIER_IR".to_owned())),
        expiration_days: Some(400),
        noncurrent_version_expiration_days: Some(30),
        has_more: false,
    };
    stage.ask(stage.on_bucket(S3Operation::PutBucketLifecycleConfiguration(vec![rule.clone()])))?;
    match stage.try_ask(stage.on_bucket(S3Operation::GetBucketLifecycleConfiguration))? {
        Reply::Lifecycle(rules) => Ok(if rules == [rule] { "the rule" } else { "something else" }.to_owned()),
        _ => Err(unfit("GetBucketLifecycleConfiguration")),
    }
}
