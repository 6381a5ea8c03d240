//! What IAM answers, as replies.

use signalarm_aws_clients::iam::operation::list_role_policies::ListRolePoliciesOutput;
use signalarm_aws_clients::iam::types::{EvaluationResult, PolicyEvaluationDecisionType, Role};
use signalarm_aws_clients::member;
use signalarm_cloud::{Answer, DescribedRole, Page, Reply, Tag};

use super::document::decode;

pub(super) fn role(role: Option<Role>) -> Answer {
    let role = member("Role", role)?;
    let document = role.assume_role_policy_document;
    let document = member("AssumeRolePolicyDocument", document)?;
    let tags = role.tags.unwrap_or_default().into_iter().map(|tag| Tag { key: tag.key, value: tag.value });
    Ok(Reply::Role(Box::new(DescribedRole {
        role_name: role.role_name,
        arn: role.arn,
        assume_role_policy_document: decode(document)?,
        tags: tags.collect(),
    })))
}

pub(super) fn names(output: ListRolePoliciesOutput) -> Answer {
    let next_token = output.marker.filter(|_| output.is_truncated);
    Ok(Reply::Names(Page { items: output.policy_names, next_token }))
}

/// One decision for each action, in the order in which they were told: allowed where it is on every resource. An explicit
/// denial, one for want of a permission, and a decision that is not known are all no permission.
pub(super) fn decisions(results: Vec<EvaluationResult>) -> Vec<(String, bool)> {
    let mut decisions: Vec<(String, bool)> = Vec::new();
    for result in results {
        let on_each = result.resource_specific_results.unwrap_or_default();
        let mut told = on_each.iter().map(|result| &result.eval_resource_decision).chain([&result.eval_decision]);
        let is_allowed = told.all(|decision| *decision == PolicyEvaluationDecisionType::Allowed);
        match decisions.iter_mut().find(|(action, _)| *action == result.eval_action_name) {
            Some((_, so_far)) => *so_far &= is_allowed,
            None => decisions.push((result.eval_action_name, is_allowed)),
        }
    }
    decisions
}
