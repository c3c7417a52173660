//! A change request, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change_requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub number: String,
    pub status: String,
    pub subject: String,
    pub customer_id: Uuid,
    pub license_id: Option<Uuid>,
    pub subject_label: String,
    pub subject_version: i64,
    pub open_subject: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub old_values: String,
    #[sea_orm(column_type = "Text")]
    pub new_values: String,
    pub reason: String,
    pub requested_by: Uuid,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub decision_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
