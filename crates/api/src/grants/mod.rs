//! Permissions that somebody has for a while.

mod http;
pub mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_grants_of_user)
        .service(http::grant_permission)
        .service(http::revoke_grant);
}
