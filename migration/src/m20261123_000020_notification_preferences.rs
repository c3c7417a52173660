//! What people want to be told of, and how.

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

const TABLES: &[Blueprint] = &[table("notification_preferences", |t| {
    t.record()
        .of("user_id", "users")
        // Only what differs from the default, by kind: a new default reaches whoever chose nothing.
        .json("choices")
        .unique(&["user_id"])
})];
