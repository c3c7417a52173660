//! A target, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sales_targets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub sales_rep_id: Uuid,
    pub year: i32,
    /// 0: the whole year.
    pub quarter: i32,
    pub currency: String,
    pub amount_minor: i64,
}

impl ActiveModelBehavior for ActiveModel {}
