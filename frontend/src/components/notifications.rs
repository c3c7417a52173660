//! The bell and what is behind it. One tab of the browser keeps the live stream open and tells the
//! others through the browser's storage.

use std::time::Duration;

use client::Side;
use domain::{
    events::SubjectKind,
    list::{DEFAULT_PER_PAGE, MAX_PER_PAGE, Page},
    notifications::{
        NotificationKind,
        wire::{MarkRead, NotificationListQuery, NotificationView},
    },
};
use futures_util::{StreamExt as _, pin_mut};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{Loaded, tell_failure, use_load};
use crate::{
    i18n::{lang, t},
    routes,
    state::{Session, in_turn, storage, use_session, use_toaster},
    ui::{Button, Drawer, EmptyState, Glyph, Icon, Look, Time, Tone, effect},
};

const UNREAD_KEY: &str = "dsms.unread";

/// What the server tells while one works. `Copy`; found with `use_live()`.
#[derive(Clone, Copy)]
pub struct Live {
    unread: RwSignal<u64>,
    changes: RwSignal<u32>,
}

/// Found anywhere below the application.
pub fn use_live() -> Live {
    expect_context()
}

impl Live {
    /// Listens for as long as somebody is signed in.
    pub fn start(session: Session) -> Self {
        let live = Self { unread: RwSignal::new(0), changes: RwSignal::new(0) };
        effect(move || {
            let generation = session.generation();
            if session.me().is_some() {
                spawn_local(async move {
                    live.ask(session).await;
                    let _ = in_turn("dsms.live", live.listen(session, generation)).await;
                });
            }
        });
        let other_tab = window_event_listener(ev::storage, move |event| {
            if event.key().as_deref() == Some(UNREAD_KEY) {
                let told = event.new_value().unwrap_or_default();
                live.take(told.split('@').next().and_then(|count| count.parse().ok()).unwrap_or(0));
            }
        });
        on_cleanup(move || other_tab.remove());
        live
    }

    /// How many notifications are unread.
    pub fn unread(self) -> Signal<u64> {
        self.unread.into()
    }

    /// Changes whenever something has happened that concerns the person: pass it to a list as
    /// `reload`, or read it in `use_load`.
    pub fn changes(self) -> Signal<u32> {
        self.changes.into()
    }

    fn take(self, unread: u64) {
        let _ = self.unread.try_set(unread);
        let _ = self.changes.try_update(|changes| *changes += 1);
    }

    async fn ask(self, session: Session) {
        if let Ok(answer) = session.client().unread().await {
            let _ = self.unread.try_set(answer.unread.into());
        }
    }

    async fn listen(self, session: Session, generation: u32) {
        const LONGEST: u64 = 60;

        let mut wait = 1;
        let is_mine = || untrack(|| session.generation() == generation && session.me().is_some());
        while is_mine() {
            if let Ok(stream) = session.client().unread_stream().await {
                pin_mut!(stream);
                let mut first = true;
                while let Some(message) = stream.next().await {
                    wait = 1;
                    let unread = u64::from(message.unread);
                    // What the stream opens with is the state, not news.
                    if first && unread == self.unread.get_untracked() {
                        first = false;
                        continue;
                    }
                    first = false;
                    self.take(unread);
                    storage::set(UNREAD_KEY, &format!("{unread}@{}", js_sys::Date::now()));
                    if !is_mine() {
                        return;
                    }
                }
            }
            pause(wait).await;
            wait = (wait * 2).min(LONGEST);
        }
    }
}

async fn pause(seconds: u64) {
    let timer = js_sys::Promise::new(&mut |resolve, _| {
        set_timeout(
            move || {
                let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
            },
            Duration::from_secs(seconds),
        );
    });
    let _ = wasm_bindgen_futures::JsFuture::from(timer).await;
}

fn path_of(side: Side, notification: &NotificationView) -> Option<String> {
    let id = notification.subject_id;
    if notification.kind == NotificationKind::AlertsRaised {
        return (side == Side::Staff).then(|| routes::ALERTS.to_owned());
    }
    match notification.subject_kind {
        SubjectKind::Order => Some(routes::order(side, id)),
        SubjectKind::License => Some(routes::license(side, id)),
        SubjectKind::Delivery if side == Side::Staff => Some(routes::delivery(id)),
        SubjectKind::Invoice => Some(routes::invoice(side, id)),
        SubjectKind::Import if side == Side::Staff => Some(routes::import(id)),
        SubjectKind::Webhook if side == Side::Staff => Some(routes::webhook(id)),
        SubjectKind::User => Some(routes::account(side).to_owned()),
        SubjectKind::Customer if side == Side::Staff => Some(routes::customer(id)),
        SubjectKind::ChangeRequest if side == Side::Staff => Some(routes::change_request(id)),
        SubjectKind::Deployment if side == Side::Staff => Some(routes::deployment(id)),
        SubjectKind::Partner if side == Side::Staff => Some(routes::partner(id)),
        _ => None,
    }
}

fn look_of(notification: &NotificationView) -> (Glyph, Tone) {
    use NotificationKind as Kind;

    match notification.kind {
        Kind::OrderSubmitted | Kind::ReturnRequested | Kind::ChangeRequested => {
            (Glyph::Inbox, Tone::Warning)
        }
        Kind::OrderApproved | Kind::OrderFulfilled | Kind::ChangeApproved => {
            (Glyph::CheckCircle, Tone::Success)
        }
        Kind::OrderRejected | Kind::DeliveryFailed | Kind::ChangeRejected => {
            (Glyph::ErrorCircle, Tone::Error)
        }
        Kind::OrderCancelled | Kind::ReturnRejected => (Glyph::Ban, Tone::Neutral),
        Kind::ReturnApproved => (Glyph::Refresh, Tone::Warning),
        Kind::LicenseActivated => (Glyph::Key, Tone::Brand),
        Kind::LicenseResumed => (Glyph::CheckCircle, Tone::Success),
        Kind::LicenseSuspended => (Glyph::Ban, Tone::Warning),
        Kind::LicenseTerminated => (Glyph::Ban, Tone::Error),
        Kind::DeploymentAssigned => (Glyph::Server, Tone::Brand),
        Kind::DeploymentMoved => (Glyph::Calendar, Tone::Warning),
        Kind::DeploymentUnassigned => (Glyph::Server, Tone::Neutral),
        Kind::InvoiceRequested => (Glyph::Inbox, Tone::Warning),
        Kind::InvoiceIssued | Kind::ImportFinished => (Glyph::CheckCircle, Tone::Success),
        Kind::InvoiceRejected | Kind::ImportStopped | Kind::WebhookFailed => {
            (Glyph::ErrorCircle, Tone::Error)
        }
        Kind::AccessGranted => (Glyph::Key, Tone::Brand),
        Kind::AccessRevoked => (Glyph::Ban, Tone::Neutral),
        Kind::AlertsRaised => (Glyph::Bell, Tone::Warning),
    }
}

/// The latest notifications, in a drawer.
#[component]
pub fn NotificationDrawer(
    #[prop(into)] open: Signal<bool>,
    on_close: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let live = use_live();
    let toaster = use_toaster();
    let mark = move |which: MarkRead| {
        spawn_local(async move {
            match session.client().mark_read(&which).await {
                Ok(answer) => live.take(answer.unread.into()),
                Err(error) => tell_failure(toaster, &error),
            }
        });
    };
    let mark = Callback::new(mark);
    let entry = move |notification| entry(notification, mark, on_close);
    // How many are shown; more when asked for.
    let most = RwSignal::new(DEFAULT_PER_PAGE);
    let body = move || {
        let load = use_load(move |client| {
            live.changes.track();
            let query =
                NotificationListQuery { per_page: most.get(), ..NotificationListQuery::default() };
            async move { client.notifications(&query).await }
        });
        let list = move |page: Signal<Page<NotificationView>>| {
            move || {
                let items = page.read().items.clone();
                if items.is_empty() {
                    return view! {
                        <EmptyState
                            glyph=Glyph::Bell
                            title=t::notifications::none
                            text=t::notifications::none_text
                        />
                    }
                    .into_any();
                }
                let more = more(most, &page.read());
                view! {
                    <ul class="notices">{items.into_iter().map(entry).collect_view()}</ul>
                    {more}
                }
                .into_any()
            }
        };
        view! { <Loaded load view=list/> }
    };
    let foot = move || {
        view! {
            <a
                class="button button--ghost"
                href=routes::notification_choices(untrack(|| session.side()))
                on:click=move |_| on_close.run(())
            >
                {t::notifications::choose}
            </a>
            <Button
                label=t::notifications::mark_all
                look=Look::Default
                icon=Glyph::Check
                blocked=Signal::derive(move || {
                    (live.unread.get() == 0).then(|| t::notifications::all_read.get().to_owned())
                })
                on_press=move || mark.run(MarkRead::default())
            />
        }
    };
    view! {
        <Drawer open on_close title=t::layout::notifications foot>
            {body()}
        </Drawer>
    }
    .into_any()
}

/// The way to older ones, and what is said below the oldest that the list goes back to.
fn more(most: RwSignal<u32>, page: &Page<NotificationView>) -> Option<AnyView> {
    page.next.as_ref()?;
    let step = view! {
        <Button
            label=t::notifications::older
            look=Look::Ghost
            small=true
            on_press=move || most.update(|most| *most = (*most * 2 + DEFAULT_PER_PAGE).min(MAX_PER_PAGE))
        />
    };
    let last = view! { <p class="muted small">{t::notifications::latest_only}</p> };
    Some(if most.get_untracked() < MAX_PER_PAGE { step.into_any() } else { last.into_any() })
}

/// One of them; reading on marks it as read.
fn entry(
    notification: NotificationView,
    mark: Callback<MarkRead>,
    on_close: Callback<()>,
) -> AnyView {
    let (glyph, tone) = look_of(&notification);
    let path = path_of(untrack(|| use_session().side()), &notification);
    let NotificationView { id, kind, params, read, created_at, .. } = notification;
    let press = move |_| {
        if !read {
            mark.run(MarkRead { ids: vec![id] });
        }
        on_close.run(());
    };
    let inside = view! {
        <span class=format!("timeline__mark {}", tone.class())>
            <Icon glyph/>
        </span>
        <span class="notice__text">
            <span>{move || kind.words(&params, lang())}</span>
            <span class="muted small">
                <Time at=created_at/>
            </span>
        </span>
        {(!read)
            .then(|| {
                view! {
                    <span class="notice__unread">
                        <span class="visually-hidden">{t::notifications::unread}</span>
                    </span>
                }
            })}
    };
    match path {
        Some(path) => view! {
            <li>
                <a class="notice" href=path on:click=press>
                    {inside}
                </a>
            </li>
        }
        .into_any(),
        None => view! {
            <li>
                <div class="notice">{inside}</div>
            </li>
        }
        .into_any(),
    }
}
