//! What was sold, proven by signed keys.

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
    table("licenses", |t| {
        t.record()
            .text("number", 32)
            .of("customer_id", "customers")
            .of("order_id", "orders")
            .of("order_line_id", "order_lines")
            .int("ordinal")
            .of("product_id", "products")
            .word("edition")
            .of_opt("partner_id", "partners")
            .of_opt("owner_id", "users")
            .int("workspaces")
            .int("users")
            .int("term_years")
            .int("grace_days")
            .on_opt("grace_until")
            .word("activation_mode")
            .text_opt("cluster_id", 64)
            .at_opt("sent_at")
            .on_opt("activation_deadline")
            .at_opt("activated_at")
            .on_opt("activated_on")
            .on_opt("starts_on")
            .on_opt("expires_on")
            .at_opt("suspended_at")
            .text_opt("suspended_reason", 255)
            .at_opt("terminated_at")
            .text_opt("terminated_reason", 255)
            .int("code_generation")
            .hash_opt("code_hash")
            .unique(&["number"])
            .unique(&["order_line_id", "ordinal"])
            .unique(&["code_hash"])
            .index(&["created_at", "id"])
            .index(&["partner_id", "created_at", "id"])
            .index(&["partner_id", "number", "id"])
            .index(&["customer_id", "created_at", "id"])
            .index(&["customer_id", "expires_on"])
            .index(&["expires_on", "id"])
            .index(&["partner_id", "expires_on", "id"])
            .index(&["order_id"])
    }),
    table("license_keys", |t| {
        t.record()
            .of("license_id", "licenses")
            .text("kid", 64)
            .text("jti", 64)
            .json("jws")
            .text("fingerprint", 64)
            .text_opt("cluster_id", 64)
            .at("issued_at")
            .on("signed_on")
            .on("expires_on")
            .at_opt("revoked_at")
            .text_opt("revoked_reason", 255)
            .unique(&["jti"])
            .index(&["license_id", "issued_at"])
            .index(&["revoked_at"])
    }),
    table("purchases", |t| {
        t.record()
            .of("order_id", "orders")
            .of("order_line_id", "order_lines")
            .of("customer_id", "customers")
            .word("kind")
            .on("purchased_on")
            .int("sets")
            .big("amount_minor")
            .currency("currency")
            .word("payment_status")
            .text_opt("contract_number", 64)
            .int("workspaces")
            .int("users")
            .on_opt("old_expires_on")
            .on_opt("new_expires_on")
            .unique(&["order_line_id"])
            .index(&["order_id"])
            .index(&["customer_id", "purchased_on"])
    }),
];
