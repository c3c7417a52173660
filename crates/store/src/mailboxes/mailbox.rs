//! A mailbox that is read, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mailboxes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub mailbox_key: Vec<u8>,
    pub name: String,
    pub uid_validity: i64,
    pub last_uid: i64,
    pub read_at: Option<DateTimeUtc>,
    pub next_at: DateTimeUtc,
    pub error: Option<String>,
    pub stuck_uid: i64,
    pub failures: i32,
}

impl ActiveModelBehavior for ActiveModel {}
