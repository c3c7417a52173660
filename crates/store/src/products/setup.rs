//! Laying out the catalogue: what a fresh installation and the demo data begin with.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{PriceRuleId, ProductId, SellerEntityId},
    licenses::LapsedRenewal,
    money::{Amount, BasisPoints, Currency},
    partners::PartnerLevel,
    products::{Edition, ProductKind, pricing::PriceRuleKind},
    usage::Overage,
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{list, price, product, rule, seller_entity, terms};
use crate::{
    StoreResult,
    convert::{cut, small},
    write,
};

/// One of our companies.
#[derive(Debug, Clone)]
pub struct NewSeller {
    pub id: SellerEntityId,
    pub name: String,
    pub tax_number: String,
    pub address: String,
    /// e.g. `general`
    pub taxpayer_kind: String,
    pub is_default: bool,
}

#[derive(Debug, Clone)]
pub struct NewProduct {
    pub id: ProductId,
    pub code: String,
    pub kind: ProductKind,
    pub edition: Option<Edition>,
    pub name_zh: String,
    pub name_en: String,
    /// e.g. `set`
    pub unit: String,
    pub workspaces: u32,
    pub users: u32,
    pub grace_days: u32,
    pub sold: bool,
    pub sort_order: u32,
    pub lapsed_renewal: LapsedRenewal,
    /// Days before the end at which its licenses are an alert, where it says its own.
    pub reminder_days: Option<Vec<u32>>,
    pub overage: Overage,
}

#[derive(Debug, Clone)]
pub struct NewPrice {
    pub id: Uuid,
    pub product_id: ProductId,
    pub seller_entity_id: SellerEntityId,
    pub currency: Currency,
    pub list_price: Amount,
    pub floor_price: Option<Amount>,
    pub tax_rate: BasisPoints,
    pub tax_classification: Option<String>,
    pub valid_from: NaiveDate,
    pub valid_until: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub struct NewRule {
    pub id: PriceRuleId,
    pub kind: PriceRuleKind,
    pub at_least: u32,
    pub level: Option<PartnerLevel>,
    pub discount: BasisPoints,
    pub valid_from: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    /// Made up for the demo data.
    pub example: bool,
}

#[derive(Debug, Clone)]
pub struct NewTerms {
    pub id: Uuid,
    pub version: String,
    /// SHA-256 of both texts, hexadecimal.
    pub hash: String,
    pub text_zh: String,
    pub text_en: String,
    pub valid_from: NaiveDate,
}

pub async fn insert_seller(
    tx: &impl ConnectionTrait,
    new: &NewSeller,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = seller_entity::Model {
        id: new.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        name: new.name.clone(),
        tax_number: new.tax_number.clone(),
        address: new.address.clone(),
        taxpayer_kind: new.taxpayer_kind.clone(),
        is_default: new.is_default,
    };
    write::insert(tx, row).await
}

pub async fn insert_product(
    tx: &impl ConnectionTrait,
    new: &NewProduct,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = product::Model {
        id: new.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        code: new.code.clone(),
        kind: new.kind.as_str().to_owned(),
        edition: new.edition.map(|edition| edition.as_str().to_owned()),
        name_zh: new.name_zh.clone(),
        name_en: new.name_en.clone(),
        unit: new.unit.clone(),
        workspaces: small("products.workspaces", new.workspaces)?,
        users: small("products.users", new.users)?,
        grace_days: small("products.grace_days", new.grace_days)?,
        sold: new.sold,
        sort_order: small("products.sort_order", new.sort_order)?,
        lapsed_renewal: new.lapsed_renewal.as_str().to_owned(),
        reminder_days: list::steps_json(new.reminder_days.as_deref())?,
        overage_mode: new.overage.mode.as_str().to_owned(),
        overage_percent: small("products.overage_percent", new.overage.percent)?,
    };
    write::insert(tx, row).await
}

pub async fn insert_price(
    tx: &impl ConnectionTrait,
    new: &NewPrice,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = price::Model {
        id: new.id,
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        product_id: new.product_id.as_uuid(),
        seller_entity_id: new.seller_entity_id.as_uuid(),
        currency: new.currency.as_str().to_owned(),
        list_price_minor: new.list_price.minor(),
        floor_price_minor: new.floor_price.map(Amount::minor),
        tax_rate_bp: small("prices.tax_rate_bp", new.tax_rate.0)?,
        tax_classification: new.tax_classification.clone(),
        valid_from: new.valid_from,
        valid_until: new.valid_until,
    };
    write::insert(tx, row).await
}

pub async fn insert_rule(
    tx: &impl ConnectionTrait,
    new: &NewRule,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = rule::Model {
        id: new.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        kind: new.kind.as_str().to_owned(),
        at_least: small("price_rules.at_least", new.at_least)?,
        level: new.level.map(|level| level.as_str().to_owned()),
        discount_bp: small("price_rules.discount_bp", new.discount.0)?,
        valid_from: new.valid_from,
        valid_until: new.valid_until,
        example: new.example,
    };
    write::insert(tx, row).await
}

pub async fn insert_terms(
    tx: &impl ConnectionTrait,
    new: &NewTerms,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = terms::Model {
        id: new.id,
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        label: new.version.clone(),
        hash: new.hash.clone(),
        text_zh: new.text_zh.clone(),
        text_en: new.text_en.clone(),
        valid_from: new.valid_from,
    };
    write::insert(tx, row).await
}
