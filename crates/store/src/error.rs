//! What can go wrong between us and the database, in the words that callers act on.

use sea_orm::DbErr;

use crate::dialect;

pub type StoreResult<T> = Result<T, StoreError>;

/// A query that did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row, or none that the scope opens.
    #[error("there is no such row in scope")]
    NotFound,
    /// Somebody changed the row meanwhile.
    #[error("the row was changed meanwhile")]
    Stale,
    /// A unique index refused; its name, e.g. `uq_users_username`, or `pk`.
    #[error("{0} holds this already")]
    Duplicate(String),
    /// A row that is pointed at is not there, or is still pointed at.
    #[error("a reference to another row does not hold: {0}")]
    Reference(String),
    /// The `after` of a list is none of ours, or belongs to another order.
    #[error("`after` is not a place in this list")]
    InvalidAfter,
    /// Two transactions stood in each other's way: run the whole transaction again.
    #[error("two transactions stood in each other's way")]
    Deadlock,
    /// The connection is gone; whether a COMMIT under way went through is not known.
    #[error("the connection to the database is gone")]
    ConnectionLost,
    /// What is stored makes no sense.
    #[error("stored data makes no sense: {0}")]
    Corrupt(String),
    /// Everything else.
    #[error(transparent)]
    Database(DbErr),
}

impl StoreError {
    /// Whether this is the refusal of the unique index of that name.
    pub fn is_duplicate_of(&self, constraint: &str) -> bool {
        matches!(self, Self::Duplicate(name) if name == constraint)
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        dialect::explain(error)
    }
}
