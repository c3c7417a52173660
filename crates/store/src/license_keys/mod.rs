//! Signed keys of licenses. A license has at most one that is good; those before it are revoked.

pub(crate) mod key;
mod standing;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{LicenseId, LicenseKeyId},
    keys::RevocationReason,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use self::key::{Column, Entity, Model};
pub use self::standing::{KeyStanding, SignedBy, find_by_jti, revoked, signed_by};
#[cfg(test)]
pub(crate) use self::standing::{ended_with_their_license, revoked_themselves};
use crate::{StoreResult, convert::cut, write};

/// A signed key. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct LicenseKey {
    pub id: LicenseKeyId,
    pub license_id: LicenseId,
    /// The signing key's id.
    pub kid: String,
    /// The key's own id, as its claims say.
    pub jti: String,
    /// The key: a compact JWS.
    pub jws: String,
    /// SHA-256 of the JWS, hexadecimal.
    pub fingerprint: String,
    pub cluster_id: Option<String>,
    pub issued_at: DateTime<Utc>,
    /// The business day of signing.
    pub signed_on: NaiveDate,
    /// The last day of the term that it was signed for.
    pub expires_on: NaiveDate,
}

impl std::fmt::Debug for LicenseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LicenseKey")
            .field("license_id", &self.license_id)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

impl From<Model> for LicenseKey {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            license_id: row.license_id.into(),
            kid: row.kid,
            jti: row.jti,
            jws: row.jws,
            fingerprint: row.fingerprint,
            cluster_id: row.cluster_id,
            issued_at: row.issued_at,
            signed_on: row.signed_on,
            expires_on: row.expires_on,
        }
    }
}

pub async fn insert(tx: &impl ConnectionTrait, key: &LicenseKey) -> StoreResult<()> {
    let issued_at = cut(key.issued_at);
    let row = Model {
        id: key.id.as_uuid(),
        created_at: issued_at,
        updated_at: issued_at,
        version: 1,
        license_id: key.license_id.as_uuid(),
        kid: key.kid.clone(),
        jti: key.jti.clone(),
        jws: key.jws.clone(),
        fingerprint: key.fingerprint.clone(),
        cluster_id: key.cluster_id.clone(),
        issued_at,
        signed_on: key.signed_on,
        expires_on: key.expires_on,
        revoked_at: None,
        revoked_reason: None,
    };
    write::insert(tx, row).await
}

/// The key of a license that is good now.
pub async fn current(
    db: &impl ConnectionTrait,
    license: LicenseId,
) -> StoreResult<Option<LicenseKey>> {
    Ok(current_of(db, &[license]).await?.pop())
}

/// The keys that are good now, of several licenses.
pub async fn current_of(
    db: &impl ConnectionTrait,
    licenses: &[LicenseId],
) -> StoreResult<Vec<LicenseKey>> {
    let rows = Entity::find()
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.as_uuid())))
        .filter(Column::RevokedAt.is_null())
        .order_by_asc(Column::IssuedAt)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(LicenseKey::from).collect())
}

/// Revokes what is good of a license; answers how many keys that were.
pub async fn revoke(
    tx: &impl ConnectionTrait,
    license: LicenseId,
    reason: &str,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let now = cut(now);
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .col_expr(Column::RevokedReason, Expr::value(reason))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::LicenseId.eq(license.as_uuid()))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(revoked.rows_affected)
}

/// Revokes one key, be it superseded already or not.
pub async fn end(
    tx: &impl ConnectionTrait,
    key: LicenseKeyId,
    reason: RevocationReason,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let now = cut(now);
    let update = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .col_expr(Column::RevokedReason, Expr::value(reason.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(key.as_uuid()));
    write::one(update, tx).await
}

/// Revokes what may still be in use of a license: the good key, and those that it superseded.
pub async fn withdraw(
    tx: &impl ConnectionTrait,
    license: LicenseId,
    reason: RevocationReason,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let now = cut(now);
    let still_in_use = Column::RevokedAt
        .is_null()
        .or(Column::RevokedReason.eq(RevocationReason::Superseded.as_str()));
    let revoked = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .col_expr(Column::RevokedReason, Expr::value(reason.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::LicenseId.eq(license.as_uuid()))
        .filter(still_in_use)
        .exec(tx)
        .await?;
    Ok(revoked.rows_affected)
}
