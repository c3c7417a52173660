//! One purchase: what was bought, how it is paid, and each correction.

use client::Side;
use domain::{access::Permission, events::SubjectKind, purchases::wire::PurchaseRecord};
use leptos::prelude::*;

use super::{correct::CorrectDialog, payment_dot};
use crate::{
    components::{FormState, Load, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    pages::{
        events::EventTimeline,
        parts::{id_in_address, or_dash},
    },
    routes,
    state::{use_go, use_session, use_toaster},
    ui::{
        Banner, Card, ConfirmDialog, Day, DescriptionList, Fact, Glyph, GuardedButton, Look, Money,
        PageHeader, SkeletonRows, Tone,
    },
};

fn facts(record: PurchaseRecord) -> AnyView {
    let PurchaseRecord { purchase, .. } = record;
    let kind = purchase.kind;
    let method = purchase.method;
    let order = match (purchase.order_id, purchase.order_number) {
        (Some(id), Some(number)) => view! {
            <a class="mono" href=routes::order(Side::Staff, id)>
                {number}
            </a>
        }
        .into_any(),
        _ => view! { <span class="muted">{t::purchases::by_hand}</span> }.into_any(),
    };
    let partner = match (purchase.partner_id, purchase.partner_name) {
        (Some(id), Some(name)) => view! { <a href=routes::partner(id)>{name}</a> }.into_any(),
        _ => or_dash(None),
    };
    let licenses = record.licenses.into_iter().map(|license| {
        view! {
            <a class="mono nowrap" href=routes::license(Side::Staff, license.id)>
                {license.number}
            </a>
            " "
        }
    });
    let licenses = licenses.collect_view();
    let share = record.profit_share.map(|share| share.to_string());
    let term = record.new_expires_on.map(|on| view! { <Day on/> }.into_any());
    view! {
        <Card title=t::purchases::what>
            <DescriptionList>
                <Fact label=t::purchases::customer>
                    <a href=routes::customer(purchase.customer_id)>{purchase.customer_name}</a>
                </Fact>
                <Fact label=t::purchases::kind>{move || kind.label(lang())}</Fact>
                <Fact label=t::purchases::purchased_on>
                    <Day on=purchase.purchased_on/>
                </Fact>
                <Fact label=t::purchases::sets>{purchase.sets}</Fact>
                <Fact label=t::purchases::amount>
                    <Money amount=purchase.amount currency=purchase.currency/>
                </Fact>
                <Fact label=t::purchases::payment_status>
                    {payment_dot(purchase.payment_status)}
                </Fact>
                <Fact label=t::purchases::method>
                    {move || method.map_or("—", |method| method.label(lang()))}
                </Fact>
                <Fact label=t::purchases::contract_number>{or_dash(purchase.contract_number)}</Fact>
                <Fact label=t::purchases::order>{order}</Fact>
                <Fact label=t::purchases::partner>{partner}</Fact>
                <Fact label=t::purchases::owner>{or_dash(purchase.owner_name)}</Fact>
                <Fact label=t::purchases::profit_share>{or_dash(share)}</Fact>
                <Fact label=t::purchases::new_end>{term.unwrap_or_else(|| or_dash(None))}</Fact>
                <Fact label=t::purchases::licenses wide=true>{licenses}</Fact>
                <Fact label=t::purchases::notes wide=true>{or_dash(record.notes)}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

/// Asks before what was recorded by hand is deleted.
fn delete(open: RwSignal<bool>, record: Signal<PurchaseRecord>) -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let close = move || {
        form.clear();
        open.set(false);
    };
    let confirm = move || {
        let (id, version) = untrack(|| (record.read().purchase.id, record.read().version));
        let client = session.client();
        let work = async move { client.delete_purchase(id, version).await };
        form.send(work, move |()| {
            toaster.success(t::purchases::deleted);
            go.to(routes::PURCHASES);
        });
    };
    view! {
        <ConfirmDialog
            open
            on_close=close
            on_confirm=confirm
            title=t::purchases::delete_title
            text=t::purchases::delete_text
            confirm=t::common::delete
            danger=true
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

fn body(record: Signal<PurchaseRecord>, load: Load<PurchaseRecord>) -> AnyView {
    let session = use_session();
    let seen = Memo::new(move |_| (record.read().purchase.id, record.read().version));
    let timeline = use_load(move |client| {
        let (id, _) = seen.get();
        async move { client.purchase_timeline(id).await }
    });
    let (correcting, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let why_not = move || session.why_not(Permission::PurchasesWrite);
    let not_deletable = move || {
        why_not().or_else(|| {
            record.read().facts().may_delete().err().map(|refusal| refusal.words(lang()))
        })
    };
    let actions = move || {
        view! {
            <GuardedButton
                label=t::common::delete
                icon=Glyph::Trash
                blocked=Signal::derive(not_deletable)
                on_press=move || deleting.set(true)
            />
            <GuardedButton
                label=t::purchases::correct
                icon=Glyph::Edit
                look=Look::Primary
                blocked=Signal::derive(why_not)
                on_press=move || correcting.set(true)
            />
        }
    };
    let title = move || {
        let record = record.read();
        let kind = record.purchase.kind.label(lang());
        format!("{} · {kind}", record.purchase.customer_name)
    };
    view! {
        <PageHeader
            title=Signal::derive(title)
            back=routes::PURCHASES
            back_label=t::purchases::title
            status=move || view! { {move || payment_dot(record.read().purchase.payment_status)} }
            actions
        />
        <div class="detail">
            <div class="detail__main">{move || facts(record.get())}</div>
            <div class="detail__side">
                <Card title=t::purchases::timeline>
                    <Loaded
                        load=timeline
                        view=move |events| view! {
                            <EventTimeline events of=SubjectKind::Purchase side=Side::Staff/>
                        }
                        skeleton=|| view! { <SkeletonRows rows=3/> }
                    />
                </Card>
            </div>
        </div>
        <CorrectDialog open=correcting record load/>
        {delete(deleting, record)}
    }
    .into_any()
}

/// One purchase.
#[component]
pub fn PurchasePage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.purchase(id).await }
    });
    view! { <Loaded load view=move |record| body(record, load)/> }.into_any()
}
