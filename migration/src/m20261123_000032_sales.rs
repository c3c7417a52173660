//! Money by whom and with whom it came: purchases know how they were paid, whose they are and what a
//! partner keeps of them, and may be recorded without an order; sales reps and their targets.

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
        blueprint::add(manager, OTHERS).await?;
        free_of_orders(manager, true).await?;
        blueprint::add(manager, PURCHASES).await?;
        fill(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let by_hand = "DELETE FROM purchases WHERE order_id IS NULL";
        manager.get_connection().execute_unprepared(by_hand).await?;
        blueprint::remove(manager, PURCHASES).await?;
        free_of_orders(manager, false).await?;
        blueprint::remove(manager, OTHERS).await?;
        blueprint::drop(manager, TABLES).await
    }
}

/// Lets purchases be without an order, or not. The embedded database cannot change a column: there
/// the rows wait in a copy while the table is made anew. Begun again after a crash it goes on with
/// the copy.
async fn free_of_orders(manager: &SchemaManager<'_>, free: bool) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::MySql {
        let null = if free { "NULL" } else { "NOT NULL" };
        let statement = format!(
            "ALTER TABLE purchases MODIFY order_id binary(16) {null}, \
             MODIFY order_line_id binary(16) {null}"
        );
        db.execute_unprepared(&statement).await?;
        return Ok(());
    }
    if free && manager.has_column("purchases", "owner_id").await? {
        return Ok(());
    }
    if !manager.has_table(COPY).await? {
        db.execute_unprepared(&format!("CREATE TABLE {COPY} AS SELECT * FROM purchases")).await?;
    }
    manager.drop_table(Table::drop().table("purchases").if_exists().take()).await?;
    blueprint::create(manager, if free { FREE } else { BOUND }).await?;
    let copied = format!(
        "INSERT INTO purchases ({OF_THEN}) SELECT {OF_THEN} FROM {COPY} \
         WHERE id NOT IN (SELECT id FROM purchases)"
    );
    db.execute_unprepared(&copied).await?;
    manager.drop_table(Table::drop().table(COPY).if_exists().take()).await
}

/// Purchases of before belong to the owner of their licenses, else of their customer; whoever sells
/// has a page.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for statement in [
        "UPDATE purchases SET partner_id = (SELECT o.partner_id FROM orders o \
         WHERE o.id = purchases.order_id) WHERE partner_id IS NULL",
        "UPDATE purchases SET owner_id = COALESCE((SELECT MIN(l.owner_id) FROM licenses l \
         JOIN license_segments s ON s.license_id = l.id \
         WHERE s.order_line_id = purchases.order_line_id), \
         (SELECT c.owner_id FROM customers c WHERE c.id = purchases.customer_id)) \
         WHERE owner_id IS NULL",
        "INSERT INTO sales_reps (id, created_at, updated_at, version, name, email, kind, active, \
         user_id) SELECT u.id, u.created_at, u.created_at, 1, u.name, u.email, 'other', u.active, \
         u.id FROM users u WHERE u.role IN ('sales_rep', 'sales_manager') \
         AND u.id NOT IN (SELECT id FROM sales_reps)",
    ] {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

const COPY: &str = "purchases_of_then";

const OF_THEN: &str = "id, created_at, updated_at, version, order_id, order_line_id, customer_id, kind, \
     purchased_on, sets, amount_minor, currency, payment_status, contract_number, workspaces, users, \
     old_expires_on, new_expires_on";

/// With an order, as step 6 made them.
const BOUND: &[Blueprint] = &[table("purchases", |t| {
    rest(t.record().of("order_id", "orders").of("order_line_id", "order_lines"))
})];

/// With an order or without one.
const FREE: &[Blueprint] = &[table("purchases", |t| {
    rest(t.record().of_opt("order_id", "orders").of_opt("order_line_id", "order_lines"))
})];

fn rest(t: blueprint::Draft) -> blueprint::Draft {
    t.of("customer_id", "customers")
        .word("kind")
        .on("purchased_on")
        .int("sets")
        .big("amount_minor")
        .currency("currency")
        .word("payment_status")
        .text_opt("contract_number", 64)
        .int("workspaces")
        .int("users")
        .on_opt("old_expires_on")
        .on_opt("new_expires_on")
        .unique(&["order_line_id"])
        .index(&["order_id"])
        .index(&["customer_id", "purchased_on"])
}

const PURCHASES: &[Blueprint] = &[table("purchases", |t| {
    t.id_opt("license_id")
        .id_opt("partner_id")
        // The sales rep whose it is: a user, as with licenses and customers.
        .id_opt("owner_id")
        .word_opt("method")
        // What the partner keeps of it, in hundredths of a percent, as agreed when it was sold.
        .int_opt("profit_share_bp")
        .text_opt("notes", 500)
        .index(&["created_at", "id"])
        .index(&["purchased_on", "id"])
        .index(&["amount_minor", "id"])
        .index(&["payment_status", "purchased_on", "id"])
        .index(&["kind", "purchased_on", "id"])
        .index(&["owner_id", "purchased_on", "id"])
        .index(&["partner_id", "purchased_on", "id"])
        .index(&["license_id"])
        .index(&["contract_number"])
})];

const OTHERS: &[Blueprint] = &[
    table("partners", |t| t.int_opt("profit_share_bp").index(&["is_reseller", "name_normalized"])),
    // Terms that ended in a period and were renewed.
    table("license_segments", |t| t.index(&["kind", "old_expires_on"])),
];

const TABLES: &[Blueprint] = &[
    table("sales_reps", |t| {
        t.record()
            .text("name", 80)
            .text("email", 254)
            .text_opt("phone", 40)
            .word("kind")
            .text_opt("position", 80)
            .word_opt("region")
            .flag("active")
            .of_opt("user_id", "users")
            .unique(&["user_id"])
            .index(&["name", "id"])
            .index(&["created_at", "id"])
            .index(&["active", "name", "id"])
    }),
    // What a sales rep is to sell in a year, or in a quarter of it (0: the whole year).
    table("sales_targets", |t| {
        t.record()
            .of("sales_rep_id", "sales_reps")
            .int("year")
            .int("quarter")
            .currency("currency")
            .big("amount_minor")
            .unique(&["sales_rep_id", "year", "quarter", "currency"])
            .index(&["created_at", "id"])
            .index(&["year", "id"])
    }),
];
