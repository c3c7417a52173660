//! An import, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub target: String,
    pub status: String,
    pub file_name: String,
    pub file_size: i64,
    pub file_hash: Vec<u8>,
    pub encoding: String,
    pub header_row: i32,
    #[sea_orm(column_type = "Text")]
    pub headers: String,
    #[sea_orm(column_type = "Text")]
    pub columns: String,
    pub remembered: bool,
    pub on_duplicate: String,
    pub row_count: i32,
    pub done: i32,
    pub last_row: i64,
    #[sea_orm(column_type = "Text")]
    pub counts: String,
    pub failure: Option<String>,
    pub created_by: Uuid,
    pub acted_by: Option<Uuid>,
    pub committed_at: Option<DateTimeUtc>,
    pub undone_at: Option<DateTimeUtc>,
    pub tries: i32,
    pub waits_until: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
