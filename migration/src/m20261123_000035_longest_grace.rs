//! The longest grace of any license, found in one step: lists of what ends soon begin there.

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

const INDEX: &[Blueprint] = &[table("licenses", |t| t.index(&["grace_days"]))];
