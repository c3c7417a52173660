//! What is owed to us and when it falls due; what stands to the credit of whoever paid; and when
//! nothing more is approved for who does not pay.

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
        blueprint::add(manager, COLUMNS).await?;
        blueprint::create(manager, TABLES).await?;
        fill(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::drop(manager, TABLES).await?;
        blueprint::remove(manager, COLUMNS).await
    }
}

/// The rules of credit are one row; one statement, so that a step that was killed halfway finds it or
/// not. Orders that were approved before get their rows from the worker, which notes when it is done.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let now = match manager.get_database_backend() {
        DbBackend::MySql => "2026-11-24 00:00:00",
        _ => "2026-11-24T00:00:00+00:00",
    };
    let mut any = Query::select();
    any.column("id").from("credit_rules").limit(1);
    if manager.get_connection().query_one(&any).await?.is_none() {
        let insert = format!(
            "INSERT INTO credit_rules (id, created_at, updated_at, version, active, after_days, \
             above_minor, customer_terms) VALUES (X'019AAE00000070008000000000005001', '{now}', \
             '{now}', 1, 0, 30, 0, '{{\"kind\":\"days\",\"days\":30,\"from\":\"approval\"}}')"
        );
        manager.get_connection().execute_unprepared(&insert).await?;
    }
    Ok(())
}

const COLUMNS: &[Blueprint] = &[
    // What of the returned lines' price is not paid back, because it was used.
    table("order_returns", |t| t.big_opt("kept_minor")),
];

const TABLES: &[Blueprint] = &[
    // What is due of approved orders, an instalment each; kept in line with orders, matches and
    // balances in the transaction that changes them, so that lists need no sums.
    table("receivables", |t| {
        t.record()
            .of("order_id", "orders")
            .int("ordinal")
            // Whom the order binds: a partner, or the customer who bought without one.
            .of_opt("partner_id", "partners")
            .of_opt("customer_id", "customers")
            .currency("currency")
            // As they were when the order was approved.
            .text("terms", 190)
            .on("ordered_on")
            // None until what it counts from has happened.
            .on_opt("due_on")
            .big("amount_minor")
            .big("open_minor")
            .flag("is_open")
            .unique(&["order_id", "ordinal"])
            .index(&["is_open", "due_on", "id"])
            .index(&["is_open", "open_minor", "id"])
            .index(&["is_open", "ordered_on", "id"])
            .index(&["partner_id", "is_open", "due_on", "id"])
            .index(&["customer_id", "is_open", "due_on", "id"])
    }),
    // What stands to the credit of a party, per currency: the guard of every entry.
    table("party_balances", |t| {
        t.record()
            .of_opt("partner_id", "partners")
            .of_opt("customer_id", "customers")
            // The partner's or the customer's id.
            .id("party_id")
            .currency("currency")
            .big("balance_minor")
            .unique(&["party_id", "currency"])
            .index(&["updated_at", "id"])
            .index(&["balance_minor", "id"])
    }),
    // How it came to that. An entry that was undone stays as history.
    table("balance_entries", |t| {
        t.record()
            .of("balance_id", "party_balances")
            .word("kind")
            .big("amount_minor")
            .on("entered_on")
            .of_opt("payment_id", "payments")
            .of_opt("order_id", "orders")
            .text_opt("note", 500)
            .of("entered_by", "users")
            .at_opt("undone_at")
            .of_opt("undone_by", "users")
            .index(&["balance_id", "created_at", "id"])
            .index(&["payment_id", "undone_at"])
            .index(&["order_id", "undone_at"])
    }),
    table("credit_rules", |t| {
        t.record()
            .flag("active")
            .int("after_days")
            .big("above_minor")
            // How customers pay who buy without a partner.
            .text("customer_terms", 190)
            .at_opt("filled_at")
    }),
];
