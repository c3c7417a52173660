//! Invoices 发票: requests, issuing, delivery, red letters, the title book, and what of an order is
//! invoiced.

mod file;
mod http;
mod ledger;
mod moves;
mod portal;
mod red;
mod service;
mod titles;
mod views;

pub use moves::walk;
pub use red::begin_red;
pub use service::{Seen, request};
pub use views::{open_orders, page};

use crate::http::Routes;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_invoices)
        .service(http::invoice_sums)
        .service(http::orders_to_invoice)
        .service(http::list_invoice_titles)
        .service(http::keep_invoice_title)
        .service(http::remove_invoice_title)
        .service(http::request_invoice)
        .service(http::get_invoice)
        .service(http::change_invoice)
        .service(http::move_invoice)
        .service(http::keep_invoice_file)
        .service(http::invoice_file)
        .service(http::begin_red_letter)
        .service(http::invoice_timeline)
        .service(http::order_invoicing)
        .service(portal::list_invoices_of_partner)
        .service(portal::orders_to_invoice_of_partner)
        .service(portal::list_invoice_titles_of_partner)
        .service(portal::request_invoice_of_partner)
        .service(portal::get_invoice_of_partner)
        .service(portal::cancel_invoice_of_partner)
        .service(portal::invoice_file_of_partner)
        .service(portal::invoice_timeline_of_partner)
        .service(portal::order_invoicing_of_partner);
}
