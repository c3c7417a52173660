//! The invoices; the address bar is the state.

use chrono::{Datelike as _, Months, NaiveDate};
use client::{Client, Side};
use domain::{
    access::Permission,
    invoices::{
        InvoiceKind, InvoiceMedium, InvoiceStatus,
        wire::{InvoiceListQuery, InvoiceRow, InvoiceSum},
    },
    partners::wire::PartnerListQuery,
};
use leptos::prelude::*;

use super::invoice_dot;
use crate::{
    components::{ListTable, ProblemWords as _, use_load},
    i18n::{Word, lang, t},
    pages::parts::{chip_group, choices, narrowed, or_word},
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        ButtonLink, CardCell, Choice, Clock, Column, ComboOption, ComboSource, Combobox, Day,
        EmptyState, FilterChips, Glyph, Look, Money, PageHeader, Select, Time,
    },
};

/// Months that can be chosen.
const MONTHS: u32 = 24;

fn columns() -> Vec<Column<InvoiceRow>> {
    vec![
        Column::new("number", t::invoices::number, |row: &InvoiceRow| {
            let kind = (row.medium, row.kind);
            let number = row.number.clone().unwrap_or_else(|| row.reference.clone());
            view! {
                <span class="cell-two">
                    <span class="mono">{number}</span>
                    <span class="cell-two__second">
                        {move || format!("{} · {}", kind.0.label(lang()), kind.1.label(lang()))}
                    </span>
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("status", t::invoices::status, |row: &InvoiceRow| {
            invoice_dot(row.status, row.confirmation, false)
        })
        .on_card(CardCell::End),
        Column::new("party", t::invoices::party, |row: &InvoiceRow| row.party_name.clone()),
        Column::new("title", t::invoices::invoice_title, |row: &InvoiceRow| row.title.clone()),
        Column::new("gross", t::invoices::gross, |row: &InvoiceRow| {
            view! { <Money amount=row.gross currency=row.currency/> }
        })
        .sorted_by("gross")
        .numeric(),
        Column::new("issued_on", t::invoices::issued_on, |row: &InvoiceRow| {
            or_word(row.issued_on.map(|on| view! { <Day on/> }), t::invoices::not_issued)
        })
        .sorted_by("issued_on"),
        Column::new("created_at", t::invoices::requested_at, |row: &InvoiceRow| {
            view! { <Time at=row.created_at/> }
        })
        .sorted_by("created_at"),
        Column::new("requested_by", t::invoices::requested_by, |row: &InvoiceRow| {
            row.requested_by_name.clone()
        }),
    ]
}

fn chips(
    list: ListState<InvoiceListQuery>,
    name: &'static str,
    label: Word,
    options: Vec<Choice>,
) -> AnyView {
    chip_group(
        label,
        view! {
            <FilterChips label options value=list.filter(name) on_change=list.on_filter(name)/>
        },
    )
}

/// The first days of this month and those before it.
fn months() -> impl Iterator<Item = NaiveDate> {
    let first = untrack(Clock::today).with_day(1);
    (0..MONTHS).filter_map(move |back| first?.checked_sub_months(Months::new(back)))
}

fn by_month(list: ListState<InvoiceListQuery>) -> AnyView {
    let chosen =
        RwSignal::new(untrack(|| list.values("month")).into_iter().next().unwrap_or_default());
    let choices = months().map(|first| {
        let label = format!("{}-{:02}", first.year(), first.month());
        Choice::new(first.to_string(), label)
    });
    let options = Signal::stored(choices.collect::<Vec<_>>());
    let on_change = move |month: String| {
        let given: Vec<String> =
            Some(month).filter(|month| !month.is_empty()).into_iter().collect();
        list.set_values("month", &given);
    };
    chip_group(
        t::invoices::month,
        view! {
            <Select
                value=chosen
                options
                label=t::invoices::month
                placeholder=t::invoices::any_month
                on_change
            />
        },
    )
}

/// Partners by part of their name.
pub fn partners() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = PartnerListQuery { q, per_page: 20, ..PartnerListQuery::default() };
        let page = session.client().partners(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.into_iter();
        Ok(options.map(|one| ComboOption::new(one.id.to_string(), one.name)).collect())
    })
}

fn by_partner(list: ListState<InvoiceListQuery>) -> AnyView {
    let value = RwSignal::new(None::<ComboOption>);
    let on_change = move |chosen: Option<ComboOption>| {
        let given: Vec<String> = chosen.map(|chosen| chosen.value).into_iter().collect();
        list.set_values("partner", &given);
    };
    chip_group(
        t::invoices::party,
        view! {
            <Combobox
                value
                source=partners()
                label=t::invoices::party
                placeholder=t::invoices::any_party
                on_change
            />
        },
    )
}

fn filters(list: ListState<InvoiceListQuery>, side: Side) -> AnyView {
    let red = Signal::derive(|| {
        let choice = |value: &'static str, word: Word| {
            Choice::new(value, Signal::derive(move || word.get().to_owned()))
        };
        vec![choice("true", t::invoices::red_only), choice("false", t::invoices::blue_only)]
    });
    view! {
        {chips(list, "status", t::invoices::status, choices!(InvoiceStatus::ALL))}
        {chips(list, "kind", t::invoices::kind, choices!(InvoiceKind::ALL))}
        {chips(list, "medium", t::invoices::medium, choices!(InvoiceMedium::ALL))}
        {chip_group(
            t::invoices::red,
            view! {
                <FilterChips
                    label=t::invoices::red
                    options=red
                    value=list.filter("red")
                    on_change=list.on_choice("red")
                />
            },
        )}
        {by_month(list)}
        {(side == Side::Staff).then(|| by_partner(list))}
    }
    .into_any()
}

/// What the filtered invoices come to in each currency.
fn sums(list: ListState<InvoiceListQuery>) -> AnyView {
    let load = use_load(move |client: Client| {
        let query = list.get();
        async move { client.invoice_sums(&query).await }
    });
    let words = |sum: &InvoiceSum| t::invoices::sum(sum.invoices, sum.gross.display(sum.currency));
    let shown = move || {
        let data = load.data();
        let sums = data.read();
        let sums = sums.as_ref().filter(|sums| !sums.is_empty())?;
        let lines = sums.iter().map(|sum| view! { <span>{words(sum)}</span> }).collect_view();
        Some(view! {
            <p class="row muted" data-testid="invoice-sums">
                <span class="strong">{t::invoices::sums}</span>
                {lines}
            </p>
        })
    };
    view! { {shown} }.into_any()
}

/// Filters that only links set: said, with a way out.
fn by_links(list: ListState<InvoiceListQuery>) -> AnyView {
    let words = move || {
        let query = list.get();
        let is_narrow =
            query.customer.is_some() || query.order.is_some() || query.partner.is_some();
        is_narrow.then_some(t::invoices::narrowed)
    };
    narrowed(words, move || list.reset())
}

/// The list.
#[component]
pub fn InvoiceListPage(side: Side) -> impl IntoView {
    let session = use_session();
    let list = use_list::<InvoiceListQuery>();
    let needs = match side {
        Side::Staff => Permission::InvoicesRequest,
        Side::Portal => Permission::PartnerInvoices,
    };
    let actions = move || {
        session.may(needs).then(|| {
            view! {
                <ButtonLink
                    label=t::invoices::request
                    href=routes::request_invoice(side, None)
                    look=Look::Primary
                    icon=Glyph::Plus
                />
            }
        })
    };
    let empty = || {
        view! {
            <EmptyState glyph=Glyph::File title=t::invoices::empty text=t::invoices::empty_text/>
        }
        .into_any()
    };
    let (about, key) = match side {
        Side::Staff => (t::invoices::about, "invoices"),
        Side::Portal => (t::invoices::portal_about, "portal.invoices"),
    };
    let href: fn(&InvoiceRow) -> String = match side {
        Side::Staff => |row| routes::invoice(Side::Staff, row.id),
        Side::Portal => |row| routes::invoice(Side::Portal, row.id),
    };
    view! {
        <PageHeader
            title=t::invoices::title
            meta=move || view! { <span>{about}</span> }
            actions=move || view! { {actions} }
        />
        {by_links(list)}
        {(side == Side::Staff).then(|| sums(list))}
        <ListTable
            list
            fetch=move |client: Client, query: InvoiceListQuery| async move {
                client.invoices(side, &query).await
            }
            label=t::invoices::title
            key=key
            columns=columns()
            id=|row: &InvoiceRow| row.id.to_string()
            href=Some(href)
            search=t::invoices::search
            filters=move || filters(list, side)
            empty
        />
    }
    .into_any()
}
