//! The key of an offline installation comes with its cluster id.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::add(manager, KEYS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::remove(manager, KEYS).await
    }
}

const KEYS: &[Blueprint] = &[table("order_activations", |t| t.text_opt("installation_key", 64))];
