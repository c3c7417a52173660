//! A change of a license's cluster or activation mode, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activation_changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub license_id: Uuid,
    pub changed_by: Uuid,
    pub from_mode: String,
    pub to_mode: String,
    pub from_cluster_id: Option<String>,
    pub to_cluster_id: Option<String>,
    pub reason: String,
}

impl ActiveModelBehavior for ActiveModel {}
