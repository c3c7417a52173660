//! A purchase, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub order_id: Option<Uuid>,
    pub order_line_id: Option<Uuid>,
    pub customer_id: Uuid,
    pub kind: String,
    pub purchased_on: Date,
    pub sets: i32,
    pub amount_minor: i64,
    pub currency: String,
    pub payment_status: String,
    pub contract_number: Option<String>,
    pub workspaces: i32,
    pub users: i32,
    pub old_expires_on: Option<Date>,
    pub new_expires_on: Option<Date>,
    pub license_id: Option<Uuid>,
    pub partner_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub method: Option<String>,
    pub profit_share_bp: Option<i32>,
    pub notes: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
