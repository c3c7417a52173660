//! One box that finds records of every kind.

mod http;
mod service;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(http::search).service(http::search_of_partner);
}
