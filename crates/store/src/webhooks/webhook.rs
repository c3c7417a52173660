//! A webhook, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhooks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub name: String,
    pub form: String,
    pub address: String,
    pub url: String,
    pub secret: Option<String>,
    pub generation: i32,
    pub language: String,
    #[sea_orm(column_type = "Text")]
    pub kinds: String,
    pub active: bool,
}

impl ActiveModelBehavior for ActiveModel {}
