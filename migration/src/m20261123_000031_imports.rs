//! Lists from files: the file, its rows, and what each became.

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
    table("imports", |t| {
        t.record()
            .word("target")
            .word("status")
            .text("file_name", 190)
            .big("file_size")
            .hash("file_hash")
            .word("encoding")
            .int("header_row")
            // JSON: the headings, and what each column is.
            .json("headers")
            .json("columns")
            .flag("remembered")
            .word("on_duplicate")
            .int("row_count")
            // How many rows are done of what is being done, and the last of them.
            .int("done")
            .big("last_row")
            // JSON: how many rows are in which state.
            .json("counts")
            .word_opt("failure")
            .of("created_by", "users")
            // Whoever committed or undid it last.
            .of_opt("acted_by", "users")
            .at_opt("committed_at")
            .at_opt("undone_at")
            .index(&["created_at", "id"])
            .index(&["status", "created_at", "id"])
            .index(&["target", "created_at", "id"])
    }),
    table("import_rows", |t| {
        t.id("id")
            .primary_key(&["id"])
            .of("import_id", "imports")
            // As the spreadsheet counts.
            .big("number")
            .word("state")
            .json("cells")
            .json_opt("faults")
            // By what it is told from others.
            .text_opt("first_key", 190)
            .text_opt("second_key", 190)
            .int_opt("repeats")
            // The record that it is or became, and as what it was written and was before.
            .id_opt("subject_id")
            .text_opt("subject_label", 190)
            .big_opt("subject_version")
            .json_opt("before")
            .unique(&["import_id", "number"])
            .index(&["import_id", "state", "number"])
            .index(&["import_id", "first_key"])
            .index(&["import_id", "second_key"])
    }),
    // What somebody chose for the columns of files with these headings.
    table("import_mappings", |t| {
        t.of("user_id", "users")
            .word("target")
            .hash("headers_hash")
            .primary_key(&["user_id", "target", "headers_hash"])
            .json("columns")
            .at("used_at")
    }),
];
