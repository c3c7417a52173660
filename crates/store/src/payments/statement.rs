//! A bank statement, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub bank_account_id: Uuid,
    pub file_name: String,
    pub file_hash: Vec<u8>,
    pub format: String,
    pub status: String,
    pub currency: String,
    pub from_on: Option<Date>,
    pub until_on: Option<Date>,
    pub opening_minor: Option<i64>,
    pub closing_minor: Option<i64>,
    pub income_minor: i64,
    pub expense_minor: i64,
    pub entry_count: i32,
    pub new_count: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub faults: Option<String>,
    pub created_by: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
