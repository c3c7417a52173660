//! The door: staff and partners, each with their own.

use client::{Door, Side};
use domain::auth::wire::SignIn;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Form, FormState},
    console,
    i18n::t,
    layout::AuthLayout,
    on_demand, portal, routes,
    state::{storage, use_go, use_session},
    ui::{Button, Choice, Field, Look, Segmented, TextInput, effect},
};

/// Partners come back as partners.
const DOOR_KEY: &str = "dsms.door";
const STAFF: &str = "staff";
const PARTNER: &str = "partner";

/// The second factor; drawn when the server asks for it.
fn code_field(code: RwSignal<String>) -> AnyView {
    view! {
        <Field label=t::auth::code hint=t::auth::code_hint>
            <TextInput
                value=code
                autocomplete="one-time-code"
                maxlength=20_u32
                autofocus=true
            />
        </Field>
    }
    .into_any()
}

/// Sign in, and go where one wanted to go.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let go = use_go();
    let query = use_query_map();
    let form = FormState::new();
    let username = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let asks_code = RwSignal::new(false);
    let wants_portal = query
        .read_untracked()
        .get("next")
        .is_some_and(|next| routes::is_welcome(&next, Side::Portal));
    let last = storage::get(DOOR_KEY).filter(|_| !wants_portal);
    let door = RwSignal::new(match last.as_deref() {
        _ if wants_portal => PARTNER.to_owned(),
        Some(PARTNER) => PARTNER.to_owned(),
        _ => STAFF.to_owned(),
    });

    effect(move || document().set_title(&format!("{} · DSMS", t::auth::sign_in.get())));
    // Whoever is signed in has no business here.
    effect(move || {
        if session.me().is_none() {
            return;
        }
        let side = session.side();
        // Untracked: where one goes from here has another query.
        let next = query.read_untracked().get("next").filter(|next| routes::is_welcome(next, side));
        go.replace(&next.unwrap_or_else(|| routes::home(side).to_owned()));
    });

    // What comes next is fetched while one types.
    effect(move || {
        if *door.read() == PARTNER {
            on_demand::fetch_ahead(portal::fetch());
        } else {
            on_demand::fetch_ahead(console::fetch());
        }
    });

    let submit = move || {
        let which = if *door.read_untracked() == PARTNER { Door::Partner } else { Door::Staff };
        let mut errors = Vec::new();
        for (value, pointer) in [(username, "/username"), (password, "/password")] {
            if value.read_untracked().is_empty() {
                errors.push(
                    domain::problem::Refusal::new(domain::problem::Reason::Required).at(pointer),
                );
            }
        }
        if !form.accepts(errors) {
            return;
        }
        storage::set(DOOR_KEY, &door.read_untracked());
        let name = username.get_untracked().trim().to_owned();
        let plain = SignIn::new(name, password.get_untracked());
        let typed = code.get_untracked();
        let sign_in = if typed.trim().is_empty() { plain } else { plain.with_code(typed) };
        let work = async move { session.sign_in(which, sign_in).await };
        form.send(work, move |is_in| asks_code.set(!is_in));
    };
    let doors = vec![Choice::new(STAFF, t::auth::staff), Choice::new(PARTNER, t::auth::partner)];

    view! {
        <AuthLayout>
            <h1>{t::auth::welcome}</h1>
            <Form form on_submit=submit>
                <Segmented
                    label=t::auth::who
                    value=door
                    options=Signal::stored(doors)
                    on_change=move |_| {
                        form.clear();
                        asks_code.set(false);
                    }
                />
                <Field label=t::auth::username error=form.error("/username")>
                    <TextInput value=username autocomplete="username" autofocus=true/>
                </Field>
                <Field label=t::auth::password error=form.error("/password")>
                    <TextInput value=password kind="password" autocomplete="current-password"/>
                </Field>
                {move || asks_code.get().then(|| code_field(code))}
                <Button
                    label=t::auth::sign_in
                    look=Look::Primary
                    large=true
                    wide=true
                    submit=true
                    busy=form.busy()
                />
                <p class="small">
                    <a href=routes::FORGOT rel="external">{t::auth::forgot}</a>
                </p>
                <p class="small">
                    <a href=routes::VERIFY rel="external">{t::verify::ask}</a>
                </p>
            </Form>
        </AuthLayout>
    }
}
