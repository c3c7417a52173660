//! A product, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub code: String,
    pub kind: String,
    pub edition: Option<String>,
    pub name_zh: String,
    pub name_en: String,
    pub unit: String,
    pub workspaces: i32,
    pub users: i32,
    pub grace_days: i32,
    pub sold: bool,
    pub sort_order: i32,
    pub lapsed_renewal: String,
    pub reminder_days: Option<String>,
    pub overage_mode: String,
    pub overage_percent: i32,
}

impl ActiveModelBehavior for ActiveModel {}
