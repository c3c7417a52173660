//! Signing in and one's own account.

mod http;
pub mod password;
pub mod reset;
mod reset_http;
pub mod second_factor;
mod second_factor_http;
pub mod service;
pub mod tokens;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::sign_in_staff)
        .service(http::sign_in_partner)
        .service(http::refresh_session)
        .service(http::sign_out)
        .service(http::get_me)
        .service(http::change_me)
        .service(http::change_password)
        .service(reset_http::ask_for_reset)
        .service(reset_http::confirm_reset)
        .service(second_factor_http::get_second_factor)
        .service(second_factor_http::begin_second_factor)
        .service(second_factor_http::confirm_second_factor)
        .service(second_factor_http::disable_second_factor)
        .service(second_factor_http::reset_second_factor)
        .service(http::list_sessions)
        .service(http::sign_out_everywhere)
        .service(http::end_session);
}
