//! Winning a lead: which customer it is and what is ordered; the order is begun and opened.

use client::Side;
use domain::{
    access::Permission,
    leads::wire::{ConvertLead, LeadView},
};
use leptos::prelude::*;

use super::form::products;
use crate::{
    components::{Form, FormState},
    i18n::t,
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{Button, Checkbox, Dialog, Field, Look, NumberInput, Select},
};

fn editor(lead: &LeadView) -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let product =
        RwSignal::new(lead.content.product_id.map(|id| id.to_string()).unwrap_or_default());
    let (sets, years) = (RwSignal::new(Some(1)), RwSignal::new(Some(1)));
    let is_known = lead.content.customer_id.is_some();
    let may_create = !is_known && untrack(|| session.may(Permission::CustomersManage));
    let create = RwSignal::new(may_create);
    let (id, version) = (lead.lead.id, lead.version);
    let once = StoredValue::new(fresh_key());
    let submit = move || {
        let number = |field: RwSignal<Option<i64>>| {
            field.get_untracked().and_then(|it| u32::try_from(it).ok()).unwrap_or_default()
        };
        let body = ConvertLead {
            customer_id: None,
            create_customer: create.get_untracked(),
            product_id: product.get_untracked().parse().ok(),
            sets: number(sets),
            years: number(years),
        };
        let client = session.client();
        let work = async move { client.convert_lead(id, version, &body, &once.get_value()).await };
        form.send(work, move |after| {
            toaster.success(t::leads::won);
            match after.orders.last() {
                Some(order) => go.to(&routes::edit_order(Side::Staff, order.id)),
                None => go.to(&routes::lead(after.lead.id)),
            }
        });
    };
    let customer = may_create.then(|| {
        view! { <Checkbox checked=create label=t::leads::create_customer/> }
    });
    let hint = match (&lead.customer, may_create) {
        (Some(customer), _) => customer.name.clone().into_any(),
        (None, true) => lead.lead.company.clone().into_any(),
        (None, false) => view! {
            {lead.lead.company.clone()}
            " "
            <span class="muted small">{t::leads::customer_later}</span>
        }
        .into_any(),
    };
    view! {
        <Form form on_submit=submit>
            <p class="strong">{hint}</p>
            {customer}
            <div class="form__grid">
                <Field label=t::leads::product wide=true error=form.error("/product_id")>
                    <Select value=product options=products() placeholder=t::leads::unknown/>
                </Field>
                <Field label=t::leads::sets error=form.error("/sets")>
                    <NumberInput value=sets min=1/>
                </Field>
                <Field label=t::leads::years error=form.error("/years")>
                    <NumberInput value=years min=1 max=10/>
                </Field>
            </div>
            <div class="form__actions">
                <Button
                    label=t::leads::win_and_order
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                />
            </div>
        </Form>
    }
    .into_any()
}

/// The form in a dialog.
pub fn convert_dialog(open: RwSignal<bool>, lead: Signal<LeadView>) -> AnyView {
    view! {
        <Dialog open on_close=move || open.set(false) title=t::leads::win_and_order>
            {move || editor(&lead.get_untracked())}
        </Dialog>
    }
    .into_any()
}
