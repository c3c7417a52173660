//! API keys: of staff for their own programs, of partner organisations for theirs.

mod http;
pub mod service;
mod token;

use utoipa_actix_web::service_config::ServiceConfig;

pub use token::ApiToken;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(http::list_api_keys)
        .service(http::create_api_key)
        .service(http::revoke_api_key)
        .service(http::list_api_keys_of_partner)
        .service(http::create_api_key_of_partner)
        .service(http::revoke_api_key_of_partner);
}
