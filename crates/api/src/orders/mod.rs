//! Orders: placing, submitting, deciding.

mod acceptance;
pub mod approval;
mod form;
mod http;
mod portal;
mod references;
mod review;
pub mod service;
mod sheet;
pub mod standing;
mod views;

pub use acceptance::content_hash;
pub use approval::recipient;
pub use references::check_partner;
pub use service::{new_order, order_event};
pub use views::totals;

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_orders)
        .service(http::place_order)
        .service(sheet::http::read_order_lines)
        .service(sheet::http::order_line_template)
        .service(http::licenses_for_lines)
        .service(http::get_order)
        .service(http::change_order)
        .service(http::submit_order)
        .service(http::cancel_order)
        .service(http::clone_order)
        .service(http::order_timeline)
        .service(http::order_form)
        .service(http::print_order)
        .service(portal::list_orders_of_partner)
        .service(portal::place_order_of_partner)
        .service(sheet::http::read_order_lines_of_partner)
        .service(sheet::http::order_line_template_of_partner)
        .service(portal::licenses_for_lines_of_partner)
        .service(portal::get_order_of_partner)
        .service(portal::change_order_of_partner)
        .service(portal::submit_order_of_partner)
        .service(portal::cancel_order_of_partner)
        .service(portal::clone_order_of_partner)
        .service(portal::order_timeline_of_partner)
        .service(portal::order_form_of_partner)
        .service(portal::print_order_of_partner)
        .service(http::approve_order)
        .service(http::reject_order)
        .service(http::review_order);
}
