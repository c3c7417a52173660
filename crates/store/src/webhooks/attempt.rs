//! One try of a message, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_tries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub call_id: Uuid,
    pub at: DateTimeUtc,
    pub status: Option<i32>,
    pub answer: String,
    pub millis: i32,
}

impl ActiveModelBehavior for ActiveModel {}
