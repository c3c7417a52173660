//! A discount rule, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub kind: String,
    pub at_least: i32,
    pub level: Option<String>,
    pub discount_bp: i32,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
    pub example: bool,
}

impl ActiveModelBehavior for ActiveModel {}
