//! The order form: new, or a draft or rejected order taken up again; for partners, and for staff on
//! a customer's behalf.

mod autosave;
mod change;
mod conflict;
mod context;
mod end_user;
mod header;
mod licenses;
mod line;
mod lines;
mod model;
mod price;
mod sets;
mod sheet;
mod submit;
mod summary;
mod terms;

use client::{Client, ClientResult, Side};
use domain::{
    access::Permission,
    id::LicenseId,
    licenses::LicenseStanding,
    orders::{
        LineKind, OrderStatus,
        wire::{MOST_NAMED, OrderView, StandingQuery},
    },
    partners::wire::PartnerView,
    products::wire::Catalogue,
};
use leptos::{ev, prelude::*};
use leptos_router::hooks::{use_location, use_params_map, use_query_map};

pub use self::summary::TotalsView;
use self::{
    autosave::{AutoSave, Saving, Unsaved, place},
    conflict::ConflictDialog,
    context::{FormContext, fresh_line},
    header::{HeaderFields, fetch_partner},
    lines::Lines,
    model::{BUYER_DIRECT, BUYER_PARTNER, OrderForm},
    submit::{Submission, lead_to_the_first_fault},
    summary::{SavingNote, Summary, SummaryBar},
};
use crate::{
    components::{Loaded, Permitted, UnsavedGuard, use_load},
    i18n::{lang, t},
    pages::orders::OrderStatusDot,
    routes,
    state::use_session,
    ui::{
        Banner, Button, ButtonLink, ComboOption, ConfirmDialog, EmptyState, Glyph, Look,
        PageHeader, Tone,
    },
};

/// Everything the form needs before it can be drawn.
#[derive(Clone)]
struct Needed {
    catalogue: Catalogue,
    order: Option<OrderView>,
    partner: Option<PartnerView>,
    wanted: Option<Wanted>,
}

/// What a page that led here wants: lines of a kind on licenses.
#[derive(Clone)]
struct Wanted {
    kind: LineKind,
    licenses: Vec<LicenseStanding>,
    /// Through whom it was sold, where staff ask.
    partner: Option<PartnerView>,
}

/// The licenses of one line each: of one customer and one product.
fn alike(licenses: &[LicenseStanding]) -> Vec<Vec<&LicenseStanding>> {
    let mut lines: Vec<Vec<&LicenseStanding>> = Vec::new();
    for license in licenses {
        let is_alike = |other: &LicenseStanding| {
            (other.customer_id, other.product_id) == (license.customer_id, license.product_id)
        };
        match lines.iter_mut().find(|line| line.first().is_some_and(|first| is_alike(first))) {
            Some(line) => line.push(license),
            None => lines.push(vec![license]),
        }
    }
    lines
}

async fn fetch_wanted(
    client: &Client,
    side: Side,
    (kind, license): (LineKind, Vec<LicenseId>),
) -> ClientResult<Option<Wanted>> {
    let query = StandingQuery { license, ..StandingQuery::default() };
    let licenses = client.licenses_for_lines(side, &query).await?;
    let Some(first) = licenses.first() else { return Ok(None) };
    let partner = match (side, first.partner_id) {
        (Side::Staff, Some(id)) => Some(client.partner(id).await?),
        _ => None,
    };
    Ok(Some(Wanted { kind, licenses, partner }))
}

async fn fetch(
    client: Client,
    side: Side,
    number: Option<String>,
    wanted: Option<(LineKind, Vec<LicenseId>)>,
) -> ClientResult<Needed> {
    let catalogue = client.catalogue(side).await?;
    let order = match number {
        Some(number) => Some(client.order(side, &number).await?),
        None => None,
    };
    let partner = match side {
        // Only for the warning about the agreement; the server decides.
        Side::Portal => client.own_partner().await.ok(),
        Side::Staff => None,
    };
    let wanted = match wanted.filter(|_| order.is_none()) {
        Some(wanted) => fetch_wanted(&client, side, wanted).await?,
        None => None,
    };
    Ok(Needed { catalogue, order, partner, wanted })
}

/// `…/orders/new` and `…/orders/{number}/edit`.
#[component]
pub fn OrderFormPage(side: Side) -> impl IntoView {
    let params = use_params_map();
    let number = Memo::new(move |_| params.read().get("id"));
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        let query = query.read();
        let named = query.get("license")?;
        let licenses: Vec<LicenseId> =
            named.split(',').take(MOST_NAMED).filter_map(|id| id.parse().ok()).collect();
        Some((query.get("kind")?.parse().ok()?, licenses)).filter(|(_, named)| !named.is_empty())
    });
    let needed = use_load(move |client| fetch(client, side, number.get(), wanted.get()));
    let needs = match side {
        Side::Staff => Permission::OrdersPlace,
        Side::Portal => Permission::PartnerOrders,
    };
    // Pressing «new order» on a new order that is a draft by now means another one.
    let turn = RwSignal::new(0_u32);
    let again = window_event_listener(ev::click, move |event| {
        if number.read_untracked().is_none() && leads_to(&event, routes::new_order(side)) {
            turn.update(|turn| *turn += 1);
            // The router thinks that it is there already.
            name_the_page(routes::new_order(side), true);
        }
    });
    on_cleanup(move || again.remove());
    view! {
        <Permitted needs>
            {move || {
                turn.track();
                view! { <Loaded load=needed view=move |needed| drawn(side, needed)/> }
            }}
        </Permitted>
    }
    .into_any()
}

/// Another address for the page as it stands, which the router need not know about.
fn name_the_page(path: &str, push: bool) {
    let Ok(history) = window().history() else { return };
    let state = history.state().unwrap_or_default();
    if window().location().pathname().is_ok_and(|here| here == path) {
        return;
    }
    let _ = if push {
        history.push_state_with_url(&state, "", Some(path))
    } else {
        history.replace_state_with_url(&state, "", Some(path))
    };
}

fn leads_to(event: &web_sys::MouseEvent, path: &str) -> bool {
    use wasm_bindgen::JsCast as _;

    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
    link.and_then(|link| link.get_attribute("href")).is_some_and(|href| href == path)
}

/// The form for one order; another one is drawn when the address changes to it.
fn drawn(side: Side, needed: Signal<Needed>) -> AnyView {
    let which = Memo::new(move |_| needed.read().order.as_ref().map(|order| order.id));
    view! {
        {move || {
            which.track();
            let needed = needed.get_untracked();
            match &needed.order {
                Some(order) if !order.status.is_editable() => settled(side, order),
                _ => view! { <Body side needed/> }.into_any(),
            }
        }}
    }
    .into_any()
}

/// Not to be edited any more.
fn settled(side: Side, order: &OrderView) -> AnyView {
    let refused = order.facts().allows_edit().err();
    let title = move || refused.as_ref().map(|refusal| refusal.words(lang())).unwrap_or_default();
    let (number, href) = (order.number.clone(), routes::order(side, &order.number));
    view! {
        <PageHeader
            title=number
            back=routes::orders(side)
            back_label=t::orders::title
        />
        <EmptyState glyph=Glyph::Lock title=Signal::derive(title)>
            <ButtonLink
                label=t::orders::view_order
                href=href
                look=Look::Primary
            />
        </EmptyState>
    }
    .into_any()
}

/// Makes the form's state: from the order, from what was typed and never saved, or empty.
fn prepare(side: Side, needed: &Needed) -> (FormContext, Option<Unsaved>) {
    let session = use_session();
    let form = OrderForm::new();
    let order = needed.order.as_ref();
    if let Some(order) = order {
        form.show(&order.content());
    } else {
        let groups = needed.wanted.iter().flat_map(|wanted| alike(&wanted.licenses));
        for group in groups.map(Some).chain(needed.wanted.is_none().then_some(None)) {
            let line = form.add(&fresh_line(untrack(lang)));
            let (Some(line), Some(wanted)) = (line, needed.wanted.as_ref()) else { continue };
            line.become_kind(wanted.kind);
            group.into_iter().flatten().for_each(|license| licenses::take(line, license));
        }
    }
    if let Some(wanted) = needed.wanted.as_ref().filter(|_| side == Side::Staff) {
        let partner = wanted.partner.as_ref();
        form.buyer.set(if partner.is_some() { BUYER_PARTNER } else { BUYER_DIRECT }.to_owned());
        form.partner.set(partner.map(|one| ComboOption::new(one.id.to_string(), &*one.name)));
    }
    if let Some(order) = order.filter(|_| side == Side::Staff) {
        let partner = order.partner.as_ref();
        form.buyer.set(if partner.is_some() { BUYER_PARTNER } else { BUYER_DIRECT }.to_owned());
        form.partner.set(partner.map(|one| ComboOption::new(one.id.to_string(), &*one.name)));
    }
    // What the form makes of it, so that opening alone changes nothing; but who asked for a line
    // on a license has begun.
    let saved = match needed.wanted {
        Some(_) => domain::orders::wire::OrderContent::default(),
        None => untrack(|| form.content()),
    };
    let user =
        untrack(|| session.user()).unwrap_or_else(|| domain::Id::from_uuid(uuid::Uuid::nil()));
    let draft = AutoSave::new(side, session.client(), user, order, saved);
    let place = place(user, order.map(|order| &*order.number));
    let unsaved = place.load::<Unsaved>().filter(|unsaved| {
        // A new order that staff had not addressed yet was never saved, and starts anew.
        order.is_some() || side == Side::Portal || unsaved.content.partner_id.is_none()
    });
    // Who comes for one license does not want yesterday's draft.
    let unsaved = unsaved.filter(|_| needed.wanted.is_none());
    let standings = order.iter().flat_map(|order| &order.lines).flat_map(|line| &line.standings);
    let standings = standings.chain(needed.wanted.iter().flat_map(|wanted| &wanted.licenses));
    let context = FormContext::new(
        side,
        session,
        form,
        draft,
        needed.catalogue.clone(),
        needed.partner.clone(),
        standings.cloned().collect(),
    );
    (context, unsaved)
}

#[component]
fn Body(side: Side, needed: Needed) -> impl IntoView {
    let (context, unsaved) = prepare(side, &needed);
    provide_context(context);
    let submission = Submission::new(context);
    let (form, draft) = (context.form(), context.draft);
    let restored = RwSignal::new(unsaved.is_some());
    if let Some(unsaved) = unsaved {
        form.show(&unsaved.content);
        if let Some(version) = unsaved.version {
            draft.continue_from(version);
        }
    }
    fetch_partner(context);
    licenses::look_up_unknown(context);

    Effect::new(move || {
        let content = context.content.get();
        if context.is_addressed() {
            draft.typed(content);
        }
    });
    // The address names the draft from its first save on; the page stays as it is.
    Effect::new(move || {
        let Some(number) = draft.number.get() else { return };
        name_the_page(&routes::edit_order(side, number), false);
    });
    if use_location().hash.read_untracked().contains("submit") {
        context.attempted.set(true);
        lead_to_the_first_fault();
    }
    on_cleanup(move || draft.leave());

    let unload = window_event_listener(ev::beforeunload, move |event| {
        if !draft.is_clean() {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let stuck = Signal::derive(move || {
        matches!(&*draft.saving.read(), Saving::Failed(_) | Saving::Unfit | Saving::Conflicting)
    });
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            submission.press();
        }
    };
    let before = needed.order.as_ref().map(OrderView::content);
    let start_over = move || {
        draft.give_up();
        restored.set(false);
        if let Some(before) = &before {
            form.show(before);
        } else {
            form.show(&domain::orders::wire::OrderContent::default());
            form.add(&fresh_line(untrack(lang)));
        }
    };
    let start_over = StoredValue::new(start_over);
    let restored_note = move || {
        restored.get().then(|| {
            let action = move || {
                view! {
                    <Button
                        label=t::orders::restored_discard
                        small=true
                        on_press=move || start_over.with_value(|start_over| start_over())
                    />
                }
            };
            view! { <Banner action>{t::orders::restored}</Banner> }
        })
    };
    let head = head(context, needed.order.as_ref());
    view! {
        {head}
        <div class="order-form detail" on:keydown=keys>
            <div class="detail__main">
                {restored_note}
                <HeaderFields/>
                <Lines/>
            </div>
            <div class="detail__side detail__side--sticky">
                <Summary submission/>
            </div>
        </div>
        <SummaryBar submission/>
        <ConflictDialog/>
        <PriceDialog submission/>
        <UnsavedGuard dirty=stuck/>
    }
    .into_any()
}

/// Number, status, whether it is saved; and why it came back, if it did.
fn head(context: FormContext, order: Option<&OrderView>) -> AnyView {
    let side = context.side;
    let number = context.draft.number;
    let status = order.map(|order| order.status).unwrap_or_default();
    let reason = order
        .filter(|order| order.status == OrderStatus::Rejected)
        .and_then(|order| order.reason.clone());
    let title = move || match &*number.read() {
        Some(number) => t::orders::edit_title(number),
        None => t::orders::new_title.get().to_owned(),
    };
    let dot = move || {
        view! { {move || number.read().is_some().then(|| view! { <OrderStatusDot status/> })} }
    };
    let reason = reason.map(|reason| {
        view! {
            <div class="page-note">
                <Banner tone=Tone::Warning title=t::orders::rejected_because>
                    {reason}
                </Banner>
            </div>
        }
    });
    view! {
        <PageHeader
            title=Signal::derive(title)
            status=dot
            meta=|| view! { <SavingNote/> }
            back=routes::orders(side)
            back_label=t::orders::title
        />
        {reason}
    }
    .into_any()
}

/// The price is not the one that was shown: old and new, and the question again.
#[component]
fn PriceDialog(submission: Submission) -> impl IntoView {
    let change = submission.price_change;
    let text = move || {
        let change = change.get();
        change
            .map(|change| t::orders::price_changed_text(change.was, change.now))
            .unwrap_or_default()
    };
    view! {
        <ConfirmDialog
            open=Signal::derive(move || change.read().is_some())
            on_close=move || change.set(None)
            on_confirm=move || submission.accept_price()
            title=t::orders::price_changed_title
            text=Signal::derive(text)
            confirm=t::orders::price_changed_accept
        />
    }
}
