//! Two customers that were made one, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "customer_merges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub winner_id: Uuid,
    pub loser_id: Uuid,
    pub loser_name: String,
    #[sea_orm(column_type = "Text")]
    pub taken: String,
    #[sea_orm(column_type = "Text")]
    pub winner_before: String,
    #[sea_orm(column_type = "Text")]
    pub winner_after: String,
    #[sea_orm(column_type = "Text")]
    pub loser_before: String,
    pub reason: Option<String>,
    pub merged_by: Uuid,
    pub undone_at: Option<DateTimeUtc>,
    pub undone_by: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
