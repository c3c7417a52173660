//! Mails on their way, and what people should know.

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
    table("deliveries", |t| {
        t.record()
            .id("event_id")
            .text("recipient", 254)
            .word("kind")
            .of_opt("order_id", "orders")
            .json("license_ids")
            .text("language", 8)
            .text("subject", 255)
            .word("status")
            .int("tries")
            .long_opt("last_error")
            .at_opt("next_try_at")
            .text_opt("lease_owner", 96)
            .at_opt("lease_until")
            .text("message_id", 190)
            .at_opt("delivered_at")
            .json("data")
            .unique(&["event_id", "recipient", "kind"])
            .unique(&["message_id"])
            .index(&["created_at", "id"])
            .index(&["status", "created_at", "id"])
            .index(&["status", "next_try_at"])
            .index(&["order_id", "created_at", "id"])
            .index(&["recipient"])
    }),
    table("notifications", |t| {
        t.record()
            .of("user_id", "users")
            .id("event_id")
            .word("kind")
            .json("params")
            .word("subject_kind")
            .id("subject_id")
            .at_opt("read_at")
            .unique(&["event_id", "user_id", "kind"])
            .index(&["user_id", "created_at", "id"])
            .index(&["user_id", "read_at", "created_at", "id"])
            .index(&["updated_at"])
    }),
];
