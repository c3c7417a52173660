//! Sales reps: who sells, what they sold, and what they were to sell.

mod http;
pub(crate) mod performance;
mod performance_http;
pub(crate) mod service;
pub(crate) mod targets;
mod targets_http;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(performance_http::rank_sales_reps)
        .service(http::list_sales_reps)
        .service(http::create_sales_rep)
        .service(http::get_sales_rep)
        .service(http::change_sales_rep)
        .service(http::delete_sales_rep)
        .service(http::activate_sales_rep)
        .service(http::deactivate_sales_rep)
        .service(http::list_licenses_of_sales_rep)
        .service(performance_http::sales_rep_performance)
        .service(targets_http::list_targets)
        .service(targets_http::set_target)
        .service(targets_http::get_target)
        .service(targets_http::change_target)
        .service(targets_http::delete_target);
}
