//! Installations: whose keys sign reports, and how far the chain of each is known.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{InstallationId, LicenseId},
    usage::{chain::Head, wire::InstallationView},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::installation::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, hash},
    write,
};

/// Most installations of a license that are shown.
const SHOWN: u64 = 20;

/// An installation that was registered with a license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    pub id: InstallationId,
    pub license_id: LicenseId,
    /// The thumbprint of its key (RFC 7638).
    pub kid: String,
    /// Its public Ed25519 key.
    pub public_key: [u8; 32],
    pub cluster_id: String,
    pub registered_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
    /// The last of its reports that is known.
    pub head: Option<Head>,
    /// The business day on which it was registered, or heard of last.
    pub heard_on: NaiveDate,
    pub heard_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl Installation {
    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        let head = self.head.as_ref();
        let seq = head.map_or(0, |head| head.seq);
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.registered_at),
            updated_at: cut(now),
            version: self.version,
            license_id: self.license_id.as_uuid(),
            kid: self.kid.clone(),
            public_key: self.public_key.to_vec(),
            cluster_id: self.cluster_id.clone(),
            retired_at: self.retired_at.map(cut),
            last_seq: i64::try_from(seq)
                .map_err(|_| StoreError::Corrupt(format!("installations.last_seq: {seq}")))?,
            last_digest: head.map(|head| head.digest.clone()),
            last_day: head.map(|head| head.day),
            last_iat: head.map(|head| head.iat),
            heard_on: self.heard_on,
            heard_at: self.heard_at.map(cut),
        })
    }
}

impl TryFrom<Model> for Installation {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let seq = u64::try_from(row.last_seq).map_err(|_| {
            StoreError::Corrupt(format!("installations.last_seq: {}", row.last_seq))
        })?;
        let known = row.last_digest.zip(row.last_day).zip(row.last_iat);
        Ok(Self {
            id: row.id.into(),
            license_id: row.license_id.into(),
            kid: row.kid,
            public_key: hash("installations.public_key", row.public_key)?,
            cluster_id: row.cluster_id,
            registered_at: row.created_at,
            retired_at: row.retired_at,
            head: known.map(|((digest, day), iat)| Head { seq, digest, day, iat }),
            heard_on: row.heard_on,
            heard_at: row.heard_at,
            version: row.version,
        })
    }
}

impl From<Installation> for InstallationView {
    fn from(one: Installation) -> Self {
        Self {
            key_id: one.kid,
            cluster_id: one.cluster_id,
            registered_at: one.registered_at,
            retired_at: one.retired_at,
            last_seq: one.head.map_or(0, |head| head.seq),
            heard_at: one.heard_at,
        }
    }
}

/// Keeps a new one. A key that the license knows already is [`StoreError::is_duplicate_of`]
/// `uq_installations_license_id_kid`.
///
/// # Errors
/// That, and the database's.
pub async fn insert_installation(
    tx: &impl ConnectionTrait,
    new: &Installation,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, new.row(now)?).await
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save_installation(
    tx: &impl ConnectionTrait,
    changed: &Installation,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = changed.version;
    let row = Model { version: before + 1, ..changed.row(now)? };
    let same = Column::Id.eq(changed.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await
}

/// The installations of a license, retired or not, the latest first, kept from changing until the
/// transaction ends. Who asks holds the license.
///
/// # Errors
/// The database is not available.
pub async fn lock_installations(
    tx: &impl ConnectionTrait,
    license: LicenseId,
) -> StoreResult<Vec<Installation>> {
    let rows = Entity::find()
        .filter(Column::LicenseId.eq(license.as_uuid()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    rows.into_iter().map(Installation::try_from).collect()
}

/// The latest installations of a license, retired or not, twenty at most.
///
/// # Errors
/// The database is not available.
pub async fn installations(
    db: &impl ConnectionTrait,
    license: LicenseId,
) -> StoreResult<Vec<Installation>> {
    let rows = Entity::find()
        .filter(Column::LicenseId.eq(license.as_uuid()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(SHOWN)
        .all(db)
        .await?;
    rows.into_iter().map(Installation::try_from).collect()
}

/// The license for which a key signs. Without a scope: who holds the key may report, and nobody has
/// signed in.
///
/// # Errors
/// The database is not available.
pub async fn license_of_key(
    db: &impl ConnectionTrait,
    kid: &str,
    license_number: &str,
) -> StoreResult<Option<LicenseId>> {
    let found = Entity::find()
        .filter(Column::Kid.eq(kid))
        .filter(Column::RetiredAt.is_null())
        .filter(
            Column::LicenseId.in_subquery(
                sea_orm::sea_query::Query::select()
                    .column("id")
                    .from("licenses")
                    .and_where(Expr::col("number").eq(license_number))
                    .take(),
            ),
        )
        .one(db)
        .await?;
    Ok(found.map(|row| row.license_id.into()))
}

/// On which business day the installation of each of these licenses was heard of last, for those that
/// have one in use.
///
/// # Errors
/// The database is not available.
pub async fn heard_on(
    db: &impl ConnectionTrait,
    licenses: &[LicenseId],
) -> StoreResult<std::collections::BTreeMap<LicenseId, NaiveDate>> {
    if licenses.is_empty() {
        return Ok(std::collections::BTreeMap::new());
    }
    let rows: Vec<(uuid::Uuid, NaiveDate)> = Entity::find()
        .select_only()
        .columns([Column::LicenseId, Column::HeardOn])
        .filter(Column::LicenseId.is_in(licenses.iter().map(|id| id.as_uuid())))
        .filter(Column::RetiredAt.is_null())
        .order_by_asc(Column::HeardOn)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(license, on)| (license.into(), on)).collect())
}
