//! Lines on licenses: what they ask for, what they come to, and the days that were paid for.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

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

/// The segments of licenses that were issued before: each set has its share of the line, so that
/// the shares make the whole. The license lends its id.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let divide = match manager.get_database_backend() {
        DbBackend::MySql => "DIV",
        _ => "/",
    };
    let statement = format!(
        "INSERT INTO license_segments (id, created_at, updated_at, version, license_id, order_id, \
         order_line_id, product_id, kind, quantity, ordinal, value_minor, credit_minor, old_workspaces, \
         new_workspaces, old_users, new_users) \
         SELECT l.id, l.created_at, l.created_at, 1, l.id, l.order_id, l.order_line_id, \
         l.product_id, 'new', 1, 1, \
         (p.amount_minor * l.ordinal) {divide} p.sets \
         - (p.amount_minor * (l.ordinal - 1)) {divide} p.sets, \
         0, l.workspaces, l.workspaces, l.users, l.users \
         FROM licenses l JOIN purchases p ON p.order_line_id = l.order_line_id \
         WHERE l.id NOT IN (SELECT id FROM license_segments)"
    );
    manager.get_connection().execute_unprepared(&statement).await?;
    Ok(())
}

const COLUMNS: &[Blueprint] = &[
    table("products", |t| t.word_or("lapsed_renewal", "today")),
    table("order_lines", |t| {
        t.word_or("kind", "new").on_opt("ends_on").json_opt("licenses").json_opt("parts")
    }),
    table("licenses", |t| t.on_opt("ends_on")),
];

const TABLES: &[Blueprint] = &[
    // Periods of a license that were paid for. Those of a first term have no days of their own
    // until it is renewed: activation may still move them.
    table("license_segments", |t| {
        t.record()
            .of("license_id", "licenses")
            .of("order_id", "orders")
            .of("order_line_id", "order_lines")
            .of("product_id", "products")
            .word("kind")
            .int("quantity")
            .int("ordinal")
            .on_opt("from_on")
            .on_opt("until_on")
            .big("value_minor")
            .big("credit_minor")
            .on_opt("closed_on")
            .of_opt("closed_by", "order_lines")
            .of_opt("old_product_id", "products")
            .on_opt("old_expires_on")
            .on_opt("new_expires_on")
            .int("old_workspaces")
            .int("new_workspaces")
            .int("old_users")
            .int("new_users")
            .at_opt("delivered_at")
            .at_opt("reversed_at")
            .unique(&["order_line_id", "license_id"])
            .unique(&["license_id", "ordinal"])
            .index(&["license_id", "from_on"])
            .index(&["order_id"])
    }),
];
