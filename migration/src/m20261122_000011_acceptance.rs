//! An acceptance says from where it came, and the hash of what was accepted.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::add(manager, COLUMNS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::remove(manager, COLUMNS).await
    }
}

const COLUMNS: &[Blueprint] =
    &[table("orders", |t| t.text_opt("accepted_address", 64).text_opt("content_hash", 64))];
