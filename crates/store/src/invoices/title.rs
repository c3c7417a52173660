//! A title of the title book, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoice_titles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub partner_id: Option<Uuid>,
    pub customer_id: Option<Uuid>,
    pub kind: String,
    pub name: String,
    pub tax_number: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub bank: Option<String>,
    pub account: Option<String>,
    pub is_default: bool,
}

impl ActiveModelBehavior for ActiveModel {}
