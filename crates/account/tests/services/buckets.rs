//! S3.

use rstest::rstest;
use signalarm_account::{Account, Surroundings};
use signalarm_cloud::{LifecycleRule, ObjectVersion, PublicAccessBlock, Reply, S3Call, S3Operation};
use signalarm_time::Duration;

use crate::support::{
    BUCKET_POLICY, account, account_for_trail, account_in, check_refused, create, create_bucket, pass, s3, s3_call,
    tags, told, trail, update,
};

const BUCKET: &str = "logs-of-ours";

fn rule(change: impl FnOnce(&mut LifecycleRule)) -> S3Operation {
    let mut rule = LifecycleRule {
        id: "old".to_owned(),
        is_enabled: true,
        transition: Some((90, "GLACIER_IR".to_owned())),
        expiration_days: Some(365),
        ..LifecycleRule::default()
    };
    change(&mut rule);
    S3Operation::PutBucketLifecycleConfiguration(vec![rule])
}

fn create_in(region: &str) -> S3Operation {
    S3Operation::CreateBucket { region: region.to_owned() }
}

fn others() -> Surroundings {
    Surroundings { buckets_of_others: ["theirs".to_owned()].into(), ..Surroundings::default() }
}

#[rstest]
#[case("ab", create_in("eu-west-1"), "InvalidBucketName 400")]
#[case("A-bucket", create_in("eu-west-1"), "InvalidBucketName 400")]
#[case("a..b", create_in("eu-west-1"), "InvalidBucketName 400")]
#[case("192.168.5.4", create_in("eu-west-1"), "InvalidBucketName 400")]
#[case("xn--bucket", create_in("eu-west-1"), "InvalidBucketName 400")]
#[case("bucket-s3alias", create_in("eu-west-1"), "InvalidBucketName 400")]
#[case("new", create_in("us-east-1"), "IllegalLocationConstraintException 400")]
#[case("theirs", create_in("eu-west-1"), "BucketAlreadyExists 409")]
#[case(BUCKET, create_in("eu-west-1"), "BucketAlreadyOwnedByYou 409")]
#[case("none", S3Operation::HeadBucket, "NotFound 404")]
#[case("theirs", S3Operation::HeadBucket, "Forbidden 403")]
#[case("none", S3Operation::GetBucketPolicy, "NoSuchBucket 404: The specified bucket does not exist")]
#[case("theirs", S3Operation::GetBucketPolicy, "AccessDenied 403")]
#[case(BUCKET, S3Operation::GetBucketTagging, "NoSuchTagSet 404")]
#[case(BUCKET, S3Operation::GetBucketPolicy, "NoSuchBucketPolicy 404")]
#[case(BUCKET, S3Operation::GetBucketLifecycleConfiguration, "NoSuchLifecycleConfiguration 404")]
#[case(BUCKET, S3Operation::PutBucketTagging(tags(&[("k", ""), ("k", "")])), "InvalidTag 400")]
#[case(BUCKET, S3Operation::PutBucketPolicy("x".to_owned()), "MalformedPolicy 400: Policies must be valid JSON")]
#[case(BUCKET, S3Operation::PutBucketPolicy(BUCKET_POLICY.replace(BUCKET, "other-logs")), "MalformedPolicy 400: Policy has invalid resource")]
#[case(BUCKET, S3Operation::PutBucketPolicy(
    r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::logs-of-ours/*"}}"#
    .to_owned()), "AccessDenied 403")]
#[case(BUCKET, S3Operation::PutBucketLifecycleConfiguration(Vec::new()), "MalformedXML 400")]
#[case(BUCKET, rule(|rule| rule.transition = Some((1, "ICE".to_owned()))), "MalformedXML 400")]
#[case(BUCKET, rule(|rule| rule.transition = Some((1, "STANDARD_IA".to_owned()))), "InvalidArgument 400")]
#[case(BUCKET, rule(|rule| rule.expiration_days = Some(0)), "InvalidArgument 400")]
#[case(BUCKET, rule(|rule| rule.expiration_days = Some(90)), "InvalidArgument 400: 'Days' in the Expiration action must be greater")]
#[case(BUCKET, rule(|rule| (rule.transition, rule.expiration_days) = (None, None)), "InvalidRequest 400")]
#[case(BUCKET, rule(|rule| rule.id = "i".repeat(256)), "InvalidArgument 400")]
#[case(BUCKET, S3Operation::DeleteObjects(Vec::new()), "MalformedXML 400")]
fn buckets_are_refused(#[case] bucket: &str, #[case] operation: S3Operation, #[case] expected: &str) {
    let mut account = account();
    account.set_surroundings(others());
    create_bucket(&mut account, BUCKET);
    check_refused(&mut account, s3_call(bucket, operation), expected);
    assert_eq!(
        told(s3(&mut account, BUCKET, S3Operation::GetBucketPolicy)),
        told(Err(no_policy())),
        "nothing has changed"
    );
}

fn no_policy() -> signalarm_cloud::Refusal {
    signalarm_cloud::Refusal::service("NoSuchBucketPolicy", 404, "The bucket policy does not exist")
}

/// S3 API Reference, *CreateBucket*.
#[test]
fn in_us_east_1_whoever_owns_a_bucket_may_create_it_again() {
    let mut account = account_in("us-east-1", 1);
    for _ in 0..2 {
        assert_eq!(s3(&mut account, BUCKET, create_in("us-east-1")), Ok(Reply::Done));
    }
}

#[test]
fn a_bucket_of_another_owner_than_expected_is_not_touched() {
    let mut account = account();
    create_bucket(&mut account, BUCKET);
    let call =
        S3Call { expected_bucket_owner: "444455556666".to_owned(), ..s3_call(BUCKET, S3Operation::DeleteBucket) };
    check_refused(&mut account, call, "AccessDenied 403");
    assert_eq!(s3(&mut account, BUCKET, S3Operation::HeadBucket), Ok(Reply::BucketRegion("eu-west-1".to_owned())));
}

#[test]
fn what_is_put_is_told() {
    let mut account = account();
    create_bucket(&mut account, BUCKET);
    let mut ask = |operation| s3(&mut account, BUCKET, operation).unwrap();
    let all = Reply::PublicAccessBlock(PublicAccessBlock::ALL);
    assert_eq!(ask(S3Operation::GetPublicAccessBlock), all, "new buckets block everything");
    let some = PublicAccessBlock { block_public_acls: false, ..PublicAccessBlock::ALL };
    ask(S3Operation::PutPublicAccessBlock(some));
    assert_eq!(ask(S3Operation::GetPublicAccessBlock), Reply::PublicAccessBlock(some));
    ask(S3Operation::PutBucketTagging(tags(&[("a", "1")])));
    ask(S3Operation::PutBucketTagging(tags(&[("b", "2")])));
    assert_eq!(ask(S3Operation::GetBucketTagging), Reply::Tags(tags(&[("b", "2")])), "all tags are replaced");
    ask(S3Operation::PutBucketPolicy(BUCKET_POLICY.to_owned()));
    assert_eq!(ask(S3Operation::GetBucketPolicy), Reply::Document(BUCKET_POLICY.to_owned()));
    assert_eq!(ask(S3Operation::GetBucketVersioning), Reply::Versioning(false));
    ask(S3Operation::EnableBucketVersioning);
    assert_eq!(ask(S3Operation::GetBucketVersioning), Reply::Versioning(true));
    let put = rule(|_| {});
    let S3Operation::PutBucketLifecycleConfiguration(rules) = put.clone() else { panic!("no rules") };
    ask(put);
    assert_eq!(ask(S3Operation::GetBucketLifecycleConfiguration), Reply::Lifecycle(rules));
    account.remove_public_access_block(BUCKET);
    let expected = "NoSuchPublicAccessBlockConfiguration 404";
    check_refused(&mut account, s3_call(BUCKET, S3Operation::GetPublicAccessBlock), expected);
}

#[test]
fn changes_wait_for_each_other_where_the_surroundings_say_so() {
    let mut account = account();
    account.set_surroundings(Surroundings { bucket_settling: Duration::from_secs(30), ..Surroundings::default() });
    create_bucket(&mut account, BUCKET);
    let versioning = s3_call(BUCKET, S3Operation::EnableBucketVersioning);
    check_refused(&mut account, versioning.clone(), "OperationAborted 409");
    pass(&mut account, 29);
    check_refused(&mut account, versioning.clone(), "OperationAborted 409");
    assert!(s3(&mut account, BUCKET, S3Operation::GetBucketVersioning).is_ok(), "asking changes nothing");
    pass(&mut account, 1);
    assert_eq!(account.answer(versioning), Ok(Reply::Done));
    pass(&mut account, 30);
    s3(&mut account, BUCKET, S3Operation::DeleteBucket).unwrap();
    check_refused(&mut account, s3_call(BUCKET, create_in("eu-west-1")), "OperationAborted 409");
}

fn versions(account: &mut Account, after: Option<ObjectVersion>) -> (Vec<ObjectVersion>, Option<ObjectVersion>) {
    match s3(account, BUCKET, S3Operation::ListObjectVersions { after }) {
        Ok(Reply::ObjectVersions(page)) => (page.versions, page.next),
        other => panic!("{other:?}"),
    }
}

/// *CreateTrail* writes an object while it looks at the bucket, with versions one more each time (a recorded run).
#[test]
fn a_bucket_is_emptied_page_by_page_before_it_goes() {
    let mut account = account_for_trail();
    s3(&mut account, BUCKET, S3Operation::EnableBucketVersioning).unwrap();
    account.answer(create(trail())).unwrap();
    for _ in 0..1_099 {
        account.answer(update(trail())).unwrap();
    }
    check_refused(&mut account, s3_call(BUCKET, S3Operation::DeleteBucket), "BucketNotEmpty 409");
    let (first, next) = versions(&mut account, None);
    assert_eq!((first.len(), first[0].key.as_str()), (1_000, "AWSLogs/111122223333/CloudTrail/"));
    let (second, last) = versions(&mut account, next);
    assert_eq!((second.len(), last), (100, None));
    let all = [first, second.clone()].concat();
    check_refused(&mut account, s3_call(BUCKET, S3Operation::DeleteObjects(all.clone())), "MalformedXML 400");
    for chunk in [&all[..1_000], &second, &second] {
        s3(&mut account, BUCKET, S3Operation::DeleteObjects(chunk.to_vec())).unwrap();
    }
    assert_eq!(versions(&mut account, None), (Vec::new(), None));
    assert_eq!(s3(&mut account, BUCKET, S3Operation::DeleteBucket), Ok(Reply::Done));
    check_refused(&mut account, s3_call(BUCKET, S3Operation::DeleteBucket), "NoSuchBucket 404");
}
