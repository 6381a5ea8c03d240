//! One client for each service, and the runtime that they run on.

use std::error::Error;
use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_mocks::Rule;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use signalarm_cloud::Failure;
use tokio::runtime::{Builder, Runtime};

use crate::failure::failure;
use crate::mock::{Protocol, in_memory, interceptors};
use crate::settings::{Settings, SettingsFault, check_endpoint_url, check_region};
use crate::{cloudtrail, cloudwatch, cloudwatchlogs, iam, s3, sns, sqs, sts};

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a service may be silent once it is asked.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// How long credentials may take: somebody may have to type the code of a second factor.
const CREDENTIALS_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a call may take in all, with its credentials and the whole reply.
const CALL_TIMEOUT: Duration = Duration::from_secs(120);

/// Where the SDK looks for an endpoint of S3's own.
const S3_ENDPOINT_URL: &str = "AWS_ENDPOINT_URL_S3";

/// The clients of one account in one Region.
#[derive(Debug)]
pub struct Clients {
    /// CloudTrail's.
    pub cloudtrail: cloudtrail::Client,
    /// CloudWatch's.
    pub cloudwatch: cloudwatch::Client,
    /// CloudWatch Logs'.
    pub cloudwatchlogs: cloudwatchlogs::Client,
    /// IAM's.
    pub iam: iam::Client,
    /// S3's.
    pub s3: s3::Client,
    /// SNS's.
    pub sns: sns::Client,
    /// SQS's.
    pub sqs: sqs::Client,
    /// STS's.
    pub sts: sts::Client,
    runtime: Runtime,
    region: String,
    endpoint_url: Option<String>,
    profile: Option<String>,
}

/// A service's client: `Builder` and `Client` are other types in each SDK crate.
macro_rules! client {
    ($service:ident, $protocol:ident, $config:expr, $rules:expr $(, $option:ident($value:expr))?) => {{
        let mut builder = $service::config::Builder::from($config)$(.$option($value))?;
        for interceptor in interceptors_for($rules, Protocol::$protocol) {
            builder.push_interceptor(interceptor);
        }
        $service::Client::from_conf(builder.build())
    }};
}

impl Clients {
    /// Clients of AWS, or of the endpoint that the settings or AWS's environment name. Nothing is sent yet, and credentials
    /// are asked for with the first call; only a search for the Region may reach out.
    ///
    /// # Errors
    ///
    /// [`SettingsFault`].
    pub fn connect(settings: &Settings) -> Result<Self, SettingsFault> {
        settings.region.as_deref().map_or(Ok(()), check_region)?;
        settings.endpoint_url.as_deref().map_or(Ok(()), check_endpoint_url)?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(SettingsFault::Runtime)?;
        let config = runtime.block_on(load(settings));
        let region = config.region().map(ToString::to_string);
        let region = region.ok_or_else(|| SettingsFault::NoRegion { profile: settings.profile.clone() })?;
        check_region(&region)?;
        config.endpoint_url().map_or(Ok(()), check_endpoint_url)?;
        Ok(Self::new(runtime, &config, region, settings.profile.clone(), None))
    }

    /// Clients that an account in memory answers, through the rules that the adapters' `mock` modules make. A call that no
    /// rule is there for is refused with the code `NotPrepared`.
    ///
    /// # Panics
    ///
    /// When the operating system gives no async runtime.
    #[must_use]
    pub fn mocked(region: &str, rules: &[Rule]) -> Self {
        Self::in_memory(region, in_memory(), Some(rules))
    }

    /// Clients over an HTTP client in memory. Their clock stands still and jumps whenever all wait for it, so that time-outs
    /// take no time; sockets do not go with that.
    ///
    /// # Panics
    ///
    /// When the operating system gives no async runtime.
    #[must_use]
    pub fn over_http(region: &str, http: SharedHttpClient) -> Self {
        Self::in_memory(region, http, None)
    }

    fn in_memory(region: &str, http: SharedHttpClient, rules: Option<&[Rule]>) -> Self {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        let credentials = Credentials::new("test", "test", None, None, "memory");
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .retry_config(RetryConfig::disabled())
            .timeout_config(time_outs())
            .http_client(http)
            .build();
        let runtime = runtime.expect("a runtime without sockets starts");
        Self::new(runtime, &config, region.to_owned(), None, rules)
    }

    fn new(
        runtime: Runtime,
        config: &SdkConfig,
        region: String,
        profile: Option<String>,
        rules: Option<&[Rule]>,
    ) -> Self {
        let endpoint_url = config.endpoint_url().map(str::to_owned);
        // Emulators serve all buckets under one host's name.
        let path_style = endpoint_url.is_some() || std::env::var_os(S3_ENDPOINT_URL).is_some();
        Self {
            cloudtrail: client!(cloudtrail, Json, config, rules),
            cloudwatch: client!(cloudwatch, Cbor, config, rules),
            cloudwatchlogs: client!(cloudwatchlogs, Json, config, rules),
            iam: client!(iam, Query, config, rules),
            s3: client!(s3, S3, config, rules, force_path_style(path_style)),
            sns: client!(sns, Query, config, rules),
            sqs: client!(sqs, Json, config, rules),
            sts: client!(sts, Query, config, rules),
            runtime,
            region,
            endpoint_url,
            profile,
        }
    }

    /// The Region that is called, wherever it was named.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The URL at which all services are called; `None` is AWS.
    #[must_use]
    pub fn endpoint_url(&self) -> Option<&str> {
        self.endpoint_url.as_deref()
    }

    /// Sends a call of the SDK and waits for what comes of it.
    ///
    /// # Errors
    ///
    /// The SDK's error as a [`Failure`], see [`Self::failure`].
    pub fn send<T, E>(&self, call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>) -> Result<T, Failure>
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        self.block_on(call).map_err(|error| self.failure(&error))
    }

    /// Waits for a future of the SDK. Not to be called from within an async runtime.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// An error of the SDK, told by whether the call can have happened, and by the service's code; never by its words.
    pub fn failure<E>(&self, error: &SdkError<E, HttpResponse>) -> Failure
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        let aws = format!("AWS in {}", self.region);
        failure(error, self.endpoint_url().unwrap_or(&aws), self.profile.as_deref())
    }
}

/// AWS's environment and files, overruled by the settings.
async fn load(settings: &Settings) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .retry_config(RetryConfig::disabled())
        .timeout_config(time_outs())
        .identity_cache(IdentityCache::lazy().load_timeout(CREDENTIALS_TIMEOUT).build());
    if let Some(profile) = &settings.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(url) = &settings.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    if let Some(key) = &settings.access_key {
        loader = loader.credentials_provider(Credentials::new(key, key, None, None, "settings"));
    }
    let config = loader.load().await;
    match &settings.profile {
        Some(profile) => with_profile(&config, profile),
        None => config,
    }
}

/// Takes the credentials of this profile and no others: the SDK would rather take those of the environment, while whoever
/// names a profile on the command line means it, as for AWS's own command line.
fn with_profile(config: &SdkConfig, profile: &str) -> SdkConfig {
    let surroundings = ProviderConfig::without_region()
        .with_region(config.region().cloned())
        .with_behavior_version(Some(BehaviorVersion::latest()));
    let provider = ProfileFileCredentialsProvider::builder().profile_name(profile).configure(&surroundings).build();
    config.clone().into_builder().credentials_provider(SharedCredentialsProvider::new(provider)).build()
}

fn time_outs() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .operation_timeout(CALL_TIMEOUT)
        .build()
}

fn interceptors_for(rules: Option<&[Rule]>, protocol: Protocol) -> Vec<SharedInterceptor> {
    rules.map(|rules| interceptors(rules, protocol)).unwrap_or_default()
}
