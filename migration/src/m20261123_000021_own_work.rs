//! What one placed oneself, and agreements in the order in which they end.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::add(manager, TABLES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::remove(manager, TABLES).await
    }
}

const TABLES: &[Blueprint] = &[
    table("orders", |t| {
        t.index(&["placed_by", "status", "created_at", "id"]).index(&[
            "placed_by",
            "submitted_at",
            "id",
        ])
    }),
    table("partners", |t| t.index(&["agreement_until", "id"])),
];
