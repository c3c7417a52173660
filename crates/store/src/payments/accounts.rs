//! Accounts of ours: a few rows that are read as a whole.

use chrono::{DateTime, Utc};
use domain::{
    id::BankAccountId,
    money::Currency,
    payments::wire::{BankAccountContent, BankAccountView},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, NotSet, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::{
    account::{ActiveModel, Column, Entity, Model},
    statement,
};
use crate::{
    StoreError, StoreResult,
    convert::{cut, word},
    write,
};

impl TryFrom<Model> for BankAccountView {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            content: BankAccountContent {
                name: row.name,
                bank: row.bank,
                account_number: row.account_number,
                currency: word("bank_accounts.currency", &row.currency)?,
                active: row.active,
            },
            version: row.version,
        })
    }
}

/// All of them, those in use first, by name.
///
/// # Errors
/// The database is not available.
pub async fn accounts(db: &impl ConnectionTrait) -> StoreResult<Vec<BankAccountView>> {
    let rows = Entity::find()
        .order_by_desc(Column::Active)
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(BankAccountView::try_from).collect()
}

/// Reads one and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn lock_account(
    tx: &impl ConnectionTrait,
    id: BankAccountId,
) -> StoreResult<BankAccountView> {
    let found = Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// The account with this number and currency, if it is ours.
///
/// # Errors
/// The database is not available.
pub async fn find_account(
    db: &impl ConnectionTrait,
    number: &str,
    currency: Currency,
) -> StoreResult<Option<BankAccountView>> {
    let found = Entity::find()
        .filter(Column::AccountNumber.eq(number).and(Column::Currency.eq(currency.as_str())))
        .one(db)
        .await?;
    found.map(BankAccountView::try_from).transpose()
}

/// Whether statements of it were uploaded.
///
/// # Errors
/// The database is not available.
pub async fn is_used(db: &impl ConnectionTrait, id: BankAccountId) -> StoreResult<bool> {
    let found = statement::Entity::find()
        .filter(statement::Column::BankAccountId.eq(id.as_uuid()))
        .limit(1)
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Keeps a new one.
///
/// # Errors
/// [`StoreError::Duplicate`] where there is one with this number and currency.
pub async fn insert_account(
    tx: &impl ConnectionTrait,
    one: &BankAccountView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, row(one, now)).await
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`]; [`StoreError::Duplicate`].
pub async fn save_account(
    tx: &impl ConnectionTrait,
    one: &mut BankAccountView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = one.version;
    let changed = Model { version: before + 1, ..row(one, now) };
    let mut changed = ActiveModel::from(changed).reset_all();
    changed.created_at = NotSet;
    let same = Column::Id.eq(one.id.as_uuid()).and(Column::Version.eq(before));
    write::one(Entity::update_many().set(changed).filter(same), tx).await?;
    one.version += 1;
    Ok(())
}

fn row(one: &BankAccountView, now: DateTime<Utc>) -> Model {
    let content = one.content.clone();
    Model {
        id: one.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: one.version,
        name: content.name,
        bank: content.bank,
        account_number: content.account_number,
        currency: content.currency.as_str().to_owned(),
        active: content.active,
    }
}
