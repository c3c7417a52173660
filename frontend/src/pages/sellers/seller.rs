//! One of our companies: what stands on order forms and invoices.

use domain::sellers::{SellerContent, SellerView, check_seller};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Load},
    i18n::t,
    state::{use_session, use_toaster},
    ui::{Button, Card, Field, Look, TextInput},
};

fn editor(seller: SellerView, load: Load<Vec<SellerView>>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let (id, version) = (seller.id, seller.version);
    let name = RwSignal::new(seller.content.name);
    let tax_number = RwSignal::new(seller.content.tax_number);
    let address = RwSignal::new(seller.content.address);
    let submit = move || {
        let content = SellerContent {
            name: name.get_untracked(),
            tax_number: tax_number.get_untracked(),
            address: address.get_untracked(),
        };
        if !form.accepts(check_seller(&content).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move { client.change_seller(id, version, &content).await };
        form.send(work, move |_| {
            toaster.success(t::common::saved);
            load.reload();
        });
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::sellers::name required=true error=form.error("/name")>
                    <TextInput value=name autocomplete="off" maxlength=160_u32/>
                </Field>
                <Field
                    label=t::sellers::tax_number
                    hint=t::sellers::tax_number_hint
                    required=true
                    error=form.error("/tax_number")
                >
                    <TextInput value=tax_number autocomplete="off" maxlength=32_u32/>
                </Field>
                <Field label=t::sellers::address required=true error=form.error("/address")>
                    <TextInput value=address autocomplete="off" maxlength=255_u32/>
                </Field>
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

/// A card for each.
pub fn sellers(all: Signal<Vec<SellerView>>, load: Load<Vec<SellerView>>) -> AnyView {
    let cards = move || {
        let card = |seller: SellerView| {
            view! { <Card title=t::sellers::company>{editor(seller, load)}</Card> }
        };
        all.get().into_iter().map(card).collect_view()
    };
    view! { {cards} }.into_any()
}
