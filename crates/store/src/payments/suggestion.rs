//! What the engine said of a payment, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_suggestions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub payment_id: Uuid,
    pub decided_at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub decision: String,
}

impl ActiveModelBehavior for ActiveModel {}
