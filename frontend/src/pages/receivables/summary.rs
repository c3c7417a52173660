//! What is open by currency and age, and by whom. Each number opens the rows behind it.

use domain::{
    money::{Amount, Currency},
    receivables::{
        AgeBucket,
        wire::{AgeingRow, AgeingTotal, ReceivableSummary, SummaryBy, SummaryQuery},
    },
};
use leptos::prelude::*;

use crate::{
    components::{Loaded, use_load},
    i18n::{lang, t},
    pages::parts::choices,
    routes,
    ui::{Card, Money, Segmented, SkeletonRows, TableFrame},
};

/// Whose rows a number stands for.
#[derive(Clone, Copy)]
enum Whose {
    All,
    Of(SummaryBy, Option<uuid::Uuid>),
}

impl Whose {
    /// The filter behind it; nothing where no filter leaves just these.
    fn filter(self) -> Option<String> {
        match self {
            Self::All => Some(String::new()),
            Self::Of(by, Some(id)) => {
                let name = match by {
                    SummaryBy::Partner => "partner",
                    SummaryBy::Customer => "customer",
                    SummaryBy::Rep => "owner",
                };
                Some(format!("&{name}={id}"))
            }
            Self::Of(_, None) => None,
        }
    }
}

fn figure(whose: Whose, currency: Currency, bucket: Option<AgeBucket>, open: Amount) -> AnyView {
    let money = view! { <Money amount=open currency/> };
    let bucket = bucket.map(|bucket| format!("&bucket={bucket}")).unwrap_or_default();
    match whose.filter().filter(|_| open != Amount::ZERO) {
        Some(filter) => {
            let href = format!("{}?currency={currency}{bucket}{filter}", routes::RECEIVABLES);
            view! { <a href=href>{money}</a> }.into_any()
        }
        None => view! { <span class="muted">{money}</span> }.into_any(),
    }
}

fn head(first: AnyView) -> AnyView {
    let ages = AgeBucket::ALL
        .iter()
        .map(|bucket| {
            view! {
                <th scope="col" class="num">
                    {move || bucket.label(lang())}
                </th>
            }
        })
        .collect_view();
    view! {
        <thead>
            <tr>
                <th scope="col">{first}</th>
                <th scope="col" class="num">
                    {t::receivables::total}
                </th>
                {ages}
            </tr>
        </thead>
    }
    .into_any()
}

fn figures(whose: Whose, row: &AgeingRow) -> AnyView {
    let currency = row.currency;
    let ages: Vec<AnyView> = row
        .ages
        .iter()
        .map(|age| {
            let shown = figure(whose, currency, Some(age.bucket), age.open);
            view! { <td class="num">{shown}</td> }.into_any()
        })
        .collect();
    view! {
        <td class="num">{figure(whose, currency, None, row.open)}</td>
        {ages}
    }
    .into_any()
}

fn total(row: &AgeingTotal) -> AnyView {
    let dso = row.dso.map(|days| {
        view! {
            <div class="muted small" title=t::receivables::dso_note>
                {t::receivables::dso} " " {move || t::receivables::dso_value(days)}
            </div>
        }
    });
    view! {
        <tr>
            <th scope="row">{row.ageing.currency.as_str()} {dso}</th>
            {figures(Whose::All, &row.ageing)}
        </tr>
    }
    .into_any()
}

fn party(by: SummaryBy, row: &AgeingRow) -> AnyView {
    let name = match (row.name.clone(), row.id, by) {
        (Some(name), Some(id), SummaryBy::Partner) => {
            view! { <a href=routes::partner(id)>{name}</a> }.into_any()
        }
        (Some(name), Some(id), SummaryBy::Customer) => {
            view! { <a href=routes::customer(id)>{name}</a> }.into_any()
        }
        (Some(name), ..) => name.into_any(),
        (None, ..) => view! { <span class="muted">{t::receivables::none}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {figures(Whose::Of(by, row.id), row)}
        </tr>
    }
    .into_any()
}

fn tables(found: &ReceivableSummary) -> AnyView {
    if found.totals.is_empty() {
        return ().into_any();
    }
    let by = found.by;
    let totals: Vec<AnyView> = found.totals.iter().map(total).collect();
    let rows: Vec<AnyView> = found.rows.iter().map(|row| party(by, row)).collect();
    let word = move || by.label(lang());
    view! {
        <TableFrame label=t::receivables::totals>
            {head(view! { {t::receivables::currency} }.into_any())} <tbody>{totals}</tbody>
        </TableFrame>
        <TableFrame label=t::receivables::by_title>
            {head(view! { {word} }.into_any())} <tbody>{rows}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// The card above the rows.
pub(super) fn summary() -> AnyView {
    let by = RwSignal::new(SummaryBy::default().to_string());
    let load = use_load(move |client| {
        let query = SummaryQuery { by: by.get().parse().unwrap_or_default() };
        async move { client.receivable_summary(&query).await }
    });
    let drawn = move |found: Signal<ReceivableSummary>| view! { {move || tables(&found.read())} };
    view! {
        <Card title=t::receivables::totals flush=true>
            <div class="card__body">
                <Segmented
                    label=t::receivables::by
                    value=by
                    options=Signal::derive(|| choices!(SummaryBy::ALL))
                />
            </div>
            <Loaded load view=drawn skeleton=|| view! { <SkeletonRows rows=4/> }/>
        </Card>
    }
    .into_any()
}
