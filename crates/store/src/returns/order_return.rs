//! A return, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_returns")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub order_id: Uuid,
    pub ordinal: i32,
    pub status: String,
    pub basis: String,
    pub reason: String,
    #[sea_orm(column_type = "Text")]
    pub lines: String,
    pub refund_minor: i64,
    pub kept_minor: Option<i64>,
    pub currency: String,
    pub requested_by: Uuid,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub decision_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
