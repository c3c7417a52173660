//! A version of the order terms.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub label: String,
    pub hash: String,
    #[sea_orm(column_type = "Text")]
    pub text_zh: String,
    #[sea_orm(column_type = "Text")]
    pub text_en: String,
    pub valid_from: Date,
}

impl ActiveModelBehavior for ActiveModel {}
