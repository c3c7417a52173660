//! An invoice, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub reference: String,
    pub status: String,
    pub medium: String,
    pub kind: String,
    pub code: String,
    pub number: Option<String>,
    pub seller_entity_id: Uuid,
    pub partner_id: Option<Uuid>,
    pub customer_id: Option<Uuid>,
    pub title_kind: String,
    pub title_name: String,
    pub title_normalized: String,
    pub tax_number: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub bank: Option<String>,
    pub account: Option<String>,
    pub title_reason: Option<String>,
    pub remark: Option<String>,
    pub email: Option<String>,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub gross_minor: i64,
    pub currency: String,
    #[sea_orm(column_type = "Text")]
    pub lines: String,
    pub issued_on: Option<Date>,
    pub delivered_on: Option<Date>,
    pub reason: Option<String>,
    pub requested_by: Uuid,
    pub reverses_id: Option<Uuid>,
    pub replaces_id: Option<Uuid>,
    pub red_reason: Option<String>,
    pub confirmation: Option<String>,
    pub asked_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
