//! Payments: what came in, what it is for, and the statements that brought it. A payment is locked
//! first, then the orders that it is for, the lowest id first: whoever matches holds both, so that no
//! sum is ever more than there is.

pub(crate) mod account;
mod accounts;
pub(crate) mod entry;
mod ledger;
pub(crate) mod matched;
mod matches;
mod orders;
pub(crate) mod payment;
pub(crate) mod refusal;
pub(crate) mod rule;
mod rules;
pub(crate) mod statement;
mod statements;
pub(crate) mod suggestion;
mod suggestions;
#[cfg(test)]
mod tests;
mod views;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    finance::Direction,
    id::{BankAccountId, PaymentId, StatementId},
    money::{Amount, Currency},
    payments::{MatchStatus, PaymentFacts, wire::PaymentContent},
    text,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

pub(crate) use self::orders::{CUSTOMER, IS_ASKED_FOR, SETTLED, TAKEN_BACK};
use self::payment::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::{
    accounts::{accounts, find_account, insert_account, is_used, lock_account, save_account},
    ledger::{ledger, order_of},
    matches::{Match, keep_matches, match_of, matches_of, undo_match},
    orders::{follow, lock_orders, open_orders, orders_by_id, receipts},
    rules::{lock_rule, rules, save_rule, settings},
    statements::{
        NewEntry, Statement, count_matched, entries, entries_of, insert_statement,
        known_identities, lock_statement, page_of_statements, save_statement, statement_view,
        take_back,
    },
    suggestions::{
        Suggestion, allow_again, drop_suggestion, keep_suggestions, refuse, suggestion_of,
    },
    views::{page, sums, view},
};
use crate::{
    StoreError, StoreResult,
    convert::{cut, id_opt, uuid_opt, word},
    write,
};

/// An entry of a bank, or money that was entered by hand; amounts in minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub id: PaymentId,
    pub content: PaymentContent,
    pub statement_id: Option<StatementId>,
    /// SHA-256 of the entry's identity, where a bank's statement brought it.
    pub identity: Option<[u8; 32]>,
    pub direction: Direction,
    /// Σ of the matches that stand.
    pub matched: Amount,
    pub status: MatchStatus,
    pub ignored_reason: Option<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Payment {
    /// What decides about it.
    pub const fn facts(&self) -> PaymentFacts {
        PaymentFacts {
            status: self.status,
            direction: self.direction,
            amount: self.content.amount,
            matched: self.matched,
            currency: self.content.currency,
            is_of_bank: self.statement_id.is_some(),
        }
    }

    fn row(&self, now: DateTime<Utc>) -> Model {
        let content = self.content.clone();
        Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            bank_account_id: uuid_opt(content.bank_account_id),
            statement_id: uuid_opt(self.statement_id),
            identity: self.identity.map(Vec::from),
            value_date: content.value_date,
            direction: self.direction.as_str().to_owned(),
            amount_minor: content.amount.minor(),
            matched_minor: self.matched.minor(),
            currency: content.currency.as_str().to_owned(),
            payer_normalized: normalized(&content.payer_name),
            payer_name: content.payer_name,
            payer_account: content.payer_account,
            remark: content.remark,
            bank_reference: content.bank_reference,
            note: content.note,
            status: self.status.as_str().to_owned(),
            ignored_reason: self.ignored_reason.clone(),
        }
    }
}

/// A payer's name as it is looked up.
fn normalized(name: &str) -> String {
    text::normalized(name).chars().take(190).collect()
}

impl TryFrom<Model> for Payment {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let identity = row.identity.map(|it| crate::convert::hash("payments.identity", it));
        Ok(Self {
            id: row.id.into(),
            statement_id: id_opt(row.statement_id),
            identity: identity.transpose()?,
            direction: word("payments.direction", &row.direction)?,
            matched: Amount::from_minor(row.matched_minor),
            status: word("payments.status", &row.status)?,
            ignored_reason: row.ignored_reason,
            created_at: row.created_at,
            version: row.version,
            content: PaymentContent {
                bank_account_id: id_opt(row.bank_account_id),
                value_date: row.value_date,
                amount: Amount::from_minor(row.amount_minor),
                currency: word("payments.currency", &row.currency)?,
                payer_name: row.payer_name,
                payer_account: row.payer_account,
                remark: row.remark,
                bank_reference: row.bank_reference,
                note: row.note,
            },
        })
    }
}

/// Reads it and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock(tx: &impl ConnectionTrait, id: PaymentId) -> StoreResult<Payment> {
    let found = Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// The same of many, the lowest id first; those that are gone are left out.
///
/// # Errors
/// The database is not available.
pub async fn lock_all(tx: &impl ConnectionTrait, ids: &[PaymentId]) -> StoreResult<Vec<Payment>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(1_000) {
        let rows = Entity::find()
            .filter(Column::Id.is_in(some.iter().map(|id| id.as_uuid())))
            .order_by_asc(Column::Id)
            .lock_exclusive()
            .all(tx)
            .await?;
        for row in rows {
            found.push(row.try_into()?);
        }
    }
    Ok(found)
}

/// Keeps new ones, in few statements.
///
/// # Errors
/// The database is not available; an entry that is a payment of the account already.
pub async fn insert_all(
    tx: &impl ConnectionTrait,
    payments: &[Payment],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert_all(tx, payments.iter().map(|one| one.row(now)).collect()).await
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save(
    tx: &impl ConnectionTrait,
    payment: &mut Payment,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = payment.version;
    let row = Model { version: before + 1, ..payment.row(now) };
    let same = Column::Id.eq(payment.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    payment.version += 1;
    Ok(())
}

/// An entry of a statement as the payment that it becomes.
pub fn of_entry(
    id: PaymentId,
    (account, currency): (BankAccountId, Currency),
    statement: StatementId,
    entry: &NewEntry,
    now: DateTime<Utc>,
) -> Payment {
    let value_date: NaiveDate = entry.value_date;
    Payment {
        id,
        content: PaymentContent {
            bank_account_id: Some(account),
            value_date,
            amount: entry.amount,
            currency,
            payer_name: entry.counterparty.clone(),
            payer_account: entry.counterparty_account.clone(),
            remark: entry.remark.clone(),
            bank_reference: entry.reference.clone(),
            note: None,
        },
        statement_id: Some(statement),
        identity: Some(entry.identity),
        direction: entry.direction,
        matched: Amount::ZERO,
        status: MatchStatus::Unmatched,
        ignored_reason: None,
        created_at: now,
        version: 1,
    }
}

/// Ids as the database has them.
fn uuids<T>(ids: &[domain::Id<T>]) -> Vec<Uuid> {
    ids.iter().map(|id| id.as_uuid()).collect()
}
