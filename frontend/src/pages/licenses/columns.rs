//! The columns of every table of licenses: the list, a customer's, the home pages'.

use client::Side;
use domain::licenses::wire::LicenseRow;
use leptos::prelude::*;

use super::{LicenseStatusDot, Remaining};
use crate::{
    i18n::{lang, t},
    routes,
    ui::{CardCell, Column},
};

fn staff_href(license: &LicenseRow) -> String {
    routes::license(Side::Staff, &license.number)
}

fn portal_href(license: &LicenseRow) -> String {
    routes::license(Side::Portal, &license.number)
}

/// Where a license's row leads.
pub fn license_href(side: Side) -> fn(&LicenseRow) -> String {
    match side {
        Side::Staff => staff_href,
        Side::Portal => portal_href,
    }
}

/// One column each; pages put together what they need.
pub mod license_columns {
    use super::{
        CardCell, Column, IntoAny, LicenseRow, LicenseStatusDot, Remaining, lang, t, view,
    };
    use leptos::prelude::{ClassAttribute, ElementChild};

    pub fn number() -> Column<LicenseRow> {
        Column::new("number", t::licenses::number, |row: &LicenseRow| {
            view! { <span class="mono nowrap">{row.number.clone()}</span> }
        })
        .sorted_by("number")
        .on_card(CardCell::Title)
    }

    pub fn status() -> Column<LicenseRow> {
        Column::new("status", t::licenses::status, |row: &LicenseRow| {
            view! { <LicenseStatusDot status=row.status/> }
        })
        .on_card(CardCell::End)
    }

    pub fn product() -> Column<LicenseRow> {
        Column::new("product", t::licenses::product, |row: &LicenseRow| {
            let (zh, en) = (row.product_name_zh.clone(), row.product_name_en.clone());
            move || lang().pick(&*zh, &*en).to_owned()
        })
    }

    pub fn customer() -> Column<LicenseRow> {
        Column::new("customer", t::licenses::customer, |row: &LicenseRow| row.customer_name.clone())
            .on_card(CardCell::Wide)
    }

    pub fn partner() -> Column<LicenseRow> {
        Column::new("partner", t::licenses::partner, |row: &LicenseRow| {
            match row.partner_name.clone() {
                Some(name) => name.into_any(),
                None => view! { <span class="muted">{t::licenses::direct}</span> }.into_any(),
            }
        })
        .on_card(CardCell::Wide)
    }

    pub fn owner() -> Column<LicenseRow> {
        Column::new("owner", t::licenses::owner, |row: &LicenseRow| match row.owner_name.clone() {
            Some(name) => name.into_any(),
            None => view! { <span class="muted">{t::licenses::nobody}</span> }.into_any(),
        })
        .on_card(CardCell::Wide)
    }

    pub fn mode() -> Column<LicenseRow> {
        Column::new("mode", t::licenses::mode, |row: &LicenseRow| {
            let mode = row.activation_mode;
            move || mode.label(lang())
        })
    }

    pub fn term() -> Column<LicenseRow> {
        Column::new("term", t::licenses::term, |row: &LicenseRow| {
            match (row.starts_on, row.expires_on) {
                (Some(start), Some(end)) => view! {
                    <span class="cell-two time">
                        <span>{end.to_string()}</span>
                        <span class="cell-two__second">
                            {move || t::licenses::since(start)}
                        </span>
                    </span>
                }
                .into_any(),
                (None, Some(end)) => {
                    view! { <span class="time">{end.to_string()}</span> }.into_any()
                }
                _ => view! { <span class="muted">{t::licenses::term_open}</span> }.into_any(),
            }
        })
        .sorted_by("expires_on")
    }

    pub fn left() -> Column<LicenseRow> {
        Column::new("left", t::licenses::left, |row: &LicenseRow| {
            view! { <Remaining status=row.status expires_on=row.expires_on/> }
        })
    }
}
