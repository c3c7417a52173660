//! Keeps the draft as one types: the first change creates it, later ones are saved after a pause,
//! and what could not be saved is kept in the browser until it can.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use chrono::{DateTime, Utc};
use client::{Client, ClientError, IdempotencyKey, Side};
use domain::{
    id::{OrderId, UserId},
    orders::{
        check_draft,
        wire::{OrderContent, OrderView},
    },
    problem::FieldError,
};
use leptos::{prelude::*, task::spawn_local};

use serde::{Deserialize, Serialize};

use super::change::{Part, change, differences};
use crate::{
    components::ProblemWords as _,
    state::{draft::Draft, fresh_key},
    ui::Clock,
};

/// Whoever pauses that long between two keys is done for the moment.
const PAUSE: Duration = Duration::from_millis(800);

/// What was typed and is not with the server yet, as the browser keeps it.
#[derive(Serialize, Deserialize)]
pub struct Unsaved {
    /// The version of the order that it was made from, if there was one.
    pub version: Option<i64>,
    pub content: OrderContent,
}

/// The browser's place for one person's unsaved changes; `number` is the order's, if it has one.
pub fn place(user: UserId, number: Option<&str>) -> Draft {
    Draft::of(user, &format!("order:{}", number.unwrap_or("new")))
}

/// Where the draft stands, for the line that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was typed yet.
    Untouched,
    /// Typed, and on its way.
    Working,
    Saved(DateTime<Utc>),
    /// Something typed is out of bounds; the fields say what.
    Unfit,
    /// Why not.
    Failed(String),
    /// Somebody else saved first.
    Conflicting,
}

/// Somebody else's version, to be decided about.
#[derive(Clone)]
pub struct Conflict {
    pub theirs: OrderView,
    pub by: Option<String>,
    pub parts: Vec<Part>,
}

#[derive(Clone)]
struct Known {
    id: OrderId,
    number: String,
    version: i64,
}

struct Inner {
    side: Side,
    client: Client,
    user: UserId,
    backup: RefCell<Draft>,
    known: RefCell<Option<Known>>,
    /// What the server has.
    saved: RefCell<OrderContent>,
    /// What stands in the form.
    typed: RefCell<OrderContent>,
    /// A creation whose answer never came is asked for again with the same body and key: it may
    /// have happened.
    creating: RefCell<Option<(IdempotencyKey, OrderContent)>>,
    busy: Cell<bool>,
    timer: RefCell<Option<TimeoutHandle>>,
    waiting: RefCell<Vec<Callback<bool>>>,
}

/// The draft behind a form. Outlives the page as long as a save is under way.
#[derive(Clone, Copy)]
pub struct AutoSave {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    pub saving: RwSignal<Saving>,
    /// The order's number, once there is one.
    pub number: RwSignal<Option<String>>,
    pub conflict: RwSignal<Option<Conflict>>,
    /// What the server found wrong with fields; forgotten as soon as one types.
    pub faults: RwSignal<Vec<FieldError>>,
}

impl AutoSave {
    /// `saved` is what the server has: the order that is edited, or what an empty form says.
    pub fn new(
        side: Side,
        client: Client,
        user: UserId,
        order: Option<&OrderView>,
        saved: OrderContent,
    ) -> Self {
        let known = order.map(|order| Known {
            id: order.id,
            number: order.number.clone(),
            version: order.version,
        });
        let number = known.as_ref().map(|known| known.number.clone());
        let inner = Inner {
            side,
            client,
            user,
            backup: RefCell::new(place(user, number.as_deref())),
            known: RefCell::new(known),
            saved: RefCell::new(saved.clone()),
            typed: RefCell::new(saved),
            creating: RefCell::default(),
            busy: Cell::new(false),
            timer: RefCell::default(),
            waiting: RefCell::default(),
        };
        Self {
            inner: StoredValue::new_local(Rc::new(inner)),
            saving: RwSignal::new(Saving::Untouched),
            number: RwSignal::new(number),
            conflict: RwSignal::new(None),
            faults: RwSignal::new(Vec::new()),
        }
    }

    /// Takes the version that a backup was made from, so that the server notices if somebody else
    /// has saved since.
    pub fn continue_from(self, version: i64) {
        self.inner.with_value(|inner| {
            if let Some(known) = &mut *inner.known.borrow_mut() {
                known.version = version;
            }
        });
    }

    /// Tells what stands in the form now; saved once the person pauses.
    pub fn typed(self, content: OrderContent) {
        let inner = self.inner.get_value();
        if *inner.typed.borrow() == content {
            return;
        }
        *inner.typed.borrow_mut() = content;
        self.faults.set(Vec::new());
        inner.stop_timer();
        if self.conflict.read_untracked().is_some() {
            return;
        }
        if inner.is_clean() && !inner.busy.get() {
            inner.backup.borrow().forget();
            return;
        }
        self.saving.set(Saving::Working);
        let version = inner.known.borrow().as_ref().map(|known| known.version);
        let unsaved = Unsaved { version, content: inner.typed.borrow().clone() };
        inner.backup.borrow().keep(&unsaved);
        let timer = set_timeout_with_handle(move || self.save(), PAUSE).ok();
        *inner.timer.borrow_mut() = timer;
    }

    /// Whether everything that was typed is with the server.
    pub fn is_clean(self) -> bool {
        self.inner.try_with_value(|inner| inner.is_clean()).unwrap_or(true)
    }

    /// The id and version to act on, once everything is saved.
    pub fn target(self) -> Option<(OrderId, i64)> {
        let known = self.inner.with_value(|inner| inner.known.borrow().clone())?;
        Some((known.id, known.version))
    }

    /// Saves now, if there is anything to save; `then` is told whether everything is saved.
    pub fn settle(self, then: Callback<bool>) {
        let inner = self.inner.get_value();
        inner.waiting.borrow_mut().push(then);
        self.save();
    }

    /// Saves now.
    pub fn save(self) {
        let Some(inner) = self.inner.try_get_value() else { return };
        inner.stop_timer();
        if inner.busy.replace(true) {
            // The loop below looks again before it ends.
            return;
        }
        spawn_local(async move {
            let saved = self.save_all(&inner).await;
            inner.busy.set(false);
            let waiting = std::mem::take(&mut *inner.waiting.borrow_mut());
            for then in waiting {
                let _ = then.try_run(saved);
            }
        });
    }

    /// What the person left behind is saved all the same.
    pub fn leave(self) {
        if !self.is_clean() && self.conflict.try_read_untracked().is_some_and(|one| one.is_none()) {
            self.save();
        }
    }

    async fn save_all(self, inner: &Rc<Inner>) -> bool {
        loop {
            let typed = inner.typed.borrow().clone();
            if typed == *inner.saved.borrow() {
                inner.backup.borrow().forget();
                if self.saving.try_read_untracked().is_some_and(|now| *now == Saving::Working) {
                    let _ = self.saving.try_set(Saving::Saved(untrack(Clock::now)));
                }
                return inner.known.borrow().is_some();
            }
            if check_draft(&typed).is_err() {
                let _ = self.saving.try_set(Saving::Unfit);
                return false;
            }
            let _ = self.saving.try_set(Saving::Working);
            match inner.save_once(typed).await {
                Ok(number) => {
                    let _ = self.number.try_maybe_update(|known| {
                        let is_new = known.as_ref() != Some(&number);
                        *known = Some(number);
                        (is_new, ())
                    });
                }
                Err(error) if is_conflict(&error) && inner.known.borrow().is_some() => {
                    self.meet(inner, error).await;
                    return false;
                }
                Err(error) => {
                    self.fail(&error);
                    return false;
                }
            }
        }
    }

    fn fail(self, error: &ClientError) {
        if let Some(problem) = error.problem().filter(|problem| !problem.errors.is_empty()) {
            let _ = self.faults.try_set(problem.errors.clone());
        }
        let _ = self.saving.try_set(Saving::Failed(untrack(|| error.words())));
    }

    /// Gets the other version, so that the person can choose.
    async fn meet(self, inner: &Rc<Inner>, error: ClientError) {
        let Some(known) = inner.known.borrow().clone() else { return };
        let Ok(theirs) = inner.client.order(inner.side, &known.number).await else {
            return self.fail(&error);
        };
        let events = inner.client.order_timeline(inner.side, known.id).await.unwrap_or_default();
        let parts = differences(&inner.typed.borrow(), &theirs.content());
        let by = events.into_iter().find_map(|event| event.actor_name);
        let _ = self.saving.try_set(Saving::Conflicting);
        let _ = self.conflict.try_set(Some(Conflict { theirs, by, parts }));
    }

    /// Opens the question that a stale version raises elsewhere, e.g. at submission.
    pub fn found_stale(self, error: ClientError) {
        let inner = self.inner.get_value();
        spawn_local(async move { self.meet(&inner, error).await });
    }

    /// Goes on with somebody else's version; what was typed here is given up.
    /// `shown` is what the form makes of it.
    pub fn take_theirs(self, theirs: &OrderView, shown: OrderContent) {
        let inner = self.inner.get_value();
        inner.learn(theirs);
        *inner.saved.borrow_mut() = shown.clone();
        *inner.typed.borrow_mut() = shown;
        inner.backup.borrow().forget();
        self.conflict.set(None);
        self.saving.set(Saving::Saved(untrack(Clock::now)));
    }

    /// Writes what stands here over somebody else's version.
    pub fn keep_mine(self, theirs: &OrderView) {
        let inner = self.inner.get_value();
        inner.learn(theirs);
        *inner.saved.borrow_mut() = theirs.content();
        self.conflict.set(None);
        self.saving.set(Saving::Working);
        self.save();
    }

    /// Gives up what was not saved.
    pub fn give_up(self) {
        let inner = self.inner.get_value();
        inner.stop_timer();
        inner.backup.borrow().forget();
        let saved = inner.saved.borrow().clone();
        *inner.typed.borrow_mut() = saved;
    }
}

impl Inner {
    fn is_clean(&self) -> bool {
        *self.typed.borrow() == *self.saved.borrow()
    }

    fn stop_timer(&self) {
        if let Some(timer) = self.timer.borrow_mut().take() {
            timer.clear();
        }
    }

    fn learn(&self, order: &OrderView) {
        if self.known.borrow().is_none() {
            let mut backup = self.backup.borrow_mut();
            backup.forget();
            *backup = place(self.user, Some(&order.number));
        }
        *self.known.borrow_mut() =
            Some(Known { id: order.id, number: order.number.clone(), version: order.version });
    }

    /// One request; answers the order's number.
    async fn save_once(&self, typed: OrderContent) -> Result<String, ClientError> {
        let known = self.known.borrow().clone();
        let (order, sent) = if let Some(known) = known {
            let change = change(&self.saved.borrow(), &typed);
            let Some(change) = change else {
                *self.saved.borrow_mut() = typed;
                return Ok(known.number);
            };
            let order =
                self.client.change_order(self.side, known.id, known.version, &change).await?;
            (order, typed)
        } else {
            let (key, body) =
                self.creating.borrow_mut().get_or_insert_with(|| (fresh_key(), typed)).clone();
            let outcome = self.client.place_order(self.side, &body, &key).await;
            if !matches!(outcome, Err(ClientError::Unreachable(_))) {
                self.creating.borrow_mut().take();
            }
            (outcome?, body)
        };
        self.learn(&order);
        *self.saved.borrow_mut() = sent;
        Ok(order.number)
    }
}

/// Whether the order is another one than it was, so that the person has to decide.
fn is_conflict(error: &ClientError) -> bool {
    use domain::problem::{ProblemCode, Reason};

    error.is_stale()
        || error.problem().is_some_and(|problem| {
            problem.code == ProblemCode::IllegalMove && problem.reason == Some(Reason::NotEditable)
        })
}
