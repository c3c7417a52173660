//! Saved views of lists.

mod http;
pub mod service;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(http::list_views)
        .service(http::save_view)
        .service(http::choose_default_view)
        .service(http::change_view)
        .service(http::delete_view);
}
