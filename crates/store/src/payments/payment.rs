//! A payment, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub bank_account_id: Option<Uuid>,
    pub statement_id: Option<Uuid>,
    pub identity: Option<Vec<u8>>,
    pub value_date: Date,
    pub direction: String,
    pub amount_minor: i64,
    pub matched_minor: i64,
    pub currency: String,
    pub payer_name: String,
    pub payer_normalized: String,
    pub payer_account: String,
    pub remark: String,
    pub bank_reference: String,
    pub note: Option<String>,
    pub status: String,
    pub ignored_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
