//! The dialog that changes a request before it is issued.

use domain::invoices::{check_content, wire::InvoiceView};
use leptos::prelude::*;

use super::content::{Fields, fields};
use crate::{
    components::{Form, FormState, Load},
    i18n::t,
    state::{use_session, use_toaster},
    ui::{Button, Dialog, Look, Size},
};

fn editor(invoice: &InvoiceView, load: Load<InvoiceView>, open: RwSignal<bool>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let typed = Fields::of(&invoice.content);
    let (id, version) = (invoice.invoice.id, invoice.version);
    let party = invoice.invoice.party_name.clone();
    let submit = move || {
        let content = untrack(|| typed.content());
        if !form.accepts(check_content(&content, &party).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        let work = async move { client.change_invoice(id, version, &content).await };
        form.send(work, move |after| {
            load.set(after);
            open.set(false);
            toaster.success(t::invoices::edit_saved);
        });
    };
    view! {
        <Form form on_submit=submit>
            {fields(typed, form, "")}
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

/// The form in a dialog.
#[component]
pub fn EditDialog(
    open: RwSignal<bool>,
    invoice: Signal<InvoiceView>,
    load: Load<InvoiceView>,
) -> impl IntoView {
    view! {
        <Dialog open on_close=move || open.set(false) title=t::invoices::edit size=Size::Wide>
            {move || editor(&invoice.get_untracked(), load, open)}
        </Dialog>
    }
    .into_any()
}
