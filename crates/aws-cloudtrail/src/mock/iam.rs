//! Rules for the operations of IAM.

use signalarm_aws_clients::date_time;
use signalarm_aws_clients::iam::operation::create_role::CreateRoleOutput;
use signalarm_aws_clients::iam::operation::delete_role::DeleteRoleOutput;
use signalarm_aws_clients::iam::operation::delete_role_policy::DeleteRolePolicyOutput;
use signalarm_aws_clients::iam::operation::get_role::GetRoleOutput;
use signalarm_aws_clients::iam::operation::get_role_policy::GetRolePolicyOutput;
use signalarm_aws_clients::iam::operation::list_role_policies::ListRolePoliciesOutput;
use signalarm_aws_clients::iam::operation::put_role_policy::PutRolePolicyOutput;
use signalarm_aws_clients::iam::operation::simulate_principal_policy::SimulatePrincipalPolicyOutput;
use signalarm_aws_clients::iam::operation::tag_role::TagRoleOutput;
use signalarm_aws_clients::iam::operation::update_assume_role_policy::UpdateAssumeRolePolicyOutput;
use signalarm_aws_clients::iam::types::PolicyEvaluationDecisionType as Decision;
use signalarm_aws_clients::iam::{Client, types};
use signalarm_aws_clients::mock::{Protocol, Rule, Shared, done, mock, required, rule};
use signalarm_cloud::{DescribedRole, IamCall, Reply, Tag};
use signalarm_time::Timestamp;

use crate::iam::{encode, tags_of};

/// Why building an output cannot fail.
const COMPLETE: &str = "all that the SDK requires is given";

pub(super) fn rules(account: &Shared) -> Vec<Rule> {
    let mut rules = roles(account);
    rules.extend(policies(account));
    rules.extend(names_and_decisions(account));
    rules
}

fn roles(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::Query,
            mock!(Client::create_role),
            |input| {
                let role_name = required("RoleName", input.role_name())?;
                let document = required("AssumeRolePolicyDocument", input.assume_role_policy_document())?;
                let description = required("Description", input.description())?;
                let tags = tags_from(input.tags());
                Ok(IamCall::CreateRole { role_name, assume_role_policy_document: document, description, tags }.into())
            },
            |reply| match reply {
                Reply::Role(described) => Ok(CreateRoleOutput::builder().role(role(*described)).build()),
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Query,
            mock!(Client::get_role),
            |input| Ok(IamCall::GetRole { role_name: required("RoleName", input.role_name())? }.into()),
            |reply| match reply {
                Reply::Role(described) => Ok(GetRoleOutput::builder().role(role(*described)).build()),
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Query,
            mock!(Client::update_assume_role_policy),
            |input| {
                let role_name = required("RoleName", input.role_name())?;
                let policy_document = required("PolicyDocument", input.policy_document())?;
                Ok(IamCall::UpdateAssumeRolePolicy { role_name, policy_document }.into())
            },
            |reply| done(reply, UpdateAssumeRolePolicyOutput::builder().build()),
        ),
        rule(
            account,
            Protocol::Query,
            mock!(Client::delete_role),
            |input| Ok(IamCall::DeleteRole { role_name: required("RoleName", input.role_name())? }.into()),
            |reply| done(reply, DeleteRoleOutput::builder().build()),
        ),
        rule(
            account,
            Protocol::Query,
            mock!(Client::tag_role),
            |input| {
                let role_name = required("RoleName", input.role_name())?;
                Ok(IamCall::TagRole { role_name, tags: tags_from(input.tags()) }.into())
            },
            |reply| done(reply, TagRoleOutput::builder().build()),
        ),
    ]
}

fn policies(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::Query,
            mock!(Client::put_role_policy),
            |input| {
                let role_name = required("RoleName", input.role_name())?;
                let policy_name = required("PolicyName", input.policy_name())?;
                let policy_document = required("PolicyDocument", input.policy_document())?;
                Ok(IamCall::PutRolePolicy { role_name, policy_name, policy_document }.into())
            },
            |reply| done(reply, PutRolePolicyOutput::builder().build()),
        ),
        rule(
            account,
            Protocol::Query,
            mock!(Client::get_role_policy),
            |input| {
                let role_name = required("RoleName", input.role_name())?;
                let policy_name = required("PolicyName", input.policy_name())?;
                Ok(IamCall::GetRolePolicy { role_name, policy_name }.into())
            },
            |reply| match reply {
                Reply::Document(document) => Ok(role_policy(&document)),
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Query,
            mock!(Client::delete_role_policy),
            |input| {
                let role_name = required("RoleName", input.role_name())?;
                let policy_name = required("PolicyName", input.policy_name())?;
                Ok(IamCall::DeleteRolePolicy { role_name, policy_name }.into())
            },
            |reply| done(reply, DeleteRolePolicyOutput::builder().build()),
        ),
    ]
}

fn names_and_decisions(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::Query,
            mock!(Client::list_role_policies),
            |input| {
                let role_name = required("RoleName", input.role_name())?;
                Ok(IamCall::ListRolePolicies { role_name, next_token: input.marker.clone() }.into())
            },
            |reply| match reply {
                Reply::Names(page) => {
                    let output = ListRolePoliciesOutput::builder().set_policy_names(Some(page.items));
                    let output = output.is_truncated(page.next_token.is_some()).set_marker(page.next_token);
                    Ok(output.build().expect(COMPLETE))
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Query,
            mock!(Client::simulate_principal_policy),
            |input| {
                let policy_source_arn = required("PolicySourceArn", input.policy_source_arn())?;
                let action_names = required("ActionNames", input.action_names.as_ref())?;
                let resource_arns = input.resource_arns().to_vec();
                let passed_to_service = passed_to_service(input.context_entries());
                let call = IamCall::SimulatePrincipalPolicy {
                    policy_source_arn,
                    action_names,
                    resource_arns,
                    passed_to_service,
                };
                Ok(call.into())
            },
            |reply| match reply {
                Reply::Decisions(decisions) => {
                    let results = decisions.into_iter().map(decision).collect();
                    Ok(SimulatePrincipalPolicyOutput::builder().set_evaluation_results(Some(results)).build())
                }
                other => Err(other),
            },
        ),
    ]
}

/// A role with what a reply does not carry and the SDK requires: a path, an id and the time of its making.
fn role(described: DescribedRole) -> types::Role {
    types::Role::builder()
        .path("/")
        .role_id("AROAEXAMPLE")
        .create_date(date_time(Timestamp::from_millis(0)))
        .role_name(described.role_name)
        .arn(described.arn)
        .assume_role_policy_document(encode(&described.assume_role_policy_document))
        .set_tags(tags_of(described.tags).expect(COMPLETE))
        .build()
        .expect(COMPLETE)
}

/// A policy, without the names of itself and its role, which a reply does not carry.
fn role_policy(document: &str) -> GetRolePolicyOutput {
    let output = GetRolePolicyOutput::builder().role_name("").policy_name("").policy_document(encode(document));
    output.build().expect(COMPLETE)
}

fn passed_to_service(context: &[types::ContextEntry]) -> Option<String> {
    let entry = context.iter().find(|entry| entry.context_key_name() == Some("iam:PassedToService"))?;
    entry.context_key_values().first().cloned()
}

fn decision((action, is_allowed): (String, bool)) -> types::EvaluationResult {
    let decision = if is_allowed { Decision::Allowed } else { Decision::ImplicitDeny };
    let result = types::EvaluationResult::builder().eval_action_name(action).eval_decision(decision);
    result.build().expect(COMPLETE)
}

fn tags_from(tags: &[types::Tag]) -> Vec<Tag> {
    tags.iter().map(|tag| Tag { key: tag.key.clone(), value: tag.value.clone() }).collect()
}
