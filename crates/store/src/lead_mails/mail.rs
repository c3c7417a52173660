//! A mail that may become a lead, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_mails")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub state: String,
    pub verdict: String,
    pub because: Option<String>,
    pub source: String,
    pub message_key: Vec<u8>,
    pub thread_key: Vec<u8>,
    pub subject: String,
    pub from_name: Option<String>,
    pub from_email: Option<String>,
    pub forwarded_by: Option<String>,
    pub company: Option<String>,
    pub sent_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub said_from: i32,
    pub said_until: i32,
    #[sea_orm(column_type = "Text")]
    pub found: String,
    pub partner_id: Option<Uuid>,
    pub lead_id: Option<Uuid>,
    pub activity_id: Option<Uuid>,
    pub taken_by: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
