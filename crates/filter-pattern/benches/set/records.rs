//! Forged CloudTrail records as lines of JSON, shaped like recorded ones: 1.2 to 1.5 KB, hardly an escape, a sign-in in
//! two thousand.

use std::fmt::Write;

/// The records of a trail, always the same ones.
pub(crate) fn records(count: usize) -> Vec<String> {
    let mut chance = Chance(42);
    (0..count).map(|number| record(number, &mut chance)).collect()
}

/// A generator of numbers that anybody can reproduce.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    fn id(&mut self) -> String {
        let mut part = |bits: u32| self.below(1 << bits);
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:06x}{:06x}",
            part(31),
            part(16),
            part(12),
            part(12),
            part(24),
            part(24)
        )
    }
}

/// Events that nobody is alarmed by.
const COMMON: &[(&str, &str)] = &[
    ("sts.amazonaws.com", "AssumeRole"),
    ("kms.amazonaws.com", "Decrypt"),
    ("kms.amazonaws.com", "GenerateDataKey"),
    ("ec2.amazonaws.com", "DescribeInstances"),
    ("ec2.amazonaws.com", "DescribeNetworkInterfaces"),
    ("ec2.amazonaws.com", "DescribeSecurityGroups"),
    ("s3.amazonaws.com", "GetBucketAcl"),
    ("s3.amazonaws.com", "ListBuckets"),
    ("iam.amazonaws.com", "GetRole"),
    ("iam.amazonaws.com", "ListAttachedRolePolicies"),
    ("logs.amazonaws.com", "CreateLogStream"),
    ("logs.amazonaws.com", "DescribeLogGroups"),
    ("lambda.amazonaws.com", "ListFunctions20150331"),
    ("dynamodb.amazonaws.com", "DescribeTable"),
    ("ssm.amazonaws.com", "UpdateInstanceInformation"),
    ("monitoring.amazonaws.com", "DescribeAlarms"),
    ("autoscaling.amazonaws.com", "DescribeAutoScalingGroups"),
    ("secretsmanager.amazonaws.com", "GetSecretValue"),
];

/// Events that a benchmark of the CIS asks for.
const WATCHED: &[(&str, &str)] = &[
    ("iam.amazonaws.com", "AttachRolePolicy"),
    ("iam.amazonaws.com", "PutRolePolicy"),
    ("ec2.amazonaws.com", "AuthorizeSecurityGroupIngress"),
    ("ec2.amazonaws.com", "CreateRoute"),
    ("s3.amazonaws.com", "PutBucketPolicy"),
    ("config.amazonaws.com", "StopConfigurationRecorder"),
];

const AGENTS: &[&str] = &[
    "aws-sdk-go-v2/1.24.1 os/linux lang/go#1.21.6 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.142.1",
    "Boto3/1.34.21 md/Botocore#1.34.21 ua/2.0 os/linux#5.10.205 md/arch#x86_64 lang/python#3.11.6",
    "APN/1.0 HashiCorp/1.0 Terraform/1.6.6 (+https://www.terraform.io) terraform-provider-aws/5.32.1",
    "AWS Internal",
];

const REGIONS: &[&str] = &["eu-central-1", "eu-west-1", "us-east-1"];

fn record(number: usize, chance: &mut Chance) -> String {
    let sign_in = number % 2000 == 999;
    let kind = chance.below(1000);
    let (source, name) = match kind {
        _ if sign_in => ("signin.amazonaws.com", "ConsoleLogin"),
        0..30 => WATCHED[chance.below(WATCHED.len())],
        _ => COMMON[chance.below(COMMON.len())],
    };
    let mut text = String::from(r#"{"eventVersion":"1.09","userIdentity":"#);
    let is_root = (30..35).contains(&kind);
    identity(
        &mut text,
        if sign_in {
            "IAMUser"
        } else if is_root {
            "Root"
        } else {
            "AssumedRole"
        },
        chance,
    );
    let (region, agent) = (chance.of(REGIONS), chance.of(AGENTS));
    let time = format!(
        "2026-03-{:02}T{:02}:{:02}:{:02}Z",
        1 + chance.below(28),
        chance.below(24),
        chance.below(60),
        chance.below(60)
    );
    let address = format!("10.{}.{}.{}", chance.below(256), chance.below(256), chance.below(256));
    let _ = write!(
        text,
        r#","eventTime":"{time}","eventSource":"{source}","eventName":"{name}","awsRegion":"{region}","sourceIPAddress":"{address}","userAgent":"{agent}""#
    );
    if (100..165).contains(&kind) {
        let code = chance.of(&["AccessDenied", "Client.UnauthorizedOperation", "AccessDeniedException"]);
        let _ = write!(text, r#","errorCode":"{code}","errorMessage":"User is not authorized to perform: {name}""#);
    }
    parameters(&mut text, sign_in, region, chance);
    let (request, event) = (chance.id(), chance.id());
    let _ = write!(
        text,
        r#","requestID":"{request}","eventID":"{event}","readOnly":{},"eventType":"{}","managementEvent":true,"recipientAccountId":"123456789012","eventCategory":"Management","tlsDetails":{{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{source}"}}}}"#,
        kind >= 30,
        if sign_in { "AwsConsoleSignIn" } else { "AwsApiCall" },
    );
    text
}

fn identity(text: &mut String, user_type: &str, chance: &mut Chance) {
    let (role, session, key) = (chance.below(50), chance.below(1 << 24), chance.below(1 << 24));
    let account = "123456789012";
    let _ = match user_type {
        "AssumedRole" => write!(
            text,
            r#"{{"type":"AssumedRole","principalId":"AROA{key:016X}:i-{session:017x}","arn":"arn:aws:sts::{account}:assumed-role/service-{role}/i-{session:017x}","accountId":"{account}","accessKeyId":"ASIA{key:016X}","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROA{key:016X}","arn":"arn:aws:iam::{account}:role/service-{role}","accountId":"{account}","userName":"service-{role}"}},"attributes":{{"creationDate":"2026-03-01T09:00:00Z","mfaAuthenticated":"false"}},"ec2RoleDelivery":"2.0"}}}}"#
        ),
        _ => write!(
            text,
            r#"{{"type":"{user_type}","principalId":"AIDA{key:016X}","arn":"arn:aws:iam::{account}:user/user-{role}","accountId":"{account}","userName":"user-{role}"}}"#
        ),
    };
}

fn parameters(text: &mut String, sign_in: bool, region: &str, chance: &mut Chance) {
    if sign_in {
        let outcome = chance.of(&["Success", "Failure"]);
        let _ = write!(
            text,
            r#","requestParameters":null,"responseElements":{{"ConsoleLogin":"{outcome}"}},"additionalEventData":{{"LoginTo":"https://console.aws.amazon.com/console/home","MobileVersion":"No","MFAUsed":"No"}}"#
        );
        return;
    }
    let _ = write!(text, r#","requestParameters":{{"maxResults":{},"filterSet":{{"items":["#, chance.below(1000));
    for item in 0..=chance.below(3) {
        let comma = if item == 0 { "" } else { "," };
        let value = chance.below(1 << 30);
        let _ =
            write!(text, r#"{comma}{{"name":"tag:Name","valueSet":{{"items":[{{"value":"instance-{value:08x}"}}]}}}}"#);
    }
    let key = chance.id();
    let _ = write!(
        text,
        r#"]}}}},"responseElements":null,"resources":[{{"accountId":"123456789012","type":"AWS::KMS::Key","ARN":"arn:aws:kms:{region}:123456789012:key/{key}"}}]"#
    );
}
