//! What was taken back of orders.

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

const TABLES: &[Blueprint] = &[table("order_returns", |t| {
    t.record()
        .of("order_id", "orders")
        // Counted within the order: the number of a return is the order's and this.
        .int("ordinal")
        .word("status")
        .word("basis")
        .text("reason", 500)
        .json("lines")
        .big("refund_minor")
        .currency("currency")
        .of("requested_by", "users")
        .of_opt("decided_by", "users")
        .at_opt("decided_at")
        .text_opt("decision_reason", 500)
        .unique(&["order_id", "ordinal"])
        .index(&["status", "created_at", "id"])
})];
