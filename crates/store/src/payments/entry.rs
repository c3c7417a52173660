//! An entry of a statement, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statement_entries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub statement_id: Uuid,
    pub line: i64,
    pub value_date: Date,
    pub direction: String,
    pub amount_minor: i64,
    pub balance_minor: Option<i64>,
    pub counterparty: String,
    pub counterparty_account: String,
    pub remark: String,
    pub reference: String,
    pub identity: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
