//! A saved view, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_views")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub user_id: Uuid,
    pub list: String,
    pub name: String,
    pub query: String,
    #[sea_orm(column_type = "Text")]
    pub hidden_columns: String,
    pub shared: bool,
}

impl ActiveModelBehavior for ActiveModel {}
