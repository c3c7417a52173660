//! A sales rep in a drawer: new, or changed as a whole.

use domain::{
    access::Permission,
    auth::wire::UserListQuery,
    customers::Region,
    sales_reps::{
        SalesRepKind, check,
        wire::{SalesRepContent, SalesRepView},
    },
};
use leptos::prelude::*;

use crate::{
    components::{
        ConflictDialog, Form, FormState, Named, ProblemWords as _, Rival, another, as_is, said,
    },
    i18n::t,
    pages::parts::choices,
    state::{fresh_key, use_session, use_toaster},
    ui::{Button, ComboOption, ComboSource, Combobox, Drawer, Field, Look, Select, TextInput},
};

/// What the drawer is open for.
#[derive(Clone, PartialEq)]
pub enum Editing {
    New,
    Change(SalesRepView),
}

/// What is said of each field where two versions are compared.
const NAMES: &[Named] = &[
    ("name", t::sales::name, as_is),
    ("email", t::sales::email, as_is),
    ("phone", t::sales::phone, as_is),
    ("kind", t::sales::kind, said!(SalesRepKind)),
    ("position", t::sales::position, as_is),
    ("region", t::sales::region, said!(Region)),
    ("user_id", t::sales::account, another),
];

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    kind: RwSignal<String>,
    position: RwSignal<String>,
    region: RwSignal<String>,
    account: RwSignal<Option<ComboOption>>,
}

impl Fields {
    fn of(known: Option<&SalesRepView>) -> Self {
        let text =
            |of: fn(&SalesRepView) -> String| RwSignal::new(known.map(of).unwrap_or_default());
        let account = known.and_then(|known| {
            let name = known.user_name.clone().unwrap_or_default();
            known.user_id.map(|id| ComboOption::new(id.to_string(), name))
        });
        Self {
            name: text(|known| known.name.clone()),
            email: text(|known| known.email.clone()),
            phone: text(|known| known.phone.clone().unwrap_or_default()),
            kind: RwSignal::new(
                known.map_or_else(SalesRepKind::default, |known| known.kind).as_str().to_owned(),
            ),
            position: text(|known| known.position.clone().unwrap_or_default()),
            region: text(|known| known.region.map_or("", Region::as_str).to_owned()),
            account: RwSignal::new(account),
        }
    }

    /// As typed (tracked).
    fn content(self) -> SalesRepContent {
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        SalesRepContent {
            name: self.name.get().trim().to_owned(),
            email: self.email.get().trim().to_owned(),
            phone: given(self.phone),
            kind: self.kind.get().parse().unwrap_or_default(),
            position: given(self.position),
            region: self.region.get().parse().ok(),
            user_id: self.account.get().and_then(|chosen| chosen.value.parse().ok()),
        }
    }
}

/// Accounts of people who sell by the beginning of their user name; for those who may look them up.
fn accounts() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = UserListQuery {
            q,
            per_page: 20,
            role: domain::licenses::OWNERS.to_vec(),
            ..UserListQuery::default()
        };
        let page = session.client().users(&query).await;
        let page = page.map_err(|error| untrack(|| error.words()))?;
        let options = page.items.into_iter();
        Ok(options
            .map(|user| ComboOption::new(user.id.to_string(), user.name).hint(user.username))
            .collect())
    })
}

/// The account; changed only by those who see accounts, kept as it is by others.
fn account(fields: Fields, form: FormState) -> AnyView {
    let session = use_session();
    let field = move || {
        session.may(Permission::UsersManage).then(|| {
            view! {
                <Field
                    label=t::sales::account
                    hint=t::sales::account_hint
                    aside=t::common::optional
                    error=form.error("/user_id")
                >
                    <Combobox
                        value=fields.account
                        source=accounts()
                        placeholder=t::sales::account_placeholder
                    />
                </Field>
            }
        })
    };
    view! { {field} }.into_any()
}

fn editor(known: Option<SalesRepView>, on_done: Callback<()>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let form = FormState::new();
    let fields = Fields::of(known.as_ref());
    let place = known.map(|known| (known.id, known.version));
    let begun = untrack(|| fields.content());
    let kept = move || {
        toaster.success(t::common::saved);
        on_done.run(());
    };
    let rival = place.map(|(id, _)| {
        Rival::new(
            NAMES,
            &begun,
            move || fields.content(),
            move || {
                let client = session.client();
                async move {
                    let now = client.sales_rep(id).await?;
                    Ok((now.version, untrack(|| Fields::of(Some(&now)).content())))
                }
            },
            move |version, content| {
                let client = session.client();
                let work = async move { client.change_sales_rep(id, version, &content).await };
                form.send(work, move |_| kept());
            },
            move || on_done.run(()),
        )
    });
    let key = fresh_key();
    let submit = move || {
        let content = untrack(|| fields.content());
        if !form.accepts(check(&content).err().unwrap_or_default()) {
            return;
        }
        let (client, key) = (session.client(), key.clone());
        let work = async move {
            match place {
                Some((id, version)) => client.change_sales_rep(id, version, &content).await,
                None => client.create_sales_rep(&content, &key).await,
            }
        };
        form.send(work, move |_| kept());
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::sales::name required=true error=form.error("/name")>
                    <TextInput
                        value=fields.name
                        autocomplete="off"
                        autofocus=true
                        maxlength=80_u32
                    />
                </Field>
                <Field label=t::sales::email required=true error=form.error("/email")>
                    <TextInput value=fields.email kind="email" autocomplete="off"/>
                </Field>
                <Field
                    label=t::sales::phone
                    aside=t::common::optional
                    error=form.error("/phone")
                >
                    <TextInput value=fields.phone inputmode="tel" autocomplete="off"/>
                </Field>
                <Field label=t::sales::kind required=true error=form.error("/kind")>
                    <Select
                        value=fields.kind
                        options=Signal::derive(|| choices!(SalesRepKind::ALL))
                    />
                </Field>
                <Field
                    label=t::sales::position
                    aside=t::common::optional
                    error=form.error("/position")
                >
                    <TextInput value=fields.position autocomplete="off"/>
                </Field>
                <Field
                    label=t::sales::region
                    aside=t::common::optional
                    error=form.error("/region")
                >
                    <Select
                        value=fields.region
                        options=Signal::derive(|| choices!(Region::ALL))
                        placeholder=t::sales::no_region
                    />
                </Field>
                {account(fields, form)}
            </div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
        {rival.map(|rival| view! { <ConflictDialog form rival/> })}
    }
    .into_any()
}

/// The form in a drawer.
#[component]
pub fn SalesRepDrawer(
    editing: RwSignal<Option<Editing>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let title = Signal::derive(move || match &*editing.read() {
        Some(Editing::Change(_)) => t::sales::edit.get().to_owned(),
        _ => t::sales::create.get().to_owned(),
    });
    let done = Callback::new(move |()| {
        editing.set(None);
        on_done.run(());
    });
    view! {
        <Drawer
            open=Signal::derive(move || editing.read().is_some())
            on_close=move || editing.set(None)
            title
        >
            {move || {
                editing
                    .get()
                    .map(|editing| match editing {
                        Editing::New => editor(None, done),
                        Editing::Change(rep) => editor(Some(rep), done),
                    })
            }}
        </Drawer>
    }
    .into_any()
}
