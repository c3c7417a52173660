//! The rules of credit, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub active: bool,
    pub after_days: i32,
    pub above_minor: i64,
    pub customer_terms: String,
    pub filled_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
