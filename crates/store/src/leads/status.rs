//! A status of leads, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_statuses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub name_zh: String,
    pub name_en: String,
    pub kind: String,
    pub place: i32,
    pub color: String,
    pub probability: i32,
    pub rotting_days: Option<i32>,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
