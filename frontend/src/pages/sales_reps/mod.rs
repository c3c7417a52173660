//! Sales reps: who sells, what they sold beside others, and what they were to sell. What is shown
//! of a performance is shown of resellers, too.

mod detail;
mod form;
mod list;
mod performance;
mod ranking;
mod targets;

use client::Side;
use domain::licenses::wire::LicenseRow;
use leptos::prelude::*;

pub use self::{
    detail::SalesRepPage,
    list::SalesRepListPage,
    performance::{Asked, figures, periods, spans},
    ranking::SalesPerformancePage,
};

use super::licenses::{license_columns as column, license_href};
use crate::{
    i18n::t,
    ui::{DataTable, EmptyState, Glyph},
};

/// Some licenses, on a card of their own.
pub fn license_short_list(items: Vec<LicenseRow>) -> AnyView {
    if items.is_empty() {
        return view! { <EmptyState glyph=Glyph::Key title=t::sales::no_licenses/> }.into_any();
    }
    let columns = vec![column::number(), column::status(), column::customer(), column::term()];
    view! {
        <DataTable
            label=t::licenses::title
            columns
            rows=Signal::stored(items)
            id=|row| row.id.to_string()
            href=Some(license_href(Side::Staff))
        />
    }
    .into_any()
}
