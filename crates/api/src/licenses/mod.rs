//! Licenses: issuing, showing, activating.

pub mod activation;
pub mod change;
pub mod http;
pub mod issue;
pub mod keys;
pub mod service;
pub mod transfer;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_licenses)
        .service(http::get_license)
        .service(http::license_timeline)
        .service(http::list_licenses_of_partner)
        .service(http::get_license_of_partner)
        .service(http::license_timeline_of_partner)
        .service(http::show_license_key)
        .service(http::resend_license)
        .service(http::record_activation)
        .service(http::transfer_license)
        .service(http::change_activation_mode)
        .service(http::list_activation_changes)
        .service(http::activate);
}
