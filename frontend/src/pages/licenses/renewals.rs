//! The renewals ahead: months and owners, with what they last cost; each number opens its rows below,
//! and each row is one press from its order.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use client::Side;
use domain::{
    access::Permission,
    id::UserId,
    licenses::{
        RENEWABLE,
        wire::{
            LicenseListQuery, LicenseRow, LicenseSort, OwnedBy, OwnerName, RenewalAmount,
            RenewalCell, RenewalsQuery, RenewalsView,
        },
    },
    list::{ListQuery as _, Sort},
    money::Amount,
    orders::LineKind,
};
use leptos::prelude::*;

use super::{
    bulk::{BulkActions, Chosen, may_choose},
    license_columns as column, license_href,
};
use crate::{
    components::{ListTable, Loaded, use_live, use_load},
    i18n::t,
    pages::parts::{chip_group, choices},
    routes,
    state::{ListState, use_list, use_session},
    ui::{
        Card, CardCell, Clock, Column, EmptyState, FilterChips, Glyph, Money, PageHeader,
        SkeletonRows, TableFrame,
    },
};

/// Whose column: a sales rep's, or nobody's.
type Owner = Option<UserId>;

/// What is in a cell, a row or a column together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Sum {
    licenses: u32,
    amounts: BTreeMap<domain::money::Currency, Amount>,
}

impl Sum {
    fn add(&mut self, cell: &RenewalCell) {
        self.licenses += cell.licenses;
        for RenewalAmount { currency, amount } in &cell.amounts {
            let sum = self.amounts.entry(*currency).or_insert(Amount::ZERO);
            *sum = sum.plus(*amount).unwrap_or(*sum);
        }
    }

    fn of<'a>(cells: impl IntoIterator<Item = &'a RenewalCell>) -> Self {
        let mut sum = Self::default();
        cells.into_iter().for_each(|cell| sum.add(cell));
        sum
    }
}

/// The address of the rows behind a number.
fn behind(from: NaiveDate, to: NaiveDate, owner: Option<Owner>, mine: bool) -> String {
    let query = LicenseListQuery {
        ends_from: Some(from),
        ends_to: Some(to),
        owner: owner.flatten(),
        owned_by: if mine {
            Some(OwnedBy::Me)
        } else {
            (owner == Some(None)).then_some(OwnedBy::Nobody)
        },
        ..LicenseListQuery::default()
    };
    format!("{}?{}", routes::RENEWALS, query.to_query_string())
}

fn number(sum: &Sum, href: String) -> AnyView {
    if sum.licenses == 0 {
        return view! { <td class="num muted">"—"</td> }.into_any();
    }
    let licenses = sum.licenses;
    let amounts = sum.amounts.iter().map(|(currency, amount)| {
        let (amount, currency) = (*amount, *currency);
        view! {
            <span class="cell-two__second">
                <Money amount currency/>
            </span>
        }
    });
    view! {
        <td class="num">
            <span class="cell-two">
                <a href=href>{move || t::licenses::n_licenses(licenses)}</a>
                {amounts.collect_view()}
            </span>
        </td>
    }
    .into_any()
}

fn owners_of(cells: &[RenewalCell]) -> Vec<Option<OwnerName>> {
    let mut owners: Vec<Option<OwnerName>> = Vec::new();
    for cell in cells {
        if !owners.contains(&cell.owner) {
            owners.push(cell.owner.clone());
        }
    }
    // By name; what is nobody's comes last.
    let key =
        |owner: &Option<OwnerName>| (owner.is_none(), owner.as_ref().map(|one| one.name.clone()));
    owners.sort_by_key(key);
    owners
}

fn board(view: RenewalsView, mine: bool) -> AnyView {
    let RenewalsView { from, to, cells } = view;
    if cells.is_empty() {
        return view! { <EmptyState glyph=Glyph::Calendar title=t::licenses::no_renewals/> }
            .into_any();
    }
    let owners = owners_of(&cells);
    let id_of = |owner: &Option<OwnerName>| owner.as_ref().map(|one| one.id);
    let mut months: Vec<(NaiveDate, NaiveDate)> = cells.iter().map(|c| (c.from, c.to)).collect();
    months.sort_unstable();
    months.dedup();
    let heads = owners.iter().map(|owner| {
        let name = owner.as_ref().map(|one| one.name.clone());
        let name = move || name.clone().unwrap_or_else(|| t::licenses::nobody.get().to_owned());
        view! {
            <th scope="col" class="num">
                {name}
            </th>
        }
    });
    let heads = heads.collect_view();
    let row = |title: AnyView, (first, last): (NaiveDate, NaiveDate)| {
        let within = |cell: &&RenewalCell| cell.from >= first && cell.to <= last;
        let each = owners.iter().map(|owner| {
            let own = cells.iter().filter(within).filter(|cell| cell.owner == *owner);
            number(&Sum::of(own), behind(first, last, Some(id_of(owner)), mine))
        });
        let each = each.collect_view();
        let all = Sum::of(cells.iter().filter(within));
        view! {
            <tr>
                <th scope="row" class="nowrap">
                    {title}
                </th>
                {each}
                {number(&all, behind(first, last, None, mine))}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<_> = months
        .iter()
        .map(|month| row(month.0.format("%Y-%m").to_string().into_any(), *month))
        .collect();
    let total = row(view! { {t::licenses::total} }.into_any(), (from, to));
    view! {
        <TableFrame label=t::licenses::renewals>
            <thead>
                <tr>
                    <th scope="col">{t::licenses::month}</th>
                    {heads}
                    <th scope="col" class="num">
                        {t::licenses::total}
                    </th>
                </tr>
            </thead>
            <tbody>{rows} {total}</tbody>
        </TableFrame>
    }
    .into_any()
}

/// The list below: the whole board's until a number was pressed.
fn rows_asked_for(query: LicenseListQuery, today: NaiveDate) -> LicenseListQuery {
    let (from, to) = RenewalsQuery::default().days(today);
    let sort = if query.sort == LicenseListQuery::default().sort {
        Sort::ascending(LicenseSort::ExpiresOn)
    } else {
        query.sort
    };
    LicenseListQuery {
        status: RENEWABLE.to_vec(),
        ends_from: query.ends_from.or(Some(from)),
        ends_to: query.ends_to.or(Some(to)),
        sort,
        ..query
    }
}

/// The way to an order that renews the license.
fn renew() -> Column<LicenseRow> {
    Column::new("renew", t::licenses::renew, |license: &LicenseRow| {
        let (path, id) = (routes::new_order(Side::Staff), license.id);
        let href = format!("{path}?kind={}&license={id}", LineKind::Renewal);
        view! {
            <a class="nowrap" href=href>
                {t::licenses::renew}
                <span class="visually-hidden">{license.number.clone()}</span>
            </a>
        }
    })
    .on_card(CardCell::Wide)
}

fn columns() -> Vec<Column<LicenseRow>> {
    let session = use_session();
    let mut columns = vec![
        column::number(),
        column::status(),
        column::customer(),
        column::partner(),
        column::owner(),
        column::term(),
        column::left(),
    ];
    if untrack(|| session.may(Permission::OrdersPlace)) {
        columns.push(renew());
    }
    columns
}

fn filters(list: ListState<LicenseListQuery>) -> AnyView {
    chip_group(
        t::licenses::owner,
        view! {
            <FilterChips
                label=t::licenses::owner
                options=choices!(OwnedBy::ALL)
                value=list.filter("owned_by")
                on_change=list.on_choice("owned_by")
            />
        },
    )
}

/// The board and the rows behind it.
#[component]
pub fn RenewalsPage() -> impl IntoView {
    let list = use_list::<LicenseListQuery>();
    let mine = Memo::new(move |_| list.get().owned_by == Some(OwnedBy::Me));
    let live = use_live();
    let again = RwSignal::new(0_u32);
    let load = use_load(move |client| {
        again.track();
        let owned_by = mine.get().then_some(OwnedBy::Me);
        let query = RenewalsQuery { owned_by, ..RenewalsQuery::default() };
        async move { client.renewals(&query).await }
    });
    let chosen = Chosen::new();
    let selection = may_choose().then_some(chosen.ids);
    let reload = Signal::derive(move || live.changes().get().wrapping_add(again.get()));
    let done = Callback::new(move |()| again.update(|again| *again = again.wrapping_add(1)));
    let drawn = move |renewals: Signal<RenewalsView>| {
        view! { {move || board(renewals.get(), mine.get())} }
    };
    view! {
        <PageHeader
            title=t::licenses::renewals
            back=routes::licenses(Side::Staff)
            back_label=t::licenses::title
            meta=move || view! { <span>{t::licenses::renewals_about}</span> }
        />
        <div class="stack">
            <Card title=t::licenses::renewals_board note=t::licenses::renewals_note flush=true>
                <Loaded
                    load
                    view=drawn
                    skeleton=|| view! { <SkeletonRows rows=6/> }
                />
            </Card>
            <ListTable
                list
                fetch=move |client, query: LicenseListQuery| async move {
                    let query = rows_asked_for(query, untrack(Clock::today));
                    let page = client.licenses(Side::Staff, &query).await?;
                    chosen.see(&page.items);
                    Ok(page)
                }
                label=t::licenses::renewals_rows
                key="renewals"
                columns=columns()
                id=|row| row.id.to_string()
                href=Some(license_href(Side::Staff))
                search=t::licenses::search
                filters=move || filters(list)
                empty=|| {
                    view! { <EmptyState glyph=Glyph::Calendar title=t::licenses::no_renewals/> }
                }
                selection
                bulk=move || view! { <BulkActions chosen on_done=done/> }
                reload
            />
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    #[test]
    fn currencies_are_never_added_up() {
        let cell = |currency, minor| RenewalCell {
            from: day(12, 1),
            to: day(12, 31),
            owner: None,
            licenses: 2,
            amounts: vec![RenewalAmount { currency, amount: Amount::from_minor(minor) }],
        };
        let cells = [cell(Currency::Cny, 5), cell(Currency::Usd, 7), cell(Currency::Cny, 1)];

        let sum = Sum::of(&cells);

        assert_eq!(sum.licenses, 6);
        assert_eq!(sum.amounts[&Currency::Cny], Amount::from_minor(6));
        assert_eq!(sum.amounts[&Currency::Usd], Amount::from_minor(7));
    }

    #[test]
    fn a_number_leads_to_its_own_rows() {
        let of = |owner, mine| behind(day(12, 1), day(12, 31), owner, mine);

        assert_eq!(of(None, false), "/licenses/renewals?ends_from=2026-12-01&ends_to=2026-12-31");
        assert!(of(Some(None), false).contains("owned_by=nobody"));
        assert!(of(None, true).contains("owned_by=me"));
    }
}
