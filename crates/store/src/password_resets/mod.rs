//! Links by which somebody who forgot their password sets a new one. Kept are a hash and a salt: with
//! a copy of this table nobody gets in.

pub(crate) mod reset;

use chrono::{DateTime, Utc};
use domain::id::{PasswordResetId, UserId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

use self::reset::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, hash},
    write,
};

/// A link; good once, until its end, and until there is a newer one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordReset {
    pub id: PasswordResetId,
    pub user: UserId,
    pub salt: [u8; 32],
    pub token_hash: [u8; 32],
    pub expires_at: DateTime<Utc>,
}

impl TryFrom<Model> for PasswordReset {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            user: row.user_id.into(),
            salt: hash("password_resets.salt", row.salt)?,
            token_hash: hash("password_resets.token_hash", row.token_hash)?,
            expires_at: row.expires_at,
        })
    }
}

/// Keeps a new one. Call [`void_of`] first: only the latest is good.
pub async fn insert(
    tx: &impl ConnectionTrait,
    reset: &PasswordReset,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = Model {
        id: reset.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        user_id: reset.user.as_uuid(),
        salt: reset.salt.to_vec(),
        token_hash: reset.token_hash.to_vec(),
        expires_at: cut(reset.expires_at),
        used_at: None,
    };
    write::insert(tx, row).await
}

/// One by its id, good or not: the mail is written from it.
pub async fn get(db: &impl ConnectionTrait, id: PasswordResetId) -> StoreResult<PasswordReset> {
    Entity::find_by_id(id.as_uuid()).one(db).await?.ok_or(StoreError::NotFound)?.try_into()
}

/// The one that a token belongs to, if it is still good at `now`.
pub async fn find_live(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> StoreResult<Option<PasswordReset>> {
    let row = Entity::find()
        .filter(Column::TokenHash.eq(token_hash.to_vec()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(cut(now)))
        .one(db)
        .await?;
    row.map(PasswordReset::try_from).transpose()
}

/// Uses it up. [`StoreError::Stale`] where it is used or over.
pub async fn use_up(
    tx: &impl ConnectionTrait,
    id: PasswordResetId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(cut(now)))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(cut(now)));
    write::one(update, tx).await
}

/// Makes every link of a user's worthless: there is a newer one, or another password.
pub async fn void_of(
    tx: &impl ConnectionTrait,
    user: UserId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(cut(now)))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
