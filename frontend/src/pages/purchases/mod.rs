//! Purchases: what was bought, what of it is paid, and what that comes to by month.

mod correct;
mod detail;
mod list;
mod people;
mod record;
mod revenue;

use domain::licenses::wire::PaymentStatus;
use leptos::prelude::*;

pub use self::{
    detail::PurchasePage, list::PurchaseListPage, people::owners, record::RecordPurchasePage,
    revenue::RevenuePage,
};
use crate::{
    i18n::lang,
    ui::{StatusDot, Tone},
};

/// How far it is paid: a word and a color.
pub fn payment_dot(status: PaymentStatus) -> AnyView {
    let tone = match status {
        PaymentStatus::Pending => Tone::Warning,
        PaymentStatus::PartiallyPaid => Tone::Brand,
        PaymentStatus::Paid => Tone::Success,
        PaymentStatus::Refunded | PaymentStatus::Cancelled => Tone::Neutral,
    };
    let label = Signal::derive(move || status.label(lang()).to_owned());
    view! { <StatusDot tone label/> }.into_any()
}
