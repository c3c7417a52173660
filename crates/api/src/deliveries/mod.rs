//! Mails on their way.

mod http;
pub mod jobs;
pub mod service;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(http::list_deliveries).service(http::get_delivery).service(http::retry_delivery);
}
