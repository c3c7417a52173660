//! A mail on its way, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub event_id: Uuid,
    pub recipient: String,
    pub kind: String,
    pub order_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub license_ids: String,
    pub language: String,
    pub subject: String,
    pub status: String,
    pub tries: i32,
    #[sea_orm(column_type = "Text")]
    pub last_error: Option<String>,
    pub next_try_at: Option<DateTimeUtc>,
    pub lease_owner: Option<String>,
    pub lease_until: Option<DateTimeUtc>,
    pub message_id: String,
    pub delivered_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub data: String,
}

impl ActiveModelBehavior for ActiveModel {}
