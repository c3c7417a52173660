//! What was received for an order, on its page.

use domain::{access::Permission, id::OrderId, payments::wire::OrderReceipts};
use leptos::prelude::*;

use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    routes,
    state::use_session,
    ui::{Card, Day, DescriptionList, Fact, Money, SkeletonRows},
};

fn body(all: Signal<OrderReceipts>) -> AnyView {
    let session = use_session();
    let shown = move || {
        let all = all.get();
        let currency = all.currency;
        let may_open = session.may(Permission::PaymentsRead);
        let rows = all.receipts.into_iter().map(|one| {
            let method = one.method;
            let on = one.value_date;
            let day = if may_open {
                view! {
                    <a href=routes::payment(one.payment_id)>
                        <Day on/>
                    </a>
                }
                .into_any()
            } else {
                view! { <Day on/> }.into_any()
            };
            view! {
                <li class="row row--spread">
                    <span>{day} " " <span class="muted small">{move || method.label(lang())}</span></span>
                    <Money amount=one.amount currency/>
                </li>
            }
        });
        let rows = rows.collect_view();
        let fees = (all.fees != domain::money::Amount::ZERO).then(|| {
            view! {
                <Fact label=t::payments::fees>
                    <Money amount=all.fees currency/>
                </Fact>
            }
        });
        view! {
            <DescriptionList rows=true>
                <Fact label=t::payments::due>
                    <Money amount=all.due currency/>
                </Fact>
                <Fact label=t::payments::received>
                    <Money amount=all.received currency/>
                </Fact>
                {fees}
                <Fact label=t::payments::order_open>
                    <Money amount=all.open currency/>
                </Fact>
            </DescriptionList>
            <ul class="stack stack--tight board__cards">{rows}</ul>
        }
        .into_any()
    };
    view! { {shown} }.into_any()
}

/// The card; for orders that money is asked for.
pub fn receipts_card(id: OrderId) -> AnyView {
    let load = use_load(move |client| async move { client.order_receipts(id).await });
    view! {
        <Card title=t::payments::receipts>
            <Loaded load view=body skeleton=|| view! { <SkeletonRows rows=3/> }/>
        </Card>
    }
    .into_any()
}
