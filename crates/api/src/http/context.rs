//! A request's id, language and log line; turns refusals into problems in the caller's language.

use std::time::Instant;

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest,
    body::{EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header::{ACCEPT_LANGUAGE, HeaderName, HeaderValue},
    middleware::Next,
};
use domain::Lang;
use futures_util::future::{Ready, ready};
use store::events::Origin;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::{app::App, error::ApiError};

/// What is known of a request before anybody looked at what it wants.
#[derive(Debug, Clone)]
pub struct RequestContext {
    pub request_id: String,
    pub lang: Lang,
}

impl RequestContext {
    /// Of this request; made up where no middleware ran.
    pub fn of(request: &HttpRequest) -> Self {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_else(|| Self { request_id: String::new(), lang: Lang::default() })
    }
}

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A caller's own id is kept where it is short and plain; anything else gets a new one.
fn request_id(request: &ServiceRequest) -> String {
    request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|id| (8..=64).contains(&id.len()))
        .filter(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .map_or_else(|| Uuid::now_v7().to_string(), str::to_owned)
}

/// The outermost middleware of the API: one span and one log line per request.
pub async fn track<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let started = Instant::now();
    let lang = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map(Lang::from_accept_language)
        .unwrap_or_default();
    let context = RequestContext { request_id: request_id(&request), lang };
    request.extensions_mut().insert(context.clone());
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let span = tracing::info_span!("request", id = %context.request_id, %method, path);

    let answered = next.call(request).instrument(span.clone()).await;
    let _entered = span.enter();
    let response = answered?;
    let pattern = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let mut response = in_words(response, &context, &path);
    if let Ok(id) = HeaderValue::from_str(&context.request_id) {
        response.headers_mut().insert(REQUEST_ID.clone(), id);
    }
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    metrics::counter!("http_requests_total", "method" => method.to_string(),
        "path" => pattern.clone(), "status" => status.to_string())
    .increment(1);
    metrics::histogram!("http_request_seconds", "path" => pattern).record(elapsed.as_secs_f64());
    tracing::info!(status, ms = elapsed.as_millis(), "answered");
    Ok(response)
}

/// An answer that an `ApiError` made of itself is made again with language and request id.
fn in_words<B: MessageBody>(
    response: ServiceResponse<B>,
    context: &RequestContext,
    path: &str,
) -> ServiceResponse<EitherBody<B>> {
    let worded = response
        .response()
        .error()
        .and_then(|error| error.as_error::<ApiError>())
        .map(|refusal| refusal.respond(context.lang, path, &context.request_id));
    match worded {
        Some(worded) => response.into_response(worded.map_into_right_body()),
        None => response.map_into_left_body(),
    }
}

tokio::task_local! {
    /// From where what happens now is caused; unset for what the system does by itself.
    static ORIGIN: Origin;
}

/// From where what happens now is caused.
pub fn origin() -> Origin {
    ORIGIN.try_with(Origin::clone).unwrap_or_default()
}

/// Says so for all that `work` does.
pub async fn caused_by<T>(origin: Origin, work: impl Future<Output = T>) -> T {
    ORIGIN.scope(origin, work).await
}

/// Where a request comes from: the peer, or what the proxy in front says it is.
pub fn client_address(app: &App, request: &HttpRequest) -> String {
    let address = if app.config.http.behind_proxy {
        request.connection_info().realip_remote_addr().map(str::to_owned)
    } else {
        request.peer_addr().map(|peer| peer.ip().to_string())
    };
    // A forwarded address is a stranger's text.
    address.unwrap_or_default().chars().take(64).collect()
}

/// Where a request comes from, for handlers that keep it.
#[derive(Debug, Clone)]
pub struct ClientAddress(pub String);

impl FromRequest for ClientAddress {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(client_address(&App::of(request), request))))
    }
}
