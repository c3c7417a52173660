//! Targets, how much of each is reached, and the drawer that sets them.

use domain::{
    access::Permission,
    id::SalesRepId,
    licenses::wire::PaymentStatus,
    list::{ListQuery as _, Page},
    money::{Amount, Currency},
    problem::{FieldError, Reason, Refusal},
    purchases::wire::PurchaseListQuery,
    sales_reps::{
        check_target,
        wire::{SalesRepListQuery, TargetContent, TargetView},
    },
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Load, Loaded, ProblemWords as _, tell_failure, use_load},
    i18n::t,
    pages::parts::choices,
    routes,
    state::{fresh_key, use_session, use_toaster},
    ui::{
        Button, Card, Choice, Clock, ComboOption, ComboSource, Combobox, Drawer, EmptyState, Field,
        Glyph, IconButton, Look, Meter, Money, NumberInput, Select, SkeletonRows, TableFrame,
        TextInput, Tone,
    },
};

/// Whose targets are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Targeting {
    pub id: SalesRepId,
    pub name: String,
}

/// The purchases that count for a target.
fn behind(target: &TargetView) -> String {
    let query = PurchaseListQuery {
        payment_status: vec![PaymentStatus::Paid],
        currency: vec![target.currency],
        gift: Some(false),
        owner: target.user_id,
        from: Some(target.from),
        until: Some(target.until),
        ..PurchaseListQuery::default()
    };
    format!("{}?{}", routes::PURCHASES, query.to_query_string())
}

fn term(target: &TargetView) -> String {
    match target.quarter {
        Some(quarter) => format!("{} Q{quarter}", target.year),
        None => target.year.to_string(),
    }
}

/// What who sets targets does with one. `Copy`.
#[derive(Clone, Copy)]
struct Ways {
    change: Callback<TargetView>,
    remove: Callback<TargetView>,
}

fn row(target: &TargetView, with_name: bool, ways: Option<Ways>) -> AnyView {
    let (currency, percent) = (target.currency, target.percent);
    let tone = if percent >= 100 { Tone::Success } else { Tone::Brand };
    let reached = match target.user_id {
        Some(_) => view! {
            <a href=behind(target)>
                <Money amount=target.reached currency/>
            </a>
        }
        .into_any(),
        None => view! { <Money amount=target.reached currency/> }.into_any(),
    };
    let name = with_name.then(|| {
        view! {
            <td>
                <a href=routes::sales_rep(target.sales_rep_id)>{target.sales_rep_name.clone()}</a>
            </td>
        }
    });
    let label = term(target);
    let named = StoredValue::new(label.clone());
    let kept = StoredValue::new(target.clone());
    let button = ways.map(|Ways { change, remove }| {
        view! {
            <td class="nowrap">
                <IconButton
                    label=Signal::derive(move || t::sales::change_target_of(named.get_value()))
                    glyph=Glyph::Edit
                    ghost=true
                    small=true
                    on_press=move || change.run(kept.get_value())
                />
                <IconButton
                    label=Signal::derive(move || t::sales::remove_target(named.get_value()))
                    glyph=Glyph::Trash
                    ghost=true
                    small=true
                    on_press=move || remove.run(kept.get_value())
                />
            </td>
        }
    });
    let meter_label = label.clone();
    view! {
        <tr>
            {name}
            <th scope="row" class="nowrap">
                {label}
            </th>
            <td class="num">
                <Money amount=target.amount currency/>
            </td>
            <td class="num">{reached}</td>
            <td>
                <Meter value=u64::from(percent.min(100)) max=100_u64 label=meter_label tone/>
                <span class="small">{format!("{percent}%")}</span>
            </td>
            {button}
        </tr>
    }
    .into_any()
}

/// A table of targets, with the way to set one more.
#[component]
pub fn TargetTable(
    load: Load<Page<TargetView>>,
    /// Whose they are; everybody's otherwise.
    #[prop(optional_no_strip)]
    of: Option<Targeting>,
) -> impl IntoView {
    let (session, toaster) = (use_session(), use_toaster());
    let open = RwSignal::new(false);
    // The target that is changed; none while one is added.
    let changed = RwSignal::new(None::<TargetView>);
    let begin = move |target: Option<TargetView>| {
        changed.set(target);
        open.set(true);
    };
    let with_name = of.is_none();
    let removed = Action::new_local(move |target: &TargetView| {
        let (id, version) = (target.id, target.version);
        async move {
            match session.client().delete_target(id, version).await {
                Ok(()) => toaster.success(t::sales::target_removed),
                Err(error) => tell_failure(toaster, &error),
            }
            load.reload();
        }
    });
    let remove = Callback::new(move |target| {
        removed.dispatch_local(target);
    });
    let may = move || session.may(Permission::TargetsWrite);
    let actions = move || {
        let add = move || {
            may().then(|| {
                view! {
                    <Button
                        label=t::sales::set_target
                        icon=Glyph::Plus
                        small=true
                        on_press=move || begin(None)
                    />
                }
            })
        };
        view! { {add} }
    };
    let table = move |page: Page<TargetView>| {
        if page.items.is_empty() {
            return view! { <EmptyState glyph=Glyph::Chart title=t::sales::no_targets/> }
                .into_any();
        }
        let change = Callback::new(move |target| begin(Some(target)));
        let ways = may().then_some(Ways { change, remove });
        let rows: Vec<_> =
            page.items.into_iter().map(|target| row(&target, with_name, ways)).collect();
        let name = with_name.then(|| view! { <th scope="col">{t::sales::name}</th> });
        let last = ways.map(|_| view! { <th scope="col"></th> });
        view! {
            <TableFrame label=t::sales::targets>
                <thead>
                    <tr>
                        {name}
                        <th scope="col">{t::sales::term}</th>
                        <th scope="col" class="num">
                            {t::sales::target}
                        </th>
                        <th scope="col" class="num">
                            {t::sales::reached}
                        </th>
                        <th scope="col">{t::sales::attainment}</th>
                        {last}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        }
        .into_any()
    };
    let of = StoredValue::new(of);
    let title = Signal::derive(move || {
        let word =
            if changed.read().is_some() { t::sales::change_target } else { t::sales::set_target };
        word.get().to_owned()
    });
    view! {
        <Card title=t::sales::targets note=t::sales::targets_note flush=true actions>
            <Loaded
                load
                view=move |page| view! { {move || table(page.get())} }
                skeleton=|| view! { <SkeletonRows rows=3/> }
            />
        </Card>
        <Drawer open on_close=move || open.set(false) title>
            {move || editor(of.get_value(), changed.get(), load, open)}
        </Drawer>
    }
    .into_any()
}

fn reps() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = SalesRepListQuery {
            q,
            per_page: 20,
            active: Some(true),
            ..SalesRepListQuery::default()
        };
        let page = session.client().sales_reps(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.into_iter();
        Ok(options.map(|one| ComboOption::new(one.id.to_string(), one.name)).collect())
    })
}

fn editor(
    of: Option<Targeting>,
    before: Option<TargetView>,
    load: Load<Page<TargetView>>,
    open: RwSignal<bool>,
) -> AnyView {
    use chrono::Datelike as _;
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let whose = before
        .as_ref()
        .map(|target| Targeting { id: target.sales_rep_id, name: target.sales_rep_name.clone() });
    let known = whose.or(of).map(|of| ComboOption::new(of.id.to_string(), of.name));
    let this_year = || u32::try_from(untrack(Clock::today).year()).unwrap_or_default();
    let rep = RwSignal::new(known);
    let year = before.as_ref().map_or_else(this_year, |target| target.year);
    let year = RwSignal::new(Some(i64::from(year)));
    let quarter = before.as_ref().and_then(|target| target.quarter);
    let quarter = RwSignal::new(quarter.map(|quarter| quarter.to_string()).unwrap_or_default());
    let currency = before.as_ref().map_or(Currency::Cny, |target| target.currency);
    let currency = RwSignal::new(currency.as_str().to_owned());
    let amount = before.as_ref().map(|target| target.amount.to_string()).unwrap_or_default();
    let amount = RwSignal::new(amount);
    let seen = before.map(|target| (target.id, target.version));
    let content = move || -> Result<TargetContent, Vec<FieldError>> {
        let required = |at: &str| vec![Refusal::from(Reason::Required).at(at)];
        let rep = rep.get().and_then(|chosen| chosen.value.parse().ok());
        let typed: Option<Amount> = amount.get().trim().replace(',', "").parse().ok();
        Ok(TargetContent {
            sales_rep_id: rep.ok_or_else(|| required("/sales_rep_id"))?,
            year: year.get().and_then(|year| u32::try_from(year).ok()).unwrap_or_default(),
            quarter: quarter.get().parse().ok(),
            currency: currency.get().parse().unwrap_or_default(),
            amount: typed.ok_or_else(|| required("/amount"))?,
        })
    };
    let key = fresh_key();
    let submit = move || {
        let read = untrack(content);
        let checked = read.and_then(|content| check_target(&content).map(|()| content));
        let content = match checked {
            Ok(content) => content,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        let (client, key) = (session.client(), key.clone());
        let work = async move {
            match seen {
                Some((id, version)) => client.change_target(id, version, &content).await,
                None => client.set_target(&content, &key).await,
            }
        };
        form.send(work, move |_| {
            toaster.success(t::common::saved);
            open.set(false);
            load.reload();
        });
    };
    let quarters: Vec<Choice> =
        (1..=4).map(|quarter| Choice::new(quarter.to_string(), format!("Q{quarter}"))).collect();
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::sales::name required=true error=form.error("/sales_rep_id")>
                    <Combobox value=rep source=reps() placeholder=t::sales::search/>
                </Field>
                <Field label=t::sales::year required=true error=form.error("/year")>
                    <NumberInput value=year min=2000 max=2100/>
                </Field>
                <Field
                    label=t::sales::quarter
                    aside=t::common::optional
                    error=form.error("/quarter")
                >
                    <Select
                        value=quarter
                        options=Signal::stored(quarters)
                        placeholder=t::sales::whole_year
                    />
                </Field>
                <Field label=t::purchases::currency required=true error=form.error("/currency")>
                    <Select value=currency options=Signal::derive(|| choices!(Currency::ALL))/>
                </Field>
                <Field label=t::sales::target required=true error=form.error("/amount")>
                    <TextInput value=amount inputmode="decimal" autocomplete="off"/>
                </Field>
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

/// Everybody's targets of this year.
pub fn of_this_year() -> AnyView {
    use chrono::Datelike as _;
    let load = use_load(move |client| {
        let year = u32::try_from(untrack(Clock::today).year()).ok();
        async move {
            let query = domain::sales_reps::wire::TargetListQuery {
                year,
                per_page: 100,
                ..Default::default()
            };
            client.targets(&query).await
        }
    });
    view! { <TargetTable load of=None/> }.into_any()
}
