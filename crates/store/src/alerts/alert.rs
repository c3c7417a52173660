//! An alert, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alerts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub kind: String,
    pub slot: String,
    pub severity: String,
    pub status: String,
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub subject_label: String,
    pub due_on: Date,
    pub step: Option<i32>,
    pub customer_id: Option<Uuid>,
    pub partner_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    pub handled_by: Option<Uuid>,
    pub handled_at: Option<DateTimeUtc>,
    pub snoozed_until: Option<Date>,
    pub resolved_at: Option<DateTimeUtc>,
    pub resolution: Option<String>,
    pub digest_on: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
