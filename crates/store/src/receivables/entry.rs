//! What changed a balance, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "balance_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub balance_id: Uuid,
    pub kind: String,
    pub amount_minor: i64,
    pub entered_on: Date,
    pub payment_id: Option<Uuid>,
    pub order_id: Option<Uuid>,
    pub note: Option<String>,
    pub entered_by: Uuid,
    pub undone_at: Option<DateTimeUtc>,
    pub undone_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
