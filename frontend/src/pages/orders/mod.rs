//! Orders: the list, one order, the form, the approver's panel. The console and the portal use the
//! same pages with another `side`.

mod actions;
mod columns;
mod detail;
mod download;
mod facts;
mod form;
mod lines;
mod list;
mod once;
pub mod parts;
mod print;
mod progress;
mod returns;
mod review;
mod routing;
mod trace;

use domain::orders::OrderStatus;
use leptos::prelude::*;

pub use columns::{order_columns, order_href, short_order_columns};
pub use detail::OrderPage;
pub use form::OrderFormPage;
pub use list::{ApprovalListPage, OrderListPage};
pub use print::OrderPrintPage;
pub use routing::{PortalOrders, StaffOrders};
pub use trace::PriceTrace;

use crate::{
    i18n::lang,
    ui::{StatusDot, Tone},
};

/// What a status means for whoever looks at it.
pub const fn tone_of(status: OrderStatus) -> Tone {
    match status {
        OrderStatus::Draft | OrderStatus::Cancelled => Tone::Neutral,
        OrderStatus::Submitted => Tone::Warning,
        OrderStatus::Approved => Tone::Brand,
        OrderStatus::Rejected => Tone::Error,
        OrderStatus::Fulfilled => Tone::Success,
    }
}

/// The line, from 1, that a JSON pointer leads into.
pub fn line_of(pointer: &str) -> Option<usize> {
    let index: usize = pointer.strip_prefix("/lines/")?.split('/').next()?.parse().ok()?;
    Some(index + 1)
}

/// An order's status, in words and colour.
#[component]
pub fn OrderStatusDot(
    #[prop(into)] status: Signal<OrderStatus>,
    /// Plain, for lists.
    #[prop(optional)]
    plain: bool,
) -> impl IntoView {
    view! {
        <StatusDot
            tone=Signal::derive(move || tone_of(status.get()))
            label=Signal::derive(move || status.get().label(lang()).to_owned())
            badge=!plain
        />
    }
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn a_pointer_tells_its_line() {
        assert_eq!(line_of("/lines/0/end_user/contact_email"), Some(1));
        assert_eq!(line_of("/lines"), None);
        assert_eq!(line_of("/remark"), None);
    }
}
