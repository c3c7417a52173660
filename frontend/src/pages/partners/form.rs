//! A partner as staff keep it: new, or changed as a whole.

use chrono::NaiveDate;
use domain::{
    customers::Region,
    partners::{
        MAX_SENDERS, PartnerLevel, check_content,
        wire::{PartnerContent, PartnerView},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    contacts::{ContactForm, ContactsEditor, ContactsForm},
    credit::{CreditForm, credit_fields},
};
use crate::{
    components::{Form, FormState, Loaded, UnsavedGuard, use_load},
    i18n::t,
    pages::parts::{choices, id_in_address},
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{
        Button, ButtonLink, Card, Checkbox, Field, Look, PageHeader, Select, TextArea, TextInput,
    },
};

/// What the form holds.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    is_reseller: RwSignal<bool>,
    level: RwSignal<String>,
    region: RwSignal<String>,
    credit_code: RwSignal<String>,
    legal_address: RwSignal<String>,
    contact_name: RwSignal<String>,
    contact_title: RwSignal<String>,
    contact_email: RwSignal<String>,
    contact_phone: RwSignal<String>,
    contacts: ContactsForm,
    /// One to a line.
    senders: RwSignal<String>,
    credit: StoredValue<CreditForm>,
    agreement_number: RwSignal<String>,
    agreement_signed_on: RwSignal<String>,
    agreement_until: RwSignal<String>,
}

impl Fields {
    fn of(content: &PartnerContent) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let optional = |text: &Option<String>| RwSignal::new(text.clone().unwrap_or_default());
        let day = |day: Option<NaiveDate>| {
            RwSignal::new(day.map(|day| day.to_string()).unwrap_or_default())
        };
        Self {
            name: text(&content.name),
            is_reseller: RwSignal::new(content.is_reseller),
            level: text(content.level.as_str()),
            region: text(content.region.map_or("", Region::as_str)),
            credit_code: optional(&content.credit_code),
            legal_address: optional(&content.legal_address),
            contact_name: text(&content.contact_name),
            contact_title: optional(&content.contact_title),
            contact_email: text(&content.contact_email),
            contact_phone: optional(&content.contact_phone),
            contacts: ContactsForm::of(&content.contacts),
            senders: text(&content.sender_addresses.join("\n")),
            credit: StoredValue::new(CreditForm::of(content)),
            agreement_number: optional(&content.agreement_number),
            agreement_signed_on: day(content.agreement_signed_on),
            agreement_until: day(content.agreement_until),
        }
    }

    /// As typed (tracked).
    fn content(self) -> PartnerContent {
        let optional = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let credit = self.credit.get_value();
        PartnerContent {
            name: self.name.get().trim().to_owned(),
            is_reseller: self.is_reseller.get(),
            level: self.level.get().parse().unwrap_or_default(),
            region: self.region.get().parse().ok(),
            credit_code: optional(self.credit_code),
            legal_address: optional(self.legal_address),
            contact_name: self.contact_name.get().trim().to_owned(),
            contact_title: optional(self.contact_title),
            contact_email: self.contact_email.get().trim().to_owned(),
            contact_phone: optional(self.contact_phone),
            contacts: self.contacts.content(),
            sender_addresses: lines_of(&self.senders.get()),
            credit_limit: credit.limit(),
            payment_terms: credit.terms(),
            profit_share: credit.share(),
            agreement_number: optional(self.agreement_number),
            agreement_signed_on: self.agreement_signed_on.get().parse().ok(),
            agreement_until: self.agreement_until.get().parse().ok(),
        }
    }
}

/// What stands in the lines of a text.
fn lines_of(text: &str) -> Vec<String> {
    text.split(['\n', ',', ';', '，', '；'])
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

fn identity(fields: Fields, form: FormState) -> AnyView {
    let levels = Signal::derive(|| choices!(PartnerLevel::ALL));
    let regions = Signal::derive(|| choices!(Region::ALL));
    view! {
        <Card title=t::partners::identity>
            <div class="form__grid">
                <Field label=t::partners::name required=true wide=true error=form.error("/name")>
                    <TextInput value=fields.name autocomplete="organization" autofocus=true/>
                </Field>
                <Field label=t::partners::level required=true error=form.error("/level")>
                    <Select value=fields.level options=levels/>
                </Field>
                <Field
                    label=t::partners::region
                    aside=t::common::optional
                    error=form.error("/region")
                >
                    <Select value=fields.region options=regions placeholder=t::partners::no_region/>
                </Field>
                <Field
                    label=t::partners::credit_code
                    aside=t::common::optional
                    error=form.error("/credit_code")
                >
                    <TextInput value=fields.credit_code autocomplete="off" maxlength=18_u32/>
                </Field>
                <Field
                    label=t::partners::legal_address
                    aside=t::common::optional
                    wide=true
                    error=form.error("/legal_address")
                >
                    <TextArea value=fields.legal_address rows=2/>
                </Field>
                <div class="form__wide">
                    <Checkbox
                        checked=fields.is_reseller
                        label=t::partners::reseller
                        hint=t::partners::reseller_hint
                    />
                </div>
            </div>
        </Card>
    }
    .into_any()
}

fn contact(fields: Fields, form: FormState) -> AnyView {
    let swap = move |contact: ContactForm| {
        contact.exchange(
            fields.contact_name,
            fields.contact_title,
            fields.contact_email,
            fields.contact_phone,
        );
    };
    view! {
        <Card title=t::partners::contact>
            <div class="form__grid">
                <Field
                    label=t::partners::contact_name
                    required=true
                    error=form.error("/contact_name")
                >
                    <TextInput value=fields.contact_name autocomplete="off"/>
                </Field>
                <Field
                    label=t::partners::contact_title
                    aside=t::common::optional
                    error=form.error("/contact_title")
                >
                    <TextInput value=fields.contact_title autocomplete="off"/>
                </Field>
                <Field
                    label=t::partners::contact_email
                    required=true
                    hint=t::partners::email_hint
                    error=form.error("/contact_email")
                >
                    <TextInput value=fields.contact_email kind="email" autocomplete="off"/>
                </Field>
                <Field
                    label=t::partners::contact_phone
                    aside=t::common::optional
                    error=form.error("/contact_phone")
                >
                    <TextInput value=fields.contact_phone kind="tel" autocomplete="off"/>
                </Field>
            </div>
            <div class="form__more">
                <ContactsEditor contacts=fields.contacts form on_primary=swap/>
            </div>
        </Card>
    }
    .into_any()
}

/// Where its mails come from; the first wrong one is named with its place.
fn senders(fields: Fields, form: FormState) -> AnyView {
    let errors: Vec<_> = (0..MAX_SENDERS)
        .map(|index| (index, form.error(format!("/sender_addresses/{index}"))))
        .collect();
    let all = form.error("/sender_addresses");
    let error = Signal::derive(move || {
        let named = errors.iter().find_map(|(index, error)| {
            error.get().map(|words| t::partners::fault_in_entry(index + 1, words))
        });
        all.get().or(named)
    });
    view! {
        <Card title=t::partners::senders note=t::partners::senders_note>
            <Field
                label=t::partners::sender_addresses
                aside=t::common::optional
                hint=t::partners::senders_hint
                error
            >
                <TextArea value=fields.senders rows=3 placeholder="@example.com"/>
            </Field>
        </Card>
    }
    .into_any()
}

fn agreement(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Card title=t::partners::agreement note=t::partners::agreement_note>
            <div class="form__grid">
                <Field
                    label=t::partners::agreement_number
                    aside=t::common::optional
                    error=form.error("/agreement_number")
                >
                    <TextInput value=fields.agreement_number autocomplete="off"/>
                </Field>
                <Field
                    label=t::partners::agreement_signed_on
                    aside=t::common::optional
                    error=form.error("/agreement_signed_on")
                >
                    <TextInput value=fields.agreement_signed_on kind="date"/>
                </Field>
                <Field
                    label=t::partners::agreement_until
                    aside=t::common::optional
                    error=form.error("/agreement_until")
                >
                    <TextInput value=fields.agreement_until kind="date"/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

/// The form; of a partner that is there, or of a new one.
fn editor(known: Option<PartnerView>, is_reseller: bool) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let go = use_go();
    let form = FormState::new();
    let new = || PartnerContent { is_reseller, ..PartnerContent::default() };
    let base = known.as_ref().map_or_else(new, PartnerContent::from);
    let fields = Fields::of(&base);
    // Saved is clean, though the page is still there for a moment.
    let saved = RwSignal::new(false);
    let dirty = Memo::new(move |_| {
        let is_typed = fields.content() != base || !fields.credit.get_value().faults().is_empty();
        !saved.get() && is_typed
    });
    let known = known.map(|partner| (partner.id, partner.version));
    // One key for one form: who presses twice creates once.
    let once = StoredValue::new(fresh_key());
    let back = known.map_or(routes::PARTNERS.to_owned(), |(id, _)| routes::partner(id));
    let submit = move || {
        let content = untrack(|| fields.content());
        let mut faults = check_content(&content).err().unwrap_or_default();
        faults.extend(untrack(|| fields.credit.get_value().faults()));
        if !form.accepts(faults) {
            return;
        }
        let client = session.client();
        let work = async move {
            match known {
                Some((id, version)) => client.change_partner(id, version, &content).await,
                None => client.create_partner(&content, &once.get_value()).await,
            }
        };
        form.send(work, move |partner| {
            saved.set(true);
            toaster.success(untrack(|| t::partners::saved_name(&partner.name)));
            go.to(&routes::partner(partner.id));
        });
    };
    let blocked =
        Signal::derive(move || (!dirty.get()).then(|| t::partners::unchanged.get().to_owned()));
    view! {
        <UnsavedGuard dirty/>
        <Form form on_submit=submit>
            <div class="stack stack--loose">
                {identity(fields, form)}
                {contact(fields, form)}
                {senders(fields, form)}
                {credit_fields(fields.credit.get_value(), form)}
                {agreement(fields, form)}
            </div>
            <div class="form__actions form__actions--sticky">
                <ButtonLink label=t::common::cancel href=back/>
                <Button
                    label=t::common::save
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                    blocked
                />
            </div>
        </Form>
    }
    .into_any()
}

/// A new partner; `?reseller=true` marks it as one that resells.
#[component]
pub fn NewPartnerPage() -> impl IntoView {
    let query = use_query_map();
    let is_reseller = untrack(|| query.read().get("reseller")).is_some_and(|word| word == "true");
    view! {
        <PageHeader
            title=t::partners::create
            back=routes::PARTNERS
            back_label=t::partners::title
            meta=|| view! { <span>{t::partners::create_about}</span> }
        />
        {editor(None, is_reseller)}
    }
}

/// A partner to be changed.
#[component]
pub fn EditPartnerPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.partner(id).await }
    });
    let body = move |partner: Signal<PartnerView>| {
        let partner = partner.get_untracked();
        view! {
            <PageHeader
                title=t::partners::edit
                back=routes::partner(partner.id)
                back_label=partner.name.clone()
            />
            {editor(Some(partner), false)}
        }
    };
    view! { <Loaded load view=body/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_survives_the_form() {
        let owner = Owner::new();
        owner.with(|| {
            let content = PartnerContent {
                name: "杭州西溪科技有限公司".to_owned(),
                is_reseller: true,
                level: PartnerLevel::Gold,
                region: Some(Region::ALL[0]),
                credit_code: Some("91330100MA27ABCD0A".to_owned()),
                sender_addresses: vec!["xixi.example".to_owned(), "boss@qq.com".to_owned()],
                contacts: vec![domain::partners::wire::PartnerContact {
                    name: "财务部".to_owned(),
                    email: "finance@xixi.example".to_owned(),
                    ..Default::default()
                }],
                agreement_until: NaiveDate::from_ymd_opt(2027, 2, 28),
                ..PartnerContent::default()
            };

            let fields = Fields::of(&content);

            assert_eq!(untrack(|| fields.content()), content);
        });
    }
}
