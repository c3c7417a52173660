//! What a license's status follows from, in one index: what ends soon is counted without reading the
//! licenses themselves.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::add(manager, INDEX).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::remove(manager, INDEX).await
    }
}

const INDEX: &[Blueprint] = &[table("licenses", |t| {
    t.index(&["expires_on", "id", "terminated_at", "suspended_at", "grace_until", "activated_at"])
})];
