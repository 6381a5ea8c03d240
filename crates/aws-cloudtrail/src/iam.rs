//! Calls of IAM.

mod document;
mod read;

use signalarm_aws_clients::iam::operation::simulate_principal_policy::builders::SimulatePrincipalPolicyFluentBuilder;
use signalarm_aws_clients::iam::types;
use signalarm_aws_clients::{Clients, member};
use signalarm_cloud::{Answer, Failure, IamCall, Reply, Tag};

use crate::unsent;

pub(crate) use document::encode;

/// The most pages of decisions that are read; each has up to 1,000, and a policy of ours names fewer than a hundred
/// actions.
const DECISION_PAGES_MAX: usize = 10;
const DECISIONS_A_PAGE: i32 = 1_000;

/// Makes a call, and waits for the answer.
///
/// # Errors
///
/// What the service refuses, and what hinders a call from being sent or an answer from being read.
pub fn call(clients: &Clients, call: IamCall) -> Answer {
    let client = &clients.iam;
    match call {
        IamCall::CreateRole { role_name, assume_role_policy_document, description, tags } => {
            let request = client.create_role().role_name(role_name).description(description);
            let request = request.assume_role_policy_document(assume_role_policy_document).set_tags(tags_of(tags)?);
            read::role(clients.send(request.send())?.role)
        }
        IamCall::GetRole { role_name } => read::role(clients.send(client.get_role().role_name(role_name).send())?.role),
        IamCall::UpdateAssumeRolePolicy { role_name, policy_document } => {
            let request = client.update_assume_role_policy().role_name(role_name);
            clients.send(request.policy_document(policy_document).send()).map(|_| Reply::Done)
        }
        IamCall::PutRolePolicy { role_name, policy_name, policy_document } => {
            let request = client.put_role_policy().role_name(role_name).policy_name(policy_name);
            clients.send(request.policy_document(policy_document).send()).map(|_| Reply::Done)
        }
        IamCall::GetRolePolicy { role_name, policy_name } => {
            let request = client.get_role_policy().role_name(role_name).policy_name(policy_name);
            let output = clients.send(request.send())?;
            Ok(Reply::Document(document::decode(output.policy_document)?))
        }
        IamCall::ListRolePolicies { role_name, next_token } => {
            let request = client.list_role_policies().role_name(role_name).set_marker(next_token);
            read::names(clients.send(request.send())?)
        }
        IamCall::DeleteRolePolicy { role_name, policy_name } => {
            let request = client.delete_role_policy().role_name(role_name).policy_name(policy_name);
            clients.send(request.send()).map(|_| Reply::Done)
        }
        IamCall::DeleteRole { role_name } => {
            clients.send(client.delete_role().role_name(role_name).send()).map(|_| Reply::Done)
        }
        IamCall::TagRole { role_name, tags } => {
            let request = client.tag_role().role_name(role_name).set_tags(tags_of(tags)?);
            clients.send(request.send()).map(|_| Reply::Done)
        }
        IamCall::SimulatePrincipalPolicy { policy_source_arn, action_names, resource_arns, passed_to_service } => {
            let request = clients.iam.simulate_principal_policy().policy_source_arn(policy_source_arn);
            let request = request.set_action_names(Some(action_names));
            let request = request.set_resource_arns(Some(resource_arns).filter(|arns| !arns.is_empty()));
            simulate(clients, request.set_context_entries(passed_to_service.map(passed_to)))
        }
    }
}

/// All pages: a call tells all decisions at once, one for each action.
fn simulate(clients: &Clients, request: SimulatePrincipalPolicyFluentBuilder) -> Answer {
    let (mut results, mut marker) = (Vec::new(), None);
    for _ in 0..DECISION_PAGES_MAX {
        let request = request.clone().max_items(DECISIONS_A_PAGE);
        let output = clients.send(request.set_marker(marker).send())?;
        marker = output.marker.filter(|_| output.is_truncated);
        results.extend(output.evaluation_results.unwrap_or_default());
        if marker.is_none() {
            return Ok(Reply::Decisions(read::decisions(results)));
        }
    }
    member("last page", None)
}

/// That a role is passed to a service.
fn passed_to(service: String) -> Vec<types::ContextEntry> {
    let entry = types::ContextEntry::builder().context_key_name("iam:PassedToService");
    let entry = entry.context_key_type(types::ContextKeyTypeEnum::String).context_key_values(service);
    vec![entry.build()]
}

pub(crate) fn tags_of(tags: Vec<Tag>) -> Result<Option<Vec<types::Tag>>, Failure> {
    let tag = |tag: Tag| types::Tag::builder().key(tag.key).value(tag.value).build().map_err(unsent);
    let tags: Vec<types::Tag> = tags.into_iter().map(tag).collect::<Result<_, Failure>>()?;
    Ok(Some(tags).filter(|tags| !tags.is_empty()))
}
