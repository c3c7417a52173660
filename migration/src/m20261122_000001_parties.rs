//! Who deals with us: partner organisations, and which of our own companies sells.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::create(manager, TABLES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::drop(manager, TABLES).await
    }
}

const TABLES: &[Blueprint] = &[
    table("partners", |t| {
        t.record()
            .text("name", 160)
            .text("name_normalized", 190)
            .flag("is_reseller")
            .word("level")
            .word("status")
            .word_opt("region")
            .text_opt("credit_code", 18)
            .text_opt("legal_address", 255)
            .text("contact_name", 80)
            .text("contact_email", 254)
            .text_opt("contact_phone", 40)
            .text_opt("agreement_number", 64)
            .on_opt("agreement_signed_on")
            .on_opt("agreement_until")
            .unique(&["name_normalized"])
            .index(&["created_at", "id"])
    }),
    // What a search box finds a partner by; each is one index range.
    table("partner_terms", |t| {
        t.text("term", 96).of("partner_id", "partners").primary_key(&["term", "partner_id"])
    }),
    table("seller_entities", |t| {
        t.record()
            .text("name", 160)
            .text("tax_number", 32)
            .text("address", 255)
            .word("taxpayer_kind")
            .flag("is_default")
            .unique(&["name"])
    }),
];
