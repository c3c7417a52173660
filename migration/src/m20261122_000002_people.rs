//! Who signs in, from where, and what they asked for already.

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
    table("users", |t| {
        t.record()
            .text("username", 64)
            .text("name", 80)
            .text("email", 254)
            .word("role")
            .of_opt("partner_id", "partners")
            .text("password_hash", 255)
            .flag("active")
            .text("language", 8)
            .at_opt("last_sign_in_at")
            .unique(&["username"])
            .index(&["created_at", "id"])
            .index(&["role", "active"])
            .index(&["partner_id"])
    }),
    table("sessions", |t| {
        t.record()
            .of("user_id", "users")
            .hash("refresh_hash")
            .hash_opt("previous_hash")
            .at("rotated_at")
            .at("expires_at")
            .at_opt("ended_at")
            .word_opt("end_reason")
            .text("user_agent", 255)
            .text("address", 64)
            .at("last_used_at")
            .unique(&["refresh_hash"])
            .index(&["previous_hash"])
            .index(&["user_id", "ended_at"])
            .index(&["expires_at"])
    }),
    // `key` is e.g. `user:zhang` or `addr:192.0.2.1`.
    table("sign_in_attempts", |t| {
        t.text("key", 190)
            .primary_key(&["key"])
            .int("failures")
            .at("last_at")
            .at("blocked_until")
            .index(&["last_at"])
    }),
    table("idempotency_keys", |t| {
        t.id("owner_id")
            .text("key", 190)
            .primary_key(&["owner_id", "key"])
            .text("operation", 190)
            .hash("fingerprint")
            .int_opt("status")
            .json_opt("body")
            .text_opt("etag", 64)
            .at("created_at")
            .index(&["created_at"])
    }),
    // Who does what only one may do at a time; the epoch fences off a predecessor.
    table("leases", |t| {
        t.text("name", 96).primary_key(&["name"]).text("owner", 96).big("epoch").at("until")
    }),
];
