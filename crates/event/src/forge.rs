//! Forging records: every kind of sign-in as CloudTrail writes it, made from arguments alone.
//!
//! Which fields are there, and which are not, follows the sign-in examples of the CloudTrail User Guide, the IAM and
//! the IAM Identity Center User Guides, and recorded files. Ids end in `EXAMPLE`, as in those guides, so that a
//! forged record can be told from a real one.

mod call;
mod identity;
mod object;
mod place;

use signalarm_time::{Duration, Timestamp};

use crate::sign_in::SIGNIN;
use crate::{Outcome, Record};
use identity::{Identity, assumed_role, iam_user, root};
use object::Object;
use place::Place;

pub use call::{CallForgery, forge_call};

/// A browser of the year, as CloudTrail records it.
pub const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

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

/// Room for the text of a record of the usual length.
const TEXT_CAPACITY: usize = 1_280;

/// Makes a record: compact JSON on one line, its fields in CloudTrail's order.
#[must_use]
pub fn forge(forgery: &Forgery<'_>) -> Record {
    let forgery = &Forgery { at: forgery.at.floor(Duration::SECOND), ..*forgery };
    let variant = forgery.variant;
    let source = if variant == Variant::ApiCall { "ec2.amazonaws.com" } else { SIGNIN };
    let id = uuid(forgery.id);
    let mut text = String::with_capacity(TEXT_CAPACITY);
    Object::write(&mut text, |record| write_record(record, forgery, source, &id));
    Record::forged(text, id, variant.event_name(), source, forgery.at)
}

fn write_record(record: &mut Object<'_>, forgery: &Forgery<'_>, source: &str, id: &str) {
    let place = Place::of(forgery.region);
    let variant = forgery.variant;
    let call = variant == Variant::ApiCall;
    record.text("eventVersion", EVENT_VERSION);
    record.object("userIdentity", |identity| user_identity(identity, forgery, &place));
    record.shown("eventTime", forgery.at);
    record.text("eventSource", source);
    record.text("eventName", variant.event_name());
    record.text("awsRegion", place.region);
    record.text("sourceIPAddress", forgery.source_ip);
    record.text("userAgent", forgery.user_agent);
    if let Some(message) = variant.error_message() {
        record.text("errorMessage", message);
    }
    if call {
        record.object("requestParameters", |parameters| {
            parameters.object("instancesSet", |_| {});
            parameters.object("filterSet", |_| {});
        });
    } else {
        record.null("requestParameters");
    }
    response_elements(record, forgery);
    additional_event_data(record, forgery, &place);
    if matches!(variant, Variant::ApiCall | Variant::IdentityCenter { .. }) {
        record.text("requestID", &uuid(!forgery.id));
    }
    record.text("eventID", id);
    record.boolean("readOnly", call);
    record.text("eventType", variant.event_type());
    record.boolean("managementEvent", true);
    record.text("recipientAccountId", forgery.account);
    if let Variant::IdentityCenter { outcome } = variant {
        record.object("serviceEventDetails", |details| details.text(variant.event_name(), outcome.word()));
    }
    record.text("eventCategory", "Management");
    if let Some(host) = host(variant, &place) {
        record.object("tlsDetails", |tls| {
            tls.text("tlsVersion", "TLSv1.3");
            tls.text("cipherSuite", "TLS_AES_128_GCM_SHA256");
            tls.text("clientProvidedHostHeader", &host);
        });
    }
}

fn user_identity(object: &mut Object<'_>, forgery: &Forgery<'_>, place: &Place<'_>) {
    let identity =
        Identity { account: forgery.account, user: forgery.user, partition: place.partition, at: forgery.at };
    match forgery.variant {
        Variant::Iam { outcome: Outcome::Success, .. } => iam_user(object, &identity),
        Variant::Iam { outcome: Outcome::Failure, .. } | Variant::MfaCheck => {
            object.text("type", "IAMUser");
            object.text("principalId", &identity.principal_id("AIDA", forgery.user));
            object.text("accountId", forgery.account);
            object.text("accessKeyId", "");
            object.text("userName", forgery.user);
        }
        Variant::UnknownUser => {
            object.text("type", "IAMUser");
            object.text("accountId", forgery.account);
            object.text("accessKeyId", "");
            object.text("userName", "HIDDEN_DUE_TO_SECURITY_REASONS");
        }
        Variant::Root { .. } => root(object, &identity),
        Variant::FederatedToken | Variant::Federated => assumed_role(object, &identity, "", "FederatedConsole"),
        Variant::Saml => assumed_role(object, &identity, "", "SamlConsole"),
        Variant::IdentityCenterConsole => {
            let role = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";
            assumed_role(object, &identity, "aws-reserved/sso.amazonaws.com/", role);
        }
        Variant::IdentityCenter { .. } => {
            object.text("type", "Unknown");
            object.text("principalId", forgery.account);
            object.text("arn", "");
            object.text("accountId", forgery.account);
            object.text("accessKeyId", "");
            object.text("userName", forgery.user);
        }
        Variant::SwitchRole => identity.session(object, "Administrator"),
        Variant::ApiCall => assumed_role(object, &identity, "", forgery.user),
    }
}

fn response_elements(record: &mut Object<'_>, forgery: &Forgery<'_>) {
    let variant = forgery.variant;
    let outcome = variant.outcome().word();
    match variant {
        Variant::ApiCall | Variant::IdentityCenter { .. } => record.null("responseElements"),
        Variant::FederatedToken => record.object("responseElements", |elements| {
            let key = identity::example_id("ASIA", 9, &uuid(forgery.id));
            elements.object("credentials", |credentials| credentials.text("accessKeyId", &key));
            elements.text(variant.event_name(), outcome);
        }),
        Variant::Iam { .. } | Variant::UnknownUser | Variant::Root { .. } | Variant::MfaCheck | Variant::SwitchRole => {
            record.object("responseElements", |elements| elements.text(variant.event_name(), outcome));
        }
        Variant::Federated | Variant::Saml | Variant::IdentityCenterConsole => {
            record.object("responseElements", |elements| elements.text(variant.event_name(), outcome));
        }
    }
}

fn additional_event_data(record: &mut Object<'_>, forgery: &Forgery<'_>, place: &Place<'_>) {
    let iam_arn = |resource: &str| format!("arn:{}:iam::{}:{resource}", place.partition, forgery.account);
    let sign_in = |data: &mut Object<'_>, mfa: bool, device: Option<String>| {
        data.text("LoginTo", &place.login_to(forgery.id));
        data.text("MobileVersion", "No");
        if let Some(device) = device {
            data.text("MFAIdentifier", &device);
        }
        data.text("MFAUsed", if mfa { "Yes" } else { "No" });
    };
    let fill = |data: &mut Object<'_>| match forgery.variant {
        Variant::Iam { outcome: Outcome::Success, mfa } => {
            sign_in(data, mfa, mfa.then(|| iam_arn(&format!("mfa/{}", forgery.user))));
        }
        Variant::Iam { outcome: Outcome::Failure, mfa } => sign_in(data, mfa, None),
        Variant::UnknownUser | Variant::Root { outcome: Outcome::Failure, .. } => sign_in(data, false, None),
        Variant::Root { outcome: Outcome::Success, mfa } => {
            sign_in(data, mfa, mfa.then(|| iam_arn("mfa/root-account-mfa-device")));
        }
        Variant::MfaCheck => data.text("MfaType", "Virtual MFA"),
        Variant::FederatedToken | Variant::Federated | Variant::Saml | Variant::IdentityCenterConsole => {
            data.text("MobileVersion", "No");
            data.text("MFAUsed", "No");
        }
        Variant::IdentityCenter { outcome } => {
            data.text("AuthWorkflowID", &uuid(forgery.id.rotate_left(64)));
            if outcome == Outcome::Success {
                data.text("LoginTo", "https://example.awsapps.com/start/");
            }
            data.text("CredentialType", "PASSWORD");
        }
        Variant::SwitchRole => {
            data.text("SwitchFrom", &iam_arn(&format!("user/{}", forgery.user)));
            data.text("RedirectTo", &place.redirect_to());
        }
        Variant::ApiCall => {}
    };
    if forgery.variant != Variant::ApiCall {
        record.object("additionalEventData", fill);
    }
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
    let [high, low] = [(id >> 64) as u64, id as u64];
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low << 16 >> 16
    )
}

#[cfg(test)]
mod tests;
