//! What partners and sales ask for.

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
    table("orders", |t| {
        t.record()
            .text("number", 32)
            .word("source")
            .word("status")
            .of("seller_entity_id", "seller_entities")
            .of_opt("partner_id", "partners")
            .of("placed_by", "users")
            .of("last_edited_by", "users")
            .text_opt("customer_order_number", 64)
            .text_opt("contract_number", 64)
            .long_opt("remark")
            .currency("currency")
            .big("net_minor")
            .big("tax_minor")
            .big("gross_minor")
            .int("line_count")
            .int("set_count")
            .text("first_end_user", 160)
            .text("first_end_user_normalized", 190)
            .of_opt("accepted_by", "users")
            .at_opt("accepted_at")
            .text_opt("terms_version", 32)
            .text_opt("terms_hash", 64)
            .long_opt("reason")
            .of_opt("decided_by", "users")
            .at_opt("decided_at")
            .at_opt("submitted_at")
            .unique(&["number"])
            .index(&["created_at", "id"])
            .index(&["partner_id", "created_at", "id"])
            .index(&["status", "created_at", "id"])
            .index(&["status", "submitted_at", "id"])
            .index(&["partner_id", "status", "created_at", "id"])
            .index(&["submitted_at", "id"])
            .index(&["gross_minor", "id"])
            .index(&["placed_by", "created_at", "id"])
    }),
    // What a search box finds an order by: its end users' names.
    table("order_terms", |t| {
        t.text("term", 96)
            .of("order_id", "orders")
            .primary_key(&["term", "order_id"])
            .index(&["order_id"])
    }),
    table("order_lines", |t| {
        t.record()
            .of("order_id", "orders")
            .int("line_no")
            .of_opt("product_id", "products")
            .int("sets")
            .int("years")
            .int("manual_discount_bp")
            .of_opt("customer_id", "customers")
            .text("end_user_name", 160)
            .text_opt("credit_code", 32)
            .text_opt("contact_name", 80)
            .text_opt("contact_email", 254)
            .text_opt("contact_phone", 40)
            .word("deliver_to")
            .text("language", 8)
            .big_opt("list_price_minor")
            .int_opt("tax_rate_bp")
            .big_opt("net_minor")
            .big_opt("tax_minor")
            .big_opt("gross_minor")
            .json_opt("trace")
            .unique(&["order_id", "line_no"])
            .index(&["customer_id"])
    }),
    table("order_activations", |t| {
        t.of("order_line_id", "order_lines")
            .int("ordinal")
            .primary_key(&["order_line_id", "ordinal"])
            .word("mode")
            .text_opt("cluster_id", 64)
    }),
    // The last number that was given out on a day: a guarded counter.
    table("order_numbers", |t| t.on("day").primary_key(&["day"]).int("last")),
];
