//! What people want to be told of: one row per person who chose something.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    id::UserId,
    notifications::{
        NotificationKind,
        preferences::{Channels, Preferences},
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::preference::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, from_json, to_json},
    write,
};

const CHOICES: &str = "notification_preferences.choices";

/// What several people want to be told of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes(HashMap<UserId, Preferences>);

impl Wishes {
    /// How this one is told of this kind; as by default where they chose nothing.
    pub fn channels(&self, user: UserId, kind: NotificationKind) -> Channels {
        match self.0.get(&user) {
            Some(preferences) => preferences.channels(kind),
            None => Preferences::default().channels(kind),
        }
    }
}

/// What these people want to be told of, in one statement however many they are.
///
/// # Errors
/// The database is not available, or what is stored cannot be read.
pub async fn wishes_of(db: &impl ConnectionTrait, users: &[UserId]) -> StoreResult<Wishes> {
    if users.is_empty() {
        return Ok(Wishes::default());
    }
    let rows = Entity::find()
        .filter(Column::UserId.is_in(users.iter().map(|user| user.as_uuid())))
        .all(db)
        .await?;
    let read = |row: Model| Ok((row.user_id.into(), from_json(CHOICES, &row.choices)?));
    Ok(Wishes(rows.into_iter().map(read).collect::<StoreResult<_>>()?))
}

/// One's own, and their version: 0 as long as nothing was chosen.
///
/// # Errors
/// The database is not available, or what is stored cannot be read.
pub async fn preferences_of(
    db: &impl ConnectionTrait,
    user: UserId,
) -> StoreResult<(Preferences, i64)> {
    match Entity::find().filter(Column::UserId.eq(user.as_uuid())).one(db).await? {
        Some(row) => Ok((from_json(CHOICES, &row.choices)?, row.version)),
        None => Ok((Preferences::default(), 0)),
    }
}

/// Keeps what somebody chose over the version that was read; answers the new version. `id` is for
/// the row of whoever never chose before.
///
/// # Errors
/// [`StoreError::Stale`] where they chose elsewhere meanwhile.
pub async fn choose(
    tx: &impl ConnectionTrait,
    id: Uuid,
    user: UserId,
    preferences: &Preferences,
    before: i64,
    now: DateTime<Utc>,
) -> StoreResult<i64> {
    let choices = to_json(CHOICES, preferences)?;
    let now = cut(now);
    if before == 0 {
        let user_id = user.as_uuid();
        let row = Model { id, created_at: now, updated_at: now, version: 1, user_id, choices };
        let is_first = write::insert_if_absent(tx, row).await?;
        return if is_first { Ok(1) } else { Err(StoreError::Stale) };
    }
    let update = Entity::update_many()
        .col_expr(Column::Choices, Expr::value(choices))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .col_expr(Column::Version, Expr::value(before + 1))
        .filter(Column::UserId.eq(user.as_uuid()).and(Column::Version.eq(before)));
    write::one(update, tx).await?;
    Ok(before + 1)
}
