//! What a search box finds people by.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::create(manager, TABLES).await?;
        // Those who are there already are found by the beginning of their user name and of their
        // name; by the rest as soon as somebody changes them.
        let db = manager.get_connection();
        db.execute_unprepared("DELETE FROM user_terms").await?;
        db.execute_unprepared(
            "INSERT INTO user_terms (term, user_id) \
             SELECT LOWER(username), id FROM users \
             UNION SELECT LOWER(name), id FROM users WHERE name <> ''",
        )
        .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::drop(manager, TABLES).await
    }
}

const TABLES: &[Blueprint] = &[table("user_terms", |t| {
    t.text("term", 96).of("user_id", "users").primary_key(&["term", "user_id"]).index(&["user_id"])
})];
