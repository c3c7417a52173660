//! What stands to the credit of a party, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "party_balances")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub partner_id: Option<Uuid>,
    pub customer_id: Option<Uuid>,
    pub party_id: Uuid,
    pub currency: String,
    pub balance_minor: i64,
}

impl ActiveModelBehavior for ActiveModel {}
