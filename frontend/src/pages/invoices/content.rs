//! The fields that a request and its correction share: medium, kind, title, remark, where it is sent.

use domain::invoices::{
    InvoiceKind, InvoiceMedium, TitleKind,
    wire::{InvoiceContent, InvoiceTitle},
};
use leptos::prelude::*;

use crate::{
    components::FormState,
    i18n::{Word, t},
    pages::parts::choices,
    ui::{Field, Select, TextInput},
};

/// What is typed.
#[derive(Clone, Copy)]
pub struct Fields {
    medium: RwSignal<String>,
    kind: RwSignal<String>,
    title_kind: RwSignal<String>,
    pub name: RwSignal<String>,
    tax_number: RwSignal<String>,
    address: RwSignal<String>,
    phone: RwSignal<String>,
    bank: RwSignal<String>,
    account: RwSignal<String>,
    title_reason: RwSignal<String>,
    remark: RwSignal<String>,
    email: RwSignal<String>,
}

impl Fields {
    /// As it is now.
    pub fn of(content: &InvoiceContent) -> Self {
        let text = |text: Option<&str>| RwSignal::new(text.unwrap_or_default().to_owned());
        let title = &content.title;
        Self {
            medium: text(Some(content.medium.as_str())),
            kind: text(Some(content.kind.as_str())),
            title_kind: text(Some(title.kind.as_str())),
            name: text(Some(&title.name)),
            tax_number: text(title.tax_number.as_deref()),
            address: text(title.address.as_deref()),
            phone: text(title.phone.as_deref()),
            bank: text(title.bank.as_deref()),
            account: text(title.account.as_deref()),
            title_reason: text(content.title_reason.as_deref()),
            remark: text(content.remark.as_deref()),
            email: text(content.email.as_deref()),
        }
    }

    /// Takes a title out of the book.
    pub fn take(self, title: &InvoiceTitle) {
        let set = |field: RwSignal<String>, text: Option<&str>| {
            field.set(text.unwrap_or_default().to_owned());
        };
        set(self.title_kind, Some(title.kind.as_str()));
        set(self.name, Some(&title.name));
        set(self.tax_number, title.tax_number.as_deref());
        set(self.address, title.address.as_deref());
        set(self.phone, title.phone.as_deref());
        set(self.bank, title.bank.as_deref());
        set(self.account, title.account.as_deref());
    }

    /// As typed (tracked).
    pub fn content(self) -> InvoiceContent {
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        InvoiceContent {
            medium: self.medium.get().parse().unwrap_or_default(),
            kind: self.kind.get().parse().unwrap_or_default(),
            title: InvoiceTitle {
                kind: self.title_kind.get().parse().unwrap_or_default(),
                name: self.name.get().trim().to_owned(),
                tax_number: given(self.tax_number),
                address: given(self.address),
                phone: given(self.phone),
                bank: given(self.bank),
                account: given(self.account),
            },
            title_reason: given(self.title_reason),
            remark: given(self.remark),
            email: given(self.email),
        }
    }
}

fn optional(
    label: Word,
    value: RwSignal<String>,
    most: u32,
    error: Signal<Option<String>>,
) -> AnyView {
    view! {
        <Field label aside=t::common::optional error>
            <TextInput value maxlength=most autocomplete="off"/>
        </Field>
    }
    .into_any()
}

/// The fields; `at` is where the content stands in what is sent.
pub fn fields(fields: Fields, form: FormState, at: &'static str) -> AnyView {
    let error = move |pointer: &str| form.error(format!("{at}{pointer}"));
    view! {
        <div class="form__grid">
            <Field label=t::invoices::medium required=true error=error("/medium")>
                <Select
                    value=fields.medium
                    options=Signal::derive(|| choices!(InvoiceMedium::ALL))
                />
            </Field>
            <Field label=t::invoices::kind required=true error=error("/kind")>
                <Select value=fields.kind options=Signal::derive(|| choices!(InvoiceKind::ALL))/>
            </Field>
            <Field label=t::invoices::title_kind required=true error=error("/title/kind")>
                <Select
                    value=fields.title_kind
                    options=Signal::derive(|| choices!(TitleKind::ALL))
                />
            </Field>
            <Field label=t::invoices::invoice_title required=true error=error("/title/name")>
                <TextInput value=fields.name maxlength=100_u32 autocomplete="off"/>
            </Field>
            {optional(
                t::invoices::tax_number,
                fields.tax_number,
                20,
                error("/title/tax_number"),
            )}
            {optional(t::invoices::address, fields.address, 200, error("/title/address"))}
            {optional(t::invoices::phone, fields.phone, 40, error("/title/phone"))}
            {optional(t::invoices::bank, fields.bank, 100, error("/title/bank"))}
            {optional(t::invoices::account, fields.account, 40, error("/title/account"))}
            <Field
                label=t::invoices::title_reason
                hint=t::invoices::title_reason_hint
                error=error("/title_reason")
            >
                <TextInput value=fields.title_reason maxlength=200_u32 autocomplete="off"/>
            </Field>
            {optional(t::invoices::remark, fields.remark, 200, error("/remark"))}
            {optional(t::invoices::email, fields.email, 254, error("/email"))}
        </div>
    }
    .into_any()
}
