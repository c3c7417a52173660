//! How one set of a line will be activated.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_activations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_line_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    pub mode: String,
    pub cluster_id: Option<String>,
    pub installation_key: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
