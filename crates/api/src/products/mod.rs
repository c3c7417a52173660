//! Products and prices.

mod http;
pub mod service;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(http::get_catalogue)
        .service(http::quote)
        .service(http::get_catalogue_of_partner)
        .service(http::quote_of_partner);
}
