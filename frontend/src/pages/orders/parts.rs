//! What a line on licenses means for each of them: term, limits and money, before and after.

use client::Side;
use domain::{money::Currency, products::pricing::PricedPart};
use leptos::prelude::*;

use crate::{
    i18n::t,
    routes,
    ui::{Glyph, Icon, Money, TableFrame},
};

/// `0` is unlimited.
pub fn limit(count: u32) -> String {
    if count == 0 { t::orders::unlimited.get().to_owned() } else { count.to_string() }
}

/// A value that changes, or stays.
fn change(old: String, new: String) -> AnyView {
    if old == new {
        return view! { <span>{new}</span> }.into_any();
    }
    view! {
        <span class="change">
            <span class="change__old">{old}</span>
            <Icon glyph=Glyph::ArrowRight/>
            <strong>{new}</strong>
        </span>
    }
    .into_any()
}

fn limits(part: &PricedPart) -> AnyView {
    let PricedPart { old_workspaces, new_workspaces, old_users, new_users, .. } = *part;
    view! {
        <div class="nowrap">
            <span class="muted">{t::orders::limit_workspaces}</span>
            " "
            {move || change(limit(old_workspaces), limit(new_workspaces))}
        </div>
        <div class="nowrap">
            <span class="muted">{t::orders::limit_users}</span>
            " "
            {move || change(limit(old_users), limit(new_users))}
        </div>
    }
    .into_any()
}

fn row(side: Side, currency: Currency, part: &PricedPart) -> AnyView {
    let credit = (part.credit != domain::money::Amount::ZERO).then(|| {
        let (value, credit) = (part.value.display(currency), part.credit.display(currency));
        view! { <div class="muted small">{move || t::orders::less_credit(&value, &credit)}</div> }
    });
    view! {
        <tr>
            <td>
                <a class="mono" href=routes::license(side, &part.number)>
                    {part.number.clone()}
                </a>
            </td>
            <td>{change(part.old_expires_on.to_string(), part.new_expires_on.to_string())}</td>
            <td>{limits(part)}</td>
            <td class="num">
                <Money amount=part.gross currency/>
                {credit}
            </td>
        </tr>
    }
    .into_any()
}

/// License by license.
#[component]
pub fn PartsTable(
    side: Side,
    parts: Vec<PricedPart>,
    #[prop(optional)] currency: Currency,
) -> impl IntoView {
    view! {
        <TableFrame label=t::orders::parts>
            <thead>
                <tr>
                    <th scope="col">{t::orders::license}</th>
                    <th scope="col">{t::orders::expiry_becomes}</th>
                    <th scope="col">{t::orders::limits_become}</th>
                    <th scope="col" class="num">
                        {t::orders::gross}
                    </th>
                </tr>
            </thead>
            <tbody data-testid="parts">
                {parts.iter().map(|part| row(side, currency, part)).collect_view()}
            </tbody>
        </TableFrame>
    }
    .into_any()
}
