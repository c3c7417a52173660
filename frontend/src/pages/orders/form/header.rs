//! The order's head: for whom (staff), its numbers, a remark.

use client::Side;
use domain::partners::wire::{PartnerListQuery, PartnerView};
use leptos::{prelude::*, task::spawn_local};

use super::{
    context::FormContext,
    model::{BUYER_DIRECT, BUYER_PARTNER},
};
use crate::{
    components::ProblemWords as _,
    i18n::{lang, t},
    ui::{
        Banner, Card, Choice, ComboOption, ComboSource, Combobox, Field, RadioCards, TextArea,
        TextInput, Tone,
    },
};

/// Partners by name or initials.
fn partners(context: FormContext, found: StoredValue<Vec<PartnerView>>) -> ComboSource {
    ComboSource::new(move |typed| async move {
        let query = PartnerListQuery { q: typed, ..PartnerListQuery::default() };
        let page = context.client().partners(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.iter().map(|partner| {
            let hint = untrack(|| {
                let level = partner.level.label(lang());
                format!("{level} · {}", partner.status.label(lang()))
            });
            ComboOption::new(partner.id.to_string(), partner.name.clone()).hint(hint)
        });
        let options = options.collect();
        let _ = found.try_set_value(page.items);
        Ok(options)
    })
}

/// For whom staff place the order. Settled with the first save: an order does not change hands.
#[component]
fn Buyer() -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let form = context.form();
    let found = StoredValue::new(Vec::new());
    let settled = Signal::derive(move || context.draft.number.read().is_some());
    let choices = Signal::derive(|| {
        vec![
            Choice::new(BUYER_PARTNER, t::orders::buyer_partner)
                .hint(t::orders::buyer_partner_hint),
            Choice::new(BUYER_DIRECT, t::orders::buyer_direct).hint(t::orders::buyer_direct_hint),
        ]
    });
    let missing = Signal::derive(move || {
        (context.attempted.get() && !form.has_buyer())
            .then(|| t::orders::buyer_missing.get().to_owned())
    });
    let chosen = move |option: Option<ComboOption>| {
        let partner = option.and_then(|option| {
            found.with_value(|found: &Vec<PartnerView>| {
                found.iter().find(|partner| partner.id.to_string() == option.value).cloned()
            })
        });
        context.partner.set(partner);
    };
    let fact = move || {
        let name = form.partner.read().as_ref().map(|partner| partner.label.clone());
        let words = match name {
            Some(name) if *form.buyer.read() != BUYER_DIRECT => t::orders::buyer_is(name),
            _ => t::orders::buyer_is_direct.get().to_owned(),
        };
        let level = context.partner.read().as_ref().map(|partner| partner.level.label(lang()));
        view! {
            <p class="order-buyer">
                <strong>{words}</strong>
                {level.map(|level| view! { <span class="muted">" · " {level}</span> })}
                <span class="muted small">" · " {t::orders::buyer_settled}</span>
            </p>
        }
    };
    let choice = move || {
        let partner = move || {
            (*form.buyer.read() == BUYER_PARTNER).then(|| {
                view! {
                    <Field label=t::orders::partner required=true error=missing>
                        <Combobox
                            value=form.partner
                            source=partners(context, found)
                            placeholder=t::orders::partner_placeholder
                            on_change=chosen
                        />
                    </Field>
                }
            })
        };
        let unsaid = move || {
            let words = missing.get().filter(|_| *form.buyer.read() != BUYER_PARTNER)?;
            Some(view! { <p class="field__error" role="alert">{words}</p> })
        };
        view! {
            <RadioCards label=t::orders::buyer value=form.buyer options=choices/>
            {unsaid}
            {partner}
        }
    };
    view! {
        <Card title=t::orders::buyer>
            <div class="stack">
                {move || if settled.get() { fact().into_any() } else { choice().into_any() }}
            </div>
        </Card>
    }
    .into_any()
}

/// Fetches the partner of an order that staff go on with: its level decides the price.
pub fn fetch_partner(context: FormContext) {
    let Some(id) = untrack(|| context.form().partner_id()) else { return };
    if context.side == Side::Portal || context.partner.read_untracked().is_some() {
        return;
    }
    spawn_local(async move {
        if let Ok(partner) = context.client().partner(id).await {
            let _ = context.partner.try_set(Some(partner));
        }
    });
}

/// The head of the form.
#[component]
pub fn HeaderFields() -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let form = context.form();
    let at = move |field: &'static str| context.error_at(move || format!("/{field}"));
    let standing = move || {
        context.standing().map(|words| {
            view! {
                <Banner tone=Tone::Error title=t::orders::standing_title>
                    {words}
                </Banner>
            }
        })
    };
    view! {
        {standing}
        {(context.side == Side::Staff).then(|| view! { <Buyer/> })}
        <Card title=t::orders::order_facts>
            <div class="form__grid">
                <Field
                    label=t::orders::customer_order_number
                    aside=t::common::optional
                    error=at("customer_order_number")
                >
                    <TextInput value=form.customer_order_number autocomplete="off"/>
                </Field>
                {(context.side == Side::Staff)
                    .then(|| {
                        view! {
                            <Field
                                label=t::orders::contract_number
                                aside=t::common::optional
                                error=at("contract_number")
                            >
                                <TextInput value=form.contract_number autocomplete="off"/>
                            </Field>
                        }
                    })}
                <Field
                    label=t::orders::remark
                    aside=t::common::optional
                    wide=true
                    error=at("remark")
                >
                    <TextArea value=form.remark rows=2 placeholder=t::orders::remark_placeholder/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}
