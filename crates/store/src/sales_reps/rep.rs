//! A sales rep, as they are stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sales_reps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    pub kind: String,
    pub position: Option<String>,
    pub region: Option<String>,
    pub active: bool,
    pub user_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
