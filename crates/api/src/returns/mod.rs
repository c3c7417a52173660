//! Returns: asking for them, deciding, and what follows.

mod http;
pub mod service;

pub use service::views_of;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(http::request_return).service(http::approve_return).service(http::reject_return);
}
