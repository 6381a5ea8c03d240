//! The fields of CloudTrail records, and what they hold.
//!
//! Sources are the CloudTrail User Guide (*CloudTrail record contents*, *CloudTrail userIdentity element*, *AWS
//! Management Console sign-in events*) and published records. What a request or an answer holds is the business of each
//! service and is listed only as far as sign-ins go.

use self::Holds::{Boolean, EventName, EventSource, Known, Members, OneOf, Open, Region, Text};

use super::{RECORD_CONTENTS, SIGN_IN_EVENTS};

/// A field of a record.
#[derive(Debug)]
pub(super) struct Field {
    /// The names that lead to it, joined by dots.
    pub(super) path: &'static str,
    pub(super) holds: Holds,
}

impl Field {
    /// Where it is known from what the field holds.
    pub(super) fn source(&self) -> &'static str {
        let about_sign_ins = ["additionalEventData", "errorMessage", "responseElements", "serviceEventDetails"];
        let first = self.path.split('.').next().unwrap_or_default();
        if about_sign_ins.contains(&first) { SIGN_IN_EVENTS } else { RECORD_CONTENTS }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Any text.
    Text,
    /// One of these texts and no other.
    OneOf(&'static [&'static str]),
    /// One of these texts, or another.
    Known(&'static [&'static str]),
    /// The name of an event.
    EventName,
    /// The name of a service.
    EventSource,
    /// The code of a Region.
    Region,
    /// `true` or `false`, not as a text.
    Boolean,
    /// The fields below it and no others.
    Members,
    /// Fields that depend on the service, those below it among them; or an array.
    Open,
}

const OUTCOME: Holds = OneOf(&["Failure", "Success"]);
const BOOLEAN_TEXT: Holds = OneOf(&["false", "true"]);
const YES_OR_NO: Holds = OneOf(&["No", "Yes"]);
const IDENTITY_TYPES: Holds = OneOf(&[
    "AWSAccount",
    "AWSService",
    "AssumedRole",
    "Directory",
    "FederatedUser",
    "IAMUser",
    "IdentityCenterUser",
    "Role",
    "Root",
    "SAMLUser",
    "Unknown",
    "WebIdentityUser",
]);

const fn field(path: &'static str, holds: Holds) -> Field {
    Field { path, holds }
}

/// All fields, those that hold others before these.
pub(super) static FIELDS: [Field; 88] = [
    field("addendum", Members),
    field("addendum.originalEventID", Text),
    field("addendum.originalRequestID", Text),
    field("addendum.reason", OneOf(&["DELIVERY_DELAY", "SERVICE_OUTAGE", "UPDATED_DATA"])),
    field("addendum.updatedFields", Text),
    field("additionalEventData", Open),
    field("additionalEventData.AuthWorkflowID", Text),
    field("additionalEventData.CredentialType", Known(&["EMAIL_OTP", "EXTERNAL_IDP", "PASSWORD", "TOTP", "WEBAUTHN"])),
    field("additionalEventData.LoginTo", Text),
    field("additionalEventData.MFAIdentifier", Text),
    field("additionalEventData.MFAUsed", YES_OR_NO),
    field("additionalEventData.MfaType", Known(&["Multiple MFA Devices", "U2F MFA", "Virtual MFA"])),
    field("additionalEventData.MobileVersion", YES_OR_NO),
    field("additionalEventData.RedirectTo", Text),
    field("additionalEventData.SwitchFrom", Text),
    field("apiVersion", Text),
    field("awsRegion", Region),
    field("edgeDeviceDetails", Open),
    field("errorCode", Known(&["AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation"])),
    field("errorMessage", Known(&[WRONG_PASSWORD, UNKNOWN_USER])),
    field("eventCategory", OneOf(&["Data", "Insight", "Management", "NetworkActivity"])),
    field("eventContext", Open),
    field("eventID", Text),
    field("eventName", EventName),
    field("eventSource", EventSource),
    field("eventTime", Text),
    field(
        "eventType",
        OneOf(&[
            "AwsApiCall",
            "AwsCloudTrailInsight",
            "AwsConsoleAction",
            "AwsConsoleSignIn",
            "AwsServiceEvent",
            "AwsVpceEvent",
        ]),
    ),
    field("eventVersion", Text),
    field("insightDetails", Open),
    field("managementEvent", Boolean),
    field("readOnly", Boolean),
    field("recipientAccountId", Text),
    field("requestID", Text),
    field("requestParameters", Open),
    field("resources", Open),
    field("responseElements", Open),
    field("responseElements.CheckMfa", OUTCOME),
    field("responseElements.ConsoleLogin", OUTCOME),
    field("responseElements.GetSigninToken", OUTCOME),
    field("responseElements.SwitchRole", OUTCOME),
    field("serviceEventDetails", Open),
    field("serviceEventDetails.CredentialChallenge", OUTCOME),
    field("serviceEventDetails.CredentialVerification", OUTCOME),
    field("serviceEventDetails.UserAuthentication", OUTCOME),
    field("sessionCredentialFromConsole", BOOLEAN_TEXT),
    field("sharedEventID", Text),
    field("sourceIPAddress", Text),
    field("tlsDetails", Members),
    field("tlsDetails.cipherSuite", Text),
    field("tlsDetails.clientProvidedHostHeader", Text),
    field("tlsDetails.keyExchange", Text),
    field("tlsDetails.tlsVersion", Text),
    field("userAgent", Text),
    field("userIdentity", Members),
    field("userIdentity.accessKeyId", Text),
    field("userIdentity.accountId", Text),
    field("userIdentity.arn", Text),
    field("userIdentity.credentialId", Text),
    field("userIdentity.identityProvider", Text),
    field("userIdentity.inScopeOf", Members),
    field("userIdentity.inScopeOf.credentialsIssuedTo", Text),
    field("userIdentity.inScopeOf.issuerType", Text),
    field("userIdentity.inScopeOf.sourceAccount", Text),
    field("userIdentity.inScopeOf.sourceArn", Text),
    field("userIdentity.invokedBy", Text),
    field("userIdentity.invokedByDelegate", Open),
    field("userIdentity.onBehalfOf", Members),
    field("userIdentity.onBehalfOf.identityStoreArn", Text),
    field("userIdentity.onBehalfOf.userId", Text),
    field("userIdentity.principalId", Text),
    field("userIdentity.sessionContext", Members),
    field("userIdentity.sessionContext.assumedRoot", BOOLEAN_TEXT),
    field("userIdentity.sessionContext.attributes", Members),
    field("userIdentity.sessionContext.attributes.creationDate", Text),
    field("userIdentity.sessionContext.attributes.mfaAuthenticated", BOOLEAN_TEXT),
    field("userIdentity.sessionContext.ec2RoleDelivery", Text),
    field("userIdentity.sessionContext.sessionIssuer", Members),
    field("userIdentity.sessionContext.sessionIssuer.accountId", Text),
    field("userIdentity.sessionContext.sessionIssuer.arn", Text),
    field("userIdentity.sessionContext.sessionIssuer.principalId", Text),
    field("userIdentity.sessionContext.sessionIssuer.type", IDENTITY_TYPES),
    field("userIdentity.sessionContext.sessionIssuer.userName", Text),
    field("userIdentity.sessionContext.sourceIdentity", Text),
    field("userIdentity.sessionContext.webIdFederationData", Open),
    field("userIdentity.type", IDENTITY_TYPES),
    field("userIdentity.userName", Known(&["HIDDEN_DUE_TO_SECURITY_REASONS"])),
    field("vpcEndpointAccountId", Text),
    field("vpcEndpointId", Text),
];

/// What `errorMessage` says of a sign-in with a wrong password or a wrong second factor.
pub(super) const WRONG_PASSWORD: &str = "Failed authentication";
/// What it says of one with a user name that the account does not have.
pub(super) const UNKNOWN_USER: &str = "No username found in supplied account";

/// The fields that every record has (*CloudTrail record contents*: not optional).
pub(super) const ALWAYS_THERE: [&str; 9] = [
    "awsRegion",
    "eventCategory",
    "eventID",
    "eventName",
    "eventSource",
    "eventTime",
    "eventType",
    "eventVersion",
    "sourceIPAddress",
];

/// The fields that every ConsoleLogin record has besides.
pub(super) const ALWAYS_THERE_IN_SIGN_INS: [&str; 4] =
    ["additionalEventData.MFAUsed", "responseElements.ConsoleLogin", "userIdentity.accountId", "userIdentity.type"];

/// What every ConsoleLogin record holds in some fields.
pub(super) const FIXED_IN_SIGN_INS: [(&str, &str); 4] = [
    ("eventCategory", "Management"),
    ("eventName", "ConsoleLogin"),
    ("eventSource", "signin.amazonaws.com"),
    ("eventType", "AwsConsoleSignIn"),
];

/// The fields that no ConsoleLogin record has, itself or anything below it; that includes everything in
/// `requestParameters`, which is null, and a failed sign-in has no `errorCode`.
pub(super) const NEVER_IN_SIGN_INS: [&str; 8] = [
    "apiVersion",
    "edgeDeviceDetails",
    "errorCode",
    "insightDetails",
    "resources",
    "serviceEventDetails",
    "vpcEndpointAccountId",
    "vpcEndpointId",
];

/// The field at the end of a path.
pub(super) fn find(path: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.path == path)
}

/// The fields right below a path, or at the top for the empty one: name and field.
pub(super) fn below(path: &str) -> impl Iterator<Item = (&'static str, &'static Field)> {
    FIELDS.iter().filter_map(move |field| {
        let (parent, name) = field.path.rsplit_once('.').unwrap_or(("", field.path));
        (parent == path).then_some((name, field))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(FIELDS.windows(2).all(|pair| pair[0].path < pair[1].path));
        for field in &FIELDS {
            if let Some((parent, _)) = field.path.rsplit_once('.') {
                assert!(matches!(find(parent).unwrap().holds, Members | Open), "{parent}");
            }
            if let OneOf(values) | Known(values) = field.holds {
                assert!(!values.is_empty(), "{}", field.path);
            }
        }
        let named = [&ALWAYS_THERE[..], &ALWAYS_THERE_IN_SIGN_INS, &NEVER_IN_SIGN_INS].concat();
        assert!(named.iter().all(|path| find(path).is_some()));
    }
}
