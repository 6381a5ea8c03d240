//! The texts of the controls, by their numbers in the editions that print them.
//!
//! White space and needless parentheses are ours. A text stands here as the benchmark means it where circulating copies
//! have it broken: v1.2 3.4 with blanks within words, v1.3 4.3 without a blank before NOT EXISTS, v6.0 5.15 without a
//! quotation mark. v1.3 to v1.5 print 4.1 in two forms, of which one joins exclusions by `||` and so fires on
//! everything; it is left out.

use super::Control;

/// The metric filter patterns of the CIS AWS Foundations Benchmark v1.2 to v6.0 and of Security Hub.
pub static CONTROLS: [Control; 20] = [
    Control {
        title: "unauthorized API calls",
        numbers: "CIS v1.2 3.1, CIS v1.3 to v1.5 4.1, Security Hub CloudWatch.2",
        pattern: r#"{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }"#,
    },
    Control {
        title: "unauthorized API calls",
        numbers: "CIS v2.0 to v5.0 4.1, CIS v6.0 5.1",
        pattern: "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") && \
                  ($.sourceIPAddress != \"delivery.logs.amazonaws.com\") && ($.eventName != \"HeadBucket\") }",
    },
    Control {
        title: "console sign-in without MFA",
        numbers: "CIS v1.2 3.2, CIS v1.3 to v5.0 4.2, CIS v6.0 5.2",
        pattern: r#"{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }"#,
    },
    Control {
        title: "console sign-in without MFA",
        numbers: "CIS v2.0 to v5.0 4.2 where Single Sign-On is in use, Security Hub CloudWatch.3",
        pattern: "{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\") && \
                  ($.userIdentity.type = \"IAMUser\") && ($.responseElements.ConsoleLogin = \"Success\") }",
    },
    Control {
        title: "usage of the root user",
        numbers: "CIS v1.2 3.3, CIS v1.3 to v5.0 4.3, CIS v6.0 5.3, Security Hub CloudWatch.1",
        pattern: "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && \
                  $.eventType != \"AwsServiceEvent\" }",
    },
    Control {
        title: "IAM policy changes",
        numbers: "CIS v1.2 3.4, CIS v1.3 to v5.0 4.4, CIS v6.0 5.4",
        pattern: "{ ($.eventName = DeleteGroupPolicy) || ($.eventName = DeleteRolePolicy) || \
                  ($.eventName = DeleteUserPolicy) || ($.eventName = PutGroupPolicy) || \
                  ($.eventName = PutRolePolicy) || ($.eventName = PutUserPolicy) || ($.eventName = CreatePolicy) || \
                  ($.eventName = DeletePolicy) || ($.eventName = CreatePolicyVersion) || \
                  ($.eventName = DeletePolicyVersion) || ($.eventName = AttachRolePolicy) || \
                  ($.eventName = DetachRolePolicy) || ($.eventName = AttachUserPolicy) || \
                  ($.eventName = DetachUserPolicy) || ($.eventName = AttachGroupPolicy) || \
                  ($.eventName = DetachGroupPolicy) }",
    },
    Control {
        title: "IAM policy changes",
        numbers: "Security Hub CloudWatch.4",
        pattern: "{ ($.eventSource = iam.amazonaws.com) && (($.eventName = DeleteGroupPolicy) || \
                  ($.eventName = DeleteRolePolicy) || ($.eventName = DeleteUserPolicy) || \
                  ($.eventName = PutGroupPolicy) || ($.eventName = PutRolePolicy) || \
                  ($.eventName = PutUserPolicy) || ($.eventName = CreatePolicy) || ($.eventName = DeletePolicy) || \
                  ($.eventName = CreatePolicyVersion) || ($.eventName = DeletePolicyVersion) || \
                  ($.eventName = AttachRolePolicy) || ($.eventName = DetachRolePolicy) || \
                  ($.eventName = AttachUserPolicy) || ($.eventName = DetachUserPolicy) || \
                  ($.eventName = AttachGroupPolicy) || ($.eventName = DetachGroupPolicy)) }",
    },
    Control {
        title: "CloudTrail configuration changes",
        numbers: "CIS v1.2 3.5, CIS v1.3 to v5.0 4.5, CIS v6.0 5.5, Security Hub CloudWatch.5",
        pattern: "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || \
                  ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
    },
    Control {
        title: "console authentication failures",
        numbers: "CIS v1.2 3.6, CIS v1.3 to v5.0 4.6, CIS v6.0 5.6, Security Hub CloudWatch.6",
        pattern: r#"{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }"#,
    },
    Control {
        title: "disabling or deletion of customer created keys",
        numbers: "CIS v1.2 3.7, CIS v1.3 to v5.0 4.7, CIS v6.0 5.7, Security Hub CloudWatch.7",
        pattern: "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || \
                  ($.eventName = ScheduleKeyDeletion)) }",
    },
    Control {
        title: "S3 bucket policy changes",
        numbers: "CIS v1.2 3.8, CIS v1.3 to v5.0 4.8, CIS v6.0 5.8, Security Hub CloudWatch.8",
        pattern: "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || \
                  ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || \
                  ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || \
                  ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || \
                  ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }",
    },
    Control {
        title: "AWS Config configuration changes",
        numbers: "CIS v1.2 3.9, CIS v1.3 to v5.0 4.9, CIS v6.0 5.9, Security Hub CloudWatch.9",
        pattern: "{ ($.eventSource = config.amazonaws.com) && (($.eventName = StopConfigurationRecorder) || \
                  ($.eventName = DeleteDeliveryChannel) || ($.eventName = PutDeliveryChannel) || \
                  ($.eventName = PutConfigurationRecorder)) }",
    },
    Control {
        title: "security group changes",
        numbers: "CIS v1.2 3.10, CIS v1.3 to v4.0 4.10, Security Hub CloudWatch.10",
        pattern: "{ ($.eventName = AuthorizeSecurityGroupIngress) || \
                  ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || \
                  ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || \
                  ($.eventName = DeleteSecurityGroup) }",
    },
    Control {
        title: "security group changes",
        numbers: "CIS v5.0 4.10, CIS v6.0 5.10",
        pattern: "{ ($.eventName = AuthorizeSecurityGroupIngress) || \
                  ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || \
                  ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || \
                  ($.eventName = DeleteSecurityGroup) || ($.eventName = ModifySecurityGroupRules) }",
    },
    Control {
        title: "network access control list changes",
        numbers: "CIS v1.2 3.11, CIS v1.3 to v5.0 4.11, CIS v6.0 5.11, Security Hub CloudWatch.11",
        pattern: "{ ($.eventName = CreateNetworkAcl) || ($.eventName = CreateNetworkAclEntry) || \
                  ($.eventName = DeleteNetworkAcl) || ($.eventName = DeleteNetworkAclEntry) || \
                  ($.eventName = ReplaceNetworkAclEntry) || ($.eventName = ReplaceNetworkAclAssociation) }",
    },
    Control {
        title: "network gateway changes",
        numbers: "CIS v1.2 3.12, CIS v1.3 to v5.0 4.12, CIS v6.0 5.12, Security Hub CloudWatch.12",
        pattern: "{ ($.eventName = CreateCustomerGateway) || ($.eventName = DeleteCustomerGateway) || \
                  ($.eventName = AttachInternetGateway) || ($.eventName = CreateInternetGateway) || \
                  ($.eventName = DeleteInternetGateway) || ($.eventName = DetachInternetGateway) }",
    },
    Control {
        title: "route table changes",
        numbers: "CIS v1.2 3.13, CIS v1.3 to v5.0 4.13, CIS v6.0 5.13",
        pattern: "{ ($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || \
                  ($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || \
                  ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || \
                  ($.eventName = DisassociateRouteTable) }",
    },
    Control {
        title: "route table changes",
        numbers: "Security Hub CloudWatch.13",
        pattern: "{ ($.eventSource = ec2.amazonaws.com) && (($.eventName = CreateRoute) || \
                  ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || \
                  ($.eventName = ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || \
                  ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable)) }",
    },
    Control {
        title: "VPC changes",
        numbers: "CIS v1.2 3.14, CIS v1.3 to v5.0 4.14, CIS v6.0 5.14, Security Hub CloudWatch.14",
        pattern: "{ ($.eventName = CreateVpc) || ($.eventName = DeleteVpc) || ($.eventName = ModifyVpcAttribute) || \
                  ($.eventName = AcceptVpcPeeringConnection) || ($.eventName = CreateVpcPeeringConnection) || \
                  ($.eventName = DeleteVpcPeeringConnection) || ($.eventName = RejectVpcPeeringConnection) || \
                  ($.eventName = AttachClassicLinkVpc) || ($.eventName = DetachClassicLinkVpc) || \
                  ($.eventName = DisableVpcClassicLink) || ($.eventName = EnableVpcClassicLink) }",
    },
    Control {
        title: "AWS Organizations changes",
        numbers: "CIS v1.3 to v5.0 4.15, CIS v6.0 5.15",
        pattern: "{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = \"AcceptHandshake\") || \
                  ($.eventName = \"AttachPolicy\") || ($.eventName = \"CreateAccount\") || \
                  ($.eventName = \"CreateOrganizationalUnit\") || ($.eventName = \"CreatePolicy\") || \
                  ($.eventName = \"DeclineHandshake\") || ($.eventName = \"DeleteOrganization\") || \
                  ($.eventName = \"DeleteOrganizationalUnit\") || ($.eventName = \"DeletePolicy\") || \
                  ($.eventName = \"DetachPolicy\") || ($.eventName = \"DisablePolicyType\") || \
                  ($.eventName = \"EnablePolicyType\") || ($.eventName = \"InviteAccountToOrganization\") || \
                  ($.eventName = \"LeaveOrganization\") || ($.eventName = \"MoveAccount\") || \
                  ($.eventName = \"RemoveAccountFromOrganization\") || ($.eventName = \"UpdatePolicy\") || \
                  ($.eventName = \"UpdateOrganizationalUnit\")) }",
    },
];
