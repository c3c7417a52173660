//! Further ways in, and what guards them: second factors and API keys.

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
    // The secret is sealed; `recovery` has keyed hashes.
    table("second_factors", |t| {
        t.record()
            .of("user_id", "users")
            .text("secret", 255)
            .at_opt("confirmed_at")
            .big("last_step")
            .json("recovery")
            .unique(&["user_id"])
    }),
    // In whose name a key acts: a member of staff, or a partner's person for the organisation.
    table("api_keys", |t| {
        t.record()
            .of("user_id", "users")
            .of_opt("partner_id", "partners")
            .text("name", 80)
            .text("start", 16)
            .hash("key_hash")
            .json("scopes")
            .at("expires_at")
            .at_opt("revoked_at")
            .at_opt("last_used_at")
            .of("created_by", "users")
            .unique(&["key_hash"])
            .index(&["user_id", "created_at", "id"])
            .index(&["partner_id", "created_at", "id"])
    }),
];
