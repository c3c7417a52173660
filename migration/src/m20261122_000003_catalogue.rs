//! What is sold, for how much, under which terms.

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
    table("products", |t| {
        t.record()
            .text("code", 64)
            .word("kind")
            .word_opt("edition")
            .text("name_zh", 120)
            .text("name_en", 120)
            .text("unit", 32)
            .int("workspaces")
            .int("users")
            .int("grace_days")
            .flag("sold")
            .int("sort_order")
            .unique(&["code"])
    }),
    table("prices", |t| {
        t.record()
            .of("product_id", "products")
            .of("seller_entity_id", "seller_entities")
            .currency("currency")
            .big("list_price_minor")
            .big_opt("floor_price_minor")
            .int("tax_rate_bp")
            .text_opt("tax_classification", 64)
            .on("valid_from")
            .on_opt("valid_until")
            .unique(&["product_id", "seller_entity_id", "currency", "valid_from"])
            .index(&["currency", "valid_from"])
    }),
    table("price_rules", |t| {
        t.record()
            .word("kind")
            .int("at_least")
            .word_opt("level")
            .int("discount_bp")
            .on("valid_from")
            .on_opt("valid_until")
            .flag("example")
            .index(&["valid_from"])
    }),
    table("terms", |t| {
        t.record()
            .text("label", 32)
            .text("hash", 64)
            .json("text_zh")
            .json("text_en")
            .on("valid_from")
            .unique(&["label"])
            .index(&["valid_from"])
    }),
];
