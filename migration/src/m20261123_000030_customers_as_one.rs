//! Customers that may be one, that were made one, and that are kept out of the way.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::add(manager, COLUMNS).await?;
        blueprint::add(manager, OF_LICENSES).await?;
        blueprint::create(manager, TABLES).await
    }

    /// The index of licenses stays: MySQL gave up the foreign key's own for it, and needs it.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::drop(manager, TABLES).await?;
        blueprint::remove(manager, COLUMNS).await
    }
}

const COLUMNS: &[Blueprint] = &[table("customers", |t| {
    t.at_opt("archived_at")
        // The customer that it is part of now.
        .id_opt("merged_into")
        // Whether it has its keys and was compared with others. Those of before are, at the next
        // start.
        .flag_or("compared", false)
        .index(&["archived", "created_at", "id"])
        .index(&["archived", "name_normalized"])
        .index(&["merged_into"])
        .index(&["compared", "id"])
})];

/// A customer's retention is read from this one alone.
const OF_LICENSES: &[Blueprint] =
    &[table("licenses", |t| t.index(&["customer_id", "terminated_at", "expires_on"]))];

const TABLES: &[Blueprint] = &[
    // Whoever shares none of them is not compared.
    table("customer_keys", |t| {
        t.text("term", 96)
            .of("customer_id", "customers")
            .primary_key(&["term", "customer_id"])
            .index(&["customer_id"])
    }),
    table("customer_pairs", |t| {
        t.record()
            // The smaller id first, so that a pair is one row.
            .of("one_id", "customers")
            .of("other_id", "customers")
            .int("score")
            .text("reasons", 255)
            .word("status")
            .of_opt("dismissed_by", "users")
            .at_opt("dismissed_at")
            .text_opt("dismiss_reason", 255)
            .unique(&["one_id", "other_id"])
            .index(&["other_id"])
            .index(&["status", "score", "id"])
            .index(&["status", "created_at", "id"])
    }),
    table("customer_merges", |t| {
        t.record()
            .of("winner_id", "customers")
            .of("loser_id", "customers")
            .text("loser_name", 160)
            .json("taken")
            // What both were, and what the winner became.
            .json("winner_before")
            .json("winner_after")
            .json("loser_before")
            .text_opt("reason", 255)
            .of("merged_by", "users")
            .at_opt("undone_at")
            .of_opt("undone_by", "users")
            .index(&["winner_id", "created_at", "id"])
            .index(&["loser_id", "created_at", "id"])
    }),
    // Every row that went over, so that exactly these go back.
    table("customer_merge_moves", |t| {
        t.of("merge_id", "customer_merges")
            .word("what")
            .id("row_id")
            .primary_key(&["merge_id", "what", "row_id"])
    }),
];
