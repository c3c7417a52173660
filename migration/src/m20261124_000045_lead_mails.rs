//! Mails that may become leads, with their files.

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

const TABLES: &[Blueprint] = &[
    table("lead_mails", |t| {
        t.record()
            .word("state")
            .word("verdict")
            .text_opt("because", 300)
            .word("source")
            // Of the Message-ID, or of the whole mail where it has none: the same mail is kept once.
            .hash("message_key")
            // Of the Message-ID that the thread began with.
            .hash("thread_key")
            .text("subject", 300)
            .text_opt("from_name", 120)
            .text_opt("from_email", 254)
            .text_opt("forwarded_by", 254)
            .text_opt("company", 160)
            .at_opt("sent_at")
            .json("text")
            .int("said_from")
            .int("said_until")
            .json("found")
            .of_opt("partner_id", "partners")
            .of_opt("lead_id", "leads")
            // What stands for it on the lead.
            .id_opt("activity_id")
            .of("taken_by", "users")
            .unique(&["message_key"])
            .index(&["created_at", "id"])
            .index(&["state", "created_at", "id"])
            .index(&["thread_key", "created_at", "id"])
            .index(&["lead_id", "created_at", "id"])
            .index(&["from_email"])
            .index(&["subject"])
    }),
    table("lead_mail_files", |t| {
        t.record()
            .of("mail_id", "lead_mails")
            .int("number")
            .text("file_name", 130)
            .big("size")
            .hash("sha256")
            .unique(&["mail_id", "number"])
    }),
    // A server takes no larger packet than it was told to; files are stored in pieces.
    table("lead_mail_file_pieces", |t| {
        t.of("file_id", "lead_mail_files")
            .int("number")
            .bytes("bytes")
            .primary_key(&["file_id", "number"])
    }),
];
