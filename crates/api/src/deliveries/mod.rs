//! Mails on their way.

mod http;
pub mod jobs;
pub mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config.service(http::list_deliveries).service(http::get_delivery).service(http::retry_delivery);
}
