//! What people should know: one per event, person and kind, by a unique index.

mod choices;
pub(crate) mod notification;
pub(crate) mod preference;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    events::SubjectKind,
    id::{EventId, NotificationId, UserId},
    list::{ListQuery, Page},
    notifications::{
        NotificationKind,
        wire::{NotificationListQuery, NotificationSort, NotificationView},
    },
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryResult,
    QuerySelect,
    sea_query::{Condition, Expr, SelectStatement},
};
use uuid::Uuid;

pub use self::choices::{Wishes, choose, preferences_of, wishes_of};
use self::notification::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, from_json, to_json, word},
    list::{Kind, Listing, SortColumn},
    write,
};

/// A notification about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotification {
    pub id: NotificationId,
    pub user_id: UserId,
    pub event_id: EventId,
    pub kind: NotificationKind,
    pub params: BTreeMap<String, String>,
    pub subject_kind: SubjectKind,
    pub subject_id: Uuid,
}

/// Writes it unless this person was told of this event already; answers whether it was new.
pub async fn insert_if_absent(
    tx: &impl ConnectionTrait,
    new: &NewNotification,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let now = cut(now);
    let row = Model {
        id: new.id.as_uuid(),
        created_at: now,
        updated_at: now,
        version: 1,
        user_id: new.user_id.as_uuid(),
        event_id: new.event_id.as_uuid(),
        kind: new.kind.as_str().to_owned(),
        params: to_json("notifications.params", &new.params)?,
        subject_kind: new.subject_kind.as_str().to_owned(),
        subject_id: new.subject_id,
        read_at: None,
    };
    write::insert_if_absent(tx, row).await
}

/// One's own notifications.
pub async fn page(
    db: &impl ConnectionTrait,
    user: UserId,
    query: &NotificationListQuery,
) -> StoreResult<Page<NotificationView>> {
    listing(user, query).page(db, columns, view).await
}

pub(crate) fn listing(user: UserId, query: &NotificationListQuery) -> Listing<'_> {
    let mut filter = Condition::all().add(Expr::col("user_id").eq(user.as_uuid()));
    match query.read {
        Some(true) => filter = filter.add(Expr::col("read_at").is_not_null()),
        Some(false) => filter = filter.add(Expr::col("read_at").is_null()),
        None => {}
    }
    Listing::new("notifications", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: NotificationSort) -> SortColumn {
    match key {
        NotificationSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    for column in ["id", "kind", "params", "subject_kind", "subject_id", "read_at", "created_at"] {
        statement.column(("notifications", column));
    }
}

fn view(row: &QueryResult) -> StoreResult<NotificationView> {
    Ok(NotificationView {
        id: row.try_get::<Uuid>("", "id")?.into(),
        kind: word("notifications.kind", &row.try_get::<String>("", "kind")?)?,
        params: from_json("notifications.params", &row.try_get::<String>("", "params")?)?,
        subject_kind: word(
            "notifications.subject_kind",
            &row.try_get::<String>("", "subject_kind")?,
        )?,
        subject_id: row.try_get("", "subject_id")?,
        read: row.try_get::<Option<DateTime<Utc>>>("", "read_at")?.is_some(),
        created_at: row.try_get("", "created_at")?,
    })
}

/// How many of one's own are unread.
pub async fn unread(db: &impl ConnectionTrait, user: UserId) -> StoreResult<u32> {
    let found = Entity::find()
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(Column::ReadAt.is_null())
        .count(db)
        .await?;
    u32::try_from(found).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Marks one's own as read, all where none is named; answers how many were unread.
pub async fn mark_read(
    tx: &impl ConnectionTrait,
    user: UserId,
    ids: &[NotificationId],
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let mut update = Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(cut(now)))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(Column::ReadAt.is_null());
    if !ids.is_empty() {
        update = update.filter(Column::Id.is_in(ids.iter().map(|id| id.as_uuid())));
    }
    Ok(update.exec(tx).await?.rows_affected)
}

/// Who was told something, or read it, since an instant: for open streams of other processes.
pub async fn changed_since(
    db: &impl ConnectionTrait,
    since: DateTime<Utc>,
) -> StoreResult<Vec<UserId>> {
    let users: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::UserId)
        .distinct()
        .filter(Column::UpdatedAt.gte(cut(since)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(users.into_iter().map(UserId::from_uuid).collect())
}

#[cfg(test)]
mod tests;
