//! A customer, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub name: String,
    pub name_normalized: String,
    pub core_name: String,
    pub credit_code: Option<String>,
    pub customer_type: String,
    pub industry: Option<String>,
    pub region: Option<String>,
    pub country: Option<String>,
    pub city: Option<String>,
    pub address: Option<String>,
    pub owner_id: Option<Uuid>,
    pub mail_domain: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub notes: Option<String>,
    pub archived: bool,
    pub archived_at: Option<DateTimeUtc>,
    pub merged_into: Option<Uuid>,
    pub compared: bool,
}

impl ActiveModelBehavior for ActiveModel {}
