//! What every use case has at hand, and the one way to change anything: `App::transact`.

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use actix_web::{HttpRequest, web::Data};
use chrono::{DateTime, NaiveDate, SubsecRound as _, Utc};
use domain::{Id, id::UserId};
use rand::{Rng as _, rngs::StdRng};
use sea_orm::{DatabaseTransaction, TransactionTrait as _};
use serde::Serialize;
use store::{Db, StoreError, events::NewEvent};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    auth::{password::Hasher, reset::ResetTokens, tokens::Tokens},
    config::Config,
    error::{ApiError, ApiResult},
    fail_points,
    http::{Once, Reply, Trust},
    live::Live,
    mail::Mailer,
    printer::Printer,
    sealing::Sealer,
    signing::{ActivationCodes, KeyRing},
    webhooks::{keys::WebhookKeys, outside::Outside},
};

/// The time, which tests stop.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    Stopped(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// Now, in microseconds: what the database keeps is what was said.
    pub fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        match self {
            Self::System => Utc::now().trunc_subsecs(6),
            Self::Stopped(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The business day.
    pub fn today(&self) -> NaiveDate {
        domain::dates::business_day(self.now())
    }
}

/// Everything that a use case has at hand.
pub struct App {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub hasher: Hasher,
    pub tokens: Tokens,
    pub resets: ResetTokens,
    pub codes: ActivationCodes,
    pub webhook_keys: WebhookKeys,
    pub outside: Outside,
    pub sealer: Sealer,
    pub keys: KeyRing,
    pub mailer: Mailer,
    pub printer: Arc<Printer>,
    pub live: Live,
    /// Whose the sessions are that were asked about a moment ago.
    pub trust: Trust,
    /// Where ids and drawn numbers come from; the demo data has a seed of its own.
    pub chance: Mutex<StdRng>,
    /// Rings when there is something for the worker.
    pub bell: Notify,
    pub stopping: AtomicBool,
}

/// An open transaction. The first event of it has an id that was chosen before the first try, so
/// that a lost answer to COMMIT can be looked up.
pub struct Tx {
    open: DatabaseTransaction,
    mark: Cell<Option<Uuid>>,
    /// What happened in it: written in one go before the commit.
    events: RefCell<Vec<NewEvent>>,
    /// The instant of the use case; the same in every try.
    pub now: DateTime<Utc>,
}

impl Tx {
    /// An id for an event: the marked one first.
    pub fn event_id(&self, app: &App) -> Uuid {
        self.mark.take().unwrap_or_else(|| app.id())
    }

    /// A part of it that can be taken back alone; it counts once both are committed.
    ///
    /// # Errors
    /// The database is not available.
    #[expect(clippy::disallowed_methods, reason = "within a transaction it begins none")]
    pub async fn savepoint(&self) -> ApiResult<DatabaseTransaction> {
        Ok(self.open.begin().await.map_err(StoreError::from)?)
    }

    /// Writes an event before the commit.
    pub fn tell(&self, event: NewEvent) {
        self.events.borrow_mut().push(event);
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.open
    }
}

/// Tries of a transaction that loses races, and the time they have in all.
const TRIES: u32 = 5;
const PATIENCE: Duration = Duration::from_secs(2);

impl App {
    /// The app that serves this request.
    ///
    /// # Panics
    /// Where a server was built without one, which `http::server::build` cannot.
    pub fn of(request: &HttpRequest) -> Data<Self> {
        #[expect(clippy::expect_used, reason = "the server is built with it")]
        request.app_data::<Data<Self>>().expect("the server has an app").clone()
    }

    /// A new id: UUID v7 of this clock and this chance.
    pub fn id(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or_default();
        let mut random = [0; 10];
        self.draw_bytes(&mut random);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Fills `bytes` by chance.
    pub fn draw_bytes(&self, bytes: &mut [u8]) {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }

    /// A number below `limit`, by chance.
    pub fn draw_below(&self, limit: u32) -> u32 {
        let mut bytes = [0; 8];
        self.draw_bytes(&mut bytes);
        u32::try_from(u64::from_le_bytes(bytes) % u64::from(limit.max(1))).unwrap_or_default()
    }

    /// Whether the server was told to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// From now on `/readyz` sends nobody here, and the worker takes nothing new.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.bell.notify_waiters();
    }

    /// Runs `work` in a transaction and commits it. An error rolls back; a lost race runs it again,
    /// so `work` does nothing that a second run would do twice.
    ///
    /// # Errors
    /// What `work` refused; 503 where the database did not get through in two seconds.
    pub async fn transact<T>(&self, work: impl AsyncFn(&Tx) -> ApiResult<T>) -> ApiResult<T> {
        let (mark, now) = (self.id(), self.clock.now());
        let started = Instant::now();
        for attempt in 1.. {
            let outcome = self.attempt(&work, mark, now).await;
            if !matches!(outcome, Err(ApiError::Deadlock)) {
                return outcome;
            }
            metrics::counter!("transaction_retries_total").increment(1);
            if attempt >= TRIES || started.elapsed() > PATIENCE {
                break;
            }
            // Full jitter, so that those who collided do not meet again.
            let longest = 20_u64 << attempt;
            let pause = u64::from(self.draw_below(u32::try_from(longest).unwrap_or(u32::MAX)));
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        Err(ApiError::Deadlock)
    }

    async fn attempt<T>(
        &self,
        work: &impl AsyncFn(&Tx) -> ApiResult<T>,
        mark: Uuid,
        now: DateTime<Utc>,
    ) -> ApiResult<T> {
        let tx = Tx {
            open: self.db.begin().await?,
            mark: Cell::new(Some(mark)),
            events: RefCell::default(),
            now,
        };
        let written = async {
            let done = work(&tx).await?;
            store::events::append(&tx.open, tx.events.take()).await?;
            Ok(done)
        };
        let done = match written.await {
            Ok(done) => done,
            Err(error) => {
                // The connection is dropped with the transaction where even this fails.
                if let Err(failure) = tx.open.rollback().await {
                    tracing::debug!(%failure, "rollback failed");
                }
                return Err(error);
            }
        };
        let has_event = tx.mark.take().is_none();
        let committed = tx.open.commit().await.map_err(StoreError::from);
        fail_points::step();
        // Also where the answer was lost: it may have arrived.
        self.trust.forget();
        match committed {
            Ok(()) => {
                // Only news rings: the worker's own transactions would wake it for ever.
                if has_event {
                    self.bell.notify_one();
                }
                Ok(done)
            }
            // Whether COMMIT arrived is unknown: the event tells. Never guess.
            Err(StoreError::ConnectionLost) if has_event => {
                if store::events::exists(&self.db.write, Id::from_uuid(mark)).await? {
                    Ok(done)
                } else {
                    Err(ApiError::Deadlock)
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// `transact` for an act that a key makes happen once: its answer is kept in the same commit.
    ///
    /// `work` answers status, body and version.
    ///
    /// # Errors
    /// As `transact`; 422 where the key was used for something else.
    pub async fn transact_once<T: Serialize>(
        &self,
        owner: UserId,
        once: Option<&Once>,
        work: impl AsyncFn(&Tx) -> ApiResult<(u16, T, Option<i64>)>,
    ) -> ApiResult<Reply> {
        use domain::problem::ProblemCode;
        use store::idempotency::{Answer, Claim, claim, complete};

        self.transact(async |tx| {
            if let Some(once) = once {
                let Once { key, operation, fingerprint } = once;
                match claim(&**tx, owner.as_uuid(), key, operation, *fingerprint, tx.now).await? {
                    Claim::Claimed => {}
                    Claim::Mismatch => return Err(ApiError::refuse(ProblemCode::KeyReused, "")),
                    Claim::Replay(Answer { status, body, etag }) => {
                        return Ok(Reply { status, body, etag, is_replay: true });
                    }
                }
            }
            let (status, body, version) = work(tx).await?;
            let reply = Reply::of(status, &body, version)?;
            if let Some(once) = once {
                let answer = Answer { status, body: reply.body.clone(), etag: reply.etag.clone() };
                complete(&**tx, owner.as_uuid(), &once.key, &answer).await?;
            }
            Ok(reply)
        })
        .await
    }
}
