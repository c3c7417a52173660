//! Licenses: issuing, showing, activating.

pub mod activation;
pub mod change;
pub mod direct;
pub mod edit;
pub mod http;
pub mod issue;
pub mod keys;
pub mod life;
mod past;
mod renewals;
pub mod service;
pub mod transfer;

pub use life::owner;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_licenses)
        .service(http::create_license)
        .service(life::http::list_license_owners)
        .service(life::http::list_renewals)
        .service(http::get_license)
        .service(http::replace_license)
        .service(http::change_license)
        .service(http::take_back_license)
        .service(http::license_timeline)
        .service(http::license_as_of)
        .service(http::list_licenses_of_partner)
        .service(http::get_license_of_partner)
        .service(http::license_timeline_of_partner)
        .service(http::show_license_key)
        .service(http::resend_license)
        .service(http::record_activation)
        .service(http::transfer_license)
        .service(http::change_activation_mode)
        .service(http::list_activation_changes)
        .service(life::http::suspend_license)
        .service(life::http::resume_license)
        .service(life::http::terminate_license)
        .service(life::http::extend_license)
        .service(life::http::assign_license)
        .service(life::http::change_licenses)
        .service(http::activate);
}
