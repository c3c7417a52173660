//! The organisations that run what we sell, and the people there.

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
    table("customers", |t| {
        t.record()
            .text("name", 160)
            .text("name_normalized", 190)
            .text("core_name", 190)
            .text_opt("credit_code", 18)
            .word("customer_type")
            .word_opt("industry")
            .word_opt("region")
            .text_opt("country", 64)
            .text_opt("city", 64)
            .text_opt("address", 255)
            .of_opt("owner_id", "users")
            .text_opt("mail_domain", 190)
            .long_opt("notes")
            .flag("archived")
            .unique(&["name_normalized"])
            .unique(&["credit_code"])
            .index(&["created_at", "id"])
            .index(&["core_name"])
            .index(&["mail_domain"])
            .index(&["owner_id", "created_at", "id"])
    }),
    // What a search box finds a customer by; each is one index range.
    table("customer_terms", |t| {
        t.text("term", 96).of("customer_id", "customers").primary_key(&["term", "customer_id"])
    }),
    table("contacts", |t| {
        t.record()
            .of("customer_id", "customers")
            .text("name", 80)
            .text_opt("title", 80)
            .text_opt("email", 254)
            .text_opt("phone", 40)
            .flag("is_primary")
            .index(&["customer_id", "is_primary"])
            .index(&["email"])
    }),
];
