//! S3's own words.

use signalarm_cloud::{
    Failure, FailureClass, LifecycleRule, ObjectVersion, ObjectVersions, PublicAccessBlock, Refusal, Reply, S3Operation,
};

use crate::calls::make;
use crate::{of_bucket, responded, with_header};

const REGION: &str = "x-amz-bucket-region";

fn version(key: &str, version_id: &str) -> ObjectVersion {
    ObjectVersion { key: key.to_owned(), version_id: version_id.to_owned() }
}

#[test]
fn a_bucket_is_told_by_status_and_header_alone() {
    let head = || of_bucket(S3Operation::HeadBucket);
    let found = make(&with_header(200, (REGION, "eu-central-1"), ""), head());
    assert_eq!(found, Ok(Reply::BucketRegion("eu-central-1".to_owned())));
    // An emulator that leaves the header out.
    assert_eq!(make(&responded(200, ""), head()), Ok(Reply::BucketRegion("eu-west-1".to_owned())));
    for (status, code, class, word) in [
        (301, "PermanentRedirect", FailureClass::Other, "lies in eu-central-1"),
        (400, "BadRequest", FailureClass::Other, "expired"),
        (403, "Forbidden", FailureClass::Denied, "another account's"),
        (404, "NotFound", FailureClass::NotFound, "no bucket"),
    ] {
        let failure = make(&with_header(status, (REGION, "eu-central-1"), ""), head()).unwrap_err();
        assert_eq!(failure.class(), class, "{failure:?}");
        let Failure::Refused(refusal) = failure else { panic!("{failure:?}") };
        assert_eq!((refusal.code(), refusal.http_status()), (code, status));
        assert!(refusal.message().contains(word), "{refusal}");
    }
    let nowhere = make(&responded(301, ""), head()).unwrap_err();
    assert!(nowhere.to_string().contains("another Region"), "{nowhere}");
    for status in [500, 503] {
        assert!(matches!(make(&responded(status, ""), head()), Err(Failure::Unanswered(_))));
    }
}

#[test]
fn what_is_not_configured_is_told_by_code() {
    for (operation, code) in [
        (S3Operation::GetBucketTagging, "NoSuchTagSet"),
        (S3Operation::GetBucketPolicy, "NoSuchBucketPolicy"),
        (S3Operation::GetPublicAccessBlock, "NoSuchPublicAccessBlockConfiguration"),
        (S3Operation::GetBucketLifecycleConfiguration, "NoSuchLifecycleConfiguration"),
    ] {
        let body: &'static str = format!("<Error><Code>{code}</Code><Message>no</Message></Error>").leak();
        let failure = make(&responded(404, body), of_bucket(operation)).unwrap_err();
        assert_eq!(failure, Refusal::service(code, 404, "no").into());
        assert_eq!(failure.class(), FailureClass::NotFound);
    }
}

#[test]
fn a_bucket_that_never_kept_versions_has_no_status() {
    for (body, is_kept) in [
        ("<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>", false),
        ("<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>", false),
        ("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>", true),
    ] {
        let answer = make(&responded(200, body), of_bucket(S3Operation::GetBucketVersioning));
        assert_eq!(answer, Ok(Reply::Versioning(is_kept)), "{body}");
    }
}

#[test]
fn what_of_public_access_is_left_out_is_not_blocked() {
    let body = "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>false\
                </IgnorePublicAcls></PublicAccessBlockConfiguration>";
    let block = PublicAccessBlock { block_public_acls: true, ..PublicAccessBlock::default() };
    let answer = make(&responded(200, body), of_bucket(S3Operation::GetPublicAccessBlock));
    assert_eq!(answer, Ok(Reply::PublicAccessBlock(block)));
}

fn rules(inner: &str) -> Vec<LifecycleRule> {
    let body = format!("<LifecycleConfiguration><Rule>{inner}</Rule></LifecycleConfiguration>").leak();
    match make(&responded(200, body), of_bucket(S3Operation::GetBucketLifecycleConfiguration)) {
        Ok(Reply::Lifecycle(rules)) => rules,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn a_rule_is_told_as_far_as_a_call_carries_it() {
    let told = rules(
        "<ID>r</ID><Status>Enabled</Status><Filter><Prefix>p/</Prefix></Filter><Transition><Days>90</Days><StorageClass>\
         GLACIER_IR</StorageClass></Transition><Expiration><Days>400</Days></Expiration><NoncurrentVersionExpiration>\
         <NoncurrentDays>30</NoncurrentDays></NoncurrentVersionExpiration>",
    );
    let expected = LifecycleRule {
        id: "r".to_owned(),
        is_enabled: true,
        prefix: "p/".to_owned(),
        transition: Some((90, "GLACIER_IR".to_owned())),
        expiration_days: Some(400),
        noncurrent_version_expiration_days: Some(30),
        has_more: false,
    };
    assert_eq!(told, [expected]);
    let old = rules("<ID>old</ID><Prefix>p/</Prefix><Status>Disabled</Status>");
    let expected = LifecycleRule { id: "old".to_owned(), prefix: "p/".to_owned(), ..LifecycleRule::default() };
    assert_eq!(old, [expected]);
}

#[test]
fn a_rule_with_more_parts_says_so_and_is_not_sent_back() {
    let day = "2027-01-01T00:00:00Z";
    for more in [
        "<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>",
        "<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>",
        "<Filter><ObjectSizeLessThan>1</ObjectSizeLessThan></Filter>",
        "<Filter><And><Prefix>p</Prefix><ObjectSizeLessThan>1</ObjectSizeLessThan></And></Filter>",
        "<Transition><Days>1</Days><StorageClass>A</StorageClass></Transition><Transition><Days>2</Days><StorageClass>B\
         </StorageClass></Transition>",
        &format!("<Transition><Date>{day}</Date><StorageClass>A</StorageClass></Transition>"),
        &format!("<Expiration><Date>{day}</Date></Expiration>"),
        "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>",
        "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays><NewerNoncurrentVersions>2\
         </NewerNoncurrentVersions></NoncurrentVersionExpiration>",
        "<NoncurrentVersionTransition><NoncurrentDays>1</NoncurrentDays><StorageClass>A</StorageClass>\
         </NoncurrentVersionTransition>",
        "<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>",
    ] {
        let told = rules(&format!("<ID>r</ID><Status>Enabled</Status>{more}"));
        assert!(told[0].has_more, "{more}");
        let put = of_bucket(S3Operation::PutBucketLifecycleConfiguration(told));
        let answer = make(&responded(200, ""), put);
        assert!(matches!(answer, Err(Failure::Unsent(_))), "{more}: {answer:?}");
    }
}

#[test]
fn versions_and_marks_of_deletion_are_both_told() {
    let list = || of_bucket(S3Operation::ListObjectVersions { after: None });
    let body = "<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>k&amp;2</NextKeyMarker>\
        <NextVersionIdMarker>v2</NextVersionIdMarker><Version><Key>k1</Key><VersionId>null</VersionId></Version>\
        <DeleteMarker><Key>k&amp;2</Key><VersionId>v2</VersionId></DeleteMarker></ListVersionsResult>";
    let page = ObjectVersions {
        versions: vec![version("k1", "null"), version("k&2", "v2")],
        next: Some(version("k&2", "v2")),
    };
    assert_eq!(make(&responded(200, body), list()), Ok(Reply::ObjectVersions(page)));
    for body in [
        "<ListVersionsResult><IsTruncated>true</IsTruncated></ListVersionsResult>",
        "<ListVersionsResult><Version><Key>k1</Key></Version></ListVersionsResult>",
    ] {
        let answer = make(&responded(200, body), list());
        assert!(matches!(answer, Err(Failure::Unanswered(_))), "{body}: {answer:?}");
    }
}

#[test]
fn versions_that_stay_are_a_refusal_of_the_whole() {
    let delete = || of_bucket(S3Operation::DeleteObjects(vec![version("a", "1"), version("b", "2")]));
    assert_eq!(make(&responded(200, "<DeleteResult/>"), delete()), Ok(Reply::Done));
    for (code, status, class) in [
        ("AccessDenied", 403, FailureClass::Denied),
        ("InternalError", 500, FailureClass::Uncertain),
        ("SlowDown", 503, FailureClass::Throttled),
        ("InvalidArgument", 400, FailureClass::Other),
    ] {
        let body = format!(
            "<DeleteResult><Error><Key>b</Key><VersionId>2</VersionId><Code>{code}</Code><Message>why</Message></Error>\
             </DeleteResult>"
        );
        let failure = make(&responded(200, body.leak()), delete()).unwrap_err();
        assert_eq!(failure.class(), class);
        let message = "1 of 2 versions were not deleted, “b” among them: why";
        assert_eq!(failure, Refusal::service(code, status, message).into());
    }
}
