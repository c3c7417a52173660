//! Engineers, and the deployments that they bring to life.

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
    table("engineers", |t| {
        t.record()
            .text("name", 60)
            .text("email", 160)
            .text_opt("phone", 40)
            .text_opt("department", 80)
            .json("expertise")
            .flag("active")
            .of_opt("user_id", "users")
            .unique(&["email"])
            .unique(&["user_id"])
            .index(&["name", "id"])
            .index(&["created_at", "id"])
            .index(&["active", "name", "id"])
    }),
    table("deployments", |t| {
        t.record()
            // The license's number and which of its deployments it is.
            .text("number", 40)
            .of("license_id", "licenses")
            .int("ordinal")
            .of("customer_id", "customers")
            .word("status")
            .word("kind")
            .word("mode")
            .word("method")
            .word("environment")
            .word_opt("cloud")
            .on_opt("planned_on")
            .on_opt("window_from")
            .on_opt("window_until")
            .text_opt("window_hours", 40)
            .text_opt("product_version", 40)
            .long_opt("server_info")
            .long_opt("notes")
            .json("checklist")
            .int("attempt")
            .at_opt("started_at")
            .on_opt("completed_on")
            .text_opt("signed_by", 80)
            .on_opt("signed_on")
            .text_opt("form_number", 60)
            .text_opt("acceptance_remark", 500)
            .text_opt("reason", 500)
            .unique(&["number"])
            .unique(&["license_id", "ordinal"])
            .index(&["created_at", "id"])
            .index(&["planned_on", "id"])
            .index(&["status", "created_at", "id"])
            .index(&["status", "planned_on", "id"])
            .index(&["license_id", "created_at", "id"])
            .index(&["customer_id", "created_at", "id"])
    }),
    // Who does it. The name stays when the engineer is deleted.
    table("deployment_engineers", |t| {
        t.of("deployment_id", "deployments")
            .id("engineer_id")
            .text("name", 60)
            .word("role")
            .int("place")
            .primary_key(&["deployment_id", "engineer_id"])
            .index(&["engineer_id", "deployment_id"])
    }),
];
