//! A deployment, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deployments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub number: String,
    pub license_id: Uuid,
    pub ordinal: i32,
    pub customer_id: Uuid,
    pub status: String,
    pub kind: String,
    pub mode: String,
    pub method: String,
    pub environment: String,
    pub cloud: Option<String>,
    pub planned_on: Option<Date>,
    pub window_from: Option<Date>,
    pub window_until: Option<Date>,
    pub window_hours: Option<String>,
    pub product_version: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub server_info: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub notes: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub checklist: String,
    pub attempt: i32,
    pub started_at: Option<DateTimeUtc>,
    pub completed_on: Option<Date>,
    pub signed_by: Option<String>,
    pub signed_on: Option<Date>,
    pub form_number: Option<String>,
    pub acceptance_remark: Option<String>,
    pub reason: Option<String>,
    pub due_on: Option<Date>,
    pub shown_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
