//! Asking for an invoice: whose, which orders or how much of them, and in whose name.

use client::{Client, Side};
use domain::{
    customers::wire::CustomerListQuery,
    id::{InvoiceId, OrderId},
    invoices::{
        check_request,
        wire::{
            InvoiceContent, InvoiceTitle, OpenOrder, OrderInvoicing, PartyQuery, RequestInvoice,
            RequestedOrder, TitleView,
        },
    },
    money::Amount,
    problem::{FieldError, Reason, Refusal},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    content::{Fields, fields},
    list::partners,
};
use crate::{
    components::{Form, FormState, Loaded, ProblemWords as _, UnsavedGuard, use_load},
    i18n::{Word, t},
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{
        Button, Card, Checkbox, Choice, ComboOption, ComboSource, Combobox, EmptyState, Field,
        Glyph, Look, Money, PageHeader, RadioGroup, Select, TextInput,
    },
};

const PARTNER: &str = "partner";
const CUSTOMER: &str = "customer";

/// Whose orders are invoiced.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Party {
    query: PartyQuery,
    name: String,
}

/// What a link asked for.
#[derive(Debug, Clone, Copy)]
struct Wish {
    side: Side,
    order: Option<OrderId>,
    replaces: Option<InvoiceId>,
}

/// An order that may be chosen, and how much of it.
#[derive(Clone)]
struct Row {
    order: OpenOrder,
    chosen: RwSignal<bool>,
    amount: RwSignal<String>,
}

/// What is typed of the chosen orders.
///
/// # Errors
/// What is no amount, by its pointer.
fn chosen(rows: &[Row]) -> Result<Vec<RequestedOrder>, Vec<FieldError>> {
    let mut orders = Vec::new();
    for row in rows.iter().filter(|row| row.chosen.get_untracked()) {
        let typed = row.amount.get_untracked();
        let typed = typed.trim();
        let amount: Option<Amount> = typed.parse().ok();
        if amount.is_none() && !typed.is_empty() {
            let pointer = format!("/orders/{}/amount", orders.len());
            return Err(vec![Refusal::from(Reason::NotAnAmount).at(pointer)]);
        }
        orders.push(RequestedOrder { order_id: row.order.order_id, amount });
    }
    Ok(orders)
}

fn order_row(row: Row) -> AnyView {
    let Row { order, chosen, amount } = row;
    let label = t::invoices::amount_of(&order.number);
    let currency = order.currency;
    view! {
        <div class="row row--spread">
            <Checkbox checked=chosen label=order.number.clone()>
                <span class="muted">
                    " · " {t::invoices::open} " " <Money amount=order.open currency/>
                </span>
            </Checkbox>
            {move || {
                chosen
                    .get()
                    .then(|| {
                        view! {
                            <TextInput
                                value=amount
                                label=label.clone()
                                inputmode="decimal"
                                autocomplete="off"
                            />
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// Titles that were kept: choosing one fills the fields.
fn book(titles: Vec<TitleView>, typed: Fields) -> AnyView {
    if titles.is_empty() {
        return ().into_any();
    }
    let options: Vec<Choice> =
        titles.iter().map(|one| Choice::new(one.id.to_string(), one.title.name.clone())).collect();
    let first = titles.iter().find(|one| one.is_default);
    let chosen = RwSignal::new(first.map(|one| one.id.to_string()).unwrap_or_default());
    let on_change = move |id: String| match titles.iter().find(|one| one.id.to_string() == id) {
        Some(one) => typed.take(&one.title),
        None => typed.take(&InvoiceTitle::default()),
    };
    view! {
        <Field label=t::invoices::title_book>
            <Select
                value=chosen
                options=Signal::stored(options)
                placeholder=t::invoices::title_book_none
                on_change
            />
        </Field>
    }
    .into_any()
}

fn request_form(wish: Wish, party: Party, open: Vec<OpenOrder>, titles: Vec<TitleView>) -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    if open.is_empty() {
        return view! {
            <EmptyState
                glyph=Glyph::File
                title=t::invoices::no_open_orders
                text=t::invoices::empty_text
            />
        }
        .into_any();
    }
    let form = FormState::new();
    let rows: Vec<Row> = open
        .into_iter()
        .map(|order| {
            let is_wished = wish.order == Some(order.order_id);
            let amount = RwSignal::new(order.open.to_string());
            Row { chosen: RwSignal::new(is_wished), amount, order }
        })
        .collect();
    let title = match titles.iter().find(|one| one.is_default) {
        Some(kept) => kept.title.clone(),
        None => InvoiceTitle { name: party.name.clone(), ..InvoiceTitle::default() },
    };
    let is_new = titles.is_empty();
    let typed = Fields::of(&InvoiceContent { title, ..InvoiceContent::default() });
    let keep_title = RwSignal::new(is_new);
    let sent = RwSignal::new(false);
    let key = StoredValue::new(None::<(RequestInvoice, client::IdempotencyKey)>);
    let before = untrack(|| typed.content());
    let all = StoredValue::new(rows.clone());
    let name = party.name;
    let submit = move || {
        let asked = all.with_value(|rows| chosen(rows)).map(|orders| RequestInvoice {
            orders,
            content: untrack(|| typed.content()),
            replaces: wish.replaces,
            keep_title: keep_title.get_untracked(),
        });
        let checked = asked.and_then(|asked| check_request(&asked, &name).map(|()| asked));
        let asked = match checked {
            Ok(asked) => asked,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        // The same request tried again goes under the same key.
        let known = key.with_value(|last| {
            last.as_ref().filter(|(one, _)| *one == asked).map(|(_, key)| key.clone())
        });
        let once = known.unwrap_or_else(fresh_key);
        key.set_value(Some((asked.clone(), once.clone())));
        let client = session.client();
        let side = wish.side;
        let work = async move { client.request_invoice(side, &asked, &once).await };
        form.send(work, move |made| {
            sent.set(true);
            toaster.success(t::invoices::sent);
            go.to(&routes::invoice(side, made.invoice.id));
        });
    };
    let dirty = Signal::derive(move || !sent.get() && typed.content() != before);
    view! {
        <UnsavedGuard dirty/>
        <Form form on_submit=submit>
            <div class="stack">
                <Card title=t::invoices::choose_orders note=t::invoices::choose_orders_text>
                    <div class="stack">
                        {rows.into_iter().map(order_row).collect_view()}
                    </div>
                </Card>
                <Card title=t::invoices::document>
                    <div class="stack">
                        {book(titles, typed)} {fields(typed, form, "/content")}
                        <Checkbox checked=keep_title label=t::invoices::keep_title/>
                    </div>
                </Card>
            </div>
            <div class="form__actions">
                <Button
                    label=t::invoices::send
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

/// The form, once the party's open orders and titles are known.
fn of_party(wish: Wish, party: Party) -> AnyView {
    let query = party.query;
    let load = use_load(move |client: Client| async move {
        let open = client.orders_to_invoice(wish.side, query).await?;
        let titles = client.invoice_titles(wish.side, query).await?;
        Ok((open, titles))
    });
    let drawn = move |found: Signal<(Vec<OpenOrder>, Vec<TitleView>)>| {
        let (open, titles) = found.get_untracked();
        request_form(wish, party.clone(), open, titles)
    };
    view! { <Loaded load view=drawn/> }.into_any()
}

/// The party of the order that a link names.
fn of_order(wish: Wish, order: OrderId) -> AnyView {
    let load = use_load(move |client: Client| async move {
        client.order_invoicing(wish.side, &order.to_string()).await
    });
    let drawn = move |of: Signal<OrderInvoicing>| {
        let of = of.get_untracked();
        let query = PartyQuery { partner: of.partner_id, customer: of.customer_id };
        of_party(wish, Party { query, name: of.party_name })
    };
    view! { <Loaded load view=drawn/> }.into_any()
}

/// Customers by part of their name.
pub fn customers() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = CustomerListQuery { q, per_page: 20, ..CustomerListQuery::default() };
        let page = session.client().customers(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.into_iter();
        Ok(options.map(|one| ComboOption::new(one.id.to_string(), one.name)).collect())
    })
}

/// Staff say whose orders they mean.
fn choose(wish: Wish) -> AnyView {
    let kind = RwSignal::new(PARTNER.to_owned());
    let (partner, customer) = (RwSignal::new(None::<ComboOption>), RwSignal::new(None));
    let kinds = Signal::derive(|| {
        let choice = |value: &'static str, word: Word| {
            Choice::new(value, Signal::derive(move || word.get().to_owned()))
        };
        vec![choice(PARTNER, t::invoices::partner), choice(CUSTOMER, t::invoices::customer)]
    });
    let party = Memo::new(move |_| {
        let is_partner = kind.get() == PARTNER;
        let option = if is_partner { partner.get() } else { customer.get() }?;
        let query = if is_partner {
            PartyQuery { partner: option.value.parse().ok(), customer: None }
        } else {
            PartyQuery { partner: None, customer: option.value.parse().ok() }
        };
        Some(Party { query, name: option.label })
    });
    let who = move || {
        if kind.get() == PARTNER {
            view! {
                <Field label=t::invoices::partner required=true>
                    <Combobox value=partner source=partners()/>
                </Field>
            }
            .into_any()
        } else {
            view! {
                <Field label=t::invoices::customer required=true>
                    <Combobox value=customer source=customers()/>
                </Field>
            }
            .into_any()
        }
    };
    view! {
        <div class="stack">
            <Card title=t::invoices::choose_party>
                <div class="stack">
                    <RadioGroup label=t::invoices::party value=kind options=kinds/>
                    {who}
                </div>
            </Card>
            {move || party.get().map(|party| of_party(wish, party))}
        </div>
    }
    .into_any()
}

/// The form of a request.
#[component]
pub fn RequestInvoicePage(side: Side) -> impl IntoView {
    let session = use_session();
    let query = use_query_map();
    let asked = untrack(|| query.get());
    let wish = Wish {
        side,
        order: asked.get("order").and_then(|id| id.parse().ok()),
        replaces: asked.get("replaces").and_then(|id| id.parse().ok()),
    };
    let own_name = move || {
        let me = untrack(|| session.me())?;
        me.partner.as_ref().map(|partner| partner.name.clone())
    };
    let body = match (wish.order, side) {
        (Some(order), _) => of_order(wish, order),
        (None, Side::Staff) => choose(wish),
        (None, Side::Portal) => {
            let name = own_name().unwrap_or_default();
            of_party(wish, Party { query: PartyQuery::default(), name })
        }
    };
    view! {
        <PageHeader
            title=t::invoices::request
            back=routes::invoices(side)
            back_label=t::invoices::title
        />
        <div class="form">{body}</div>
    }
    .into_any()
}
