//! The AWS SDK, under one roof: the only crate that names `aws_sdk_*`, so that its versions, features, time-outs and errors
//! stand in one place.
//!
//! [`Clients`] holds one client for each service that we call. They are made for AWS or for an endpoint of the user's
//! ([`Clients::connect`]), for an account in memory that answers [`signalarm_cloud::Call`]s ([`Clients::mocked`]), or over
//! any HTTP client ([`Clients::over_http`], for tests of what goes over the wire). Callers are synchronous: the async
//! runtime is inside.
//!
//! The SDK repeats nothing by itself: whether a call that brought no answer may be sent again is not its to decide.
//!
//! Deliberately absent: what any call means, and every decision.

mod clients;
mod failure;
pub mod mock;
mod settings;
mod time;

pub use clients::Clients;
pub use failure::{member, without};
pub use settings::{Settings, SettingsFault};
pub use time::{date_time, timestamp};

pub use aws_sdk_cloudtrail as cloudtrail;
pub use aws_sdk_cloudwatch as cloudwatch;
pub use aws_sdk_cloudwatchlogs as cloudwatchlogs;
pub use aws_sdk_iam as iam;
pub use aws_sdk_s3 as s3;
pub use aws_sdk_sns as sns;
pub use aws_sdk_sqs as sqs;
pub use aws_sdk_sts as sts;

pub use aws_smithy_cbor as cbor;
pub use aws_smithy_http_client::test_util as http_test;
pub use aws_smithy_runtime_api::client::http::SharedHttpClient;
pub use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
pub use aws_smithy_runtime_api::client::result::SdkError;
pub use aws_smithy_types::body::SdkBody;
pub use aws_smithy_types::error::metadata::ProvideErrorMetadata;
pub use http;
