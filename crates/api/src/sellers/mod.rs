//! Our own companies and the order terms.

mod http;
mod service;

pub use service::hash_of;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_sellers)
        .service(http::change_seller)
        .service(http::list_terms)
        .service(http::publish_terms);
}
