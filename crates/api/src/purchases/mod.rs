//! Purchases: what was bought, what of it is paid, and corrections that leave a trace.

mod http;
pub(crate) mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::purchase_stats)
        .service(http::list_purchases)
        .service(http::record_purchase)
        .service(http::get_purchase)
        .service(http::purchase_timeline)
        .service(http::correct_purchase)
        .service(http::delete_purchase);
}
