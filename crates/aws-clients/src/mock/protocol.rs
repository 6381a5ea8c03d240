//! How the services write that they refuse.

use aws_smithy_cbor::Encoder;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use http::StatusCode;
use serde_json::json;
use signalarm_cloud::Refusal;

/// The protocol of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Forms and XML: SNS, IAM and STS.
    Query,
    /// RPC v2 with CBOR: CloudWatch.
    Cbor,
    /// JSON 1.1: CloudWatch Logs and CloudTrail.
    Json,
    /// REST with XML: S3.
    S3,
}

impl Protocol {
    /// A refusal, as the service writes it.
    #[must_use]
    pub fn refusal(self, refusal: &Refusal) -> HttpResponse {
        let (code, message) = (refusal.code(), refusal.message());
        let status = StatusCode::from_u16(refusal.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
        let response = http::Response::builder().status(status);
        let response = match self {
            Self::Query => {
                let fault = if status.is_server_error() { "Receiver" } else { "Sender" };
                let error = format!(
                    "<ErrorResponse><Error><Type>{fault}</Type><Code>{}</Code><Message>{}</Message></Error>\
                     <RequestId>{REQUEST_ID}</RequestId></ErrorResponse>",
                    escaped(code),
                    escaped(&message)
                );
                response.header("content-type", "text/xml").body(SdkBody::from(error))
            }
            Self::S3 => {
                let error = format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{}</Code><Message>{}</Message>\
                     <RequestId>{REQUEST_ID}</RequestId></Error>",
                    escaped(code),
                    escaped(&message)
                );
                response.header("content-type", "application/xml").body(SdkBody::from(error))
            }
            Self::Json => {
                let error = json!({ "__type": code, "message": message });
                response.header("content-type", "application/x-amz-json-1.1").body(SdkBody::from(error.to_string()))
            }
            Self::Cbor => response
                .header("content-type", "application/cbor")
                .header("smithy-protocol", "rpc-v2-cbor")
                .header("x-amzn-query-error", format!("{code};Sender"))
                .body(SdkBody::from(cbor(code, &message))),
        };
        let response = response.expect("codes of errors are fit for a header");
        HttpResponse::try_from(response).expect("the response has text headers")
    }
}

/// The id of all requests in memory.
const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";

/// An error's shape and words.
fn cbor(code: &str, message: &str) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::new());
    encoder.begin_map();
    encoder.str("__type").str(&format!("com.amazonaws.cloudwatch#{code}"));
    encoder.str("message").str(message);
    encoder.end();
    encoder.into_writer()
}

/// A text of XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
