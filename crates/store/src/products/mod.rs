//! Products, prices, discount rules and order terms: all that a price follows from.

mod list;
pub(crate) mod price;
pub(crate) mod product;
pub(crate) mod rule;
mod rules;
pub(crate) mod seller_entity;
mod sellers;
mod setup;
pub(crate) mod terms;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use domain::{
    id::{ProductId, SellerEntityId},
    money::{Amount, BasisPoints, Currency},
    orders::form::FormParty,
    products::{
        Edition, ProductKind,
        pricing::{PriceBook, PriceRule, PricedProduct},
        wire::{ProductView, TermsView},
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

pub use self::{
    list::{
        change_product, get_listed, has_licenses, ladders, lock_listed, overages, price_list,
        product_of_price, write_prices,
    },
    rules::{all_rules, change_rule, lock_rules, remove_rule},
    sellers::{lock_seller, save_seller, sellers, terms_versions},
    setup::{
        NewPrice, NewProduct, NewRule, NewSeller, NewTerms, insert_price, insert_product,
        insert_rule, insert_seller, insert_terms,
    },
};
use crate::{
    StoreError, StoreResult,
    convert::{count, word, word_opt},
};

/// A product, without its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    pub id: ProductId,
    pub code: String,
    pub kind: ProductKind,
    pub edition: Option<Edition>,
    pub name_zh: String,
    pub name_en: String,
    pub unit: String,
    /// 0 is unlimited.
    pub workspaces: u32,
    /// 0 is unlimited.
    pub users: u32,
    pub grace_days: u32,
    pub sold: bool,
}

/// What a catalogue is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueParts {
    pub products: Vec<ProductView>,
    pub price_book: PriceBook,
    pub terms: TermsView,
}

impl TryFrom<product::Model> for Product {
    type Error = StoreError;

    fn try_from(row: product::Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
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
        })
    }
}

/// Products, prices, rules and terms that hold on a day. Products without a price in the currency
/// are left out.
pub async fn catalogue(
    db: &impl ConnectionTrait,
    on: NaiveDate,
    currency: Currency,
) -> StoreResult<CatalogueParts> {
    let prices = prices(db, on, currency).await?;
    let products = prices.iter().map(|(product, price)| view(product, price, currency));
    Ok(CatalogueParts {
        products: products.collect(),
        price_book: book(&prices, rules(db, on).await?, currency),
        terms: terms(db, on).await?,
    })
}

/// Everything that prices follow from on a day.
pub async fn price_book(
    db: &impl ConnectionTrait,
    on: NaiveDate,
    currency: Currency,
) -> StoreResult<PriceBook> {
    let prices = prices(db, on, currency).await?;
    Ok(book(&prices, rules(db, on).await?, currency))
}

fn book(
    prices: &[(Product, PricedProduct)],
    rules: Vec<PriceRule>,
    currency: Currency,
) -> PriceBook {
    let products = prices.iter().map(|(_, price)| price.clone()).collect();
    PriceBook { currency, products, rules, licenses: Vec::new() }
}

fn view(product: &Product, price: &PricedProduct, currency: Currency) -> ProductView {
    ProductView {
        id: product.id,
        code: product.code.clone(),
        kind: product.kind,
        edition: product.edition,
        name_zh: product.name_zh.clone(),
        name_en: product.name_en.clone(),
        unit: product.unit.clone(),
        workspaces: product.workspaces,
        users: product.users,
        grace_days: product.grace_days,
        list_price: price.list_price,
        currency,
        tax_rate: price.tax_rate,
        sold: product.sold,
    }
}

/// Products with the price that our default company asks on a day, in the catalogue's order. Where
/// several hold, the latest counts.
async fn prices(
    db: &impl ConnectionTrait,
    on: NaiveDate,
    currency: Currency,
) -> StoreResult<Vec<(Product, PricedProduct)>> {
    use self::price::{Column, Entity};
    let seller = default_seller(db).await?;
    let prices = Entity::find()
        .filter(Column::Currency.eq(currency.as_str()))
        .filter(Column::SellerEntityId.eq(seller.as_uuid()))
        .filter(Column::ValidFrom.lte(on))
        .filter(Condition::any().add(Column::ValidUntil.is_null()).add(Column::ValidUntil.gte(on)))
        .order_by_desc(Column::ValidFrom)
        .all(db)
        .await?;
    let products = product::Entity::find()
        .order_by_asc(product::Column::SortOrder)
        .order_by_asc(product::Column::Code)
        .all(db)
        .await?;
    products
        .into_iter()
        .filter_map(|product| {
            let price = prices.iter().find(|price| price.product_id == product.id)?;
            Some(priced(product, price))
        })
        .collect()
}

fn priced(product: product::Model, price: &price::Model) -> StoreResult<(Product, PricedProduct)> {
    let product = Product::try_from(product)?;
    let priced = PricedProduct {
        product_id: product.id,
        kind: product.kind,
        workspaces: product.workspaces,
        users: product.users,
        list_price: Amount::from_minor(price.list_price_minor),
        floor_price: price.floor_price_minor.map(Amount::from_minor),
        tax_rate: BasisPoints(count("prices.tax_rate_bp", price.tax_rate_bp)?),
        sold: product.sold,
    };
    Ok((product, priced))
}

/// The discounts that hold on a day, by kind and threshold.
async fn rules(db: &impl ConnectionTrait, on: NaiveDate) -> StoreResult<Vec<PriceRule>> {
    use self::rule::{Column, Entity};
    let rules = Entity::find()
        .filter(Column::ValidFrom.lte(on))
        .filter(Condition::any().add(Column::ValidUntil.is_null()).add(Column::ValidUntil.gte(on)))
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::AtLeast)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rules.into_iter().map(PriceRule::try_from).collect()
}

/// The order terms that hold on a day: the latest.
pub async fn terms(db: &impl ConnectionTrait, on: NaiveDate) -> StoreResult<TermsView> {
    use self::terms::{Column, Entity};
    let found = Entity::find()
        .filter(Column::ValidFrom.lte(on))
        .order_by_desc(Column::ValidFrom)
        .order_by_desc(Column::CreatedAt)
        .limit(1)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(TermsView {
        version: found.label,
        hash: found.hash,
        text_zh: found.text_zh,
        text_en: found.text_en,
    })
}

/// The order terms that somebody accepted: their version and their hash, because two versions may
/// say the same. `None` where there are none.
///
/// # Errors
/// The database is not available.
pub async fn accepted_terms(
    db: &impl ConnectionTrait,
    version: &str,
    hash: &str,
) -> StoreResult<Option<TermsView>> {
    use self::terms::{Column, Entity};
    let found = Entity::find()
        .filter(Column::Label.eq(version))
        .filter(Column::Hash.eq(hash))
        .one(db)
        .await?;
    Ok(found.map(|found| TermsView {
        version: found.label,
        hash: found.hash,
        text_zh: found.text_zh,
        text_en: found.text_en,
    }))
}

/// The products that licenses are of, sold or not, by code.
///
/// # Errors
/// The database is not available.
pub async fn of_licenses(db: &impl ConnectionTrait) -> StoreResult<Vec<Product>> {
    let found = product::Entity::find()
        .filter(product::Column::Kind.eq(ProductKind::License.as_str()))
        .order_by_asc(product::Column::Code)
        .all(db)
        .await?;
    found.into_iter().map(Product::try_from).collect()
}

/// These products, sold or not, in no order.
pub async fn find_many(db: &impl ConnectionTrait, ids: &[ProductId]) -> StoreResult<Vec<Product>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = product::Entity::find()
        .filter(product::Column::Id.is_in(ids.iter().map(|id| id.as_uuid())))
        .all(db)
        .await?;
    found.into_iter().map(Product::try_from).collect()
}

/// One of our companies, as a party of a contract.
pub async fn seller(db: &impl ConnectionTrait, id: SellerEntityId) -> StoreResult<FormParty> {
    let found = seller_entity::Entity::find_by_id(id.as_uuid())
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(FormParty {
        name: found.name,
        credit_code: Some(found.tax_number),
        address: Some(found.address),
        ..FormParty::default()
    })
}

/// The one of our companies that sells where nothing else is said.
pub async fn default_seller(db: &impl ConnectionTrait) -> StoreResult<SellerEntityId> {
    let found = seller_entity::Entity::find()
        .filter(seller_entity::Column::IsDefault.eq(true))
        .order_by_asc(seller_entity::Column::Id)
        .limit(1)
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(found.id.into())
}
