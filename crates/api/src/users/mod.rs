//! Users, as administrators manage them.

mod http;
pub mod service;
mod sessions;

use crate::http::Routes;
use domain::access::Role;

/// The roles that decide about orders, and are told of what waits for them.
pub const APPROVERS: [Role; 2] = [Role::Admin, Role::CommercialOps];

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_users)
        .service(http::get_user)
        .service(http::create_user)
        .service(http::change_user)
        .service(http::set_password)
        .service(http::deactivate_user)
        .service(http::reactivate_user)
        .service(sessions::list_sessions_of_user)
        .service(sessions::end_sessions_of_user)
        .service(sessions::end_session_of_user);
}
