//! Customers.

pub mod change;
mod http;
mod service;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::look_up_customers)
        .service(http::list_customers)
        .service(http::get_customer)
        .service(http::change_customer)
        .service(http::customer_timeline)
        .service(http::look_up_end_users);
}
