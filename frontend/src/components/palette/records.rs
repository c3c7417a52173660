//! The records of the palette: asked for after a pause, and the last ones that were opened.

use std::time::Duration;

use client::Side;
use domain::{id::UserId, search::wire::Hit};
use leptos::{prelude::*, task::spawn_local};

use super::entries::Entry;
use crate::{
    components::ProblemWords as _,
    state::{Session, draft::Draft},
};

/// Between two keys.
const PAUSE: Duration = Duration::from_millis(180);
/// How many are remembered.
const REMEMBERED: usize = 6;

/// What the server answered to what is typed now.
#[derive(Clone, PartialEq)]
pub enum Found {
    /// Nothing was asked.
    Nothing,
    Asking,
    Hits(Vec<Hit>),
    Failed(String),
}

/// Looks for records. `Copy`.
#[derive(Clone, Copy)]
pub struct Records {
    session: Session,
    side: Side,
    found: RwSignal<Found>,
    /// Counts what was asked: only the latest answer is shown.
    turn: StoredValue<u32>,
}

impl Records {
    pub fn new(session: Session, side: Side) -> Self {
        let found = RwSignal::new(Found::Nothing);
        Self { session, side, found, turn: StoredValue::new(0) }
    }

    /// Where it stands (tracked).
    pub fn found(self) -> Found {
        self.found.get()
    }

    /// Nothing is typed any more, and no answer on its way is waited for.
    pub fn forget(self) {
        let _ = self.turn.try_update_value(|turn| *turn += 1);
        self.found.set(Found::Nothing);
    }

    /// Asks for what was typed, unless more follows at once.
    pub fn look_up(self, typed: String) {
        if typed.trim().is_empty() {
            self.forget();
            return;
        }
        let mine = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        self.found.set(Found::Asking);
        let ask = move || {
            if self.turn.try_get_value() != mine {
                return;
            }
            let client = self.session.client();
            spawn_local(async move {
                let answer = client.search(self.side, typed.trim()).await;
                if self.turn.try_get_value() == mine {
                    let failed = |error: client::ClientError| Found::Failed(error.words());
                    self.found.set(answer.map_or_else(failed, Found::Hits));
                }
            });
        };
        set_timeout(ask, PAUSE);
    }
}

fn place(user: UserId) -> Draft {
    Draft::of(user, "palette:recent")
}

/// What this person opened last, the latest first.
pub fn recent(user: UserId) -> Vec<Entry> {
    place(user).load().unwrap_or_default()
}

/// Keeps that it was opened, if it is a record.
pub fn remember(user: UserId, entry: &Entry) {
    if !entry.icon.is_record() {
        return;
    }
    let mut all = recent(user);
    all.retain(|other| other.path != entry.path);
    all.insert(0, entry.clone());
    all.truncate(REMEMBERED);
    place(user).keep(&all);
}
