//! A partner organisation, as it is stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partners")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
    pub name: String,
    pub name_normalized: String,
    pub is_reseller: bool,
    pub level: String,
    pub status: String,
    pub region: Option<String>,
    pub credit_code: Option<String>,
    pub legal_address: Option<String>,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_phone: Option<String>,
    pub agreement_number: Option<String>,
    pub agreement_signed_on: Option<Date>,
    pub agreement_until: Option<Date>,
    pub contact_title: Option<String>,
    /// Further contacts, as JSON.
    pub contacts: Option<String>,
    pub credit_limit_minor: Option<i64>,
    /// As JSON.
    pub payment_terms: Option<String>,
    pub profit_share_bp: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
