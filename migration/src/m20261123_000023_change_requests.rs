//! What people who may not change a record themselves ask for, kept as a difference.

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
    table("change_requests", |t| {
        t.record()
            .text("number", 32)
            .word("status")
            .word("subject")
            // The customer, or whose license it is.
            .of("customer_id", "customers")
            .of_opt("license_id", "licenses")
            .text("subject_label", 160)
            .big("subject_version")
            // The subject while the request waits: there is one such request at a time.
            .id_opt("open_subject")
            .json("old_values")
            .json("new_values")
            .text("reason", 255)
            .of("requested_by", "users")
            .of_opt("decided_by", "users")
            .at_opt("decided_at")
            .text_opt("decision_reason", 500)
            .unique(&["number"])
            .unique(&["open_subject"])
            .index(&["created_at", "id"])
            .index(&["status", "created_at", "id"])
            .index(&["subject", "created_at", "id"])
            .index(&["customer_id", "created_at", "id"])
            .index(&["license_id", "created_at", "id"])
            .index(&["requested_by", "created_at", "id"])
    }),
    // The last number that was given out on a day: a guarded counter.
    table("change_request_numbers", |t| t.on("day").primary_key(&["day"]).int("last")),
];
