//! Invoices: the list, one of them with what can be done, the request, and what of an order is
//! invoiced. Staff and partners share the pages; what is offered follows the side.

mod actions;
mod card;
mod content;
mod detail;
mod edit;
mod file;
mod lines;
mod list;
mod red;
mod request;

use domain::invoices::{InvoiceStatus, RedConfirmation};
use leptos::prelude::*;

pub use self::{
    card::OrderInvoicesCard,
    detail::InvoicePage,
    list::{InvoiceListPage, partners},
    request::{RequestInvoicePage, customers},
};
use crate::{
    i18n::lang,
    ui::{StatusDot, Tone},
};

/// Where it stands: a word and a color; of a red letter that waits, how far the counterparty agreed.
pub fn invoice_dot(
    status: InvoiceStatus,
    confirmation: Option<RedConfirmation>,
    badge: bool,
) -> AnyView {
    let waits = confirmation.filter(|_| status == InvoiceStatus::Requested);
    let tone = match (status, waits) {
        (_, Some(RedConfirmation::Lapsed)) => Tone::Error,
        (InvoiceStatus::Requested, _) => Tone::Warning,
        (InvoiceStatus::Issued, _) => Tone::Brand,
        (InvoiceStatus::Delivered, _) => Tone::Success,
        (InvoiceStatus::Rejected, _) => Tone::Error,
        (InvoiceStatus::Cancelled | InvoiceStatus::Voided, _) => Tone::Neutral,
    };
    let label = Signal::derive(move || match waits {
        Some(confirmation) => {
            format!("{} · {}", status.label(lang()), confirmation.label(lang()))
        }
        None => status.label(lang()).to_owned(),
    });
    view! { <StatusDot tone label badge/> }.into_any()
}
