//! Imports that fail wait, and are stopped after a while; more kinds of records are found by what
//! their lists call them.

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

const COLUMNS: &[Blueprint] = &[
    table("imports", |t| {
        // How often its next batch has failed, and until when it waits because of that.
        t.int_or("tries", 0).at_opt("waits_until").index(&["status", "updated_at"])
    }),
    table("sales_reps", |t| t.index(&["email"])),
    table("partners", |t| t.index(&["credit_code"])),
];
