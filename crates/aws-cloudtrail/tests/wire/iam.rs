//! IAM's and STS' own words.

use std::sync::Mutex;

use signalarm_aws_clients::http_test::infallible_client_fn;
use signalarm_aws_clients::{Clients, SdkBody, http};
use signalarm_cloud::{Call, CallerIdentity, DescribedRole, Failure, IamCall, Page, Reply, StsCall, Tag};

use crate::calls::make;
use crate::responded;

const ROLE: &str = "<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult><Role><Path>/</Path>\
    <AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22%2C%22Sid%22%3A%22a%2Bb+c%22%7D</AssumeRolePolicyDocument>\
    <RoleId>AROA</RoleId><RoleName>r</RoleName><Arn>arn:aws-cn:iam::123456789012:role/r</Arn>\
    <CreateDate>2026-01-01T00:00:00Z</CreateDate><Tags><member><Key>signalarm</Key><Value>adopted</Value></member></Tags>\
    <RoleLastUsed/></Role></GetRoleResult></GetRoleResponse>";

fn simulate() -> Call {
    let action_names = vec!["sns:CreateTopic".to_owned()];
    let (resource_arns, passed_to_service) = (Vec::new(), None);
    IamCall::SimulatePrincipalPolicy {
        policy_source_arn: "x".to_owned(),
        action_names,
        resource_arns,
        passed_to_service,
    }
    .into()
}

#[test]
fn a_role_is_told_with_its_document_decoded() {
    let expected = DescribedRole {
        role_name: "r".to_owned(),
        arn: "arn:aws-cn:iam::123456789012:role/r".to_owned(),
        assume_role_policy_document: "{\"Version\":\"2012-10-17\",\"Sid\":\"a+b+c\"}".to_owned(),
        tags: vec![Tag { key: "signalarm".to_owned(), value: "adopted".to_owned() }],
    };
    let call = IamCall::GetRole { role_name: "r".to_owned() };
    assert_eq!(make(&responded(200, ROLE), call.into()), Ok(Reply::Role(Box::new(expected))));
}

#[test]
fn the_names_of_policies_go_on_only_where_the_service_says_so() {
    let list = || IamCall::ListRolePolicies { role_name: "r".to_owned(), next_token: None }.into();
    let body = "<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames><member>p</member></PolicyNames>\
                <IsTruncated>true</IsTruncated><Marker>m</Marker></ListRolePoliciesResult></ListRolePoliciesResponse>";
    let page = Page { items: vec!["p".to_owned()], next_token: Some("m".to_owned()) };
    assert_eq!(make(&responded(200, body), list()), Ok(Reply::Names(page)));
    let body = "<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames/><IsTruncated>false</IsTruncated>\
                <Marker>m</Marker></ListRolePoliciesResult></ListRolePoliciesResponse>";
    assert_eq!(make(&responded(200, body), list()), Ok(Reply::Names(Page::whole(Vec::new()))));
}

#[test]
fn every_decision_but_an_allowing_one_is_no_permission() {
    let body = "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>\
        <EvaluationResults><member><EvalActionName>a</EvalActionName><EvalDecision>allowed</EvalDecision></member>\
        <member><EvalActionName>b</EvalActionName><EvalDecision>explicitDeny</EvalDecision></member>\
        <member><EvalActionName>c</EvalActionName><EvalDecision>implicitDeny</EvalDecision></member>\
        <member><EvalActionName>d</EvalActionName><EvalDecision>aNewOne</EvalDecision></member>\
        <member><EvalActionName>e</EvalActionName><EvalDecision>allowed</EvalDecision></member>\
        <member><EvalActionName>e</EvalActionName><EvalDecision>implicitDeny</EvalDecision></member>\
        <member><EvalActionName>f</EvalActionName><EvalDecision>allowed</EvalDecision><ResourceSpecificResults>\
        <member><EvalResourceName>r</EvalResourceName><EvalResourceDecision>implicitDeny</EvalResourceDecision></member>\
        </ResourceSpecificResults></member>\
        </EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>";
    // What is allowed on one resource and not on another is not allowed on all of them.
    let decisions = [("a", true), ("b", false), ("c", false), ("d", false), ("e", false), ("f", false)];
    let decisions = decisions.map(|(action, is_allowed)| (action.to_owned(), is_allowed)).to_vec();
    assert_eq!(make(&responded(200, body), simulate()), Ok(Reply::Decisions(decisions)));
}

/// Clients of a service whose pages of decisions end, or do not; and the number of pages that were asked for.
fn paged(last: usize) -> (Clients, &'static Mutex<usize>) {
    let asked: &'static Mutex<usize> = Box::leak(Box::default());
    let response = move |request: http::Request<SdkBody>| {
        let mut page = asked.lock().unwrap();
        *page += 1;
        let body = String::from_utf8(request.body().bytes().unwrap().to_vec()).unwrap();
        assert_eq!(body.contains("Marker=m"), 1 < *page, "{body}");
        let is_truncated = *page != last;
        http::Response::new(SdkBody::from(format!(
            "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>{is_truncated}</IsTruncated>\
             <Marker>m</Marker><EvaluationResults><member><EvalActionName>{page}</EvalActionName>\
             <EvalDecision>allowed</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult>\
             </SimulatePrincipalPolicyResponse>"
        )))
    };
    (Clients::over_http("eu-west-1", infallible_client_fn(response)), asked)
}

#[test]
fn all_pages_of_decisions_are_one_reply() {
    let (clients, asked) = paged(3);
    let decisions = ["1", "2", "3"].map(|page| (page.to_owned(), true)).to_vec();
    assert_eq!(make(&clients, simulate()), Ok(Reply::Decisions(decisions)));
    assert_eq!(*asked.lock().unwrap(), 3);
}

#[test]
fn pages_of_decisions_without_end_are_no_answer() {
    let (clients, asked) = paged(0);
    assert!(matches!(make(&clients, simulate()), Err(Failure::Unanswered(_))));
    assert_eq!(*asked.lock().unwrap(), 10);
}

#[test]
fn the_caller_is_told() {
    let body = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws-cn:iam::123456789012:user/a</Arn>\
                <UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
    let arn = "arn:aws-cn:iam::123456789012:user/a".to_owned();
    let caller = CallerIdentity { account: "123456789012".to_owned(), arn };
    let answer = make(&responded(200, body), StsCall::GetCallerIdentity.into());
    assert_eq!(answer, Ok(Reply::CallerIdentity(caller)));
}
