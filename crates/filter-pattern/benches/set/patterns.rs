//! The patterns of the benchmark.

/// The four sign-in alerts.
pub(crate) fn sign_ins() -> Vec<String> {
    let pairs = [("IAMUser", "Failure"), ("IAMUser", "Success"), ("Root", "Failure"), ("Root", "Success")];
    let pattern = |(user_type, outcome)| {
        format!(r#"{{ ($.userIdentity.type = "{user_type}") && ($.responseElements.ConsoleLogin = "{outcome}") }}"#)
    };
    pairs.map(pattern).to_vec()
}

/// The four and twelve of the metric filters of the CIS AWS Foundations Benchmark.
pub(crate) fn sixteen() -> Vec<String> {
    const CIS: [&str; 12] = [
        r#"{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }"#,
        r#"{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }"#,
        r#"{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }"#,
        "{ ($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy) }",
        "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
        r#"{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }"#,
        "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }",
        "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = DeleteBucketPolicy)) }",
        "{ ($.eventSource = config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ($.eventName=PutConfigurationRecorder)) }",
        "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) }",
        "{ ($.eventName = CreateNetworkAcl) || ($.eventName = DeleteNetworkAcl) || ($.eventName = ReplaceNetworkAclEntry) || ($.eventName = ReplaceNetworkAclAssociation) }",
        "{ ($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable) }",
    ];
    sign_ins().into_iter().chain(CIS.map(str::to_owned)).collect()
}

/// Patterns for one event each, of which the first one occurs.
pub(crate) fn by_event_name(count: usize) -> Vec<String> {
    let name = |number| if number == 0 { "AttachRolePolicy".to_owned() } else { format!("AttachRolePolicy{number}") };
    let pattern = |number| {
        let name = name(number);
        format!(
            r#"{{ ($.eventSource = "iam.amazonaws.com") && ($.eventName = "{name}") && ($.userIdentity.type = "AssumedRole") }}"#
        )
    };
    (0..count).map(pattern).collect()
}

/// Patterns by which no value can be looked up; `#` is a number from 300 on, so that hardly any event matches.
pub(crate) const UNINDEXED: [&str; 6] = [
    r#"{ $.eventName != "Decrypt" && $.awsRegion != "eu-#" && $.readOnly IS FALSE }"#,
    r#"{ $.userIdentity.invokedBy NOT EXISTS && $.sourceIPAddress = "10.#.*" }"#,
    r#"{ $.errorCode = "*Denied#*" }"#,
    r#"{ $.userAgent = "*agent-#*" }"#,
    "{ $.requestParameters.maxResults > 1# }",
    r#"{ $.resources[*].type != "AWS::KMS::Key#" && $.recipientAccountId NOT EXISTS }"#,
];
