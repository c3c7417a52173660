//! A row of an import, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_rows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub import_id: Uuid,
    pub number: i64,
    pub state: String,
    #[sea_orm(column_type = "Text")]
    pub cells: String,
    #[sea_orm(column_type = "Text")]
    pub faults: Option<String>,
    pub first_key: Option<String>,
    pub second_key: Option<String>,
    pub repeats: Option<i32>,
    pub subject_id: Option<Uuid>,
    pub subject_label: Option<String>,
    pub subject_version: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub before: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
