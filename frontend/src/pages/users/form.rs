//! Giving somebody an account, changing it, and a new password for whoever forgot theirs.

use domain::{
    Lang,
    access::Role,
    auth::{
        check_changed_user, check_new_user, check_password,
        wire::{ChangeUser, CreateUser, SetPassword, UserView},
    },
    partners::wire::PartnerListQuery,
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState},
    i18n::{lang, t},
    pages::parts::choices,
    state::{use_session, use_toaster},
    ui::{
        Button, Choice, ComboOption, ComboSource, Combobox, CopyButton, Drawer, Field, Look,
        Select, TextInput,
    },
};

/// What the drawer is open for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Editing {
    New,
    Change(UserView),
    Password(UserView),
}

#[derive(Clone, Copy)]
struct Fields {
    username: RwSignal<String>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    role: RwSignal<String>,
    language: RwSignal<String>,
    partner: RwSignal<Option<ComboOption>>,
    password: RwSignal<String>,
}

impl Fields {
    fn of(user: Option<&UserView>) -> Self {
        let text = |text: fn(&UserView) -> &str| {
            RwSignal::new(user.map(text).unwrap_or_default().to_owned())
        };
        let partner = user.and_then(|user| user.partner.as_ref());
        Self {
            username: text(|user| &user.username),
            name: text(|user| &user.name),
            email: text(|user| &user.email),
            role: RwSignal::new(user.map_or(Role::SalesRep, |user| user.role).to_string()),
            language: RwSignal::new(user.map_or(Lang::Zh, |user| user.language).to_string()),
            partner: RwSignal::new(
                partner.map(|partner| ComboOption::new(partner.id.to_string(), &partner.name)),
            ),
            password: RwSignal::new(proposal()),
        }
    }

    fn role(self) -> Role {
        self.role.read().parse().unwrap_or_default()
    }

    fn created(self) -> CreateUser {
        let role = self.role();
        CreateUser {
            username: self.username.get().trim().to_owned(),
            name: self.name.get().trim().to_owned(),
            email: self.email.get().trim().to_owned(),
            role,
            partner_id: self
                .partner
                .get()
                .filter(|_| role.is_partner())
                .and_then(|partner| partner.value.parse().ok()),
            language: self.language.get().parse().unwrap_or_default(),
            password: self.password.get(),
        }
    }

    fn changed(self) -> ChangeUser {
        ChangeUser {
            name: self.name.get().trim().to_owned(),
            email: self.email.get().trim().to_owned(),
            role: self.role(),
            language: self.language.get().parse().unwrap_or_default(),
        }
    }
}

/// A password out of chance that can be read out on the telephone: no characters that look alike.
fn spelled(chance: [u8; 15]) -> String {
    const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]);
    let groups: Vec<String> =
        chance.chunks(5).map(|group| group.iter().map(letter).collect()).collect();
    groups.join("-")
}

/// One from the browser's own source of chance; empty where there is none, and one types it.
fn proposal() -> String {
    let mut chance = [0; 15];
    let drawn =
        window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut chance));
    drawn.map(|_| spelled(chance)).unwrap_or_default()
}

fn partners() -> ComboSource {
    let session = use_session();
    ComboSource::new(move |q| async move {
        let query = PartnerListQuery { q, per_page: 20, ..PartnerListQuery::default() };
        let page = session.client().partners(&query).await;
        let page = page.map_err(|_| t::common::unreachable.get().to_owned())?;
        let options = page.items.iter().map(|partner| {
            let hint = untrack(|| partner.status.label(lang()));
            ComboOption::new(partner.id.to_string(), partner.name.clone()).hint(hint)
        });
        Ok(options.collect())
    })
}

fn person(fields: Fields, form: FormState, roles: Vec<Choice>) -> AnyView {
    let languages = Signal::derive(|| choices!(Lang::ALL));
    view! {
        <Field label=t::users::name_of_person required=true error=form.error("/name")>
            <TextInput value=fields.name autocomplete="off"/>
        </Field>
        <Field label=t::users::email required=true error=form.error("/email")>
            <TextInput value=fields.email kind="email" autocomplete="off"/>
        </Field>
        <Field label=t::users::role required=true error=form.error("/role")>
            <Select value=fields.role options=Signal::stored(roles)/>
        </Field>
        <Field label=t::users::language error=form.error("/language")>
            <Select value=fields.language options=languages/>
        </Field>
    }
    .into_any()
}

/// Shown in plain text: whoever sets it passes it on.
fn password(fields: Fields, form: FormState) -> AnyView {
    view! {
        <Field
            label=t::users::password
            required=true
            hint=t::users::password_hint
            error=form.error("/password")
        >
            <TextInput value=fields.password autocomplete="off"/>
        </Field>
        <div class="row">
            <CopyButton text=Signal::derive(move || fields.password.get())/>
            <Button
                label=t::users::another_password
                small=true
                on_press=move || fields.password.set(proposal())
            />
        </div>
    }
    .into_any()
}

fn new_user(fields: Fields, form: FormState) -> AnyView {
    let organization = move || {
        fields.role().is_partner().then(|| {
            view! {
                <Field label=t::users::organization required=true error=form.error("/partner_id")>
                    <Combobox
                        value=fields.partner
                        source=partners()
                        placeholder=t::users::organization_placeholder
                    />
                </Field>
            }
        })
    };
    view! {
        <Field label=t::users::username required=true error=form.error("/username")>
            <TextInput value=fields.username autocomplete="off" autofocus=true/>
        </Field>
        {person(fields, form, choices!(Role::ALL))}
        {organization}
        {password(fields, form)}
    }
    .into_any()
}

/// Staff stay staff: only the roles of one's side are offered.
fn roles_beside(role: Role) -> Vec<Choice> {
    let mut offered = choices!(Role::ALL);
    let is_same_side = |choice: &Choice| {
        choice.value.parse::<Role>().is_ok_and(|other| other.is_partner() == role.is_partner())
    };
    offered.retain(is_same_side);
    offered
}

/// One form, drawn anew whenever the drawer opens.
fn content(editing: Editing, on_done: Callback<String>) -> AnyView {
    let session = use_session();
    let form = FormState::new();
    let known = match &editing {
        Editing::New => None,
        Editing::Change(user) | Editing::Password(user) => Some(user.clone()),
    };
    let fields = Fields::of(known.as_ref());
    let shown = match &editing {
        Editing::New => new_user(fields, form),
        Editing::Change(user) => person(fields, form, roles_beside(user.role)),
        Editing::Password(_) => password(fields, form),
    };
    let submit = move || {
        let client = session.client();
        let done = move |user: UserView| on_done.run(user.name);
        match editing.clone() {
            Editing::New => {
                let new = untrack(|| fields.created());
                if form.accepts(check_new_user(&new).err().unwrap_or_default()) {
                    form.send(async move { client.create_user(&new).await }, done);
                }
            }
            Editing::Change(user) => {
                let change = untrack(|| fields.changed());
                let faults = check_changed_user(&change, user.role).err().unwrap_or_default();
                if form.accepts(faults) {
                    let work =
                        async move { client.change_user(user.id, user.version, &change).await };
                    form.send(work, done);
                }
            }
            Editing::Password(user) => {
                let set = SetPassword { password: fields.password.get_untracked() };
                let fault = check_password(&set.password, &user.username).err();
                if form.accepts(fault.into_iter().map(|fault| fault.at("/password")).collect()) {
                    let work =
                        async move { client.set_password(user.id, user.version, &set).await };
                    form.send(work, done);
                }
            }
        }
    };
    view! {
        <Form form on_submit=submit>
            <div class="stack">{shown}</div>
            <div class="form__actions">
                <Button label=t::common::save look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

/// Open while there is something to edit.
#[component]
pub fn UserDrawer(
    editing: RwSignal<Option<Editing>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let toaster = use_toaster();
    let title = Signal::derive(move || match &*editing.read() {
        Some(Editing::Change(user)) => t::users::edit_title(&user.name),
        Some(Editing::Password(user)) => t::users::password_title(&user.name),
        Some(Editing::New) | None => t::users::create.get().to_owned(),
    });
    let done = Callback::new(move |name: String| {
        editing.set(None);
        toaster.success(untrack(|| t::users::saved(name)));
        on_done.run(());
    });
    view! {
        <Drawer
            open=Signal::derive(move || editing.read().is_some())
            on_close=move || editing.set(None)
            title
        >
            {move || editing.get().map(|editing| content(editing, done))}
        </Drawer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposed_password_will_do_and_reads_well() {
        let proposed = spelled([0, 7, 31, 99, 255, 12, 13, 14, 15, 200, 201, 1, 2, 3, 4]);

        assert_eq!(check_password(&proposed, "someone"), Ok(()));
        assert_eq!(proposed.len(), 17);
        assert!(!proposed.contains(['0', 'o', '1', 'l', 'i']));
    }

    #[test]
    fn nobody_is_offered_a_role_of_the_other_side() {
        let offered = |role| roles_beside(role).len();

        assert_eq!(offered(Role::Partner), 1);
        assert_eq!(offered(Role::Admin), Role::ALL.len() - 1);
    }
}
