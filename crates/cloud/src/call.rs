//! A call of any service that we use.

use std::fmt;

use crate::{CloudTrailCall, CloudWatchCall, IamCall, LogsCall, S3Call, SnsCall, SqsCall, StsCall};

/// A call of one AWS operation.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Of CloudTrail.
    CloudTrail(CloudTrailCall),
    /// Of CloudWatch.
    CloudWatch(CloudWatchCall),
    /// Of IAM.
    Iam(IamCall),
    /// Of CloudWatch Logs.
    Logs(LogsCall),
    /// Of S3.
    S3(S3Call),
    /// Of SNS.
    Sns(SnsCall),
    /// Of SQS.
    Sqs(SqsCall),
    /// Of STS.
    Sts(StsCall),
}

/// A service, by the prefix of its actions in policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// `cloudtrail`.
    CloudTrail,
    /// `cloudwatch`.
    CloudWatch,
    /// `iam`.
    Iam,
    /// `logs`.
    Logs,
    /// `s3`.
    S3,
    /// `sns`.
    Sns,
    /// `sqs`.
    Sqs,
    /// `sts`.
    Sts,
}

impl Call {
    /// The service that is called.
    #[must_use]
    pub const fn service(&self) -> Service {
        match self {
            Self::CloudTrail(_) => Service::CloudTrail,
            Self::CloudWatch(_) => Service::CloudWatch,
            Self::Iam(_) => Service::Iam,
            Self::Logs(_) => Service::Logs,
            Self::S3(_) => Service::S3,
            Self::Sns(_) => Service::Sns,
            Self::Sqs(_) => Service::Sqs,
            Self::Sts(_) => Service::Sts,
        }
    }

    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::CloudTrail(call) => call.operation(),
            Self::CloudWatch(call) => call.operation(),
            Self::Iam(call) => call.operation(),
            Self::Logs(call) => call.operation(),
            Self::S3(call) => call.operation(),
            Self::Sns(call) => call.operation(),
            Self::Sqs(call) => call.operation(),
            Self::Sts(call) => call.operation(),
        }
    }

    /// The action that a policy must allow, such as `sns:CreateTopic`; of S3 several are called otherwise than the
    /// operation (Service Authorization Reference).
    #[must_use]
    pub fn action(&self) -> String {
        let operation = match self {
            Self::S3(call) => call.action(),
            Self::CloudTrail(_)
            | Self::CloudWatch(_)
            | Self::Iam(_)
            | Self::Logs(_)
            | Self::Sns(_)
            | Self::Sqs(_)
            | Self::Sts(_) => self.operation(),
        };
        format!("{}:{operation}", self.service())
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::CloudTrail => "cloudtrail",
            Self::CloudWatch => "cloudwatch",
            Self::Iam => "iam",
            Self::Logs => "logs",
            Self::S3 => "s3",
            Self::Sns => "sns",
            Self::Sqs => "sqs",
            Self::Sts => "sts",
        })
    }
}

/// A call of a service is a call.
macro_rules! calls {
    ($($service:ident $call:ident,)*) => {
        $(impl From<$call> for Call {
            fn from(call: $call) -> Self {
                Self::$service(call)
            }
        })*
    };
}

calls! {
    CloudTrail CloudTrailCall,
    CloudWatch CloudWatchCall,
    Iam IamCall,
    Logs LogsCall,
    S3 S3Call,
    Sns SnsCall,
    Sqs SqsCall,
    Sts StsCall,
}
