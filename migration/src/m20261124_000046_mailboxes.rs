//! Mailboxes that are read: how far, and how that went.

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

const TABLES: &[Blueprint] = &[table("mailboxes", |t| {
    t.record()
        // Of the name: whose, where and which folder.
        .hash("mailbox_key")
        .text("name", 300)
        // What the server calls this numbering of its mails (RFC 3501, 2.3.1.1).
        .big("uid_validity")
        .big("last_uid")
        .at_opt("read_at")
        .at("next_at")
        .text_opt("error", 500)
        // The mail that the last tries failed at, and how many did; zero where it was no mail.
        .big("stuck_uid")
        .int("failures")
        .unique(&["mailbox_key"])
})];
