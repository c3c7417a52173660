//! Events say from where they were caused and by which key; the end of their chain is kept apart.

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

const COLUMNS: &[Blueprint] = &[table("events", |t| {
    t.text_opt("address", 64).id_opt("api_key_id").index(&["kind", "at", "id"])
})];

const TABLES: &[Blueprint] = &[
    // One row: the number and the hash of the last sealed event, with a seal of the server's.
    table("chain_heads", |t| {
        t.word("name").primary_key(&["name"]).big("seq").hash("hash").hash("mac").at("sealed_at")
    }),
];
