//! The audit log.

mod http;
mod record;

pub use record::{Record, record};

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config.service(http::list_events);
}
