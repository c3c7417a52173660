//! Money that came in: our bank accounts, their statements entry by entry, payments, and what each
//! of them is for.

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
        fill(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::drop(manager, TABLES).await
    }
}

/// The rules of matching, and whether what they cover needs no person: the first one, and no other.
const RULES: [&str; 10] = [
    "number_amount_payer",
    "other_number",
    "damaged_number",
    "similar_payer",
    "number_amount",
    "fee",
    "partial",
    "bundle",
    "payer_amount",
    "subset_sum",
];

/// Writes the rules, where there are none yet; one statement, so that a step that was killed halfway
/// finds all of them or none.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let now = match manager.get_database_backend() {
        DbBackend::MySql => "2026-11-23 00:00:00",
        _ => "2026-11-23T00:00:00+00:00",
    };
    let rows = RULES.iter().enumerate().map(|(n, rule)| {
        let automatic = u32::from(n == 0);
        format!(
            "(X'019AAE00000070008000000000004{:03}', '{now}', '{now}', 1, '{rule}', {automatic})",
            n + 1
        )
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    let mut any = Query::select();
    any.column("id").from("matching_rules").limit(1);
    if manager.get_connection().query_one(&any).await?.is_none() {
        let insert = format!(
            "INSERT INTO matching_rules (id, created_at, updated_at, version, rule, automatic) \
             VALUES {rows}"
        );
        manager.get_connection().execute_unprepared(&insert).await?;
    }
    Ok(())
}

const TABLES: &[Blueprint] = &[
    table("bank_accounts", |t| {
        t.record()
            .text("name", 80)
            .text("bank", 80)
            .text("account_number", 64)
            .currency("currency")
            .flag("active")
            .unique(&["account_number", "currency"])
    }),
    table("statements", |t| {
        t.record()
            .of("bank_account_id", "bank_accounts")
            .text("file_name", 190)
            .hash("file_hash")
            .word("format")
            .word("status")
            .currency("currency")
            .on_opt("from_on")
            .on_opt("until_on")
            .big_opt("opening_minor")
            .big_opt("closing_minor")
            .big("income_minor")
            .big("expense_minor")
            .int("entry_count")
            .int("new_count")
            .json_opt("faults")
            .of("created_by", "users")
            .index(&["created_at", "id"])
            .index(&["until_on", "id"])
            .index(&["status", "created_at", "id"])
            .index(&["bank_account_id", "created_at", "id"])
            .index(&["file_name"])
    }),
    // What the bank's file says, as it came; it stays when the statement is undone.
    table("statement_entries", |t| {
        t.id("id")
            .primary_key(&["id"])
            .of("statement_id", "statements")
            .big("line")
            .on("value_date")
            .word("direction")
            .big("amount_minor")
            .big_opt("balance_minor")
            .text("counterparty", 160)
            .text("counterparty_account", 64)
            .text("remark", 500)
            .text("reference", 120)
            // The same whichever file has the entry.
            .hash("identity")
            .unique(&["statement_id", "line"])
            .index(&["identity", "statement_id"])
    }),
    table("payments", |t| {
        t.record()
            .of_opt("bank_account_id", "bank_accounts")
            // The statement that brought it; without one it was entered by hand.
            .of_opt("statement_id", "statements")
            .hash_opt("identity")
            .on("value_date")
            .word("direction")
            .big("amount_minor")
            // Σ of the matches that stand.
            .big("matched_minor")
            .currency("currency")
            .text("payer_name", 160)
            .text("payer_normalized", 190)
            .text("payer_account", 64)
            .text("remark", 500)
            .text("bank_reference", 120)
            .text_opt("note", 500)
            .word("status")
            .text_opt("ignored_reason", 500)
            .unique(&["bank_account_id", "identity"])
            .index(&["value_date", "id"])
            .index(&["amount_minor", "id"])
            .index(&["created_at", "id"])
            .index(&["status", "value_date", "id"])
            .index(&["status", "amount_minor", "id"])
            .index(&["bank_account_id", "value_date", "id"])
            .index(&["statement_id", "value_date", "id"])
            .index(&["payer_normalized"])
            .index(&["bank_reference"])
    }),
    // What payments are for. A match that was undone stays as history.
    table("payment_matches", |t| {
        t.record()
            .of("payment_id", "payments")
            .of("order_id", "orders")
            .big("amount_minor")
            .big("fee_minor")
            .word("kind")
            .word("method")
            .word_opt("rule")
            .int_opt("score")
            .json_opt("evidence")
            .of("matched_by", "users")
            .at_opt("undone_at")
            .of_opt("undone_by", "users")
            .index(&["payment_id", "created_at", "id"])
            .index(&["order_id", "undone_at"])
    }),
    // What the engine said last of a payment that waits for a person.
    table("payment_suggestions", |t| {
        t.of("payment_id", "payments")
            .primary_key(&["payment_id"])
            .at("decided_at")
            .json("decision")
    }),
    // What is not proposed again.
    table("payment_refusals", |t| {
        t.of("payment_id", "payments")
            .of("order_id", "orders")
            .primary_key(&["payment_id", "order_id"])
            .at("refused_at")
            .of("refused_by", "users")
            .index(&["order_id"])
    }),
    table("matching_rules", |t| t.record().word("rule").flag("automatic").unique(&["rule"])),
];
