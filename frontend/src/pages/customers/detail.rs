//! One customer: who it is, whom to talk to, what it runs.

use client::Side;
use domain::{
    access::Permission,
    change_requests::{ChangeSubject, wire::ChangeRequestListQuery},
    customers::wire::{ContactView, CustomerView},
    id::CustomerId,
    licenses::wire::{LicenseListQuery, LicenseRow},
    list::{ListQuery as _, Page},
    receivables::wire::StandingOfQuery,
};
use leptos::prelude::*;

use super::{
    RetentionDot,
    actions::{CustomerMenu, RestoreCustomer},
    merges::MergesOfCustomer,
    related::RelatedToCustomer,
    timeline::CustomerTimeline,
};
use crate::{
    components::{Load, Loaded, use_load},
    i18n::{lang, t},
    pages::{
        change_requests::{OpenRequest, OpenRequestNotice, use_open_request},
        licenses::{license_columns as column, license_href},
        parts::{copyable, id_in_address, mail_link, or_dash},
        receivables::standing_card,
    },
    routes,
    state::use_go,
    ui::{
        Banner, Button, ButtonLink, Card, CardCell, Column, DataTable, DescriptionList, EmptyState,
        Fact, Glyph, GuardedButton, PageHeader, SkeletonRows, Tag, Time, Tone,
    },
};

/// Licenses on a customer's page; the list has the others.
const SHOWN: u32 = 10;

fn facts(customer: CustomerView) -> AnyView {
    let (kind, industry, region) = (customer.customer_type, customer.industry, customer.region);
    view! {
        <Card title=t::customers::facts>
            <DescriptionList rows=true>
                <Fact label=t::customers::credit_code>{copyable(customer.credit_code)}</Fact>
                <Fact label=t::customers::kind>{move || kind.label(lang())}</Fact>
                <Fact label=t::customers::industry>
                    {move || industry.map_or("—", |industry| industry.label(lang()))}
                </Fact>
                <Fact label=t::customers::region>
                    {move || region.map_or("—", |region| region.label(lang()))}
                </Fact>
                <Fact label=t::customers::city>{or_dash(customer.city)}</Fact>
                <Fact label=t::customers::address>{or_dash(customer.address)}</Fact>
                <Fact label=t::customers::owner>{or_dash(customer.owner_name)}</Fact>
                <Fact label=t::customers::created>
                    <Time at=customer.created_at full=true/>
                </Fact>
                <Fact label=t::customers::notes>{or_dash(customer.notes)}</Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn contact_columns() -> Vec<Column<ContactView>> {
    vec![
        Column::new("name", t::customers::contact_name, |contact: &ContactView| {
            let primary = contact.is_primary;
            view! {
                <span class="row">
                    {contact.name.clone()}
                    {primary.then(|| view! { <Tag tone=Tone::Brand label=t::customers::primary/> })}
                </span>
            }
        })
        .on_card(CardCell::Title),
        Column::new("title", t::customers::contact_title, |contact: &ContactView| {
            or_dash(contact.title.clone())
        })
        .on_card(CardCell::End),
        Column::new("email", t::customers::email, |contact: &ContactView| {
            mail_link(contact.email.clone())
        })
        .on_card(CardCell::Wide),
        Column::new("phone", t::customers::phone, |contact: &ContactView| {
            or_dash(contact.phone.clone())
        }),
    ]
}

fn contacts(contacts: Vec<ContactView>) -> AnyView {
    let content = if contacts.is_empty() {
        view! {
            <EmptyState
                glyph=Glyph::Users
                title=t::customers::no_contacts
                text=t::customers::no_contacts_text
            />
        }
        .into_any()
    } else {
        view! {
            <DataTable
                label=t::customers::contacts
                columns=contact_columns()
                rows=contacts
                id=|contact| contact.id.to_string()
            />
        }
        .into_any()
    };
    view! {
        <Card title=t::customers::contacts flush=true>
            {content}
        </Card>
    }
    .into_any()
}

fn license_table(page: Signal<Page<LicenseRow>>, all: String) -> AnyView {
    let all = StoredValue::new(all);
    let table = move || {
        let Page { items, total, .. } = page.get();
        if items.is_empty() {
            return view! {
                <EmptyState
                    glyph=Glyph::Key
                    title=t::customers::no_licenses
                    text=t::customers::no_licenses_text
                />
            }
            .into_any();
        }
        let columns = vec![
            column::number(),
            column::status(),
            column::product(),
            column::term(),
            column::left(),
        ];
        let more = (total > u64::from(SHOWN)).then(|| {
            view! {
                <div class="card__foot">
                    <a href=all.get_value()>{move || t::customers::all_licenses(total)}</a>
                </div>
            }
        });
        view! {
            <DataTable
                label=t::customers::licenses
                columns
                rows=items
                id=|row| row.id.to_string()
                href=Some(license_href(Side::Staff))
            />
            {more}
        }
        .into_any()
    };
    view! { {table} }.into_any()
}

fn licenses(customer: Signal<CustomerView>) -> AnyView {
    let query = move || LicenseListQuery {
        customer: Some(customer.read().id),
        per_page: SHOWN,
        ..LicenseListQuery::default()
    };
    let load = use_load(move |client| {
        let query = query();
        async move { client.licenses(Side::Staff, &query).await }
    });
    let all = {
        let query =
            LicenseListQuery { per_page: LicenseListQuery::default().per_page, ..untrack(query) };
        format!("{}?{}", routes::licenses(Side::Staff), query.to_query_string())
    };
    view! {
        <Card title=t::customers::licenses flush=true>
            <Loaded
                load
                view=move |page| license_table(page, all.clone())
                skeleton=|| view! { <SkeletonRows rows=3/> }
            />
        </Card>
    }
    .into_any()
}

/// The requests of a customer itself, not of its licenses.
pub(super) fn of_customer(query: ChangeRequestListQuery, id: CustomerId) -> ChangeRequestListQuery {
    ChangeRequestListQuery { subject: vec![ChangeSubject::Customer], customer: Some(id), ..query }
}

/// «Edit» for who may, «Propose a change» for who may only propose.
fn edit(customer: Signal<CustomerView>, open: OpenRequest) -> AnyView {
    let session = crate::state::use_session();
    let go = use_go();
    let press = move || go.to(&routes::edit_customer(customer.read_untracked().id));
    let button = move || {
        if session.may(Permission::CustomersManage) {
            return Some(
                view! { <Button label=t::customers::edit icon=Glyph::Edit on_press=press/> }
                    .into_any(),
            );
        }
        session.may(Permission::CustomersPropose).then(|| {
            view! {
                <GuardedButton
                    label=t::changes::propose
                    icon=Glyph::Edit
                    blocked=Signal::derive(move || open.why_not())
                    on_press=press
                />
            }
            .into_any()
        })
    };
    view! { {button} }.into_any()
}

/// That it is out of use, and how it comes back.
fn standing(customer: Signal<CustomerView>, load: Load<CustomerView>) -> AnyView {
    let note = move || {
        let customer_now = customer.read();
        if let Some(winner) = customer_now.merged_into.clone() {
            return Some(
                view! {
                    <Banner tone=Tone::Warning>
                        {t::customers::merged_into} " "
                        <a href=routes::customer(winner.id)>{winner.name}</a>
                    </Banner>
                }
                .into_any(),
            );
        }
        customer_now.archived.then(|| {
            let action = move || view! { <RestoreCustomer customer load/> };
            view! { <Banner tone=Tone::Warning action>{t::customers::archived_note}</Banner> }
                .into_any()
        })
    };
    view! { {note} }.into_any()
}

fn body(customer: Signal<CustomerView>, load: Load<CustomerView>) -> AnyView {
    let session = crate::state::use_session();
    let open = use_open_request(move |query| of_customer(query, customer.read().id));
    let name = Signal::derive(move || customer.read().name.clone());
    let is_out = Memo::new(move |_| customer.read().archived);
    let offers = Memo::new(move |_| {
        session.may(Permission::CustomersManage) || session.may(Permission::CustomersAssign)
    });
    let id = customer.read_untracked().id;
    let sees_money = Memo::new(move |_| session.may(Permission::ReceivablesRead));
    let sees_licenses = Memo::new(move |_| session.may(Permission::LicensesRead));
    view! {
        <PageHeader
            title=name
            back=routes::CUSTOMERS
            back_label=t::customers::title
            status=move || view! {
                {move || view! { <RetentionDot retention=customer.read().retention badge=true/> }}
            }
            meta=move || {
                let since = customer.read_untracked().created_at;
                view! { <span>{t::customers::since} " " <Time at=since/></span> }
            }
            actions=move || {
                let invoices = session.may(Permission::InvoicesRead).then(|| {
                    let href = routes::invoices_of_customer(id);
                    view! { <ButtonLink label=t::invoices::links href icon=Glyph::Yuan/> }
                });
                view! {
                    {invoices}
                    {move || (!is_out.get()).then(|| edit(customer, open))}
                    {move || {
                        (!is_out.get() && offers.get())
                            .then(|| view! { <CustomerMenu customer load/> })
                    }}
                }
            }
        />
        <div class="detail">
            <div class="detail__main">
                {standing(customer, load)}
                <OpenRequestNotice open/>
                <RelatedToCustomer id/>
                {move || sees_licenses.get().then(|| licenses(customer))}
                {move || contacts(customer.read().contacts.clone())}
                <CustomerTimeline id/>
            </div>
            <div class="detail__side">
                {move || facts(customer.get())} {move || {
                    let query = StandingOfQuery { customer: Some(id), ..Default::default() };
                    sees_money.get().then(|| standing_card(query))
                }} <MergesOfCustomer id customer=load/>
            </div>
        </div>
    }
    .into_any()
}

/// One customer.
#[component]
pub fn CustomerPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.customer(id).await }
    });
    view! { <Loaded load view=move |customer| body(customer, load)/> }.into_any()
}
