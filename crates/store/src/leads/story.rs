//! What was done about a lead, and where it went.

use chrono::{DateTime, Utc};
use domain::{
    Id,
    id::{LeadActivityId, LeadId, LeadMoveId, LeadStatusId, UserId},
    leads::{ActivityKind, LostReason, MOST_ACTIVITIES, wire::LeadActivityView},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Order, Query},
};
use uuid::Uuid;

use super::{activity, step};
use crate::{
    StoreResult,
    convert::{cut, id_opt, word, word_opt},
    write,
};

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    pub id: LeadActivityId,
    pub lead_id: LeadId,
    pub kind: ActivityKind,
    pub happened_at: DateTime<Utc>,
    pub text: String,
    pub outcome: Option<String>,
    pub by: UserId,
}

/// A move, from nothing where the lead began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub id: LeadMoveId,
    pub lead_id: LeadId,
    pub from: Option<LeadStatusId>,
    pub to: LeadStatusId,
    pub at: DateTime<Utc>,
    pub by: UserId,
    pub lost_reason: Option<LostReason>,
    pub reason: Option<String>,
}

/// Keeps what was done.
///
/// # Errors
/// The database is not available.
pub async fn log(
    tx: &impl ConnectionTrait,
    all: &[Activity],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rows = all.iter().map(|one| activity::Model {
        id: one.id.as_uuid(),
        lead_id: one.lead_id.as_uuid(),
        kind: one.kind.as_str().to_owned(),
        happened_at: cut(one.happened_at),
        text: Some(one.text.clone()),
        outcome: one.outcome.clone(),
        user_id: one.by.as_uuid(),
        created_at: cut(now),
    });
    write::insert_all(tx, rows.collect()).await
}

/// Keeps moves.
///
/// # Errors
/// The database is not available.
pub async fn keep_moves(tx: &impl ConnectionTrait, all: &[Move]) -> StoreResult<()> {
    let rows = all.iter().map(|one| step::Model {
        id: one.id.as_uuid(),
        lead_id: one.lead_id.as_uuid(),
        from_status_id: one.from.map(Id::as_uuid),
        to_status_id: one.to.as_uuid(),
        at: cut(one.at),
        user_id: one.by.as_uuid(),
        lost_reason: one.lost_reason.map(|reason| reason.as_str().to_owned()),
        reason: one.reason.clone(),
    });
    write::insert_all(tx, rows.collect()).await
}

/// What was done about a lead, the latest first; for who may see the lead.
///
/// # Errors
/// The database is not available.
pub async fn activities(
    db: &impl ConnectionTrait,
    lead: LeadId,
) -> StoreResult<Vec<LeadActivityView>> {
    let mut statement = Query::select();
    statement
        .columns(["id", "kind", "happened_at", "text", "outcome"].map(|it| ("lead_activities", it)))
        .expr_as(Expr::col(("users", "name")), "by_name")
        .from("lead_activities")
        .inner_join("users", Expr::col(("users", "id")).equals(("lead_activities", "user_id")))
        .and_where(Expr::col(("lead_activities", "lead_id")).eq(lead.as_uuid()))
        .order_by(("lead_activities", "happened_at"), Order::Desc)
        .order_by(("lead_activities", "id"), Order::Desc)
        .limit(MOST_ACTIVITIES);
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            Ok(LeadActivityView {
                id: row.try_get::<Uuid>("", "id")?.into(),
                kind: word("lead_activities.kind", &row.try_get::<String>("", "kind")?)?,
                happened_at: row.try_get("", "happened_at")?,
                text: row.try_get::<Option<String>>("", "text")?.unwrap_or_default(),
                outcome: row.try_get("", "outcome")?,
                by_name: row.try_get("", "by_name")?,
            })
        })
        .collect()
}

/// Where a lead went, its beginning first, each with who moved it; for who may see the lead.
///
/// # Errors
/// The database is not available.
pub async fn moves(db: &impl ConnectionTrait, lead: LeadId) -> StoreResult<Vec<(Move, String)>> {
    let columns = [
        "id",
        "lead_id",
        "from_status_id",
        "to_status_id",
        "at",
        "user_id",
        "lost_reason",
        "reason",
    ];
    let mut statement = Query::select();
    statement
        .columns(columns.map(|it| ("lead_moves", it)))
        .expr_as(Expr::col(("users", "name")), "by_name")
        .from("lead_moves")
        .inner_join("users", Expr::col(("users", "id")).equals(("lead_moves", "user_id")))
        .and_where(Expr::col(("lead_moves", "lead_id")).eq(lead.as_uuid()))
        .order_by(("lead_moves", "at"), Order::Asc)
        .order_by(("lead_moves", "id"), Order::Asc);
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let lost: Option<String> = row.try_get("", "lost_reason")?;
            let one = Move {
                id: row.try_get::<Uuid>("", "id")?.into(),
                lead_id: row.try_get::<Uuid>("", "lead_id")?.into(),
                from: id_opt(row.try_get("", "from_status_id")?),
                to: row.try_get::<Uuid>("", "to_status_id")?.into(),
                at: row.try_get("", "at")?,
                by: row.try_get::<Uuid>("", "user_id")?.into(),
                lost_reason: word_opt("lead_moves.lost_reason", lost.as_deref())?,
                reason: row.try_get("", "reason")?,
            };
            Ok((one, row.try_get("", "by_name")?))
        })
        .collect()
}

/// Takes back one that was noted.
///
/// # Errors
/// The database is not available.
pub async fn forget_activity(tx: &impl ConnectionTrait, id: LeadActivityId) -> StoreResult<()> {
    activity::Entity::delete_by_id(id.as_uuid()).exec(tx).await?;
    Ok(())
}

/// Deletes the story of a lead that is deleted.
pub(super) async fn forget(tx: &impl ConnectionTrait, lead: LeadId) -> StoreResult<()> {
    let id = lead.as_uuid();
    activity::Entity::delete_many().filter(activity::Column::LeadId.eq(id)).exec(tx).await?;
    step::Entity::delete_many().filter(step::Column::LeadId.eq(id)).exec(tx).await?;
    Ok(())
}
