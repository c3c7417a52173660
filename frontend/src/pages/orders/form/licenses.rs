//! The licenses that a line renews, upgrades or adds to: chosen by number or customer, with what
//! becomes of each.

use client::Side;
use domain::{
    id::LicenseId, licenses::LicenseStanding, orders::LineKind, orders::wire::StandingQuery,
};
use leptos::{prelude::*, task::spawn_local};

use super::{context::FormContext, model::LineForm};
use crate::{
    components::ProblemWords as _,
    i18n::{lang, t},
    pages::orders::parts::PartsTable,
    ui::{ComboOption, ComboSource, Combobox, Field, Glyph, IconButton},
};

fn hint_of(license: &LicenseStanding) -> String {
    let product = lang().pick(&*license.product_name_zh, &*license.product_name_en);
    let until = license.expires_on.map(t::orders::expires_at);
    let parts = [Some(license.customer_name.clone()), Some(product.to_owned()), until];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Licenses by number or customer; once one is chosen, those of the same customer and product.
fn source(context: FormContext, line: LineForm) -> ComboSource {
    ComboSource::new(move |typed| async move {
        let partner = match context.side {
            Side::Staff => untrack(|| context.form().partner_id()),
            Side::Portal => None,
        };
        let query = StandingQuery { q: typed, partner, license: Vec::new() };
        let found = context.client().licenses_for_lines(context.side, &query).await;
        let found = found.map_err(|error| untrack(|| error.words()))?;
        let chosen = line.licenses.get_untracked();
        let first = chosen.first().and_then(|id| untrack(|| context.standing_of(*id)));
        let is_alike = |license: &&LicenseStanding| {
            first.as_ref().is_none_or(|first| {
                license.customer_id == first.customer_id && license.product_id == first.product_id
            })
        };
        let options = found
            .iter()
            .filter(|license| !chosen.contains(&license.license_id))
            .filter(is_alike)
            .map(|license| {
                ComboOption::new(license.license_id.to_string(), license.number.clone())
                    .hint(untrack(|| hint_of(license)))
            })
            .collect();
        context.learn(found);
        Ok(options)
    })
}

/// Takes a license into the line: whose it is, and the product of a renewal, follow from it.
pub fn take(line: LineForm, license: &LicenseStanding) {
    line.licenses.update(|chosen| chosen.push(license.license_id));
    line.follow(license);
}

/// What a page that names licenses does not know of them yet.
pub fn look_up_unknown(context: FormContext) {
    let asked = StoredValue::new(Vec::<LicenseId>::new());
    Effect::new(move || {
        let content = context.content.read();
        let named = content.lines.iter().flat_map(|line| line.licenses.iter().copied());
        let unknown: Vec<_> = named
            .filter(|id| context.standing_of(*id).is_none())
            .filter(|id| asked.with_value(|asked| !asked.contains(id)))
            .collect();
        for id in unknown {
            asked.update_value(|asked| asked.push(id));
            spawn_local(async move {
                let query = StandingQuery { license: vec![id], ..StandingQuery::default() };
                if let Ok(found) = context.client().licenses_for_lines(context.side, &query).await {
                    context.learn(found);
                }
            });
        }
    });
}

/// One license that was chosen.
fn chip(context: FormContext, line: LineForm, id: LicenseId) -> AnyView {
    let license = context.standing_of(id);
    let number = license.as_ref().map(|license| license.number.clone()).unwrap_or_default();
    let hint = license.as_ref().map(hint_of).unwrap_or_default();
    let remove = move || line.licenses.update(|chosen| chosen.retain(|one| *one != id));
    let label = number.clone();
    view! {
        <li class="license-chip">
            <span class="mono">{number}</span>
            <span class="muted small">{hint}</span>
            <IconButton
                label=Signal::derive(move || t::orders::remove_license(&label))
                glyph=Glyph::Close
                ghost=true
                small=true
                on_press=remove
            />
        </li>
    }
    .into_any()
}

/// The field, what was chosen, and what becomes of it.
#[component]
pub fn LicenseFields(line: LineForm, #[prop(into)] index: Signal<usize>) -> impl IntoView {
    let Some(context) = FormContext::here() else { return ().into_any() };
    let error = context.error_at(move || format!("/lines/{}/licenses", index.get()));
    let value = RwSignal::new(None::<ComboOption>);
    let chosen = move |option: Option<ComboOption>| {
        let id = option.and_then(|option| option.value.parse::<LicenseId>().ok());
        if let Some(license) = id.and_then(|id| untrack(|| context.standing_of(id))) {
            take(line, &license);
        }
        value.set(None);
    };
    let chips = move || {
        let chosen = line.licenses.get();
        (!chosen.is_empty()).then(|| {
            view! {
                <ul class="license-chips" data-testid="chosen-licenses">
                    {chosen.into_iter().map(|id| chip(context, line, id)).collect_view()}
                </ul>
            }
        })
    };
    let parts = move || {
        let priced = context.priced.read();
        let parts = priced.lines.get(index.get()).cloned().flatten().map(|line| line.parts);
        parts.filter(|parts| !parts.is_empty()).map(|parts| {
            view! {
                <div class="order-line__full order-line__parts">
                    <PartsTable side=context.side parts/>
                </div>
            }
        })
    };
    let hint = move || match line.kind() {
        LineKind::Renewal => t::orders::licenses_hint_renewal.get(),
        LineKind::Upgrade => t::orders::licenses_hint_upgrade.get(),
        _ => t::orders::licenses_hint_packs.get(),
    };
    view! {
        <div class="order-line__full">
            <Field
                label=t::orders::licenses
                required=true
                hint=Signal::derive(move || hint().to_owned())
                error
            >
                <Combobox
                    value
                    source=source(context, line)
                    placeholder=t::orders::licenses_placeholder
                    on_change=chosen
                />
            </Field>
            {chips}
        </div>
        {parts}
    }
    .into_any()
}
