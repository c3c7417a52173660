//! Permissions that somebody has for a while.

mod http;
pub mod service;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(http::list_grants_of_user)
        .service(http::grant_permission)
        .service(http::revoke_grant);
}
