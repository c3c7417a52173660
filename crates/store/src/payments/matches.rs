//! What payments are for: kept, undone, told.

use chrono::{DateTime, Utc};
use domain::{
    finance::matching::{AllocationKind, Evidence, Rule},
    id::{OrderId, PaymentId, PaymentMatchId, UserId},
    money::Amount,
    payments::{MatchMethod, wire::MatchView},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryResult, QuerySelect,
    sea_query::{Alias, Expr, Order, Query},
};
use uuid::Uuid;

use super::matched::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, from_json, to_json, word, word_opt},
    write,
};

/// A part of a payment and the order that it settles; minor units of the payment's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub id: PaymentMatchId,
    pub payment_id: PaymentId,
    pub order_id: OrderId,
    pub amount: Amount,
    pub fee: Amount,
    pub kind: AllocationKind,
    pub method: MatchMethod,
    pub rule: Option<Rule>,
    pub score: Option<i32>,
    pub evidence: Vec<Evidence>,
    pub by: UserId,
    pub is_undone: bool,
}

/// Keeps new ones, in few statements.
///
/// # Errors
/// The database is not available.
pub async fn keep_matches(
    tx: &impl ConnectionTrait,
    matches: &[Match],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = |one: &Match| {
        Ok(Model {
            id: one.id.as_uuid(),
            created_at: cut(now),
            updated_at: cut(now),
            version: 1,
            payment_id: one.payment_id.as_uuid(),
            order_id: one.order_id.as_uuid(),
            amount_minor: one.amount.minor(),
            fee_minor: one.fee.minor(),
            kind: one.kind.as_str().to_owned(),
            method: one.method.as_str().to_owned(),
            rule: one.rule.map(|rule| rule.as_str().to_owned()),
            score: one.score,
            evidence: match one.evidence.as_slice() {
                [] => None,
                evidence => Some(to_json("payment_matches.evidence", &evidence)?),
            },
            matched_by: one.by.as_uuid(),
            undone_at: None,
            undone_by: None,
        })
    };
    let rows = matches.iter().map(row).collect::<StoreResult<Vec<_>>>()?;
    write::insert_all(tx, rows).await
}

/// One match of a payment that is locked.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn match_of(
    tx: &impl ConnectionTrait,
    payment: PaymentId,
    id: PaymentMatchId,
) -> StoreResult<Match> {
    let found = Entity::find_by_id(id.as_uuid())
        .filter(Column::PaymentId.eq(payment.as_uuid()))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(Match {
        id,
        payment_id: payment,
        order_id: found.order_id.into(),
        amount: Amount::from_minor(found.amount_minor),
        fee: Amount::from_minor(found.fee_minor),
        kind: word("payment_matches.kind", &found.kind)?,
        method: word("payment_matches.method", &found.method)?,
        rule: word_opt("payment_matches.rule", found.rule.as_deref())?,
        score: found.score,
        evidence: evidence_of(found.evidence.as_deref())?,
        by: found.matched_by.into(),
        is_undone: found.undone_at.is_some(),
    })
}

fn evidence_of(text: Option<&str>) -> StoreResult<Vec<Evidence>> {
    text.map_or(Ok(Vec::new()), |text| from_json("payment_matches.evidence", text))
}

/// Undoes one that stands.
///
/// # Errors
/// [`StoreError::Stale`] where somebody did meanwhile.
pub async fn undo_match(
    tx: &impl ConnectionTrait,
    id: PaymentMatchId,
    by: UserId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = Entity::update_many()
        .col_expr(Column::UndoneAt, Expr::value(cut(now)))
        .col_expr(Column::UndoneBy, Expr::value(by.as_uuid()))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::UndoneAt.is_null());
    write::one(update, tx).await
}

/// What a payment is for and was for, the first one first.
///
/// # Errors
/// The database is not available.
pub async fn matches_of(
    db: &impl ConnectionTrait,
    payment: PaymentId,
) -> StoreResult<Vec<MatchView>> {
    let mine = |column: &'static str| Expr::col(("payment_matches", column));
    let (by, undoer) = (Alias::new("by_whom"), Alias::new("undoer"));
    let mut statement = Query::select();
    statement
        .column(("payment_matches", sea_orm::sea_query::Asterisk))
        .expr_as(Expr::col(("orders", "number")), "order_number")
        .expr_as(Expr::col(("orders", "first_end_user")), "end_user")
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::col((by.clone(), "name")), "by_name")
        .expr_as(Expr::col((undoer.clone(), "name")), "undoer_name")
        .from("payment_matches")
        .inner_join("orders", Expr::col(("orders", "id")).equals(("payment_matches", "order_id")))
        .left_join("partners", Expr::col(("partners", "id")).equals(("orders", "partner_id")))
        .join_as(
            sea_orm::JoinType::InnerJoin,
            "users",
            by.clone(),
            Expr::col((by, "id")).equals(("payment_matches", "matched_by")),
        )
        .join_as(
            sea_orm::JoinType::LeftJoin,
            "users",
            undoer.clone(),
            Expr::col((undoer, "id")).equals(("payment_matches", "undone_by")),
        )
        .and_where(mine("payment_id").eq(payment.as_uuid()))
        .order_by(("payment_matches", "created_at"), Order::Asc)
        .order_by(("payment_matches", "id"), Order::Asc);
    db.query_all(&statement).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> StoreResult<MatchView> {
    let text = |column: &str| row.try_get::<String>("", column);
    let partner: Option<String> = row.try_get("", "partner_name")?;
    let rule: Option<String> = row.try_get("", "rule")?;
    let evidence: Option<String> = row.try_get("", "evidence")?;
    Ok(MatchView {
        id: row.try_get::<Uuid>("", "id")?.into(),
        order_id: row.try_get::<Uuid>("", "order_id")?.into(),
        order_number: text("order_number")?,
        party_name: partner.map_or_else(|| text("end_user"), Ok)?,
        amount: Amount::from_minor(row.try_get("", "amount_minor")?),
        fee: Amount::from_minor(row.try_get("", "fee_minor")?),
        kind: word("payment_matches.kind", &text("kind")?)?,
        method: word("payment_matches.method", &text("method")?)?,
        rule: word_opt("payment_matches.rule", rule.as_deref())?,
        score: row.try_get("", "score")?,
        evidence: evidence_of(evidence.as_deref())?,
        matched_at: row.try_get("", "created_at")?,
        matched_by_name: text("by_name")?,
        undone_at: row.try_get("", "undone_at")?,
        undone_by_name: row.try_get("", "undoer_name")?,
    })
}
