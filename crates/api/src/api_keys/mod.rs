//! API keys: of staff for their own programs, of partner organisations for theirs.

mod http;
pub mod service;
mod token;

use crate::http::Routes;

pub use token::ApiToken;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_api_keys)
        .service(http::create_api_key)
        .service(http::revoke_api_key)
        .service(http::list_api_keys_of_partner)
        .service(http::create_api_key_of_partner)
        .service(http::revoke_api_key_of_partner);
}
