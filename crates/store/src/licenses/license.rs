//! A license, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "licenses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub number: String,
    pub customer_id: Uuid,
    pub order_id: Uuid,
    pub order_line_id: Uuid,
    pub ordinal: i32,
    pub product_id: Uuid,
    pub edition: String,
    pub partner_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub workspaces: i32,
    pub users: i32,
    pub term_years: i32,
    pub grace_days: i32,
    pub grace_until: Option<Date>,
    pub activation_mode: String,
    pub cluster_id: Option<String>,
    pub sent_at: Option<DateTimeUtc>,
    pub activation_deadline: Option<Date>,
    pub activated_at: Option<DateTimeUtc>,
    pub activated_on: Option<Date>,
    pub starts_on: Option<Date>,
    pub expires_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub suspended_at: Option<DateTimeUtc>,
    pub suspended_reason: Option<String>,
    pub terminated_at: Option<DateTimeUtc>,
    pub terminated_reason: Option<String>,
    pub code_generation: i32,
    pub code_hash: Option<Vec<u8>>,
    #[sea_orm(column_type = "Text", nullable)]
    pub notes: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
