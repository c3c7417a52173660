//! One user: who it is, what they may for a while, where they are signed in.

use domain::auth::wire::UserView;
use leptos::prelude::*;

use super::{
    access::{AccessButton, AccessDialog},
    form::{Editing, UserDrawer},
    grants::Grants,
    second_factor::ResetFactor,
    sessions::UserSessions,
};
use crate::{
    components::{Load, Loaded, use_load},
    i18n::{lang, t},
    pages::parts::{id_in_address, mail_link, or_word},
    routes,
    ui::{Button, Card, DescriptionList, Fact, Glyph, PageHeader, StatusDot, Time, Tone},
};

fn facts(user: UserView) -> AnyView {
    let (role, language, has_factor) = (user.role, user.language, user.has_second_factor);
    let partner = user.partner.map(|partner| {
        view! { <a href=routes::partner(partner.id)>{partner.name}</a> }
    });
    let last = user.last_sign_in_on.map(|day| {
        view! { <span class="time">{day.to_string()}</span> }
    });
    view! {
        <Card title=t::users::facts>
            <DescriptionList rows=true>
                <Fact label=t::users::username>{user.username}</Fact>
                <Fact label=t::users::role>{move || role.label(lang())}</Fact>
                <Fact label=t::users::organization>{or_word(partner, t::users::own_company)}</Fact>
                <Fact label=t::users::email>{mail_link(Some(user.email))}</Fact>
                <Fact label=t::users::language>{move || language.label(lang())}</Fact>
                <Fact label=t::users::factor>
                    <StatusDot
                        tone=if has_factor { Tone::Success } else { Tone::Neutral }
                        label=if has_factor { t::profile::factor_on } else { t::profile::factor_off }
                    />
                </Fact>
                <Fact label=t::users::last_sign_in>{or_word(last, t::users::never)}</Fact>
                <Fact label=t::users::created>
                    <Time at=user.created_at full=true/>
                </Fact>
            </DescriptionList>
        </Card>
    }
    .into_any()
}

fn body(user: Signal<UserView>, load: Load<UserView>) -> AnyView {
    let editing = RwSignal::new(None::<Editing>);
    let asked = RwSignal::new(None::<UserView>);
    let status = move || {
        let (tone, label) = if user.read().active {
            (Tone::Success, t::users::active)
        } else {
            (Tone::Neutral, t::users::inactive)
        };
        view! { <StatusDot tone label badge=true/> }
    };
    let actions = move || {
        view! {
            <Button
                label=t::common::edit
                icon=Glyph::Edit
                on_press=move || editing.set(Some(Editing::Change(user.get_untracked())))
            />
            <ResetFactor user load/>
            {move || {
                view! { <AccessButton user=user.get() on_ask=move |user| asked.set(Some(user))/> }
            }}
        }
    };
    let is_staff = Memo::new(move |_| !user.read().role.is_partner());
    view! {
        <PageHeader
            title=Signal::derive(move || user.read().name.clone())
            back=routes::USERS
            back_label=t::users::title
            status=move || view! { {status} }
            meta=move || view! { <span>{move || user.read().username.clone()}</span> }
            actions
        />
        <div class="detail">
            <div class="detail__main">
                {move || is_staff.get().then(|| view! { <Grants user/> })} <UserSessions user/>
            </div>
            <div class="detail__side">{move || facts(user.get())}</div>
        </div>
        <UserDrawer editing on_done=move || load.reload()/>
        <AccessDialog asked on_done=move || load.reload()/>
    }
    .into_any()
}

/// One user.
#[component]
pub fn UserPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.user(id).await }
    });
    view! { <Loaded load view=move |user| body(user, load)/> }.into_any()
}
