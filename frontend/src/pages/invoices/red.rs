//! The dialog that begins a red letter: the whole, or a part of each line.

use domain::{
    invoices::{
        RedReason, Split, check_red,
        wire::{InvoiceView, RedInvoice, RedLine},
    },
    money::Amount,
    problem::{FieldError, Reason, Refusal},
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, Load},
    i18n::{Word, t},
    pages::parts::choices,
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{Button, Checkbox, Choice, Dialog, Field, Look, RadioGroup, Select, TextInput},
};

const WHOLE: &str = "whole";
const PARTS: &str = "parts";

/// A line of which something is left: its number, how much, and what is typed.
type Part = (u32, Amount, RwSignal<String>);

/// The lines that are typed.
///
/// # Errors
/// What is no amount, by its pointer.
fn typed(parts: &[Part]) -> Result<Vec<RedLine>, Vec<FieldError>> {
    let mut lines = Vec::new();
    for (line, _, text) in parts {
        let text = text.get_untracked();
        if text.trim().is_empty() {
            continue;
        }
        let Ok(gross) = text.trim().parse() else {
            let pointer = format!("/lines/{}/gross", lines.len());
            return Err(vec![Refusal::from(Reason::NotAnAmount).at(pointer)]);
        };
        lines.push(RedLine { line: *line, gross });
    }
    if lines.is_empty() {
        return Err(vec![Refusal::from(Reason::Required).at("/lines")]);
    }
    Ok(lines)
}

fn scopes() -> Vec<Choice> {
    let choice = |value: &'static str, word: Word| {
        Choice::new(value, Signal::derive(move || word.get().to_owned()))
    };
    vec![choice(WHOLE, t::invoices::red_whole), choice(PARTS, t::invoices::red_parts)]
}

/// A field for each line, with what is left of it.
fn amounts(parts: &[Part]) -> AnyView {
    let field = |(line, left, value): Part| {
        let label = Signal::derive(move || t::invoices::red_part_of(line, left.grouped()));
        view! {
            <Field label>
                <TextInput value inputmode="decimal" autocomplete="off"/>
            </Field>
        }
    };
    parts.iter().copied().map(field).collect_view().into_any()
}

fn editor(invoice: &InvoiceView, load: Load<InvoiceView>, open: RwSignal<bool>) -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let reason = RwSignal::new(RedReason::Allowance.to_string());
    let scope = RwSignal::new(WHOLE.to_owned());
    let needs_confirmation = RwSignal::new(false);
    let remark = RwSignal::new(String::new());
    let parts: Vec<Part> = invoice
        .lines
        .iter()
        .zip(&invoice.reversed)
        .map(|(line, taken)| {
            let left = line.gross.minus(*taken).unwrap_or_default();
            (line.line, left, RwSignal::new(String::new()))
        })
        .collect();
    let parts = StoredValue::new(parts);
    let (id, version) = (invoice.invoice.id, invoice.version);
    let lines = StoredValue::new(invoice.lines.clone());
    let taken: Vec<Split> =
        invoice.reversed.iter().map(|gross| Split { gross: *gross, ..Split::default() }).collect();
    let taken = StoredValue::new(taken);
    let key = StoredValue::new(fresh_key());
    let submit = move || {
        let some = if scope.get_untracked() == PARTS {
            parts.with_value(|parts| typed(parts))
        } else {
            Ok(Vec::new())
        };
        let asked = some.map(|lines| RedInvoice {
            reason: reason.get_untracked().parse().unwrap_or_default(),
            lines,
            needs_confirmation: needs_confirmation.get_untracked(),
            remark: Some(remark.get_untracked().trim().to_owned()).filter(|text| !text.is_empty()),
        });
        let checked = asked.and_then(|asked| {
            lines.with_value(|lines| taken.with_value(|taken| check_red(&asked, lines, taken)))?;
            Ok(asked)
        });
        let asked = match checked {
            Ok(asked) => asked,
            Err(faults) => {
                form.accepts(faults);
                return;
            }
        };
        let (client, key) = (session.client(), key.get_value());
        let work = async move { client.begin_red_letter(id, version, &asked, &key).await };
        form.send(work, move |red| {
            open.set(false);
            toaster.success(t::invoices::red_begun);
            load.reload();
            go.to(&routes::invoice(client::Side::Staff, red.invoice.id));
        });
    };
    let fields = move || (scope.get() == PARTS).then(|| parts.with_value(|parts| amounts(parts)));
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <p class="muted">{t::invoices::make_red_text}</p>
                <Field label=t::invoices::red_reason required=true error=form.error("/reason")>
                    <Select value=reason options=Signal::derive(|| choices!(RedReason::ALL))/>
                </Field>
                <RadioGroup label=t::invoices::red_scope value=scope options=Signal::derive(scopes)/>
                {fields}
                <Checkbox checked=needs_confirmation label=t::invoices::red_confirm/>
                <Field
                    label=t::invoices::remark
                    aside=t::common::optional
                    error=form.error("/remark")
                >
                    <TextInput value=remark maxlength=200_u32/>
                </Field>
            </div>
            <div class="form__actions">
                <Button
                    label=t::invoices::make_red
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
#[component]
pub fn RedDialog(
    open: RwSignal<bool>,
    invoice: Signal<InvoiceView>,
    load: Load<InvoiceView>,
) -> impl IntoView {
    view! {
        <Dialog open on_close=move || open.set(false) title=t::invoices::make_red>
            {move || editor(&invoice.get_untracked(), load, open)}
        </Dialog>
    }
    .into_any()
}
