//! Partner organisations: more people to write to, where their mails come from, how they pay, and
//! who of them manages the others.

use sea_orm_migration::prelude::*;

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

/// Whoever was there first manages an organisation that nobody manages; ids grow with time.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statement = "UPDATE users SET org_admin = TRUE WHERE id IN (SELECT first_id FROM \
         (SELECT MIN(id) AS first_id FROM users WHERE partner_id IS NOT NULL AND active = TRUE \
         GROUP BY partner_id HAVING MAX(org_admin) = 0) AS firsts)";
    manager.get_connection().execute_unprepared(statement).await?;
    Ok(())
}

const COLUMNS: &[Blueprint] = &[
    table("partners", |t| {
        t.text_opt("contact_title", 60)
            .json_opt("contacts")
            .big_opt("credit_limit_minor")
            .json_opt("payment_terms")
    }),
    table("users", |t| t.flag_or("org_admin", false)),
];

const TABLES: &[Blueprint] = &[
    // An address or a domain belongs to one partner: by it a mail finds whose it is.
    table("partner_senders", |t| {
        t.text("address", 254)
            .primary_key(&["address"])
            .of("partner_id", "partners")
            .index(&["partner_id", "address"])
    }),
];
