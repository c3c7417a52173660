//! An order's header, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub number: String,
    pub source: String,
    pub status: String,
    pub seller_entity_id: Uuid,
    pub partner_id: Option<Uuid>,
    pub placed_by: Uuid,
    pub last_edited_by: Uuid,
    pub customer_order_number: Option<String>,
    pub contract_number: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub remark: Option<String>,
    pub currency: String,
    pub net_minor: i64,
    pub tax_minor: i64,
    pub gross_minor: i64,
    pub line_count: i32,
    pub set_count: i32,
    pub first_end_user: String,
    pub first_end_user_normalized: String,
    pub accepted_by: Option<Uuid>,
    pub accepted_at: Option<DateTimeUtc>,
    pub terms_version: Option<String>,
    pub terms_hash: Option<String>,
    pub accepted_address: Option<String>,
    pub content_hash: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTimeUtc>,
    pub submitted_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
