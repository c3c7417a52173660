//! Invoices with their orders and files, and the title book.

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
    // The last number of our own that was given out on a day.
    table("invoice_numbers", |t| t.on("day").primary_key(&["day"]).int("last")),
    table("invoices", |t| {
        t.record()
            .text("reference", 32)
            .word("status")
            .word("medium")
            .word("kind")
            // Empty where there is none, so that the unique index holds for numbers without code.
            .text("code", 12)
            // None until it is issued.
            .text_opt("number", 20)
            .of("seller_entity_id", "seller_entities")
            // The contract party: a partner, or the customer who bought without one.
            .of_opt("partner_id", "partners")
            .of_opt("customer_id", "customers")
            .word("title_kind")
            .text("title_name", 120)
            .text("title_normalized", 190)
            .text_opt("tax_number", 20)
            .text_opt("address", 200)
            .text_opt("phone", 40)
            .text_opt("bank", 100)
            .text_opt("account", 40)
            .text_opt("title_reason", 200)
            .text_opt("remark", 200)
            .text_opt("email", 254)
            .big("net_minor")
            .big("tax_minor")
            .big("gross_minor")
            .currency("currency")
            .json("lines")
            .on_opt("issued_on")
            .on_opt("delivered_on")
            .text_opt("reason", 500)
            .of("requested_by", "users")
            .of_opt("reverses_id", "invoices")
            .of_opt("replaces_id", "invoices")
            .word_opt("red_reason")
            .word_opt("confirmation")
            .at_opt("asked_at")
            .unique(&["reference"])
            .unique(&["code", "number"])
            .index(&["number"])
            .index(&["title_normalized"])
            .index(&["created_at", "id"])
            .index(&["issued_on", "id"])
            .index(&["gross_minor", "id"])
            .index(&["status", "created_at", "id"])
            .index(&["partner_id", "created_at", "id"])
            .index(&["customer_id", "created_at", "id"])
            .index(&["requested_by", "created_at", "id"])
            .index(&["reverses_id"])
            .index(&["replaces_id"])
    }),
    table("invoice_orders", |t| {
        t.of("invoice_id", "invoices")
            .of("order_id", "orders")
            .big("gross_minor")
            .primary_key(&["invoice_id", "order_id"])
            .index(&["order_id", "invoice_id"])
    }),
    table("invoice_titles", |t| {
        t.record()
            .of_opt("partner_id", "partners")
            .of_opt("customer_id", "customers")
            .word("kind")
            .text("name", 120)
            .text_opt("tax_number", 20)
            .text_opt("address", 200)
            .text_opt("phone", 40)
            .text_opt("bank", 100)
            .text_opt("account", 40)
            .flag("is_default")
            .index(&["partner_id", "name"])
            .index(&["customer_id", "name"])
    }),
    table("invoice_files", |t| {
        t.record()
            .of("invoice_id", "invoices")
            .text("file_name", 130)
            .word("media_type")
            .big("size")
            .hash("sha256")
            .of("uploaded_by", "users")
            .unique(&["invoice_id"])
    }),
    // A server takes no larger packet than it was told to; files are stored in pieces.
    table("invoice_file_pieces", |t| {
        t.of("file_id", "invoice_files")
            .int("number")
            .bytes("bytes")
            .primary_key(&["file_id", "number"])
    }),
];
