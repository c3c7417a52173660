//! Lists as people like to see them: filters, order and columns under a name.

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
    table("saved_views", |t| {
        t.record()
            .of("user_id", "users")
            .word("list")
            .text("name", 60)
            // A query string, read as the list's own before it is kept.
            .text("query", 1000)
            .json("hidden_columns")
            .flag("shared")
            .unique(&["user_id", "list", "name"])
            .index(&["list", "shared"])
    }),
    // What a list opens with: one's own view, or one that somebody shares.
    table("default_views", |t| {
        t.of("user_id", "users")
            .word("list")
            .of("view_id", "saved_views")
            .primary_key(&["user_id", "list"])
            .index(&["view_id"])
    }),
];
