//! Second factors: one per user. The secret is sealed and the recovery codes are keyed hashes before
//! they get here; a copy of this table signs in nobody.

pub(crate) mod factor;

use chrono::{DateTime, Utc};
use domain::id::{SecondFactorId, UserId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use self::factor::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, from_json, to_json},
    write,
};

/// What an authenticator and we both know, and what of it was used.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    pub id: SecondFactorId,
    pub user: UserId,
    /// Sealed.
    pub secret: String,
    /// Since when it is asked for; before that it is being set up.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The latest step of time whose code was accepted: no code is taken twice.
    pub last_step: i64,
    /// Keyed hashes of the recovery codes that are left.
    pub recovery: Vec<String>,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl std::fmt::Debug for SecondFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactor").field("user", &self.user).finish_non_exhaustive()
    }
}

impl TryFrom<Model> for SecondFactor {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            user: row.user_id.into(),
            secret: row.secret,
            confirmed_at: row.confirmed_at,
            last_step: row.last_step,
            recovery: from_json("second_factors.recovery", &row.recovery)?,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

fn model(factor: &SecondFactor, now: DateTime<Utc>) -> StoreResult<Model> {
    Ok(Model {
        id: factor.id.as_uuid(),
        created_at: cut(factor.created_at),
        updated_at: cut(now),
        version: factor.version,
        user_id: factor.user.as_uuid(),
        secret: factor.secret.clone(),
        confirmed_at: factor.confirmed_at.map(cut),
        last_step: factor.last_step,
        recovery: to_json("second_factors.recovery", &factor.recovery)?,
    })
}

/// A user's, confirmed or being set up.
pub async fn find(db: &impl ConnectionTrait, user: UserId) -> StoreResult<Option<SecondFactor>> {
    let row = Entity::find().filter(Column::UserId.eq(user.as_uuid())).one(db).await?;
    row.map(SecondFactor::try_from).transpose()
}

/// The same, kept from changing until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, user: UserId) -> StoreResult<Option<SecondFactor>> {
    let found = Entity::find().filter(Column::UserId.eq(user.as_uuid())).lock_exclusive();
    found.one(tx).await?.map(SecondFactor::try_from).transpose()
}

/// Keeps a new one; a user has one.
pub async fn insert(
    tx: &impl ConnectionTrait,
    factor: &SecondFactor,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, model(factor, now)?).await
}

/// Writes a changed one. [`StoreError::Stale`] where somebody was faster.
pub async fn save(
    tx: &impl ConnectionTrait,
    factor: &mut SecondFactor,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = factor.version;
    let row = Model { version: before + 1, ..model(factor, now)? };
    let same = Column::Id.eq(factor.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    factor.version += 1;
    Ok(())
}

/// Forgets a user's; answers whether there was one.
pub async fn remove(tx: &impl ConnectionTrait, user: UserId) -> StoreResult<bool> {
    let gone = Entity::delete_many().filter(Column::UserId.eq(user.as_uuid())).exec(tx).await?;
    Ok(gone.rows_affected > 0)
}
