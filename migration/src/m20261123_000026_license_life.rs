//! Licenses of a sales rep, in the orders in which they are read.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::add(manager, TABLES).await
    }

    /// The indexes stay: MySQL gave up the foreign key's own for one of them, and needs it.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}

const TABLES: &[Blueprint] = &[table("licenses", |t| {
    t.index(&["owner_id", "created_at", "id"]).index(&["owner_id", "expires_on", "id"])
})];
