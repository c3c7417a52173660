//! Webhooks, their messages, and each try of a message.

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
    // Our own secrets are drawn again from the server's and `generation`; `secret` is a robot's. It
    // and `url` are sealed; `address` is what is shown of the latter.
    table("webhooks", |t| {
        t.record()
            .text("name", 80)
            .word("form")
            .text("address", 1000)
            .text("url", 1500)
            .text_opt("secret", 400)
            .int("generation")
            .text("language", 8)
            .json("kinds")
            .flag("active")
            .index(&["created_at", "id"])
            .index(&["name"])
            .index(&["active"])
    }),
    table("webhook_calls", |t| {
        t.record()
            .of("webhook_id", "webhooks")
            .id("event_id")
            .text("kind", 64)
            .text("label", 190)
            .json("message")
            .word("status")
            .int("tries")
            .at_opt("next_try_at")
            .text_opt("lease_owner", 96)
            .at_opt("lease_until")
            .unique(&["event_id", "webhook_id"])
            .index(&["webhook_id", "created_at", "id"])
            .index(&["webhook_id", "status", "created_at", "id"])
            .index(&["status", "next_try_at"])
    }),
    table("webhook_tries", |t| {
        t.id("id")
            .primary_key(&["id"])
            .of("call_id", "webhook_calls")
            .at("at")
            .int_opt("status")
            .text("answer", 500)
            .int("millis")
            .index(&["call_id", "at"])
    }),
];
