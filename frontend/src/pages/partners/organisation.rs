//! The portal's own organisation: what is agreed to read, address and contact to change.

use domain::partners::{
    check_profile,
    wire::{ChangePartnerProfile, PartnerContent, PartnerView},
};
use leptos::prelude::*;

use super::{
    AgreementBanner, PartnerStatusDot,
    contacts::{ContactForm, ContactsEditor, ContactsForm},
    profile::agreement_facts,
};
use crate::{
    components::{
        ConflictDialog, Form, FormState, Load, Loaded, Named, Rival, UnsavedGuard, as_is, use_load,
    },
    i18n::t,
    state::{use_session, use_toaster},
    ui::{Button, Card, Field, Look, PageHeader, TextArea, TextInput},
};

/// What is said of each field where two versions are compared.
const NAMES: &[Named] = &[
    ("contact_name", t::partners::contact_name, as_is),
    ("contact_title", t::partners::contact_title, as_is),
    ("contacts", t::partners::further_contacts, as_is),
    ("contact_email", t::partners::contact_email, as_is),
    ("contact_phone", t::partners::contact_phone, as_is),
    ("legal_address", t::partners::legal_address, as_is),
];

/// What the form holds.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    legal_address: RwSignal<String>,
    contact_name: RwSignal<String>,
    contact_title: RwSignal<String>,
    contact_email: RwSignal<String>,
    contact_phone: RwSignal<String>,
    contacts: ContactsForm,
}

/// The part of a partner that the form is about.
pub(super) fn profile_of(partner: &PartnerView) -> ChangePartnerProfile {
    PartnerContent::from(partner).profile()
}

impl Fields {
    fn new(profile: &ChangePartnerProfile) -> Self {
        let fields = Self {
            legal_address: RwSignal::default(),
            contact_name: RwSignal::default(),
            contact_title: RwSignal::default(),
            contact_email: RwSignal::default(),
            contact_phone: RwSignal::default(),
            contacts: ContactsForm::of(&[]),
        };
        fields.show(profile);
        fields
    }

    fn show(self, profile: &ChangePartnerProfile) {
        self.legal_address.set(profile.legal_address.clone().unwrap_or_default());
        self.contact_name.set(profile.contact_name.clone());
        self.contact_title.set(profile.contact_title.clone().unwrap_or_default());
        self.contact_email.set(profile.contact_email.clone());
        self.contact_phone.set(profile.contact_phone.clone().unwrap_or_default());
        self.contacts.show(&profile.contacts);
    }

    /// As typed (tracked).
    fn content(self) -> ChangePartnerProfile {
        let optional = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        ChangePartnerProfile {
            legal_address: optional(self.legal_address.get()),
            contact_name: self.contact_name.get().trim().to_owned(),
            contact_title: optional(self.contact_title.get()),
            contact_email: self.contact_email.get().trim().to_owned(),
            contact_phone: optional(self.contact_phone.get()),
            contacts: self.contacts.content(),
        }
    }
}

fn inputs(fields: Fields, form: FormState) -> AnyView {
    let swap = move |contact: ContactForm| {
        contact.exchange(
            fields.contact_name,
            fields.contact_title,
            fields.contact_email,
            fields.contact_phone,
        );
    };
    view! {
        <div class="form__grid">
            <Field
                label=t::partners::contact_name
                required=true
                error=form.error("/contact_name")
            >
                <TextInput value=fields.contact_name autocomplete="name"/>
            </Field>
            <Field
                label=t::partners::contact_title
                aside=t::common::optional
                error=form.error("/contact_title")
            >
                <TextInput value=fields.contact_title autocomplete="organization-title"/>
            </Field>
            <Field
                label=t::partners::contact_email
                required=true
                hint=t::partners::email_hint
                error=form.error("/contact_email")
            >
                <TextInput value=fields.contact_email kind="email" autocomplete="email"/>
            </Field>
            <Field
                label=t::partners::contact_phone
                aside=t::common::optional
                error=form.error("/contact_phone")
            >
                <TextInput value=fields.contact_phone kind="tel" autocomplete="tel"/>
            </Field>
            <Field
                label=t::partners::legal_address
                aside=t::common::optional
                wide=true
                error=form.error("/legal_address")
            >
                <TextArea value=fields.legal_address rows=2/>
            </Field>
        </div>
        <div class="form__more">
            <ContactsEditor contacts=fields.contacts form on_primary=swap/>
        </div>
    }
    .into_any()
}

/// The form; `load` holds what the server knows.
fn editor(partner: Signal<PartnerView>, load: Load<PartnerView>) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let fields = Fields::new(&partner.with_untracked(profile_of));
    // What the fields began with, and the version that it had.
    let base = RwSignal::new(partner.get_untracked());
    let dirty = Memo::new(move |_| fields.content() != base.with(profile_of));

    let settle = move |saved: PartnerView| {
        fields.show(&profile_of(&saved));
        base.set(saved.clone());
        load.set(saved);
    };
    let send = move |version: i64| {
        let content = untrack(|| fields.content());
        if !form.accepts(check_profile(&content).err().unwrap_or_default()) {
            return;
        }
        let client = session.client();
        form.send(
            async move { client.change_own_partner(version, &content).await },
            move |saved| {
                settle(saved);
                toaster.success(t::partners::saved.get());
            },
        );
    };
    let saved = move |saved: PartnerView| {
        settle(saved);
        toaster.success(t::partners::saved.get());
    };
    let rival = Rival::new(
        NAMES,
        &partner.with_untracked(profile_of),
        move || fields.content(),
        move || {
            let client = session.client();
            async move {
                let now = client.own_partner().await?;
                Ok((now.version, profile_of(&now)))
            }
        },
        move |version, content| {
            let client = session.client();
            let work = async move { client.change_own_partner(version, &content).await };
            form.send(work, saved);
        },
        move || {
            let client = session.client();
            form.send(async move { client.own_partner().await }, settle);
        },
    );
    Effect::new(move || rival.goes_on_from(&base.with(profile_of)));
    let blocked =
        Signal::derive(move || (!dirty.get()).then(|| t::partners::unchanged.get().to_owned()));
    view! {
        <UnsavedGuard dirty/>
        <Form form on_submit=move || send(base.read_untracked().version)>
            {inputs(fields, form)}
            <div class="form__actions">
                <Button
                    label=t::common::save
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                    blocked
                />
            </div>
        </Form>
        <ConflictDialog form rival/>
    }
    .into_any()
}

fn body(partner: Signal<PartnerView>, load: Load<PartnerView>) -> AnyView {
    let name = Signal::derive(move || partner.read().name.clone());
    let status = move || view! { <PartnerStatusDot status=partner.read().status badge=true/> };
    view! {
        <PageHeader
            title=t::partners::own_title
            status=move || view! { {status} }
            meta=move || view! { <span class="strong">{name}</span> <span>{t::partners::own_about}</span> }
        />
        <div class="stack stack--loose">
            <AgreementBanner partner/>
            {move || agreement_facts(partner.get())}
            <Card title=t::partners::own_contact>{editor(partner, load)}</Card>
        </div>
    }
    .into_any()
}

/// The portal's own organisation.
#[component]
pub fn OrganisationPage() -> impl IntoView {
    let load = use_load(|client| async move { client.own_partner().await });
    view! { <Loaded load view=move |partner| body(partner, load)/> }.into_any()
}
