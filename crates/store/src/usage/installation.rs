//! An installation whose key signs usage reports, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "installations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub license_id: Uuid,
    pub kid: String,
    pub public_key: Vec<u8>,
    pub cluster_id: String,
    pub retired_at: Option<DateTimeUtc>,
    pub last_seq: i64,
    pub last_digest: Option<String>,
    pub last_day: Option<Date>,
    pub last_iat: Option<i64>,
    pub heard_on: Date,
    pub heard_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
