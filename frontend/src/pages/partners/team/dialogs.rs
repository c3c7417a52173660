//! What is asked about a colleague, and the password that is shown once.

use domain::{
    Lang,
    access::Role,
    auth::{
        check_changed_user, check_new_user,
        wire::{ChangeUser, CreateUser, UserView},
    },
    id::PartnerId,
    partners::wire::{AddColleague, ChangeColleague, LetIn},
    problem::FieldError,
};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, ProblemWords as _},
    i18n::t,
    pages::parts::choices,
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, Checkbox, ConfirmDialog, Dialog, Drawer, Field, Look, Secret, Select,
        TextInput, Tone,
    },
};

/// What is being asked.
#[derive(Clone)]
pub enum Asked {
    Add,
    Change(UserView),
    Password(UserView),
    Access(UserView),
}

#[derive(Clone, Copy)]
struct Fields {
    username: RwSignal<String>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    language: RwSignal<String>,
    org_admin: RwSignal<bool>,
}

impl Fields {
    fn of(user: Option<&UserView>) -> Self {
        let text = |text: Option<&str>| RwSignal::new(text.unwrap_or_default().to_owned());
        Self {
            username: text(user.map(|user| user.username.as_str())),
            name: text(user.map(|user| user.name.as_str())),
            email: text(user.map(|user| user.email.as_str())),
            language: text(Some(user.map_or(Lang::Zh, |user| user.language).as_str())),
            org_admin: RwSignal::new(user.is_some_and(|user| user.org_admin)),
        }
    }

    fn added(self) -> AddColleague {
        AddColleague {
            username: self.username.get_untracked().trim().to_owned(),
            name: self.name.get_untracked().trim().to_owned(),
            email: self.email.get_untracked().trim().to_owned(),
            language: self.language.get_untracked().parse().unwrap_or_default(),
            org_admin: self.org_admin.get_untracked(),
        }
    }

    fn changed(self) -> ChangeColleague {
        let AddColleague { name, email, language, org_admin, .. } = self.added();
        ChangeColleague { name, email, language, org_admin }
    }
}

/// What the rules say before anything is sent; the password is the server's.
fn faults_of_new(new: &AddColleague, of: Option<PartnerId>) -> Vec<FieldError> {
    let nobody = domain::Id::from_uuid(uuid::Uuid::nil());
    let as_user = CreateUser {
        username: new.username.clone(),
        name: new.name.clone(),
        email: new.email.clone(),
        role: Role::Partner,
        partner_id: Some(of.unwrap_or(nobody)),
        language: new.language,
        password: "a password to be drawn".to_owned(),
    };
    check_new_user(&as_user).err().unwrap_or_default()
}

fn faults_of_change(change: &ChangeColleague) -> Vec<FieldError> {
    let as_user = ChangeUser {
        name: change.name.clone(),
        email: change.email.clone(),
        role: Role::Partner,
        language: change.language,
    };
    check_changed_user(&as_user, Role::Partner).err().unwrap_or_default()
}

/// What follows once it is done.
#[derive(Clone, Copy)]
struct Then {
    asked: RwSignal<Option<Asked>>,
    shown: RwSignal<Option<LetIn>>,
    on_done: Callback<()>,
}

impl Then {
    /// The password is shown, this once.
    fn show(self, let_in: LetIn) {
        self.asked.set(None);
        self.shown.set(Some(let_in));
        self.on_done.run(());
    }
}

fn editor(of: Option<PartnerId>, known: Option<UserView>, then: Then) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let fields = Fields::of(known.as_ref());
    let languages = Signal::derive(|| choices!(Lang::ALL));
    let username = known.is_none().then(|| {
        view! {
            <Field label=t::users::username required=true error=form.error("/username")>
                <TextInput value=fields.username autocomplete="off" autofocus=true/>
            </Field>
        }
    });
    let is_new = known.is_none();
    let submit = move || {
        let client = session.client();
        match known.clone() {
            None => {
                let new = fields.added();
                if form.accepts(faults_of_new(&new, of)) {
                    form.send(async move { client.add_colleague(of, &new).await }, move |let_in| {
                        then.show(let_in);
                    });
                }
            }
            Some(user) => {
                let change = fields.changed();
                if form.accepts(faults_of_change(&change)) {
                    let work = async move {
                        client.change_colleague(of, user.id, user.version, &change).await
                    };
                    form.send(work, move |user| {
                        then.asked.set(None);
                        toaster.success(untrack(|| t::users::saved(user.name)));
                        then.on_done.run(());
                    });
                }
            }
        }
    };
    let label = if is_new { t::team::let_in } else { t::common::save };
    view! {
        <Form form on_submit=submit>
            <div class="stack">
                {username}
                <Field label=t::users::name_of_person required=true error=form.error("/name")>
                    <TextInput value=fields.name autocomplete="off"/>
                </Field>
                <Field label=t::users::email required=true error=form.error("/email")>
                    <TextInput value=fields.email kind="email" autocomplete="off"/>
                </Field>
                <Field label=t::users::language error=form.error("/language")>
                    <Select value=fields.language options=languages/>
                </Field>
                <Checkbox
                    checked=fields.org_admin
                    label=t::team::make_admin
                    hint=t::team::make_admin_hint
                />
            </div>
            <div class="form__actions">
                <Button label look=Look::Primary submit=true busy=form.busy()/>
            </div>
        </Form>
    }
    .into_any()
}

fn failure(form: FormState) -> impl IntoView {
    move || form.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
}

/// «Really?», for another password.
fn password_dialog(of: Option<PartnerId>, then: Then) -> AnyView {
    let session = use_session();
    let form = FormState::new();
    let whom = move || match then.asked.get() {
        Some(Asked::Password(user)) => Some(user),
        _ => None,
    };
    let close = move || {
        form.clear();
        then.asked.set(None);
    };
    let confirm = move || {
        let Some(user) = untrack(whom) else { return };
        let client = session.client();
        let work =
            async move { client.renew_password_of_colleague(of, user.id, user.version).await };
        form.send(work, move |let_in| then.show(let_in));
    };
    view! {
        <ConfirmDialog
            open=Signal::derive(move || whom().is_some())
            on_close=close
            on_confirm=confirm
            title=Signal::derive(move || {
                whom().map(|user| t::users::password_title(&user.name)).unwrap_or_default()
            })
            text=t::team::password_text
            confirm=t::team::password_confirm
            busy=form.busy()
        >
            {failure(form)}
        </ConfirmDialog>
    }
    .into_any()
}

/// «Really?», for letting in or not.
fn access_dialog(of: Option<PartnerId>, then: Then, danger: bool) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let whom = move || match then.asked.get() {
        Some(Asked::Access(user)) if user.active == danger => Some(user),
        _ => None,
    };
    let close = move || {
        form.clear();
        then.asked.set(None);
    };
    let confirm = move || {
        let Some(user) = untrack(whom) else { return };
        let client = session.client();
        let work = async move {
            client.set_colleague_active(of, user.id, user.version, !user.active).await
        };
        form.send(work, move |user| {
            then.asked.set(None);
            toaster.success(untrack(|| {
                if user.active {
                    t::users::reactivated(&user.name)
                } else {
                    t::users::deactivated(&user.name)
                }
            }));
            then.on_done.run(());
        });
    };
    let words = move |danger_words: fn(&UserView) -> String, words: fn(&UserView) -> String| {
        Signal::derive(move || {
            whom()
                .map(|user| if danger { danger_words(&user) } else { words(&user) })
                .unwrap_or_default()
        })
    };
    view! {
        <ConfirmDialog
            open=Signal::derive(move || whom().is_some())
            on_close=close
            on_confirm=confirm
            title=words(
                |user| t::users::deactivate_title(&user.name),
                |user| t::users::reactivate_title(&user.name),
            )
            text=words(
                |user| t::users::deactivate_text(&user.name, &user.username),
                |user| t::users::reactivate_text(&user.name, &user.username),
            )
            confirm=words(
                |user| t::users::deactivate_of(&user.name),
                |user| t::users::reactivate_of(&user.name),
            )
            danger
            busy=form.busy()
        >
            {failure(form)}
        </ConfirmDialog>
    }
    .into_any()
}

/// The password, once.
fn shown_once(shown: RwSignal<Option<LetIn>>) -> AnyView {
    let title = move || {
        shown.with(|shown| {
            shown.as_ref().map(|shown| t::team::password_of(&shown.user.name)).unwrap_or_default()
        })
    };
    let foot = move || {
        view! { <Button label=t::common::close look=Look::Primary on_press=move || shown.set(None)/> }
    };
    view! {
        <Dialog
            open=Signal::derive(move || shown.with(Option::is_some))
            on_close=move || shown.set(None)
            title=Signal::derive(title)
            foot
        >
            <div class="stack">
                <Banner tone=Tone::Warning>{t::team::shown_once}</Banner>
                {move || {
                    shown
                        .get()
                        .map(|LetIn { user, password }| {
                            view! {
                                <p>{move || t::team::signs_in_as(&user.username)}</p>
                                <Secret text=password/>
                            }
                        })
                }}
            </div>
        </Dialog>
    }
    .into_any()
}

/// Open while something is asked.
#[component]
pub fn TeamDialogs(
    of: Option<PartnerId>,
    asked: RwSignal<Option<Asked>>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let shown = RwSignal::new(None::<LetIn>);
    let then = Then { asked, shown, on_done };
    let edited = move || match asked.get() {
        Some(Asked::Add) => Some(None),
        Some(Asked::Change(user)) => Some(Some(user)),
        _ => None,
    };
    let title = move || match edited().flatten() {
        Some(user) => t::users::edit_title(&user.name),
        None => t::team::add.get().to_owned(),
    };
    view! {
        <Drawer
            open=Signal::derive(move || edited().is_some())
            on_close=move || asked.set(None)
            title=Signal::derive(title)
        >
            {move || edited().map(|known| editor(of, known, then))}
        </Drawer>
        {password_dialog(of, then)}
        {access_dialog(of, then, true)}
        {access_dialog(of, then, false)}
        {shown_once(shown)}
    }
    .into_any()
}
