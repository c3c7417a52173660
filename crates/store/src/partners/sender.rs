//! Where a partner's mails come from: an address or a domain, each of one partner.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "partner_senders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
    pub partner_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
