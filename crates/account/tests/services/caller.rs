//! Who calls, and what is denied to them.

use rstest::rstest;
use signalarm_account::{Account, Surroundings};
use signalarm_cloud::{
    Call, CallerIdentity, CloudTrailCall, CloudWatchCall, DescribeAlarms, IamCall, LogsCall, PutTrail, Reply,
    S3Operation, SnsCall, SqsCall, StsCall,
};

use crate::support::{TRUST, account, check_refused, create, s3_call, tags, told, trail};

fn denying(actions: &[&str]) -> Account {
    let mut account = account();
    let denied_actions = actions.iter().map(|action| (*action).to_owned()).collect();
    account.set_surroundings(Surroundings { denied_actions, ..Surroundings::default() });
    account
}

fn create_topic(given: &[(&str, &str)]) -> Call {
    SnsCall::CreateTopic { name: "t".to_owned(), attributes: [].into(), tags: tags(given) }.into()
}

fn create_queue(given: &[(&str, &str)]) -> Call {
    SqsCall::CreateQueue { queue_name: "q".to_owned(), attributes: [].into(), tags: tags(given) }.into()
}

#[rstest]
#[case("sns:CreateTopic", create_topic(&[]), "AuthorizationError 403: User: arn:aws:iam::111122223333:user/deployer is not \
    authorized to perform: sns:CreateTopic")]
#[case("sns:*", create_topic(&[]), "AuthorizationError 403")]
#[case("sns:TagResource", create_topic(&[("k", "v")]), "AuthorizationError 403")]
#[case("logs:CreateLogGroup", LogsCall::CreateLogGroup { log_group_name: "g".to_owned(), tags: Vec::new() }.into(),
    "AccessDeniedException 400")]
#[case("logs:TagResource", LogsCall::CreateLogGroup { log_group_name: "g".to_owned(), tags: tags(&[("k", "v")]) }.into(),
    "AccessDeniedException 400")]
#[case("cloudtrail:GetTrail", CloudTrailCall::GetTrail { name: "events".to_owned() }.into(), "AccessDeniedException 400")]
#[case("iam:PassRole", create(trail()).into(), "AccessDeniedException 400")]
#[case("cloudtrail:AddTags", create(PutTrail { tags: tags(&[("k", "v")]), ..trail() }).into(), "AccessDeniedException 400")]
#[case("iam:GetRole", IamCall::GetRole { role_name: "r".to_owned() }.into(), "AccessDenied 403")]
#[case("iam:TagRole", IamCall::CreateRole { role_name: "r".to_owned(), assume_role_policy_document: TRUST.to_owned(),
    description: String::new(), tags: tags(&[("k", "v")]) }.into(), "AccessDenied 403")]
#[case("s3:GetBucketPolicy", s3_call("bucket", S3Operation::GetBucketPolicy).into(), "AccessDenied 403")]
#[case("s3:ListBucket", s3_call("bucket", S3Operation::HeadBucket).into(), "Forbidden 403")]
#[case("cloudwatch:DescribeAlarms", CloudWatchCall::DescribeAlarms(DescribeAlarms::default()).into(), "AccessDenied 403")]
#[case("sqs:CreateQueue", create_queue(&[]), "AccessDenied 403")]
#[case("sqs:TagQueue", create_queue(&[("k", "v")]), "AccessDenied 403")]
#[case("logs:PutLogEvents", LogsCall::PutLogEvents { log_group_name: "g".to_owned(), log_stream_name: "s".to_owned(),
    log_events: Vec::new() }.into(), "AccessDeniedException 400")]
fn a_denied_action_is_refused_in_the_manner_of_its_service(
    #[case] action: &str,
    #[case] call: Call,
    #[case] expected: &str,
) {
    check_refused(&mut denying(&[action]), call.clone(), expected);
    let others = denying(&["sqs:SetQueueAttributes", "sns:Publish"]).answer(call);
    assert!(!told(others).contains("is not authorized"), "what is not denied is allowed");
}

#[test]
fn nobody_is_denied_to_ask_who_they_are() {
    let mut account = denying(&["sts:GetCallerIdentity", "sts:*"]);
    let identity = |arn: &str| {
        Ok(Reply::CallerIdentity(CallerIdentity { account: "111122223333".to_owned(), arn: arn.to_owned() }))
    };
    let ask = StsCall::GetCallerIdentity;
    assert_eq!(account.answer(ask), identity("arn:aws:iam::111122223333:user/deployer"));
    let session = "arn:aws:sts::111122223333:assumed-role/admin/me";
    account.set_surroundings(Surroundings { caller_arn: Some(session.to_owned()), ..Surroundings::default() });
    assert_eq!(account.answer(ask), identity(session));
}

#[test]
fn rights_can_be_asked_for() {
    let mut account = denying(&["sns:CreateTopic", "logs:*"]);
    let actions = ["sns:CreateTopic", "sns:Subscribe", "logs:PutMetricFilter"].map(str::to_owned).to_vec();
    let simulate = |policy_source_arn: &str| IamCall::SimulatePrincipalPolicy {
        policy_source_arn: policy_source_arn.to_owned(),
        action_names: actions.clone(),
        resource_arns: Vec::new(),
        passed_to_service: None,
    };
    let decisions = actions.iter().cloned().zip([false, true, false]).collect();
    let own = simulate("arn:aws:iam::111122223333:user/deployer");
    assert_eq!(account.answer(own), Ok(Reply::Decisions(decisions)));
}
