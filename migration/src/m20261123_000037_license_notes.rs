//! Notes on a license.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::add(manager, NOTES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::remove(manager, NOTES).await
    }
}

const NOTES: &[Blueprint] = &[table("licenses", |t| t.long_opt("notes"))];
