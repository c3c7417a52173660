//! Products and prices.

mod http;
pub mod list;
mod list_http;
pub mod rules;
mod rules_http;
pub mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::get_catalogue)
        .service(http::quote)
        .service(http::get_catalogue_of_partner)
        .service(http::quote_of_partner)
        .service(list_http::get_price_list)
        .service(list_http::get_product)
        .service(list_http::create_product)
        .service(list_http::change_product)
        .service(list_http::set_price)
        .service(list_http::change_price)
        .service(list_http::end_price)
        .service(list_http::remove_price)
        .service(rules_http::list_price_rules)
        .service(rules_http::create_price_rule)
        .service(rules_http::change_price_rule)
        .service(rules_http::end_price_rule)
        .service(rules_http::remove_price_rule);
}
