//! IAM.

use rstest::rstest;
use signalarm_cloud::{DescribedRole, IamCall, Page, Reply};

use crate::support::{PERMISSIONS, TRUST, account, check_refused, create_role, put_role_policy, tags};

fn create(name: &str, trust: &str) -> IamCall {
    IamCall::CreateRole {
        role_name: name.to_owned(),
        assume_role_policy_document: trust.to_owned(),
        description: "d".to_owned(),
        tags: tags(&[("k", "v")]),
    }
}

fn put(role_name: &str, policy_name: &str, policy_document: &str) -> IamCall {
    let (role_name, policy_name) = (role_name.to_owned(), policy_name.to_owned());
    IamCall::PutRolePolicy { role_name, policy_name, policy_document: policy_document.to_owned() }
}

fn get(role_name: &str, policy_name: &str) -> IamCall {
    IamCall::GetRolePolicy { role_name: role_name.to_owned(), policy_name: policy_name.to_owned() }
}

fn list(next_token: Option<&str>) -> IamCall {
    IamCall::ListRolePolicies { role_name: "r".to_owned(), next_token: next_token.map(str::to_owned) }
}

fn simulate(source: &str) -> IamCall {
    IamCall::SimulatePrincipalPolicy {
        policy_source_arn: source.to_owned(),
        action_names: vec!["sns:CreateTopic".to_owned()],
        resource_arns: Vec::new(),
        passed_to_service: None,
    }
}

fn long(chars: usize) -> String {
    PERMISSIONS.replace("log-group:g", &format!("log-group:{}", "g".repeat(chars)))
}

#[rstest]
#[case(create("r", TRUST), "EntityAlreadyExists 409: Role with name r already exists.")]
#[case(create("", TRUST), "ValidationError 400")]
#[case(create("a/b", TRUST), "ValidationError 400")]
#[case(create("s", "{"), "MalformedPolicyDocument 400: This policy contains invalid Json")]
#[case(create("s", "[]"), "MalformedPolicyDocument 400")]
#[case(create("s", PERMISSIONS), "MalformedPolicyDocument 400: Missing required field Principal")]
#[case(create("s", &TRUST.replace("sts:", &"s".repeat(2_048))), "LimitExceeded 409: Cannot exceed quota for ACLSizePerRole: 2048")]
#[case(IamCall::GetRole { role_name: "none".to_owned() }, "NoSuchEntity 404: The role with name none cannot be found.")]
#[case(IamCall::UpdateAssumeRolePolicy { role_name: "none".to_owned(), policy_document: TRUST.to_owned() }, "NoSuchEntity 404")]
#[case(IamCall::UpdateAssumeRolePolicy { role_name: "r".to_owned(), policy_document: "x".to_owned() }, "MalformedPolicyDocument 400")]
#[case(put("none", "p", PERMISSIONS), "NoSuchEntity 404")]
#[case(put("r", "", PERMISSIONS), "ValidationError 400")]
#[case(put("r", "p", TRUST), "MalformedPolicyDocument 400: Policy document should not specify a principal.")]
#[case(put("r", "p", "{\"Statement\":[{\"Effect\":\"Allow\"}]}"), "MalformedPolicyDocument 400")]
#[case(put("r", "q", &long(10_240)), "LimitExceeded 409: Maximum policy size of 10240 bytes exceeded for role")]
#[case(get("none", "p"), "NoSuchEntity 404")]
#[case(get("r", "none"), "NoSuchEntity 404: The role policy with name none cannot be found.")]
#[case(list(Some("x")), "ValidationError 400")]
#[case(IamCall::DeleteRolePolicy { role_name: "r".to_owned(), policy_name: "none".to_owned() }, "NoSuchEntity 404")]
#[case(IamCall::DeleteRole { role_name: "none".to_owned() }, "NoSuchEntity 404")]
#[case(IamCall::DeleteRole { role_name: "r".to_owned() }, "DeleteConflict 409: Cannot delete entity, must delete policies first.")]
#[case(IamCall::TagRole { role_name: "none".to_owned(), tags: Vec::new() }, "NoSuchEntity 404")]
#[case(IamCall::TagRole { role_name: "r".to_owned(), tags: tags(&[("AWS:x", "")]) }, "InvalidInput 400")]
#[case(simulate("arn:aws:sts::111122223333:assumed-role/r/s"), "InvalidInput 400: Invalid Entity Arn")]
#[case(simulate("arn:aws:iam::111122223333:root"), "InvalidInput 400: Invalid Entity Arn")]
#[case(simulate("arn:aws:iam::444455556666:user/u"), "NoSuchEntity 404")]
fn roles_are_refused(#[case] call: IamCall, #[case] expected: &str) {
    let mut account = account();
    create_role(&mut account, TRUST).unwrap();
    put_role_policy(&mut account, PERMISSIONS).unwrap();
    check_refused(&mut account, call, expected);
    assert_eq!(account.answer(get("r", "p")), Ok(Reply::Document(PERMISSIONS.to_owned())), "nothing has changed");
}

#[test]
fn a_role_is_told_as_it_stands() {
    let mut account = account();
    let described = |trust: &str, given: &[(&str, &str)]| {
        Ok(Reply::Role(Box::new(DescribedRole {
            role_name: "r".to_owned(),
            arn: "arn:aws:iam::111122223333:role/r".to_owned(),
            assume_role_policy_document: trust.to_owned(),
            tags: tags(given),
        })))
    };
    assert_eq!(account.answer(create("r", TRUST)), described(TRUST, &[("k", "v")]));
    let other = TRUST.replace("cloudtrail", "config");
    let policy_document = other.clone();
    account.answer(IamCall::UpdateAssumeRolePolicy { role_name: "r".to_owned(), policy_document }).unwrap();
    account.answer(IamCall::TagRole { role_name: "r".to_owned(), tags: tags(&[("k", "w")]) }).unwrap();
    assert_eq!(account.answer(IamCall::GetRole { role_name: "r".to_owned() }), described(&other, &[("k", "w")]));
}

#[test]
fn inline_policies_come_a_hundred_a_page_and_must_go_before_their_role() {
    let mut account = account();
    create_role(&mut account, TRUST).unwrap();
    let small = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    let name = |n: usize| format!("p{n:03}");
    for n in 0..120 {
        account.answer(put("r", &name(n), small)).unwrap();
    }
    let Ok(Reply::Names(Page { items, next_token })) = account.answer(list(None)) else { panic!("no names") };
    assert_eq!(items, (0..100).map(name).collect::<Vec<_>>());
    let rest = account.answer(list(next_token.as_deref()));
    assert_eq!(rest, Ok(Reply::Names(Page::whole((100..120).map(name).collect()))));
    for n in 0..120 {
        let (role_name, policy_name) = ("r".to_owned(), name(n));
        account.answer(IamCall::DeleteRolePolicy { role_name, policy_name }).unwrap();
    }
    assert_eq!(account.answer(IamCall::DeleteRole { role_name: "r".to_owned() }), Ok(Reply::Done));
    check_refused(&mut account, IamCall::GetRole { role_name: "r".to_owned() }, "NoSuchEntity 404");
}
