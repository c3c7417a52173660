//! Our own companies, and every version of the order terms.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::SellerEntityId,
    sellers::{SellerContent, SellerView, TermsContent, TermsVersion},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::{
    seller_entity::{ActiveModel, Column, Entity, Model},
    terms,
};
use crate::{StoreError, StoreResult, convert::cut, write};

impl From<Model> for SellerView {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            content: SellerContent {
                name: row.name,
                tax_number: row.tax_number,
                address: row.address,
            },
            is_default: row.is_default,
            version: row.version,
        }
    }
}

/// Our companies, the one that sells first.
///
/// # Errors
/// The database is not available.
pub async fn sellers(db: &impl ConnectionTrait) -> StoreResult<Vec<SellerView>> {
    let found = Entity::find().order_by_desc(Column::IsDefault).order_by_asc(Column::Id);
    Ok(found.all(db).await?.into_iter().map(SellerView::from).collect())
}

/// One of them, which nobody else changes until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock_seller(tx: &impl ConnectionTrait, id: SellerEntityId) -> StoreResult<SellerView> {
    let found = Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    Ok(found.ok_or(StoreError::NotFound)?.into())
}

/// Keeps what is new of it, and raises its version.
///
/// # Errors
/// [`StoreError::Stale`].
pub async fn save_seller(
    tx: &impl ConnectionTrait,
    seller: &mut SellerView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let content = seller.content.clone();
    let changed = ActiveModel {
        updated_at: Set(cut(now)),
        version: Set(seller.version + 1),
        name: Set(content.name),
        tax_number: Set(content.tax_number),
        address: Set(content.address),
        ..ActiveModel::default()
    };
    let same = Column::Id.eq(seller.id.as_uuid()).and(Column::Version.eq(seller.version));
    write::one(Entity::update_many().set(changed).filter(same), tx).await?;
    seller.version += 1;
    Ok(())
}

/// Every version of the order terms, the latest first, and which of them holds on the day `today`.
///
/// # Errors
/// The database is not available.
pub async fn terms_versions(
    db: &impl ConnectionTrait,
    today: NaiveDate,
) -> StoreResult<Vec<TermsVersion>> {
    let found = terms::Entity::find()
        .order_by_desc(terms::Column::ValidFrom)
        .order_by_desc(terms::Column::CreatedAt)
        .all(db)
        .await?;
    let current = found.iter().find(|row| row.valid_from <= today).map(|row| row.id);
    let version = |row: terms::Model| TermsVersion {
        is_current: Some(row.id) == current,
        content: TermsContent {
            label: row.label,
            text_zh: row.text_zh,
            text_en: row.text_en,
            valid_from: row.valid_from,
        },
        hash: row.hash,
        created_at: row.created_at,
    };
    Ok(found.into_iter().map(version).collect())
}
