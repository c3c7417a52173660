//! One box that finds records of every kind.

mod http;
mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config.service(http::search).service(http::search_of_partner);
}
