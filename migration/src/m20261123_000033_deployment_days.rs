//! Deployments by their days: when the next step is due, and where the calendar shows them; and the
//! signed forms, as files.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::create(manager, TABLES).await?;
        blueprint::add(manager, DAYS).await?;
        fill(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::remove(manager, DAYS).await?;
        blueprint::drop(manager, TABLES).await
    }
}

/// Deployments of before are due and shown as new ones are: what is planned on its day, what was
/// begun a week after its start, which is a day in Shanghai.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let week_later = if manager.get_database_backend() == DbBackend::MySql {
        "DATE(DATE_ADD(started_at, INTERVAL 176 HOUR))"
    } else {
        "date(substr(started_at, 1, 19), '+176 hours')"
    };
    for statement in [
        "UPDATE deployments SET shown_on = COALESCE(planned_on, window_from, window_until)".into(),
        "UPDATE deployments SET due_on = COALESCE(planned_on, window_until) \
         WHERE status = 'planned'"
            .into(),
        format!("UPDATE deployments SET due_on = {week_later} WHERE status = 'in_progress'"),
    ] {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}

const DAYS: &[Blueprint] = &[table("deployments", |t| {
    // The last day on which the next step is in time; none where nothing is to follow.
    t.on_opt("due_on")
        // The day under which the calendar has it.
        .on_opt("shown_on")
        .index(&["due_on", "id"])
        .index(&["shown_on", "id"])
        .index(&["completed_on", "id"])
})];

const TABLES: &[Blueprint] = &[
    table("attachments", |t| {
        t.record()
            .of("deployment_id", "deployments")
            .text("file_name", 190)
            .word("media_type")
            .big("size")
            .hash("sha256")
            .of("uploaded_by", "users")
            // One signed form of each; who replaces it leaves an event.
            .unique(&["deployment_id"])
    }),
    // What is in it, in pieces that fit into any server's packets.
    table("attachment_pieces", |t| {
        t.of("attachment_id", "attachments")
            .int("number")
            .bytes("bytes")
            .primary_key(&["attachment_id", "number"])
    }),
];
