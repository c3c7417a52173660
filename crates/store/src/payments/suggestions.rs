//! What the engine said of payments that wait for a person, and what people refused.

use chrono::{DateTime, Utc};
use domain::{
    finance::matching::Decision,
    id::{OrderId, PaymentId, UserId},
    payments::MatchStatus,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

use super::{payment, refusal, suggestion, uuids};
use crate::{
    StoreResult,
    convert::{cut, from_json, to_json},
    write,
};

/// What the engine said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub decided_at: DateTime<Utc>,
    pub decision: Decision,
}

/// What the engine said of a payment, if it waits for a person.
///
/// # Errors
/// The database is not available.
pub async fn suggestion_of(
    db: &impl ConnectionTrait,
    payment: PaymentId,
) -> StoreResult<Option<Suggestion>> {
    let found = suggestion::Entity::find_by_id(payment.as_uuid()).one(db).await?;
    found
        .map(|row| {
            Ok(Suggestion {
                decided_at: row.decided_at,
                decision: from_json("payment_suggestions.decision", &row.decision)?,
            })
        })
        .transpose()
}

/// Puts what the engine says of these payments, which are locked, in the place of what it said
/// before, and says so on the payments: those with something to confirm wait for a person.
///
/// # Errors
/// The database is not available.
pub async fn keep_suggestions(
    tx: &impl ConnectionTrait,
    payments: &[PaymentId],
    decisions: &[Decision],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    for ids in payments.chunks(1_000) {
        suggestion::Entity::delete_many()
            .filter(suggestion::Column::PaymentId.is_in(uuids(ids)))
            .exec(tx)
            .await?;
    }
    let rows = decisions.iter().map(|decision| {
        Ok(suggestion::Model {
            payment_id: decision.payment.as_uuid(),
            decided_at: cut(now),
            decision: to_json("payment_suggestions.decision", decision)?,
        })
    });
    write::insert_all(tx, rows.collect::<StoreResult<Vec<_>>>()?).await?;
    let waiting: Vec<PaymentId> = decisions
        .iter()
        .filter(|decision| decision.chosen().is_some())
        .map(|decision| decision.payment)
        .collect();
    let others: Vec<PaymentId> =
        payments.iter().copied().filter(|id| waiting.binary_search(id).is_err()).collect();
    let (unmatched, suggested) = (MatchStatus::Unmatched, MatchStatus::Suggested);
    stands(tx, &waiting, unmatched, suggested, now).await?;
    stands(tx, &others, suggested, unmatched, now).await
}

async fn stands(
    tx: &impl ConnectionTrait,
    payments: &[PaymentId],
    from: MatchStatus,
    to: MatchStatus,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    use payment::Column;
    for ids in payments.chunks(1_000) {
        payment::Entity::update_many()
            .col_expr(Column::Status, Expr::value(to.as_str()))
            .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.is_in(uuids(ids)))
            .filter(Column::Status.eq(from.as_str()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Forgets what was said of a payment.
///
/// # Errors
/// The database is not available.
pub async fn drop_suggestion(tx: &impl ConnectionTrait, payment: PaymentId) -> StoreResult<()> {
    suggestion::Entity::delete_by_id(payment.as_uuid()).exec(tx).await?;
    Ok(())
}

/// Notes that a payment is not for an order; a second time changes nothing.
///
/// # Errors
/// The database is not available.
pub async fn refuse(
    tx: &impl ConnectionTrait,
    (payment, order): (PaymentId, OrderId),
    by: UserId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = refusal::Model {
        payment_id: payment.as_uuid(),
        order_id: order.as_uuid(),
        refused_at: cut(now),
        refused_by: by.as_uuid(),
    };
    write::insert_if_absent(tx, row).await?;
    Ok(())
}

/// Forgets that a payment is not for an order: somebody says now that it is.
///
/// # Errors
/// The database is not available.
pub async fn allow_again(
    tx: &impl ConnectionTrait,
    payment: PaymentId,
    orders: &[OrderId],
) -> StoreResult<()> {
    refusal::Entity::delete_many()
        .filter(refusal::Column::PaymentId.eq(payment.as_uuid()))
        .filter(refusal::Column::OrderId.is_in(uuids(orders)))
        .exec(tx)
        .await?;
    Ok(())
}
