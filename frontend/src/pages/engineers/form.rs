//! An engineer in a drawer: new, or changed as a whole.

use domain::{
    access::{Permission, Role},
    auth::wire::UserListQuery,
    engineers::{
        check,
        wire::{EngineerContent, EngineerView},
    },
};
use leptos::prelude::*;

use crate::{
    components::{
        ConflictDialog, Form, FormState, Named, ProblemWords as _, Rival, another, as_is,
    },
    i18n::t,
    state::{fresh_key, use_session, use_toaster},
    ui::{Button, ComboOption, ComboSource, Combobox, Drawer, Field, Look, TextInput},
};

/// What the drawer is open for.
#[derive(Clone, PartialEq)]
pub enum Editing {
    New,
    Change(EngineerView),
}

/// What is said of each field where two versions are compared.
const NAMES: &[Named] = &[
    ("name", t::engineers::name, as_is),
    ("email", t::engineers::email, as_is),
    ("phone", t::engineers::phone, as_is),
    ("department", t::engineers::department, as_is),
    ("expertise", t::engineers::expertise, as_is),
    ("user_id", t::engineers::account, another),
];

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    department: RwSignal<String>,
    /// Separated by commas.
    expertise: RwSignal<String>,
    account: RwSignal<Option<ComboOption>>,
}

impl Fields {
    fn of(known: Option<&EngineerView>) -> Self {
        let text =
            |of: fn(&EngineerView) -> String| RwSignal::new(known.map(of).unwrap_or_default());
        let account = known.and_then(|known| {
            let name = known.user_name.clone().unwrap_or_default();
            known.user_id.map(|id| ComboOption::new(id.to_string(), name))
        });
        Self {
            name: text(|known| known.name.clone()),
            email: text(|known| known.email.clone()),
            phone: text(|known| known.phone.clone().unwrap_or_default()),
            department: text(|known| known.department.clone().unwrap_or_default()),
            expertise: text(|known| known.expertise.join(", ")),
            account: RwSignal::new(account),
        }
    }

    /// As typed (tracked).
    fn content(self) -> EngineerContent {
        let given = |field: RwSignal<String>| {
            Some(field.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let tags = self.expertise.get();
        let tags = tags.split([',', '，', '、']).map(str::trim).filter(|tag| !tag.is_empty());
        EngineerContent {
            name: self.name.get().trim().to_owned(),
            email: self.email.get().trim().to_owned(),
            phone: given(self.phone),
            department: given(self.department),
            expertise: tags.map(str::to_owned).collect(),
            user_id: self.account.get().and_then(|chosen| chosen.value.parse().ok()),
        }
    }
}

/// Engineers' accounts by the beginning of their user name; for those who may look them up.
fn accounts() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = UserListQuery {
            q,
            per_page: 20,
            role: vec![Role::Engineer],
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
                    label=t::engineers::account
                    hint=t::engineers::account_hint
                    aside=t::common::optional
                    error=form.error("/user_id")
                >
                    <Combobox
                        value=fields.account
                        source=accounts()
                        placeholder=t::engineers::account_placeholder
                    />
                </Field>
            }
        })
    };
    view! { {field} }.into_any()
}

/// All tags in one line: whatever is wrong with one of them is said of the line.
fn tags_error(form: FormState) -> Signal<Option<String>> {
    let all = form.error("/expertise");
    let each: Vec<_> = (0..10).map(|index| form.error(format!("/expertise/{index}"))).collect();
    Signal::derive(move || all.get().or_else(|| each.iter().find_map(|one| one.get())))
}

fn editor(known: Option<EngineerView>, on_done: Callback<()>) -> AnyView {
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
                    let now = client.engineer(id).await?;
                    Ok((now.version, untrack(|| Fields::of(Some(&now)).content())))
                }
            },
            move |version, content| {
                let client = session.client();
                let work = async move { client.change_engineer(id, version, &content).await };
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
                Some((id, version)) => client.change_engineer(id, version, &content).await,
                None => client.create_engineer(&content, &key).await,
            }
        };
        form.send(work, move |_| kept());
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                <Field label=t::engineers::name required=true error=form.error("/name")>
                    <TextInput
                        value=fields.name
                        autocomplete="off"
                        autofocus=true
                        maxlength=60_u32
                    />
                </Field>
                <Field label=t::engineers::email required=true error=form.error("/email")>
                    <TextInput value=fields.email kind="email" autocomplete="off"/>
                </Field>
                <Field
                    label=t::engineers::phone
                    aside=t::common::optional
                    error=form.error("/phone")
                >
                    <TextInput value=fields.phone inputmode="tel" autocomplete="off"/>
                </Field>
                <Field
                    label=t::engineers::department
                    aside=t::common::optional
                    error=form.error("/department")
                >
                    <TextInput value=fields.department autocomplete="off"/>
                </Field>
                <Field
                    label=t::engineers::expertise
                    hint=t::engineers::expertise_hint
                    aside=t::common::optional
                    error=tags_error(form)
                >
                    <TextInput value=fields.expertise autocomplete="off"/>
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
pub fn EngineerDrawer(
    editing: RwSignal<Option<Editing>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let title = Signal::derive(move || match &*editing.read() {
        Some(Editing::Change(_)) => t::engineers::edit.get().to_owned(),
        _ => t::engineers::create.get().to_owned(),
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
                        Editing::Change(engineer) => editor(Some(engineer), done),
                    })
            }}
        </Drawer>
    }
    .into_any()
}
