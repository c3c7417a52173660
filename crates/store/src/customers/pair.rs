//! Two customers that may be one, as they are stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_pairs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub one_id: Uuid,
    pub other_id: Uuid,
    pub score: i32,
    pub reasons: String,
    pub status: String,
    pub dismissed_by: Option<Uuid>,
    pub dismissed_at: Option<DateTimeUtc>,
    pub dismiss_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
