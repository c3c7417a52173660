//! A lead, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub title: String,
    pub company: String,
    pub company_normalized: String,
    pub contact_name: Option<String>,
    pub contact_email: Option<String>,
    pub contact_phone: Option<String>,
    pub owner_id: Option<Uuid>,
    pub partner_id: Option<Uuid>,
    pub source_id: Uuid,
    pub industry: Option<String>,
    pub region: Option<String>,
    pub product_id: Option<Uuid>,
    pub amount_minor: i64,
    pub currency: String,
    pub expected_on: Option<Date>,
    pub probability: Option<i32>,
    pub next_step: Option<String>,
    pub next_on: Option<Date>,
    pub customer_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub notes: Option<String>,
    pub status_id: Uuid,
    pub entered_at: DateTimeUtc,
    pub touched_at: DateTimeUtc,
    pub lost_reason: Option<String>,
    pub reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
