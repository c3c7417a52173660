//! Name, mail address and language.

use domain::{Lang, auth::wire::ChangeMe};
use leptos::prelude::*;

use crate::{
    components::{Form, FormState, UnsavedGuard},
    i18n::{self, lang, t},
    state::{use_session, use_toaster},
    ui::{Button, Card, Choice, DescriptionList, Fact, Field, Look, Select, TextInput},
};

#[component]
pub fn Profile() -> impl IntoView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let before = untrack(|| session.me());
    let (name, email, language) =
        before.map(|me| (me.name.clone(), me.email.clone(), me.language)).unwrap_or_default();
    let name = RwSignal::new(name);
    let email = RwSignal::new(email);
    let language = RwSignal::new(language.as_str().to_owned());
    let dirty = Memo::new(move |_| {
        session.me().is_some_and(|me| {
            me.name != *name.read()
                || me.email != *email.read()
                || me.language.as_str() != *language.read()
        })
    });
    let languages =
        vec![Choice::new(Lang::Zh.as_str(), "简体中文"), Choice::new(Lang::En.as_str(), "English")];

    let submit = move || {
        let change = ChangeMe {
            name: name.get_untracked().trim().to_owned(),
            email: email.get_untracked().trim().to_owned(),
            language: language.read_untracked().parse().unwrap_or_default(),
        };
        let client = session.client();
        form.send(async move { client.change_me(&change).await }, move |me| {
            i18n::set_lang(me.language);
            session.set_me(me);
            toaster.success(t::common::saved);
        });
    };
    let role = move || session.me().map(|me| me.role.label(lang()));
    let username = move || session.me().map(|me| me.username.clone());
    let partner =
        move || session.me().and_then(|me| me.partner.clone()).map(|partner| partner.name);
    view! {
        <UnsavedGuard dirty/>
        <div class="detail">
            <Card title=t::profile::profile>
                <Form form on_submit=submit>
                    <div class="form__grid">
                        <Field label=t::profile::name error=form.error("/name") required=true>
                            <TextInput value=name autocomplete="name" maxlength=80/>
                        </Field>
                        <Field label=t::profile::email error=form.error("/email") required=true>
                            <TextInput value=email kind="email" autocomplete="email"/>
                        </Field>
                        <Field
                            label=t::profile::language
                            hint=t::profile::language_hint
                            error=form.error("/language")
                        >
                            <Select value=language options=Signal::stored(languages)/>
                        </Field>
                    </div>
                    <div class="form__actions">
                        <Button
                            label=t::common::save
                            look=Look::Primary
                            submit=true
                            busy=form.busy()
                            blocked=Signal::derive(move || {
                                (!dirty.get()).then(|| t::common::nothing_changed.get().to_owned())
                            })
                        />
                    </div>
                </Form>
            </Card>
            <Card title=t::profile::account>
                <DescriptionList rows=true>
                    <Fact label=t::profile::username>{username}</Fact>
                    <Fact label=t::profile::role>{role}</Fact>
                    {move || {
                        partner()
                            .map(|partner| {
                                view! { <Fact label=t::profile::organisation>{partner}</Fact> }
                            })
                    }}
                </DescriptionList>
            </Card>
        </div>
    }
}
