//! Customers.

pub mod change;
mod http;
pub mod jobs;
mod merges;
mod pairs;
mod service;
pub mod standing;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    // Names before ids: «similar» is nobody's id.
    config
        .service(http::look_up_customers)
        .service(pairs::similar_customers)
        .service(pairs::list_duplicates)
        .service(pairs::dismiss_duplicate)
        .service(pairs::reopen_duplicate)
        .service(merges::http::get_merge)
        .service(merges::http::undo_merge)
        .service(http::list_customers)
        .service(http::create_customer)
        .service(http::get_customer)
        .service(http::replace_customer)
        .service(http::change_customer)
        .service(http::archive_customer)
        .service(http::restore_customer)
        .service(http::assign_customer)
        .service(http::customer_timeline)
        .service(merges::http::preview_merge)
        .service(merges::http::merge_customers)
        .service(merges::http::list_merges)
        .service(http::look_up_end_users);
}
