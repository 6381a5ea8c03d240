//! HTTP without a network: what no rule answers is refused by name, and what was not sent fails as a connection does.

use std::fmt::Debug;

use aws_smithy_mocks::{MockResponseInterceptor, Rule, RuleMode, create_mock_http_client};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use signalarm_cloud::Refusal;

use super::protocol::Protocol;

/// The status with which the mocks' HTTP client answers where no rule has a response; it is also on every response that a
/// typed output takes the place of.
const NO_RESPONSE: u16 = 418;
/// The status of a reply that got lost, as a load balancer would say it.
const LOST: u16 = 504;
/// Marks a response that stands for none: the request was not sent, for the reason in its body.
const NOT_SENT: &str = "x-not-sent";

/// The response that tells nothing but that there is none.
pub(super) fn lost() -> HttpResponse {
    response(LOST, SdkBody::empty())
}

/// The response that stands for a request which was not sent.
pub(super) fn not_sent(why: &str) -> HttpResponse {
    let mut response = response(NO_RESPONSE, SdkBody::from(why));
    response.headers_mut().insert(NOT_SENT, "true");
    response
}

fn response(status: u16, body: SdkBody) -> HttpResponse {
    HttpResponse::new(StatusCode::try_from(status).expect("a status has three digits"), body)
}

/// The interceptors of one service's client: the rules, and what answers where there is none.
pub(crate) fn interceptors(rules: &[Rule], protocol: Protocol) -> Vec<SharedInterceptor> {
    let mocks = MockResponseInterceptor::new().rule_mode(RuleMode::MatchAny).allow_passthrough();
    let mocks = rules.iter().fold(mocks, MockResponseInterceptor::with_rule);
    vec![SharedInterceptor::new(mocks), SharedInterceptor::new(Unprepared(protocol))]
}

/// The HTTP client under the rules.
pub(crate) fn in_memory() -> SharedHttpClient {
    SharedHttpClient::new(InMemory(create_mock_http_client()))
}

/// Refuses what no rule has answered.
#[derive(Debug)]
struct Unprepared(Protocol);

impl Intercept for Unprepared {
    fn name(&self) -> &'static str {
        "Unprepared"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if context.response().status().as_u16() == NO_RESPONSE {
            let operation = config.load::<Metadata>().map(Metadata::name).unwrap_or_default();
            let message = format!("no rule answers {operation}");
            *context.response_mut() = self.0.refusal(&Refusal::service("NotPrepared", 400, message));
        }
        Ok(())
    }
}

/// The mocks' HTTP client, which alone cannot fail.
#[derive(Debug)]
struct InMemory(SharedHttpClient);

impl HttpClient for InMemory {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector(self.0.http_connector(settings, components)))
    }
}

#[derive(Debug)]
struct Connector(SharedHttpConnector);

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let response = self.0.call(request);
        HttpConnectorFuture::new(async move {
            let response = response.await?;
            if response.headers().contains_key(NOT_SENT) {
                let why = response.body().bytes().map(String::from_utf8_lossy).unwrap_or_default();
                return Err(ConnectorError::other(why.into_owned().into(), None));
            }
            Ok(response)
        })
    }
}
