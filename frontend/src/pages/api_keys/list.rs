//! The keys on their card: how each is doing, and making one worthless.

use domain::{
    api_keys::wire::{ApiKeyMade, ApiKeyView},
    grants::words,
    id::PartnerId,
};
use leptos::prelude::*;

use super::form;
use crate::{
    components::{FormState, Load, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    state::{use_session, use_toaster},
    ui::{
        Banner, Button, Card, CardCell, Clock, Column, ConfirmDialog, DataTable, Drawer,
        EmptyState, Glyph, StatusDot, Time, Tone,
    },
};

/// What the drawer shows.
#[derive(Clone)]
enum Step {
    Asking,
    Made(ApiKeyMade),
}

fn state(key: &ApiKeyView) -> AnyView {
    let (expires_at, revoked) = (key.expires_at, key.revoked_at.is_some());
    let dot = move || {
        let (tone, label) = if revoked {
            (Tone::Neutral, t::api_keys::revoked)
        } else if Clock::now() < expires_at {
            (Tone::Success, t::api_keys::live)
        } else {
            (Tone::Neutral, t::api_keys::expired)
        };
        view! { <StatusDot tone label/> }
    };
    view! { {dot} }.into_any()
}

fn what(key: &ApiKeyView) -> AnyView {
    let scopes = key.scopes.clone();
    let acts_as = key.acts_as.clone();
    let listed = move || {
        let separator = lang().pick("、", ", ");
        let names: Vec<&str> = scopes.iter().map(|scope| words(*scope, lang())).collect();
        names.join(separator)
    };
    view! {
        <span class="cell-two">
            <span>{key.name.clone()} " " <span class="mono muted">{key.start.clone()}"…"</span></span>
            <span class="cell-two__second">{listed}</span>
            <span class="cell-two__second">{move || t::api_keys::acts_as(&acts_as)}</span>
        </span>
    }
    .into_any()
}

fn columns(asked: RwSignal<Option<ApiKeyView>>) -> Vec<Column<ApiKeyView>> {
    vec![
        Column::new("name", t::api_keys::name, what).on_card(CardCell::Title),
        Column::new("state", t::api_keys::state, state).on_card(CardCell::End),
        Column::new("until", t::api_keys::until, |key: &ApiKeyView| {
            view! { <Time at=key.expires_at/> }
        }),
        Column::new("last_used", t::api_keys::last_used, |key: &ApiKeyView| {
            match key.last_used_at {
                Some(at) => view! { <Time at/> }.into_any(),
                None => view! { <span class="muted">{t::api_keys::never}</span> }.into_any(),
            }
        }),
        Column::new("actions", t::api_keys::actions, move |key: &ApiKeyView| {
            let kept = StoredValue::new(key.clone());
            key.revoked_at.is_none().then(|| {
                view! {
                    <Button
                        label=t::api_keys::revoke
                        small=true
                        on_press=move || asked.set(Some(kept.get_value()))
                    />
                }
            })
        })
        .on_card(CardCell::Wide),
    ]
}

fn table(keys: Signal<Vec<ApiKeyView>>, asked: RwSignal<Option<ApiKeyView>>) -> AnyView {
    let content = move || {
        let rows = keys.get();
        if rows.is_empty() {
            return view! {
                <EmptyState
                    glyph=Glyph::Key
                    title=t::api_keys::none
                    text=t::api_keys::none_text
                />
            }
            .into_any();
        }
        view! {
            <DataTable
                label=t::api_keys::title
                columns=columns(asked)
                rows
                id=|key| key.id.to_string()
            />
        }
        .into_any()
    };
    view! { {content} }.into_any()
}

fn revoking(
    partner: Option<PartnerId>,
    asked: RwSignal<Option<ApiKeyView>>,
    load: Load<Vec<ApiKeyView>>,
) -> AnyView {
    let session = use_session();
    let toaster = use_toaster();
    let form = FormState::new();
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let confirm = move || {
        let Some(id) = asked.read_untracked().as_ref().map(|key| key.id) else { return };
        let client = session.client();
        form.send(async move { client.revoke_api_key(partner, id).await }, move |()| {
            close();
            toaster.success(t::api_keys::gone);
            load.reload();
        });
    };
    let title = Signal::derive(move || {
        let name = asked.read().as_ref().map(|key| key.name.clone());
        t::api_keys::revoke_title(name.unwrap_or_default())
    });
    view! {
        <ConfirmDialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=close
            on_confirm=confirm
            title
            text=t::api_keys::revoke_text
            confirm=t::api_keys::revoke
            danger=true
            busy=form.busy()
        >
            {move || {
                form.failure()
                    .map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
            }}
        </ConfirmDialog>
    }
    .into_any()
}

/// One's own keys, or a partner organisation's.
#[component]
pub fn ApiKeys(#[prop(optional_no_strip)] partner: Option<PartnerId>) -> impl IntoView {
    let load = use_load(move |client| async move { client.api_keys(partner).await });
    let step = RwSignal::new(None::<Step>);
    let asked = RwSignal::new(None::<ApiKeyView>);
    let on_made = Callback::new(move |made: ApiKeyMade| {
        step.set(Some(Step::Made(made)));
        load.reload();
    });
    let close = Callback::new(move |()| step.set(None));
    let actions = move || {
        view! {
            <Button
                label=t::api_keys::create
                icon=Glyph::Plus
                small=true
                on_press=move || step.set(Some(Step::Asking))
            />
        }
    };
    let content = move || {
        step.get().map(|step| match step {
            Step::Asking => form::form(partner, on_made),
            Step::Made(made) => form::made(made, close),
        })
    };
    view! {
        <Card title=t::api_keys::title note=t::api_keys::note flush=true actions>
            <Loaded load view=move |keys| table(keys, asked)/>
        </Card>
        <Drawer
            open=Signal::derive(move || step.read().is_some())
            on_close=close
            title=t::api_keys::create_title
        >
            {content}
        </Drawer>
        {revoking(partner, asked, load)}
    }
    .into_any()
}
