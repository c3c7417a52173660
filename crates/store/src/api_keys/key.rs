//! An API key, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub user_id: Uuid,
    pub partner_id: Option<Uuid>,
    pub name: String,
    pub start: String,
    pub key_hash: Vec<u8>,
    #[sea_orm(column_type = "Text")]
    pub scopes: String,
    pub expires_at: DateTimeUtc,
    pub revoked_at: Option<DateTimeUtc>,
    pub last_used_at: Option<DateTimeUtc>,
    pub created_by: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
