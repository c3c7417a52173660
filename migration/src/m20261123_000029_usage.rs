//! What installations run of what was bought: their keys, and the figures of each day.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::add(manager, COLUMNS).await?;
        blueprint::create(manager, TABLES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::drop(manager, TABLES).await?;
        blueprint::remove(manager, COLUMNS).await
    }
}

const COLUMNS: &[Blueprint] =
    &[table("products", |t| t.word_or("overage_mode", "allow").int_or("overage_percent", 0))];

const TABLES: &[Blueprint] = &[
    // Whose key signs reports, and how far its chain is known.
    table("installations", |t| {
        t.record()
            .of("license_id", "licenses")
            // The thumbprint of the key (RFC 7638), and the key.
            .text("kid", 43)
            .hash("public_key")
            .text("cluster_id", 64)
            .at_opt("retired_at")
            .big("last_seq")
            .text_opt("last_digest", 43)
            .on_opt("last_day")
            .big_opt("last_iat")
            // The business day on which it was registered, or heard of last.
            .on("heard_on")
            .at_opt("heard_at")
            .unique(&["license_id", "kid"])
            .index(&["kid"])
            .index(&["heard_on", "id"])
    }),
    table("usage_samples", |t| {
        t.record()
            .of("license_id", "licenses")
            .on("day")
            .int("workspaces")
            .int("users")
            .text_opt("product_version", 40)
            .word("source")
            .text_opt("reason", 200)
            .of_opt("entered_by", "users")
            .unique(&["license_id", "day"])
    }),
];
