//! Who is signed in. The access token lives in memory only; a reload gets a new one for the refresh
//! cookie, and tabs take turns at that, because the cookie changes each time.

use std::{pin::Pin, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use client::{Client, ClientResult, Door, Side};
use domain::{
    access::{Permission, Reach},
    auth::wire::{MeView, SignIn},
    id::UserId,
    problem::ProblemCode,
};
use leptos::{ev, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;

use super::{lock, storage};
use crate::{i18n, layout::Account, ui::effect};

/// Written when somebody signs out, so that the other tabs notice.
const SIGNED_OUT_KEY: &str = "dsms.signed-out";

/// Where one stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Not asked yet.
    Unknown,
    Out,
    In(Arc<MeView>),
    /// The server cannot be asked.
    Unreachable,
}

/// The session and the way to the API. `Copy`; found with `use_session()`.
#[derive(Clone, Copy)]
pub struct Session {
    client: StoredValue<SendWrapper<Client>>,
    standing: RwSignal<Standing>,
    /// The session ended while a page is open; its form must not be lost.
    ended: RwSignal<bool>,
    /// Counts sign-ins, so that what failed before is asked again.
    generation: RwSignal<u32>,
}

impl Session {
    /// A session with this page's own server; asks at once whether somebody is signed in.
    pub fn start() -> Self {
        let origin = window().location().origin().unwrap_or_default();
        let plain = Client::new(&origin);
        let ended = RwSignal::new(false);
        let standing = RwSignal::new(Standing::Unknown);
        let refresher = {
            let client = SendWrapper::new(plain.clone());
            Arc::new(move || {
                let client = (*client).clone();
                Box::pin(async move {
                    let renewed = renew(client).await;
                    let over = matches!(&renewed, Some(Err(error))
                        if error.code() == Some(ProblemCode::SignInRequired));
                    if over && matches!(*standing.read_untracked(), Standing::In(_)) {
                        ended.set(true);
                    }
                    matches!(renewed, Some(Ok(())))
                }) as Pin<Box<dyn Future<Output = bool>>>
            })
        };
        let client = plain.with_refresher(refresher);
        let session = Self {
            client: StoredValue::new(SendWrapper::new(client)),
            standing,
            ended,
            generation: RwSignal::new(0),
        };
        effect(move || session.client().set_language(i18n::lang()));
        session.watch_other_tabs();
        session.resume();
        session
    }

    /// The typed client; cheap to clone.
    pub fn client(self) -> Client {
        self.client.with_value(|client| (**client).clone())
    }

    /// Where one stands (tracked).
    pub fn standing(self) -> Standing {
        self.standing.get()
    }

    /// Who is signed in (tracked).
    pub fn me(self) -> Option<Arc<MeView>> {
        match &*self.standing.read() {
            Standing::In(me) => Some(Arc::clone(me)),
            _ => None,
        }
    }

    /// One's own id (tracked).
    pub fn user(self) -> Option<UserId> {
        self.me().map(|me| me.id)
    }

    /// Which side of the house: decides paths of the API and of pages (tracked).
    pub fn side(self) -> Side {
        if self.me().is_some_and(|me| me.role.is_partner()) { Side::Portal } else { Side::Staff }
    }

    /// Whether one may, as far as the permission itself goes (tracked).
    pub fn may(self, permission: Permission) -> bool {
        self.me().is_some_and(|me| me.permissions.contains(&permission))
    }

    /// Whether the permission reaches everything, not only one's own (tracked).
    pub fn may_everywhere(self, permission: Permission) -> bool {
        self.may(permission)
            && self.me().is_some_and(|me| me.powers().reach(permission) == Reach::Everything)
    }

    /// Why one may not, in words, for `GuardedButton` (tracked).
    pub fn why_not(self, permission: Permission) -> Option<String> {
        (!self.may(permission)).then(|| ProblemCode::NotPermitted.label(i18n::lang()).to_owned())
    }

    /// Changes with each sign-in (tracked).
    pub fn generation(self) -> u32 {
        self.generation.get()
    }

    /// Whether the session ended under an open page (tracked).
    pub fn has_ended(self) -> bool {
        self.ended.get()
    }

    /// For the header.
    pub fn account(self) -> Account {
        self.me().map_or_else(Account::default, |me| Account {
            name: me.name.clone(),
            role: me.partner.as_ref().map_or_else(
                || me.role.label(i18n::lang()).to_owned(),
                |partner| partner.name.clone(),
            ),
        })
    }

    /// Asks the server again who is signed in.
    pub fn resume(self) {
        spawn_local(async move {
            let client = self.client();
            let standing = match renew(client.clone()).await {
                Some(Ok(())) => match client.me().await {
                    Ok(me) => Standing::In(Arc::new(me)),
                    Err(_) => Standing::Unreachable,
                },
                Some(Err(error)) if error.problem().is_some() => Standing::Out,
                _ => Standing::Unreachable,
            };
            self.settle(standing);
        });
    }

    fn settle(self, standing: Standing) {
        if let Standing::In(me) = &standing
            && storage::get(i18n::KEY).is_none()
        {
            i18n::set_lang(me.language);
        }
        let next_end = match &standing {
            Standing::In(me) => me.granted.iter().map(|granted| granted.until).min(),
            _ => None,
        };
        let _ = self.standing.try_set(standing);
        let _ = self.ended.try_set(false);
        let _ = self.generation.try_update(|generation| *generation += 1);
        if let Some(until) = next_end {
            self.look_again_at(until);
        }
    }

    /// What was granted for a while goes from the page when it ends, without a reload. An end that
    /// is farther than a day is for another visit.
    fn look_again_at(self, until: DateTime<Utc>) {
        const A_DAY: i64 = 24 * 3_600_000;
        let now = js_sys::Date::now();
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
        let left = until.timestamp_millis() - now as i64;
        let generation = self.generation.get_untracked();
        if left > A_DAY {
            return;
        }
        // A second later, so that the server's clock is there too.
        let wait = Duration::from_millis(u64::try_from(left).unwrap_or_default() + 1_000);
        let ask = move || {
            spawn_local(async move {
                if self.generation.try_get_untracked() != Some(generation) {
                    return;
                }
                if let Ok(me) = self.client().me().await {
                    self.settle(Standing::In(Arc::new(me)));
                }
            });
        };
        set_timeout(ask, wait);
    }

    /// Signs in; answers false where the code of the second factor is still to be asked for.
    pub async fn sign_in(self, door: Door, sign_in: SignIn) -> ClientResult<bool> {
        let client = self.client();
        match client.sign_in(door, &sign_in).await {
            Err(error) if error.code() == Some(ProblemCode::TotpRequired) => return Ok(false),
            outcome => outcome?,
        }
        let me = client.me().await?;
        self.settle(Standing::In(Arc::new(me)));
        Ok(true)
    }

    /// Asks who is signed in and what they may, after a change of that.
    pub async fn look_again(self) -> ClientResult<()> {
        let me = self.client().me().await?;
        self.settle(Standing::In(Arc::new(me)));
        Ok(())
    }

    /// What `me` answered after a change of one's own profile.
    pub fn set_me(self, me: MeView) {
        self.standing.set(Standing::In(Arc::new(me)));
    }

    /// Signs out here, in every tab.
    pub fn sign_out(self) {
        spawn_local(async move {
            // Whatever the server answers, this browser forgets.
            let _ = self.client().sign_out().await;
            self.forget();
        });
    }

    /// Forgets who was signed in, here and in the other tabs.
    pub fn forget(self) {
        self.client().set_token(None);
        storage::set(SIGNED_OUT_KEY, &js_sys::Date::now().to_string());
        let _ = self.ended.try_set(false);
        let _ = self.standing.try_set(Standing::Out);
    }

    fn watch_other_tabs(self) {
        let listener = window_event_listener(ev::storage, move |event| {
            if event.key().as_deref() == Some(SIGNED_OUT_KEY) {
                self.client().set_token(None);
                let _ = self.standing.try_set(Standing::Out);
            }
        });
        on_cleanup(move || listener.remove());
    }
}

/// Gets a new access token, unless another request got one while this one waited for its turn.
async fn renew(client: Client) -> Option<ClientResult<()>> {
    let before = client.token();
    lock::in_turn("dsms.refresh", async move {
        if before.is_some() && client.token() != before {
            return Ok(());
        }
        client.refresh().await
    })
    .await
}
