//! What happened: append-only. Audit trail, work queue and timelines in one. No foreign keys, so
//! that a record of the past never stands in the way of the present.

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
    table("events", |t| {
        t.id("id")
            .primary_key(&["id"])
            .text("kind", 64)
            .word("subject_kind")
            .id("subject_id")
            .text("subject_label", 190)
            .id_opt("actor_id")
            .long_opt("note")
            .json("data")
            .at("at")
            // Work queue: until when it is leased (or not to be tried), and by whom.
            .at_opt("done_at")
            .text_opt("lease_owner", 96)
            .at_opt("lease_until")
            .int("attempts")
            .long_opt("last_error")
            // Given by the sealer.
            .big_opt("seq")
            .hash_opt("hash")
            .unique(&["seq"])
            .index(&["done_at", "at"])
            .index(&["seq", "at", "id"])
            .index(&["at", "id"])
            .index(&["subject_kind", "at", "id"])
            .index(&["subject_kind", "subject_id", "at", "id"])
            .index(&["actor_id", "at", "id"])
    }),
    // On whose timelines an event stands: its subject's, and e.g. that of an order's licenses.
    table("event_links", |t| {
        t.word("subject_kind").id("subject_id").at("at").id("event_id").primary_key(&[
            "subject_kind",
            "subject_id",
            "at",
            "event_id",
        ])
    }),
];
