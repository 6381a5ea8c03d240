//! Forging records: every kind of sign-in as CloudTrail writes it, made from arguments alone.
//!
//! Which fields are there, and which are not, follows the sign-in examples of the CloudTrail User Guide, the IAM and
//! the IAM Identity Center User Guides, and recorded files. Ids end in `EXAMPLE`, as in those guides, so that a
//! forged record can be told from a real one.

mod identity;
mod place;

use serde_json::{Map, Value, json};
use signalarm_time::{Duration, Timestamp};

use crate::sign_in::SIGNIN;
use crate::{Outcome, Record};
use identity::{Identity, assumed_role, iam_user, root};
use place::Place;

/// What to forge. The same forgery always gives the same record.
#[derive(Clone, Copy, Debug)]
pub struct Forgery<'a> {
    /// The kind of record.
    pub variant: Variant,
    /// When it happened; CloudTrail writes whole seconds, a fraction is dropped.
    pub at: Timestamp,
    /// The account id. Twelve digits are expected; whoever takes it from a person checks that.
    pub account: &'a str,
    /// The Region that records it. Without one it is us-east-1: where root sign-ins are recorded, and those of IAM
    /// users at the global endpoint whose browser has no cookie of an account alias.
    pub region: Option<&'a str>,
    /// The IAM user, the session of a role, or (for [`Variant::ApiCall`]) the role. The root user and an unknown user
    /// have no name.
    pub user: &'a str,
    /// Where it came from: an IP address.
    pub source_ip: &'a str,
    /// The browser or program.
    pub user_agent: &'a str,
    /// Becomes `eventID`, written as a UUID.
    pub id: u128,
}

/// The kinds of record that can be forged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// An IAM user signs in to the console, or fails to.
    Iam {
        /// How it ends.
        outcome: Outcome,
        /// Whether MFA was used.
        mfa: bool,
    },
    /// Somebody tries a user name that the account does not have; CloudTrail hides the name.
    UnknownUser,
    /// An IAM user's sign-in asks for a second factor (`CheckMfa`).
    MfaCheck,
    /// The root user signs in, or fails to.
    Root {
        /// How it ends.
        outcome: Outcome,
        /// Whether MFA was used. A failure always says that it was not.
        mfa: bool,
    },
    /// A role's credentials are exchanged for a console token (`GetSigninToken`).
    FederatedToken,
    /// A role opens the console with such a token.
    Federated,
    /// A role opens the console by SAML.
    Saml,
    /// A role that IAM Identity Center made opens the console.
    IdentityCenterConsole,
    /// A sign-in to IAM Identity Center itself: `UserAuthentication`, or `CredentialVerification` if it fails.
    IdentityCenter {
        /// How it ends.
        outcome: Outcome,
    },
    /// An IAM user changes to a role within the console (`SwitchRole`).
    SwitchRole,
    /// No sign-in but an ordinary call by a role (`DescribeInstances` of EC2): an account's background activity.
    ApiCall,
}

impl Variant {
    fn event_name(self) -> &'static str {
        match self {
            Self::Iam { .. } | Self::UnknownUser | Self::Root { .. } => "ConsoleLogin",
            Self::Federated | Self::Saml | Self::IdentityCenterConsole => "ConsoleLogin",
            Self::MfaCheck => "CheckMfa",
            Self::FederatedToken => "GetSigninToken",
            Self::IdentityCenter { outcome: Outcome::Success } => "UserAuthentication",
            Self::IdentityCenter { outcome: Outcome::Failure } => "CredentialVerification",
            Self::SwitchRole => "SwitchRole",
            Self::ApiCall => "DescribeInstances",
        }
    }

    fn event_type(self) -> &'static str {
        match self {
            Self::ApiCall => "AwsApiCall",
            Self::IdentityCenter { .. } => "AwsServiceEvent",
            Self::Iam { .. } | Self::UnknownUser | Self::MfaCheck | Self::Root { .. } | Self::SwitchRole => {
                CONSOLE_SIGN_IN
            }
            Self::FederatedToken | Self::Federated | Self::Saml | Self::IdentityCenterConsole => CONSOLE_SIGN_IN,
        }
    }

    /// `errorMessage`; a failed sign-in has no `errorCode` beside it.
    fn error_message(self) -> Option<&'static str> {
        match self {
            Self::Iam { outcome: Outcome::Failure, .. } | Self::Root { outcome: Outcome::Failure, .. } => {
                Some("Failed authentication")
            }
            Self::UnknownUser => Some("No username found in supplied account"),
            Self::Iam { outcome: Outcome::Success, .. } | Self::Root { outcome: Outcome::Success, .. } => None,
            Self::MfaCheck | Self::FederatedToken | Self::Federated | Self::Saml | Self::IdentityCenterConsole => None,
            Self::IdentityCenter { .. } | Self::SwitchRole | Self::ApiCall => None,
        }
    }

    fn outcome(self) -> Outcome {
        match self {
            Self::Iam { outcome, .. } | Self::Root { outcome, .. } | Self::IdentityCenter { outcome } => outcome,
            Self::UnknownUser => Outcome::Failure,
            Self::MfaCheck | Self::FederatedToken | Self::Federated | Self::Saml => Outcome::Success,
            Self::IdentityCenterConsole | Self::SwitchRole | Self::ApiCall => Outcome::Success,
        }
    }
}

const CONSOLE_SIGN_IN: &str = "AwsConsoleSignIn";

/// The version of the record format in the sign-in examples of the guide, whose fields these are.
const EVENT_VERSION: &str = "1.08";

/// Makes a record: compact JSON on one line, its fields in CloudTrail's order.
#[must_use]
pub fn forge(forgery: &Forgery<'_>) -> Record {
    let forgery = &Forgery { at: forgery.at.floor(Duration::SECOND), ..*forgery };
    let place = Place::of(forgery.region);
    let variant = forgery.variant;
    let call = variant == Variant::ApiCall;
    let source = if call { "ec2.amazonaws.com" } else { SIGNIN };
    let mut fields = Map::new();
    let mut put = |field: &str, value: Value| fields.insert(field.to_owned(), value);
    put("eventVersion", json!(EVENT_VERSION));
    put("userIdentity", user_identity(forgery, &place));
    put("eventTime", json!(forgery.at.to_string()));
    put("eventSource", json!(source));
    put("eventName", json!(variant.event_name()));
    put("awsRegion", json!(place.region));
    put("sourceIPAddress", json!(forgery.source_ip));
    put("userAgent", json!(forgery.user_agent));
    if let Some(message) = variant.error_message() {
        put("errorMessage", json!(message));
    }
    put("requestParameters", if call { json!({"instancesSet": {}, "filterSet": {}}) } else { Value::Null });
    put("responseElements", response_elements(forgery));
    if let Some(data) = additional_event_data(forgery, &place) {
        put("additionalEventData", data);
    }
    if matches!(variant, Variant::ApiCall | Variant::IdentityCenter { .. }) {
        put("requestID", json!(uuid(!forgery.id)));
    }
    put("eventID", json!(uuid(forgery.id)));
    put("readOnly", json!(call));
    put("eventType", json!(variant.event_type()));
    put("managementEvent", json!(true));
    put("recipientAccountId", json!(forgery.account));
    if let Variant::IdentityCenter { outcome } = variant {
        put("serviceEventDetails", json!({ variant.event_name(): outcome.word() }));
    }
    put("eventCategory", json!("Management"));
    if let Some(host) = host(variant, &place) {
        let tls =
            json!({"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256", "clientProvidedHostHeader": host});
        put("tlsDetails", tls);
    }
    Record::of_fields(fields, variant.event_name(), source, forgery.at)
}

fn user_identity(forgery: &Forgery<'_>, place: &Place<'_>) -> Value {
    let identity =
        Identity { account: forgery.account, user: forgery.user, partition: place.partition, at: forgery.at };
    match forgery.variant {
        Variant::Iam { outcome: Outcome::Success, .. } => iam_user(&identity),
        Variant::Iam { outcome: Outcome::Failure, .. } | Variant::MfaCheck => json!({
            "type": "IAMUser",
            "principalId": identity.principal_id("AIDA", forgery.user),
            "accountId": forgery.account,
            "accessKeyId": "",
            "userName": forgery.user,
        }),
        Variant::UnknownUser => json!({
            "type": "IAMUser",
            "accountId": forgery.account,
            "accessKeyId": "",
            "userName": "HIDDEN_DUE_TO_SECURITY_REASONS",
        }),
        Variant::Root { .. } => root(&identity),
        Variant::FederatedToken | Variant::Federated => assumed_role(&identity, "", "FederatedConsole"),
        Variant::Saml => assumed_role(&identity, "", "SamlConsole"),
        Variant::IdentityCenterConsole => {
            let role = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";
            assumed_role(&identity, "aws-reserved/sso.amazonaws.com/", role)
        }
        Variant::IdentityCenter { .. } => json!({
            "type": "Unknown",
            "principalId": forgery.account,
            "arn": "",
            "accountId": forgery.account,
            "accessKeyId": "",
            "userName": forgery.user,
        }),
        Variant::SwitchRole => identity.session("Administrator"),
        Variant::ApiCall => assumed_role(&identity, "", forgery.user),
    }
}

fn response_elements(forgery: &Forgery<'_>) -> Value {
    let variant = forgery.variant;
    let outcome = variant.outcome().word();
    match variant {
        Variant::ApiCall | Variant::IdentityCenter { .. } => Value::Null,
        Variant::FederatedToken => {
            let key = identity::example_id("ASIA", 9, &uuid(forgery.id));
            json!({"credentials": {"accessKeyId": key}, variant.event_name(): outcome})
        }
        Variant::Iam { .. } | Variant::UnknownUser | Variant::Root { .. } | Variant::MfaCheck | Variant::SwitchRole => {
            json!({ variant.event_name(): outcome })
        }
        Variant::Federated | Variant::Saml | Variant::IdentityCenterConsole => json!({ variant.event_name(): outcome }),
    }
}

fn additional_event_data(forgery: &Forgery<'_>, place: &Place<'_>) -> Option<Value> {
    let iam_arn = |resource: &str| format!("arn:{}:iam::{}:{resource}", place.partition, forgery.account);
    let sign_in = |mfa: bool, device: Option<String>| {
        let mut data = json!({"LoginTo": place.login_to(forgery.id), "MobileVersion": "No"});
        if let Some(device) = device {
            data["MFAIdentifier"] = json!(device);
        }
        data["MFAUsed"] = json!(if mfa { "Yes" } else { "No" });
        data
    };
    Some(match forgery.variant {
        Variant::Iam { outcome: Outcome::Success, mfa } => {
            sign_in(mfa, mfa.then(|| iam_arn(&format!("mfa/{}", forgery.user))))
        }
        Variant::Iam { outcome: Outcome::Failure, mfa } => sign_in(mfa, None),
        Variant::UnknownUser | Variant::Root { outcome: Outcome::Failure, .. } => sign_in(false, None),
        Variant::Root { outcome: Outcome::Success, mfa } => {
            sign_in(mfa, mfa.then(|| iam_arn("mfa/root-account-mfa-device")))
        }
        Variant::MfaCheck => json!({"MfaType": "Virtual MFA"}),
        Variant::FederatedToken | Variant::Federated | Variant::Saml | Variant::IdentityCenterConsole => {
            json!({"MobileVersion": "No", "MFAUsed": "No"})
        }
        Variant::IdentityCenter { outcome } => {
            let mut data = json!({"AuthWorkflowID": uuid(forgery.id.rotate_left(64))});
            if outcome == Outcome::Success {
                data["LoginTo"] = json!("https://example.awsapps.com/start/");
            }
            data["CredentialType"] = json!("PASSWORD");
            data
        }
        Variant::SwitchRole => {
            json!({"SwitchFrom": iam_arn(&format!("user/{}", forgery.user)), "RedirectTo": place.redirect_to()})
        }
        Variant::ApiCall => return None,
    })
}

/// `tlsDetails.clientProvidedHostHeader`; a step of IAM Identity Center has no `tlsDetails`.
fn host(variant: Variant, place: &Place<'_>) -> Option<String> {
    match variant {
        Variant::Root { .. } => Some(place.sign_in_host()),
        Variant::Iam { .. } | Variant::UnknownUser | Variant::MfaCheck | Variant::SwitchRole => {
            Some(place.regional_sign_in_host())
        }
        Variant::FederatedToken | Variant::Federated | Variant::Saml | Variant::IdentityCenterConsole => {
            Some(place.regional_sign_in_host())
        }
        Variant::IdentityCenter { .. } => None,
        Variant::ApiCall => Some(place.service_host("ec2")),
    }
}

fn uuid(id: u128) -> String {
    let digits = format!("{id:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

#[cfg(test)]
mod tests;
