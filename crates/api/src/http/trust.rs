//! Who a session belongs to, remembered for a moment: asking the database costs a fifth of a small
//! request (ADR 17). Whatever this process commits makes it ask again, so that what one did here is
//! seen here at once; what another process did is seen within `auth.session_trust_ms`.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use domain::id::SessionId;

use super::Caller;

/// Sessions that are remembered at once; beyond that all are forgotten.
const MOST: usize = 4096;

#[derive(Debug, Clone, Copy)]
struct Known {
    caller: Caller,
    commits: u64,
    asked: Instant,
    at: DateTime<Utc>,
}

/// The sessions that were asked about lately.
#[derive(Debug)]
pub struct Trust {
    lasts: Duration,
    commits: AtomicU64,
    known: Mutex<HashMap<SessionId, Known>>,
}

/// From when an answer of the database is: taken before it is asked.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    commits: u64,
    asked: Instant,
    at: DateTime<Utc>,
}

impl Trust {
    /// For so long; for no time at all the database is asked at every request.
    pub fn lasting(lasts: Duration) -> Self {
        Self { lasts, commits: AtomicU64::new(0), known: Mutex::default() }
    }

    /// Something was committed: it may have been a session, a user, a grant.
    pub fn forget(&self) {
        self.commits.fetch_add(1, Ordering::SeqCst);
    }

    /// Now, before the database is asked.
    pub fn before(&self, now: DateTime<Utc>) -> Before {
        Before { commits: self.commits.load(Ordering::SeqCst), asked: Instant::now(), at: now }
    }

    /// Whose the session is, if that was asked a moment ago and nothing was committed since.
    pub fn find(&self, session: SessionId, now: DateTime<Utc>) -> Option<Caller> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let one = known.get(&session)?;
        let is_fresh = one.commits == self.commits.load(Ordering::SeqCst)
            && one.asked.elapsed() < self.lasts
            && (now - one.at).abs().to_std().is_ok_and(|passed| passed < self.lasts);
        is_fresh.then_some(one.caller)
    }

    /// Remembers what the database answered.
    pub fn keep(&self, caller: Caller, before: Before) {
        if self.lasts.is_zero() {
            return;
        }
        let Before { commits, asked, at } = before;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(caller.session, Known { caller, commits, asked, at });
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::{
        Id, Lang,
        access::{Powers, Role},
    };
    use uuid::Uuid;

    use super::*;

    fn caller() -> Caller {
        Caller {
            user: Id::from_uuid(Uuid::from_u128(1)),
            session: Id::from_uuid(Uuid::from_u128(2)),
            key: None,
            role: Role::Admin,
            powers: Powers::of(Role::Admin),
            partner: None,
            language: Lang::Zh,
            must_enroll: false,
        }
    }

    #[test]
    fn a_session_is_remembered_until_something_is_committed() {
        let trust = Trust::lasting(Duration::from_mins(1));
        let (now, session) = (DateTime::UNIX_EPOCH, caller().session);

        trust.keep(caller(), trust.before(now));
        assert_eq!(trust.find(session, now).map(|found| found.user), Some(caller().user));
        trust.forget();
        assert!(trust.find(session, now).is_none());
    }

    #[test]
    fn an_answer_from_before_a_commit_is_not_remembered_beyond_it() {
        let trust = Trust::lasting(Duration::from_mins(1));
        let now = DateTime::UNIX_EPOCH;

        let before = trust.before(now);
        trust.forget();
        trust.keep(caller(), before);

        assert!(trust.find(caller().session, now).is_none());
    }

    #[test]
    fn it_lasts_by_both_clocks_and_not_at_all_where_that_is_set() {
        let trust = Trust::lasting(Duration::from_mins(1));
        let now = DateTime::UNIX_EPOCH;
        trust.keep(caller(), trust.before(now));
        assert!(trust.find(caller().session, now + TimeDelta::seconds(59)).is_some());
        assert!(trust.find(caller().session, now + TimeDelta::seconds(60)).is_none());
        assert!(trust.find(caller().session, now - TimeDelta::seconds(61)).is_none());

        let none = Trust::lasting(Duration::ZERO);
        none.keep(caller(), none.before(now));
        assert!(none.find(caller().session, now).is_none());
    }
}
