//! A line of an order, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub order_id: Uuid,
    pub line_no: i32,
    pub kind: String,
    pub product_id: Option<Uuid>,
    pub sets: i32,
    pub years: i32,
    pub ends_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub licenses: Option<String>,
    pub manual_discount_bp: i32,
    pub customer_id: Option<Uuid>,
    pub end_user_name: String,
    pub credit_code: Option<String>,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
    pub deliver_to: String,
    pub language: String,
    pub list_price_minor: Option<i64>,
    pub tax_rate_bp: Option<i32>,
    pub net_minor: Option<i64>,
    pub tax_minor: Option<i64>,
    pub gross_minor: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub trace: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub parts: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
