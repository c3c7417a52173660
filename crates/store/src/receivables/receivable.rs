//! What is due of an order on a day, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "receivables")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub order_id: Uuid,
    pub ordinal: i32,
    pub partner_id: Option<Uuid>,
    pub customer_id: Option<Uuid>,
    pub currency: String,
    pub terms: String,
    pub ordered_on: Date,
    pub due_on: Option<Date>,
    pub amount_minor: i64,
    pub open_minor: i64,
    pub is_open: bool,
}

impl ActiveModelBehavior for ActiveModel {}
