//! What somebody should look at before it is too late, and the days on which it was looked for.

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

const COLUMNS: &[Blueprint] = &[
    // The steps of the ladder, as JSON; none: those that hold for every product.
    table("products", |t| t.text_opt("reminder_days", 80)),
    table("licenses", |t| t.index(&["activated_at", "activation_deadline", "id"])),
];

const TABLES: &[Blueprint] = &[
    table("alerts", |t| {
        t.record()
            .word("kind")
            // Which of its kind it is: the end that it is about, and the step of the ladder.
            .text("slot", 32)
            .word("severity")
            .word("status")
            .word("subject_kind")
            .id("subject_id")
            .text("subject_label", 190)
            .on("due_on")
            .int_opt("step")
            .of_opt("customer_id", "customers")
            .of_opt("partner_id", "partners")
            .of_opt("owner_id", "users")
            .of_opt("handled_by", "users")
            .at_opt("handled_at")
            .on_opt("snoozed_until")
            .at_opt("resolved_at")
            .word_opt("resolution")
            // The business day of whose digest it was part.
            .on_opt("digest_on")
            .unique(&["subject_kind", "subject_id", "kind", "slot"])
            .index(&["created_at", "id"])
            .index(&["due_on", "id"])
            .index(&["status", "created_at", "id"])
            .index(&["status", "due_on", "id"])
            .index(&["status", "severity"])
            .index(&["owner_id", "status", "created_at", "id"])
            .index(&["partner_id", "created_at", "id"])
            .index(&["customer_id", "created_at", "id"])
            .index(&["digest_on", "status"])
    }),
    // One row per business day: how far its run has come.
    table("alert_runs", |t| {
        t.on("day")
            .primary_key(&["day"])
            .word("part")
            .on_opt("after_on")
            .id_opt("after_id")
            .at("started_at")
            .at_opt("finished_at")
    }),
];
