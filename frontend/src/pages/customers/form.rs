//! A customer's data: changed by who may, proposed by who may not, in the same form.

use domain::{
    access::Permission,
    change_requests::check_reason,
    customers::{
        CustomerType, Industry, LONGEST_REASON, Region,
        wire::{ChangeCustomer, CustomerView},
    },
    patch::Patch,
    problem::FieldError,
};
use leptos::prelude::*;

use super::{
    detail::of_customer,
    people::{PeopleEditor, PeopleForm},
};
use crate::{
    components::{
        ConflictDialog, Form, FormState, Loaded, Named, Rival, UnsavedGuard, as_is, said, use_load,
    },
    i18n::t,
    pages::{
        change_requests::{OpenRequest, OpenRequestNotice, use_open_request},
        parts::{choices, id_in_address},
    },
    routes,
    state::{fresh_key, use_go, use_session, use_toaster},
    ui::{Banner, Button, ButtonLink, Card, Field, Look, PageHeader, Select, TextArea, TextInput},
};

/// What is said of each field where two versions are compared.
const NAMES: &[Named] = &[
    ("name", t::customers::name, as_is),
    ("credit_code", t::customers::credit_code, as_is),
    ("customer_type", t::customers::kind, said!(CustomerType)),
    ("industry", t::customers::industry, said!(Industry)),
    ("region", t::customers::region, said!(Region)),
    ("city", t::customers::city, as_is),
    ("address", t::customers::address, as_is),
    ("notes", t::customers::notes, as_is),
    ("contacts", t::customers::contacts, as_is),
];

/// What the form holds.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    name: RwSignal<String>,
    credit_code: RwSignal<String>,
    customer_type: RwSignal<String>,
    industry: RwSignal<String>,
    region: RwSignal<String>,
    city: RwSignal<String>,
    address: RwSignal<String>,
    notes: RwSignal<String>,
    pub(super) people: PeopleForm,
    reason: RwSignal<String>,
}

/// What a patch that says everything holds, as text.
fn text<T>(patch: &Patch<T>, as_str: impl Fn(&T) -> &str) -> RwSignal<String> {
    RwSignal::new(match patch {
        Patch::Set(value) => as_str(value).to_owned(),
        Patch::Keep | Patch::Clear => String::new(),
    })
}

impl Fields {
    pub(super) fn of(present: &ChangeCustomer) -> Self {
        let plain = |patch| text(patch, String::as_str);
        Self {
            name: RwSignal::new(present.name.clone().unwrap_or_default()),
            credit_code: plain(&present.credit_code),
            customer_type: RwSignal::new(
                present.customer_type.unwrap_or_default().as_str().to_owned(),
            ),
            industry: text(&present.industry, |industry| industry.as_str()),
            region: text(&present.region, |region| region.as_str()),
            city: plain(&present.city),
            address: plain(&present.address),
            notes: plain(&present.notes),
            people: PeopleForm::of(present.contacts.as_deref().unwrap_or_default()),
            reason: RwSignal::new(String::new()),
        }
    }

    /// Everything as typed (tracked).
    pub(super) fn content(self) -> ChangeCustomer {
        let plain = |field: RwSignal<String>| Patch::Set(field.get());
        let typed = ChangeCustomer {
            name: Some(self.name.get()),
            credit_code: plain(self.credit_code),
            customer_type: self.customer_type.get().parse().ok(),
            industry: self.industry.get().parse().ok().into(),
            region: self.region.get().parse().ok().into(),
            city: plain(self.city),
            address: plain(self.address),
            notes: plain(self.notes),
            contacts: Some(self.people.content()),
            reason: Some(self.reason.get()),
        };
        typed.cleaned()
    }
}

pub(super) fn identity(fields: Fields, form: FormState) -> AnyView {
    let types = Signal::derive(|| choices!(CustomerType::ALL));
    let industries = Signal::derive(|| choices!(Industry::ALL));
    let regions = Signal::derive(|| choices!(Region::ALL));
    let optional = t::common::optional;
    view! {
        <Card title=t::customers::identity>
            <div class="form__grid">
                <Field label=t::customers::name required=true wide=true error=form.error("/name")>
                    <TextInput value=fields.name autocomplete="organization" autofocus=true/>
                </Field>
                <Field
                    label=t::customers::credit_code
                    aside=optional
                    error=form.error("/credit_code")
                >
                    <TextInput value=fields.credit_code autocomplete="off" maxlength=18_u32/>
                </Field>
                <Field
                    label=t::customers::kind
                    required=true
                    error=form.error("/customer_type")
                >
                    <Select value=fields.customer_type options=types/>
                </Field>
                <Field label=t::customers::industry aside=optional error=form.error("/industry")>
                    <Select
                        value=fields.industry
                        options=industries
                        placeholder=t::customers::no_choice
                    />
                </Field>
                <Field label=t::customers::region aside=optional error=form.error("/region")>
                    <Select
                        value=fields.region
                        options=regions
                        placeholder=t::customers::no_choice
                    />
                </Field>
                <Field label=t::customers::city aside=optional error=form.error("/city")>
                    <TextInput value=fields.city autocomplete="off" maxlength=64_u32/>
                </Field>
                <Field
                    label=t::customers::address
                    aside=optional
                    wide=true
                    error=form.error("/address")
                >
                    <TextArea value=fields.address rows=2 maxlength=200_u32/>
                </Field>
                <Field
                    label=t::customers::notes
                    aside=optional
                    wide=true
                    error=form.error("/notes")
                >
                    <TextArea value=fields.notes rows=3 maxlength=2000_u32/>
                </Field>
            </div>
        </Card>
    }
    .into_any()
}

fn why(fields: Fields, form: FormState, proposes: bool) -> AnyView {
    let most = u32::try_from(LONGEST_REASON).unwrap_or_default();
    let area = move || {
        view! {
            <TextArea
                value=fields.reason
                rows=2
                maxlength=most
                placeholder=t::changes::reason_placeholder
            />
        }
    };
    let field = if proposes {
        view! {
            <Field label=t::changes::reason required=true error=form.error("/reason")>
                {area()}
            </Field>
        }
        .into_any()
    } else {
        view! {
            <Field
                label=t::customers::why
                aside=t::common::optional
                error=form.error("/reason")
            >
                {area()}
            </Field>
        }
        .into_any()
    };
    view! { <Card>{field}</Card> }.into_any()
}

/// What is wrong with what was typed.
fn faults(asked: &ChangeCustomer, proposes: bool) -> Vec<FieldError> {
    let mut faults = asked.check().err().unwrap_or_default();
    if proposes {
        faults.extend(check_reason(asked.reason.as_deref()).err().unwrap_or_default());
    }
    faults
}

fn editor(customer: &CustomerView, proposes: bool, open: OpenRequest) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let go = use_go();
    let form = FormState::new();
    let present = ChangeCustomer::as_is(customer);
    let fields = Fields::of(&present);
    let present = StoredValue::new(present);
    // Saved is clean, though the page is still there for a moment.
    let saved = RwSignal::new(false);
    let asked = Memo::new(move |_| present.with_value(|it| fields.content().differing_from(it)));
    let dirty = Memo::new(move |_| {
        let is_typed = !asked.read().is_empty() || asked.read().reason.is_some();
        !saved.get() && is_typed
    });
    let (id, version) = (customer.id, customer.version);
    let kept = move |customer: CustomerView| {
        saved.set(true);
        toaster.success(untrack(|| t::customers::saved_name(&customer.name)));
        go.to(&routes::customer(id));
    };
    let rival = Rival::new(
        NAMES,
        &present.get_value(),
        move || fields.content(),
        move || {
            let client = session.client();
            async move {
                let now = client.customer(id).await?;
                Ok((now.version, ChangeCustomer::as_is(&now)))
            }
        },
        move |version, content| {
            let client = session.client();
            let work = async move { client.change_customer(id, version, &content).await };
            form.send(work, kept);
        },
        move || {
            saved.set(true);
            go.to(&routes::customer(id));
        },
    );
    // One key for one form: who presses twice proposes once.
    let once = StoredValue::new(fresh_key());
    let submit = move || {
        let asked = asked.get_untracked();
        if !form.accepts(faults(&asked, proposes)) {
            return;
        }
        let client = session.client();
        if proposes {
            let work = async move {
                client.propose_customer_change(id, version, &asked, &once.get_value()).await
            };
            form.send(work, move |request| {
                saved.set(true);
                toaster.success(untrack(|| t::changes::proposed(&request.number)));
                go.to(&routes::customer(id));
            });
        } else {
            let work = async move { client.change_customer(id, version, &asked).await };
            form.send(work, kept);
        }
    };
    let blocked = Signal::derive(move || {
        let nothing = asked.read().is_empty();
        nothing
            .then(|| t::common::nothing_changed.get().to_owned())
            .or_else(|| open.why_not().filter(|_| proposes))
    });
    let label = if proposes { t::changes::submit } else { t::common::save };
    view! {
        <UnsavedGuard dirty/>
        <OpenRequestNotice open/>
        <Form form on_submit=submit>
            <div class="stack stack--loose">
                {proposes.then(|| view! { <Banner>{t::changes::propose_text}</Banner> })}
                {identity(fields, form)}
                <Card title=t::customers::contacts note=t::customers::people_note>
                    <PeopleEditor people=fields.people form/>
                </Card>
                {why(fields, form, proposes)}
            </div>
            <div class="form__actions form__actions--sticky">
                <ButtonLink label=t::common::cancel href=routes::customer(id)/>
                <Button
                    label
                    look=Look::Primary
                    submit=true
                    busy=form.busy()
                    blocked
                />
            </div>
        </Form>
        {(!proposes).then(|| view! { <ConflictDialog form rival/> })}
    }
    .into_any()
}

/// A customer to be changed, or a change of it to be proposed.
#[component]
pub fn EditCustomerPage() -> impl IntoView {
    let session = use_session();
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.customer(id).await }
    });
    let open = use_open_request(move |query| of_customer(query, id()));
    let body = move |customer: Signal<CustomerView>| {
        let customer = customer.get_untracked();
        let proposes = untrack(|| !session.may(Permission::CustomersManage));
        let title = if proposes { t::changes::propose_title } else { t::customers::edit_title };
        view! {
            <PageHeader
                title
                back=routes::customer(customer.id)
                back_label=customer.name.clone()
            />
            {editor(&customer, proposes, open)}
        }
    };
    view! { <Loaded load view=body/> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::customers::wire::CustomerContact;

    use super::*;

    #[test]
    fn what_was_not_touched_is_not_asked_for() {
        let owner = Owner::new();
        owner.with(|| {
            let present = ChangeCustomer {
                name: Some("上海云智科技有限公司".to_owned()),
                credit_code: Patch::Clear,
                customer_type: Some(CustomerType::Startup),
                industry: Patch::Set(Industry::Energy),
                region: Patch::Clear,
                city: Patch::Set("上海".to_owned()),
                address: Patch::Clear,
                notes: Patch::Set("两行\n备注".to_owned()),
                contacts: Some(vec![CustomerContact {
                    name: "王芳".to_owned(),
                    ..CustomerContact::default()
                }]),
                reason: None,
            };
            let fields = Fields::of(&present);

            assert!(untrack(|| fields.content()).differing_from(&present).is_empty());
            fields.city.set(String::new());
            let asked = untrack(|| fields.content()).differing_from(&present);
            assert_eq!(asked, ChangeCustomer { city: Patch::Clear, ..ChangeCustomer::default() });
            assert_eq!(faults(&asked, false), []);
            assert_eq!(faults(&asked, true)[0].pointer, "/reason");
        });
    }
}
