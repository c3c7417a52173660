//! Partner organisations.

mod http;
mod service;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(http::get_own_partner)
        .service(http::change_own_partner)
        .service(http::list_partners)
        .service(http::get_partner)
        .service(http::create_partner)
        .service(http::change_partner)
        .service(http::approve_partner)
        .service(http::suspend_partner);
}
