//! A list price with its tax, for a while.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub product_id: Uuid,
    pub seller_entity_id: Uuid,
    pub currency: String,
    pub list_price_minor: i64,
    pub floor_price_minor: Option<i64>,
    pub tax_rate_bp: i32,
    pub tax_classification: Option<String>,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
