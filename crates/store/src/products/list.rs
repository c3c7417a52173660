//! Products with everything that they cost, cost before or will cost, and how that is changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    alerts::normalized_steps,
    id::{PriceId, ProductId},
    money::{Amount, BasisPoints, Currency},
    products::{
        price_list::Timeline,
        wire::{ListedProduct, PriceView, ProductContent, SetPrice},
    },
    usage::Overage,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{NewPrice, default_seller, insert_price, price, product};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, small, to_json, word, word_opt},
    write,
};

impl TryFrom<product::Model> for ProductContent {
    type Error = StoreError;

    fn try_from(row: product::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            code: row.code,
            kind: word("products.kind", &row.kind)?,
            edition: word_opt("products.edition", row.edition.as_deref())?,
            name_zh: row.name_zh,
            name_en: row.name_en,
            unit: row.unit,
            workspaces: count("products.workspaces", row.workspaces)?,
            users: count("products.users", row.users)?,
            grace_days: count("products.grace_days", row.grace_days)?,
            sold: row.sold,
            sort_order: count("products.sort_order", row.sort_order)?,
            lapsed_renewal: word("products.lapsed_renewal", &row.lapsed_renewal)?,
            reminder_days: steps_of(row.reminder_days.as_deref())?,
            overage_mode: word("products.overage_mode", &row.overage_mode)?,
            overage_percent: count("products.overage_percent", row.overage_percent)?,
        })
    }
}

impl TryFrom<price::Model> for PriceView {
    type Error = StoreError;

    fn try_from(row: price::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            version: row.version,
            list_price: Amount::from_minor(row.list_price_minor),
            floor_price: row.floor_price_minor.map(Amount::from_minor),
            tax_rate: BasisPoints(count("prices.tax_rate_bp", row.tax_rate_bp)?),
            tax_classification: row.tax_classification,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
        })
    }
}

/// The steps of a ladder, as a product says them.
fn steps_of(stored: Option<&str>) -> StoreResult<Option<Vec<u32>>> {
    stored.map(|steps| from_json("products.reminder_days", steps)).transpose()
}

/// The steps of a ladder as they are kept: the farthest first.
pub(super) fn steps_json(steps: Option<&[u32]>) -> StoreResult<Option<String>> {
    let kept = steps.map(|steps| to_json("products.reminder_days", &normalized_steps(steps)));
    kept.transpose()
}

/// The ladders of products that say their own; one statement.
///
/// # Errors
/// The database is not available.
pub async fn ladders(db: &impl ConnectionTrait) -> StoreResult<BTreeMap<ProductId, Vec<u32>>> {
    let said: Vec<(Uuid, Option<String>)> = product::Entity::find()
        .select_only()
        .columns([product::Column::Id, product::Column::ReminderDays])
        .filter(product::Column::ReminderDays.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    said.into_iter()
        .filter_map(|(id, steps)| Some((id.into(), steps_of(steps.as_deref()).transpose()?)))
        .map(|(id, steps)| Ok((id, steps?)))
        .collect()
}

/// What the products say of usage over what was bought; one statement.
///
/// # Errors
/// The database is not available.
pub async fn overages(db: &impl ConnectionTrait) -> StoreResult<BTreeMap<ProductId, Overage>> {
    let said: Vec<(Uuid, String, i32)> = product::Entity::find()
        .select_only()
        .columns([
            product::Column::Id,
            product::Column::OverageMode,
            product::Column::OveragePercent,
        ])
        .into_tuple()
        .all(db)
        .await?;
    said.into_iter()
        .map(|(id, mode, percent)| {
            let mode = word("products.overage_mode", &mode)?;
            let percent = count("products.overage_percent", percent)?;
            Ok((id.into(), Overage { mode, percent }))
        })
        .collect()
}

fn listed(row: product::Model, prices: Vec<PriceView>) -> StoreResult<ListedProduct> {
    Ok(ListedProduct { id: row.id.into(), version: row.version, content: row.try_into()?, prices })
}

/// Every product, sold or not, in the catalogue's order, with all its prices in the currency, the
/// earliest first: those that our default company asks. Three statements.
pub async fn price_list(
    db: &impl ConnectionTrait,
    currency: Currency,
) -> StoreResult<Vec<ListedProduct>> {
    let seller = default_seller(db).await?;
    let rows = price::Entity::find()
        .filter(price::Column::Currency.eq(currency.as_str()))
        .filter(price::Column::SellerEntityId.eq(seller.as_uuid()))
        .order_by_asc(price::Column::ValidFrom)
        .all(db)
        .await?;
    let mut prices: BTreeMap<Uuid, Vec<PriceView>> = BTreeMap::new();
    for row in rows {
        prices.entry(row.product_id).or_default().push(row.try_into()?);
    }
    product::Entity::find()
        .order_by_asc(product::Column::SortOrder)
        .order_by_asc(product::Column::Code)
        .all(db)
        .await?
        .into_iter()
        .map(|row| {
            let prices = prices.remove(&row.id).unwrap_or_default();
            listed(row, prices)
        })
        .collect()
}

/// One product with all its prices in the currency, the earliest first.
pub async fn get_listed(
    db: &impl ConnectionTrait,
    id: ProductId,
    currency: Currency,
) -> StoreResult<ListedProduct> {
    let row = product::Entity::find_by_id(id.as_uuid()).one(db).await?;
    with_prices(db, row.ok_or(StoreError::NotFound)?, currency).await
}

/// The same, locked: whoever changes a product or its prices waits here for the one before.
pub async fn lock_listed(
    tx: &impl ConnectionTrait,
    id: ProductId,
    currency: Currency,
) -> StoreResult<ListedProduct> {
    let row = product::Entity::find_by_id(id.as_uuid()).lock_exclusive().one(tx).await?;
    with_prices(tx, row.ok_or(StoreError::NotFound)?, currency).await
}

async fn with_prices(
    db: &impl ConnectionTrait,
    row: product::Model,
    currency: Currency,
) -> StoreResult<ListedProduct> {
    let seller = default_seller(db).await?;
    let prices = price::Entity::find()
        .filter(price::Column::ProductId.eq(row.id))
        .filter(price::Column::SellerEntityId.eq(seller.as_uuid()))
        .filter(price::Column::Currency.eq(currency.as_str()))
        .order_by_asc(price::Column::ValidFrom)
        .all(db)
        .await?;
    let prices = prices.into_iter().map(PriceView::try_from).collect::<StoreResult<_>>()?;
    listed(row, prices)
}

/// Which product a price is of.
pub async fn product_of_price(db: &impl ConnectionTrait, id: PriceId) -> StoreResult<ProductId> {
    let found = price::Entity::find_by_id(id.as_uuid()).one(db).await?;
    Ok(found.ok_or(StoreError::NotFound)?.product_id.into())
}

/// Whether licenses came of a product.
pub async fn has_licenses(db: &impl ConnectionTrait, id: ProductId) -> StoreResult<bool> {
    let mut one = Query::select();
    one.expr_as(Expr::val(1), "found")
        .from("licenses")
        .and_where(Expr::col("product_id").eq(id.as_uuid()))
        .limit(1);
    Ok(db.query_one(&one).await?.is_some())
}

/// Changes what is kept of a product that is still at `version`. A code that is taken is
/// [`StoreError::is_duplicate_of`] `uq_products_code`.
pub async fn change_product(
    tx: &impl ConnectionTrait,
    id: ProductId,
    version: i64,
    content: &ProductContent,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = product::Entity::find_by_id(id.as_uuid()).one(tx).await?;
    let row = product::Model {
        updated_at: cut(now),
        version: version + 1,
        code: content.code.clone(),
        kind: content.kind.as_str().to_owned(),
        edition: content.edition.map(|edition| edition.as_str().to_owned()),
        name_zh: content.name_zh.clone(),
        name_en: content.name_en.clone(),
        unit: content.unit.clone(),
        workspaces: small("products.workspaces", content.workspaces)?,
        users: small("products.users", content.users)?,
        grace_days: small("products.grace_days", content.grace_days)?,
        sold: content.sold,
        sort_order: small("products.sort_order", content.sort_order)?,
        lapsed_renewal: content.lapsed_renewal.as_str().to_owned(),
        reminder_days: steps_json(content.reminder_days.as_deref())?,
        overage_mode: content.overage_mode.as_str().to_owned(),
        overage_percent: small("products.overage_percent", content.overage_percent)?,
        ..row.ok_or(StoreError::NotFound)?
    };
    let same = product::Column::Id.eq(id.as_uuid()).and(product::Column::Version.eq(version));
    write::update_one(tx, row, same).await
}

/// Writes what was done to a product's prices: `after` names every price that there is then, and
/// `said` is what is said of the one that is new or changed. Whoever calls holds the product's lock.
pub async fn write_prices(
    tx: &impl ConnectionTrait,
    product: &ListedProduct,
    after: &Timeline,
    said: Option<(PriceId, &SetPrice)>,
    currency: Currency,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    for price in &product.prices {
        match after.days_of(price.id) {
            None => {
                price::Entity::delete_by_id(price.id.as_uuid()).exec(tx).await?;
            }
            Some(days) => {
                let said = said.filter(|(id, _)| *id == price.id).map(|(_, said)| said);
                let said = said.cloned().unwrap_or_else(|| SetPrice::from(price));
                let is_same = said == SetPrice::from(price) && days == price.validity();
                if !is_same {
                    change_price(
                        tx,
                        price,
                        &SetPrice { valid_from: days.from, ..said },
                        days.until,
                        now,
                    )
                    .await?;
                }
            }
        }
    }
    let Some((id, said)) = said else { return Ok(()) };
    let is_new = product.prices.iter().all(|price| price.id != id);
    match after.days_of(id).filter(|_| is_new) {
        None => Ok(()),
        Some(days) => {
            let new = NewPrice {
                id: id.as_uuid(),
                product_id: product.id,
                seller_entity_id: default_seller(tx).await?,
                currency,
                list_price: said.list_price,
                floor_price: said.floor_price,
                tax_rate: said.tax_rate,
                tax_classification: said.tax_classification.clone(),
                valid_from: days.from,
                valid_until: days.until,
            };
            insert_price(tx, &new, now).await
        }
    }
}

async fn change_price(
    tx: &impl ConnectionTrait,
    before: &PriceView,
    said: &SetPrice,
    valid_until: Option<chrono::NaiveDate>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let id = before.id.as_uuid();
    let row = price::Entity::find_by_id(id).one(tx).await?.ok_or(StoreError::NotFound)?;
    let row = price::Model {
        updated_at: cut(now),
        version: before.version + 1,
        list_price_minor: said.list_price.minor(),
        floor_price_minor: said.floor_price.map(Amount::minor),
        tax_rate_bp: small("prices.tax_rate_bp", said.tax_rate.0)?,
        tax_classification: said.tax_classification.clone(),
        valid_from: said.valid_from,
        valid_until,
        ..row
    };
    let same = price::Column::Id.eq(id).and(price::Column::Version.eq(before.version));
    write::update_one(tx, row, same).await
}
