//! Usage: reported by installations, brought as a file or entered by hand; shown beside what was
//! bought, and made up for by an order.

pub mod http;
pub mod installations;
pub mod jws;
mod recording;
mod reports;
mod service;
mod true_up;

#[cfg(test)]
mod tests;

pub use self::{
    recording::record,
    reports::{license_of, report},
};
use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::license_usage)
        .service(http::license_usage_of_partner)
        .service(http::record_usage)
        .service(http::register_installation)
        .service(http::true_up)
        .service(http::report_usage);
}
