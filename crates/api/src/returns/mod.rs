//! Returns: asking for them, deciding, and what follows.

mod http;
pub mod service;

pub use service::views_of;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config.service(http::request_return).service(http::approve_return).service(http::reject_return);
}
