//! Resellers: partners that sell to customers of their own. What is kept of them is the partner's.

mod http;
pub(crate) mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_resellers)
        .service(http::create_reseller)
        .service(http::get_reseller)
        .service(http::change_reseller)
        .service(http::delete_reseller)
        .service(http::list_licenses_of_reseller)
        .service(http::reseller_performance)
        .service(http::reseller_statement);
}
