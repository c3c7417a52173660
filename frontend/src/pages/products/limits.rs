//! Who may take off how much by hand: the price policy, read out.

use domain::{access::Role, orders::manual_discount_limit};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    state::use_session,
    ui::{Card, TableFrame, Tag, Tone},
};

/// Roles that place or decide orders, with their limit.
fn limits() -> Vec<(Role, domain::money::BasisPoints)> {
    Role::ALL.iter().map(|role| (*role, manual_discount_limit(*role))).collect()
}

/// Every role's limit; one's own is marked.
#[component]
pub fn LimitTable() -> impl IntoView {
    let session = use_session();
    let row = move |(role, limit): (Role, domain::money::BasisPoints)| {
        let is_mine = move || session.me().is_some_and(|me| me.role == role);
        let words = move || {
            if limit.0 == 0 {
                t::products::nothing_by_hand.get().to_owned()
            } else {
                t::products::up_to(limit)
            }
        };
        view! {
            <tr>
                <th scope="row">
                    <span class="row">
                        {move || role.label(lang())}
                        {move || {
                            is_mine()
                                .then(|| view! { <Tag tone=Tone::Brand label=t::products::you/> })
                        }}
                    </span>
                </th>
                <td class="num">{words}</td>
            </tr>
        }
    };
    view! {
        <Card title=t::products::limits note=t::products::limits_text flush=true>
            <TableFrame label=t::products::limits>
                <thead>
                    <tr>
                        <th scope="col">{t::products::role}</th>
                        <th scope="col" class="num">
                            {t::products::by_hand}
                        </th>
                    </tr>
                </thead>
                <tbody>{limits().into_iter().map(row).collect_view()}</tbody>
            </TableFrame>
        </Card>
    }
    .into_any()
}
