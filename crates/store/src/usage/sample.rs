//! The usage of a license on a day, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "usage_samples")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub license_id: Uuid,
    pub day: Date,
    pub workspaces: i32,
    pub users: i32,
    pub product_version: Option<String>,
    pub source: String,
    pub reason: Option<String>,
    pub entered_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
