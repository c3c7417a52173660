//! Leads: what may become an order, with the statuses and sources that a house begins with.

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

/// Name in Chinese and English, kind, place, color, probability, days until it rots.
const STATUSES: [(&str, &str, &str, u32, &str, u32, &str); 6] = [
    ("新线索", "New", "open", 10, "blue", 10, "7"),
    ("洽谈中", "Negotiating", "open", 20, "amber", 40, "14"),
    ("已确认", "Qualified", "open", 30, "amber", 70, "14"),
    ("已成单", "Won", "won", 40, "green", 100, "NULL"),
    ("已输单", "Lost", "lost", 50, "red", 0, "NULL"),
    ("无效", "Disqualified", "disqualified", 60, "gray", 0, "NULL"),
];

const SOURCES: [(&str, &str); 8] = [
    ("官网", "Website"),
    ("邮件", "E-mail"),
    ("电话", "Phone"),
    ("合作伙伴推荐", "Partner referral"),
    ("行业活动", "Industry event"),
    ("老客户推荐", "Customer referral"),
    ("社交媒体", "Social media"),
    ("销售开发", "Outbound sales"),
];

/// Writes what a house begins with, where there is nothing yet; the ids are the same everywhere. Each
/// table is filled by one statement: a step that was killed halfway finds all of it or nothing.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let now = match manager.get_database_backend() {
        DbBackend::MySql => "2026-11-23 00:00:00",
        _ => "2026-11-23T00:00:00+00:00",
    };
    let record = |kind: u32, n: usize| {
        format!("X'019AAE0000007000800000000000{kind:02}{n:02}', '{now}', '{now}', 1")
    };
    let statuses = STATUSES.iter().enumerate().map(|(n, one)| {
        let (zh, en, kind, place, color, probability, days) = one;
        let record = record(1, n + 1);
        format!(
            "({record}, '{zh}', '{en}', '{kind}', {place}, '{color}', {probability}, {days}, 1)"
        )
    });
    let sources = SOURCES.iter().enumerate().map(|(n, (zh, en))| {
        let (record, place) = (record(2, n + 1), (n + 1) * 10);
        format!("({record}, '{zh}', '{en}', {place}, 1)")
    });
    let statuses = statuses.collect::<Vec<_>>().join(", ");
    let sources = sources.collect::<Vec<_>>().join(", ");
    let columns = "id, created_at, updated_at, version, name_zh, name_en";
    for (table, statement) in [
        (
            "lead_statuses",
            format!(
                "INSERT INTO lead_statuses ({columns}, kind, place, color, probability, \
                 rotting_days, active) VALUES {statuses}"
            ),
        ),
        (
            "lead_sources",
            format!("INSERT INTO lead_sources ({columns}, place, active) VALUES {sources}"),
        ),
    ] {
        let mut any = Query::select();
        any.column("id").from(table).limit(1);
        if manager.get_connection().query_one(&any).await?.is_none() {
            manager.get_connection().execute_unprepared(&statement).await?;
        }
    }
    Ok(())
}

const TABLES: &[Blueprint] = &[
    table("lead_statuses", |t| {
        t.record()
            .text("name_zh", 40)
            .text("name_en", 40)
            .word("kind")
            .int("place")
            .word("color")
            .int("probability")
            .int_opt("rotting_days")
            .flag("active")
    }),
    table("lead_sources", |t| {
        t.record().text("name_zh", 40).text("name_en", 40).int("place").flag("active")
    }),
    table("leads", |t| {
        t.record()
            .text("title", 160)
            .text("company", 160)
            .text("company_normalized", 190)
            .text_opt("contact_name", 80)
            .text_opt("contact_email", 254)
            .text_opt("contact_phone", 40)
            // The sales rep whose it is; without one it is in the pool.
            .of_opt("owner_id", "users")
            .of_opt("partner_id", "partners")
            .of("source_id", "lead_sources")
            .word_opt("industry")
            .word_opt("region")
            .of_opt("product_id", "products")
            .big("amount_minor")
            .currency("currency")
            .on_opt("expected_on")
            .int_opt("probability")
            .text_opt("next_step", 200)
            .on_opt("next_on")
            .of_opt("customer_id", "customers")
            .long_opt("notes")
            .of("status_id", "lead_statuses")
            // Since when it stands there, and when something happened last.
            .at("entered_at")
            .at("touched_at")
            .word_opt("lost_reason")
            .text_opt("reason", 500)
            .index(&["created_at", "id"])
            .index(&["amount_minor", "id"])
            .index(&["expected_on", "id"])
            .index(&["next_on", "id"])
            .index(&["status_id", "created_at", "id"])
            .index(&["status_id", "amount_minor", "id"])
            .index(&["status_id", "entered_at", "id"])
            .index(&["owner_id", "created_at", "id"])
            .index(&["owner_id", "next_on", "id"])
            .index(&["owner_id", "status_id", "created_at", "id"])
            .index(&["owner_id", "status_id", "entered_at", "id"])
            .index(&["partner_id", "created_at", "id"])
            .index(&["source_id", "created_at", "id"])
            .index(&["customer_id", "created_at", "id"])
            .index(&["company_normalized"])
    }),
    // What a search box finds a lead by; each is one index range.
    table("lead_terms", |t| {
        t.text("term", 96).of("lead_id", "leads").primary_key(&["term", "lead_id"])
    }),
    table("lead_activities", |t| {
        t.id("id")
            .primary_key(&["id"])
            .of("lead_id", "leads")
            .word("kind")
            .at("happened_at")
            .long_opt("text")
            .text_opt("outcome", 200)
            .of("user_id", "users")
            .at("created_at")
            .index(&["lead_id", "happened_at", "id"])
    }),
    // Every move, its beginning first: from nothing to its first status.
    table("lead_moves", |t| {
        t.id("id")
            .primary_key(&["id"])
            .of("lead_id", "leads")
            .of_opt("from_status_id", "lead_statuses")
            .of("to_status_id", "lead_statuses")
            .at("at")
            .of("user_id", "users")
            .word_opt("lost_reason")
            .text_opt("reason", 500)
            .index(&["lead_id", "at", "id"])
            .index(&["to_status_id", "lead_id"])
    }),
    // The orders that came of leads.
    table("lead_orders", |t| {
        t.of("order_id", "orders")
            .of("lead_id", "leads")
            .primary_key(&["order_id"])
            .index(&["lead_id", "order_id"])
    }),
];
