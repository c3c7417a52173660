//! Somebody who may sign in, as they are stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub username: String,
    pub name: String,
    pub email: String,
    pub role: String,
    pub partner_id: Option<Uuid>,
    pub password_hash: String,
    pub active: bool,
    pub language: String,
    pub last_sign_in_at: Option<DateTimeUtc>,
    pub org_admin: bool,
}

impl ActiveModelBehavior for ActiveModel {}
