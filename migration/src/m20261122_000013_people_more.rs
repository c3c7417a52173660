//! What people may for a while, and how they get in again after forgetting their password.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::create(manager, TABLES).await?;
        // Whoever forgot their password may know their address only.
        if !manager.has_index("users", BY_EMAIL).await? {
            let index = Index::create().name(BY_EMAIL).table("users").col("email").take();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name(BY_EMAIL).table("users").to_owned();
        manager.drop_index(index).await?;
        blueprint::drop(manager, TABLES).await
    }
}

const BY_EMAIL: &str = "ix_users_email";

const TABLES: &[Blueprint] = &[
    table("grants", |t| {
        t.record()
            .of("user_id", "users")
            .text("permission", 64)
            .at("until")
            .text("reason", 255)
            .of("granted_by", "users")
            .at_opt("revoked_at")
            .of_opt("revoked_by", "users")
            .index(&["user_id", "until"])
            .index(&["user_id", "created_at", "id"])
    }),
    // The link of the mail is drawn again from `salt` and the server's secret when it is written:
    // what stands here opens nothing.
    table("password_resets", |t| {
        t.record()
            .of("user_id", "users")
            .hash("salt")
            .hash("token_hash")
            .at("expires_at")
            .at_opt("used_at")
            .unique(&["token_hash"])
            .index(&["user_id", "used_at"])
            .index(&["expires_at"])
    }),
];
