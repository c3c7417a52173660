//! Who works on a deployment, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deployment_engineers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub deployment_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub engineer_id: Uuid,
    pub name: String,
    pub role: String,
    pub place: i32,
}

impl ActiveModelBehavior for ActiveModel {}
