//! A period of a license that was paid for, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "license_segments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub license_id: Uuid,
    pub order_id: Uuid,
    pub order_line_id: Uuid,
    pub product_id: Uuid,
    pub kind: String,
    pub quantity: i32,
    pub ordinal: i32,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
    pub value_minor: i64,
    pub credit_minor: i64,
    pub closed_on: Option<Date>,
    pub closed_by: Option<Uuid>,
    pub old_product_id: Option<Uuid>,
    pub old_expires_on: Option<Date>,
    pub new_expires_on: Option<Date>,
    pub old_workspaces: i32,
    pub new_workspaces: i32,
    pub old_users: i32,
    pub new_users: i32,
    pub delivered_at: Option<DateTimeUtc>,
    pub reversed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
