//! A file of a mail, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_mail_files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub mail_id: Uuid,
    pub number: i32,
    pub file_name: String,
    pub size: i64,
    pub sha256: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
