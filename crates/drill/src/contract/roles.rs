//! IAM: roles and their inline policies; and STS: who calls.

use signalarm_cloud::{IamCall, Reply, StsCall};
use signalarm_deploy::role_trust;

use super::{Case, Seen, Stage, case};
use crate::stage::{tag, unfit};

const CREATE: &str = "IAM API Reference, CreateRole";
const PUT: &str = "IAM API Reference, PutRolePolicy";
const NO_ENTITY: &str = "refused: NoSuchEntity";
const POLICY_NAME: &str = "p";
/// What is no policy, and what says something.
const NO_POLICY: &str = "{";
const READS: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:Describe*","Resource":"*"}]}"#;
const WRITES: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:Put*","Resource":"*"}]}"#;

pub(super) const CASES: &[Case] = &[
    case("iam: CreateRole of a name that is there", "refused: EntityAlreadyExists", CREATE, |stage| {
        role(stage)?;
        create(stage, role_trust().text())
    }),
    case("iam: CreateRole with a malformed trust policy", "refused: MalformedPolicyDocument", CREATE, |stage| {
        create(stage, NO_POLICY)
    }),
    case("iam: tags of CreateRole, and TagRole of a key that is there", "k=new", "IAM API Reference, TagRole", tags),
    case("iam: GetRole that is not there", NO_ENTITY, "IAM API Reference, GetRole", |stage| {
        stage.tell(IamCall::GetRole { role_name: stage.missing() })
    }),
    case("iam: DeleteRole that is not there", NO_ENTITY, "IAM API Reference, DeleteRole", |stage| {
        stage.tell(IamCall::DeleteRole { role_name: stage.missing() })
    }),
    case("iam: DeleteRole that has a policy", "refused: DeleteConflict", "IAM API Reference, DeleteRole", |stage| {
        role(stage)?;
        put(stage, READS)?;
        stage.tell(IamCall::DeleteRole { role_name: stage.name() })
    }),
    case("iam: PutRolePolicy twice", "the second", PUT, |stage| {
        role(stage)?;
        put(stage, READS)?;
        put(stage, WRITES)?;
        let (role_name, policy_name) = (stage.name(), POLICY_NAME.to_owned());
        match stage.ask(IamCall::GetRolePolicy { role_name, policy_name })? {
            Reply::Document(text) => Ok(if text.contains("logs:Put*") { "the second" } else { "the first" }.to_owned()),
            _ => Err(unfit("GetRolePolicy")),
        }
    }),
    case("iam: PutRolePolicy of what is no policy", "refused: MalformedPolicyDocument", PUT, |stage| {
        role(stage)?;
        let (role_name, policy_name) = (stage.name(), POLICY_NAME.to_owned());
        let undo = delete_policy(stage);
        stage.attempt(IamCall::PutRolePolicy { role_name, policy_name, policy_document: NO_POLICY.to_owned() }, undo)
    }),
    case("iam: GetRolePolicy that is not there", NO_ENTITY, "IAM API Reference, GetRolePolicy", |stage| {
        role(stage)?;
        let (role_name, policy_name) = (stage.name(), POLICY_NAME.to_owned());
        stage.tell(IamCall::GetRolePolicy { role_name, policy_name })
    }),
    case("iam: DeleteRolePolicy that is not there", NO_ENTITY, "IAM API Reference, DeleteRolePolicy", |stage| {
        role(stage)?;
        stage.tell(delete_policy(stage))
    }),
    case(
        "sts: GetCallerIdentity",
        "an ARN of the account",
        "STS API Reference, GetCallerIdentity",
        |stage| match stage.ask(StsCall::GetCallerIdentity)? {
            Reply::CallerIdentity(caller) => {
                let is_of_account = caller.arn.split(':').nth(4) == Some(caller.account.as_str());
                Ok(if is_of_account { "an ARN of the account" } else { "another ARN" }.to_owned())
            }
            _ => Err(unfit("GetCallerIdentity")),
        },
    ),
];

fn create_call(stage: &Stage<'_>, trust: &str) -> IamCall {
    IamCall::CreateRole {
        role_name: stage.name(),
        assume_role_policy_document: trust.to_owned(),
        description: String::new(),
        tags: tag("old"),
    }
}

/// Whether a role is made.
fn create(stage: &mut Stage<'_>, trust: &str) -> Seen {
    let undo = IamCall::DeleteRole { role_name: stage.name() };
    stage.attempt(create_call(stage, trust), undo)
}

/// Makes the case's role.
fn role(stage: &mut Stage<'_>) -> Result<(), String> {
    let undo = IamCall::DeleteRole { role_name: stage.name() };
    stage.make(create_call(stage, role_trust().text()), undo).map(|_| ())
}

fn delete_policy(stage: &Stage<'_>) -> IamCall {
    IamCall::DeleteRolePolicy { role_name: stage.name(), policy_name: POLICY_NAME.to_owned() }
}

fn put(stage: &mut Stage<'_>, document: &str) -> Result<(), String> {
    let (role_name, policy_name) = (stage.name(), POLICY_NAME.to_owned());
    let put = IamCall::PutRolePolicy { role_name, policy_name, policy_document: document.to_owned() };
    stage.make(put, delete_policy(stage)).map(|_| ())
}

fn tags(stage: &mut Stage<'_>) -> Seen {
    role(stage)?;
    stage.ask(IamCall::TagRole { role_name: stage.name(), tags: tag("new") })?;
    match stage.ask(IamCall::GetRole { role_name: stage.name() })? {
        Reply::Role(role) => Ok(crate::stage::in_words(role.tags)),
        _ => Err(unfit("GetRole")),
    }
}
