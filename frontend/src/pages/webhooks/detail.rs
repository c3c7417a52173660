//! One webhook: what it is told, its messages, and what can be done with it.

use std::time::Duration;

use client::ClientResult;
use domain::webhooks::wire::WebhookView;
use leptos::prelude::*;

use super::{
    calls::Calls,
    form::{Editing, WebhookDrawer},
    list::switch_of,
    secret::SecretDialog,
};
use crate::{
    components::{FormState, Load, Loaded, ProblemWords as _, use_load},
    i18n::{lang, t},
    pages::parts::id_in_address,
    routes,
    state::{use_go, use_session, use_toaster},
    ui::{
        Banner, Button, Card, ConfirmDialog, DescriptionList, Fact, Glyph, Menu, MenuItem,
        PageHeader, Tag, Time, Tone,
    },
};

/// How long the worker takes to send a message, as people see it.
const SENDING: [Duration; 2] = [Duration::from_millis(1_500), Duration::from_secs(5)];

fn facts(webhook: WebhookView) -> AnyView {
    let (form, language) = (webhook.form, webhook.language);
    let signed = if webhook.is_signed { t::common::yes } else { t::common::no };
    let kinds = webhook.kinds.into_iter().map(|kind| {
        view! { <Tag label=Signal::derive(move || kind.label(lang()).to_owned())/> }
    });
    view! {
        <Card title=t::webhooks::facts>
            <DescriptionList rows=true>
                <Fact label=t::webhooks::form>{move || form.label(lang())}</Fact>
                <Fact label=t::webhooks::url>
                    <span class="mono small">{webhook.address}</span>
                </Fact>
                <Fact label=t::webhooks::signed>{signed}</Fact>
                <Fact label=t::webhooks::language>{move || language.label(lang())}</Fact>
                <Fact label=t::webhooks::created>
                    <Time at=webhook.created_at full=true/>
                </Fact>
            </DescriptionList>
        </Card>
        <Card title=t::webhooks::kinds>
            <div class="row">{kinds.collect_view()}</div>
        </Card>
    }
    .into_any()
}

/// What is asked before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Renew,
    Delete,
}

fn question(
    webhook: Signal<WebhookView>,
    load: Load<WebhookView>,
    asked: RwSignal<Option<Asked>>,
    secret: RwSignal<Option<String>>,
) -> AnyView {
    let (session, toaster, go) = (use_session(), use_toaster(), use_go());
    let form = FormState::new();
    let close = move || {
        form.clear();
        asked.set(None);
    };
    let confirm = move || {
        let Some(what) = asked.get_untracked() else { return };
        let (id, version) = webhook.with_untracked(|webhook| (webhook.id, webhook.version));
        let client = session.client();
        let work = async move {
            let renewed: ClientResult<_> = match what {
                Asked::Renew => client.renew_webhook_secret(id, version).await.map(Some),
                Asked::Delete => client.delete_webhook(id, version).await.map(|()| None),
            };
            renewed
        };
        form.send(work, move |renewed| {
            close();
            if let Some(renewed) = renewed {
                load.set(renewed.webhook);
                secret.set(renewed.secret);
            } else {
                toaster.success(t::webhooks::deleted);
                go.to(routes::WEBHOOKS);
            }
        });
    };
    let words = move |renew: crate::i18n::Word, delete: crate::i18n::Word| {
        Signal::derive(move || {
            let word = if asked.get() == Some(Asked::Renew) { renew } else { delete };
            word.get().to_owned()
        })
    };
    view! {
        <ConfirmDialog
            open=Signal::derive(move || asked.read().is_some())
            on_close=close
            on_confirm=confirm
            title=words(t::webhooks::renew_title, t::webhooks::delete_title)
            text=words(t::webhooks::renew_text, t::webhooks::delete_text)
            confirm=words(t::webhooks::renew, t::common::delete)
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

fn body(webhook: Signal<WebhookView>, load: Load<WebhookView>) -> AnyView {
    let (session, toaster) = (use_session(), use_toaster());
    let editing = RwSignal::new(None::<Editing>);
    let asked = RwSignal::new(None::<Asked>);
    let secret = RwSignal::new(None::<String>);
    let reload = RwSignal::new(0_u32);
    let testing = FormState::new();
    let id = webhook.with_untracked(|webhook| webhook.id);
    let test = move || {
        let client = session.client();
        testing.send(async move { client.test_webhook(id).await }, move |_| {
            toaster.success(t::webhooks::tested);
            reload.update(|reload| *reload += 1);
            for wait in SENDING {
                let again = move || {
                    let _ = reload.try_update(|reload| *reload += 1);
                };
                set_timeout(again, wait);
            }
        });
    };
    let draws = Memo::new(move |_| webhook.read().form.draws_secret());
    let actions = move || {
        view! {
            <Button
                label=t::webhooks::test
                icon=Glyph::Send
                busy=testing.busy()
                on_press=test
            />
            <Button
                label=t::common::edit
                icon=Glyph::Edit
                on_press=move || editing.set(Some(Editing::Change(webhook.get_untracked())))
            />
            <Menu
                trigger=move || view! { <span>{t::common::more_actions}</span> }
                class="button"
                end=true
            >
                {move || {
                    draws
                        .get()
                        .then(|| {
                            view! {
                                <MenuItem
                                    label=t::webhooks::renew
                                    icon=Glyph::Key
                                    on_press=move || asked.set(Some(Asked::Renew))
                                />
                            }
                        })
                }}
                <MenuItem
                    label=t::common::delete
                    danger=true
                    on_press=move || asked.set(Some(Asked::Delete))
                />
            </Menu>
        }
    };
    let failure = move || {
        testing.failure().map(|error| view! { <Banner tone=Tone::Error>{error.words()}</Banner> })
    };
    view! {
        <PageHeader
            title=Signal::derive(move || webhook.read().name.clone())
            back=routes::WEBHOOKS
            back_label=t::webhooks::title
            status=move || switch_of(webhook.read().active, true)
            actions
        />
        <div class="detail">
            <div class="detail__main">
                {failure}
                <Calls webhook=id reload/>
            </div>
            <div class="detail__side">{move || facts(webhook.get())}</div>
        </div>
        {question(webhook, load, asked, secret)}
        <WebhookDrawer editing secret on_done=move |_| load.reload()/>
        <SecretDialog secret/>
    }
    .into_any()
}

/// One webhook.
#[component]
pub fn WebhookPage() -> impl IntoView {
    let id = id_in_address();
    let load = use_load(move |client| {
        let id = id();
        async move { client.webhook(id).await }
    });
    view! { <Loaded load view=move |webhook| body(webhook, load)/> }.into_any()
}
