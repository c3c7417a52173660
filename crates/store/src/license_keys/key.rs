//! A signed key, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "license_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub license_id: Uuid,
    pub kid: String,
    pub jti: String,
    #[sea_orm(column_type = "Text")]
    pub jws: String,
    pub fingerprint: String,
    pub cluster_id: Option<String>,
    pub issued_at: DateTimeUtc,
    pub signed_on: Date,
    pub expires_on: Date,
    pub revoked_at: Option<DateTimeUtc>,
    pub revoked_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
