//! One of our own companies that sells.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seller_entities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub name: String,
    pub tax_number: String,
    pub address: String,
    pub taxpayer_kind: String,
    pub is_default: bool,
}

impl ActiveModelBehavior for ActiveModel {}
