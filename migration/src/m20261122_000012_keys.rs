//! Changes of cluster and activation mode, and what the revocation list is read from.

use sea_orm_migration::prelude::*;

use crate::blueprint::{self, Blueprint, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Index, table, columns.
type KeyIndex = (&'static str, &'static str, &'static [&'static str]);

const INDEXES: &[KeyIndex] = &[
    ("ix_license_keys_expires_on_revoked_at", "license_keys", &["expires_on", "revoked_at"]),
    ("ix_licenses_suspended_at", "licenses", &["suspended_at"]),
    ("ix_licenses_terminated_at", "licenses", &["terminated_at"]),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blueprint::create(manager, TABLES).await?;
        for (name, table, columns) in INDEXES {
            if manager.has_index(table, name).await? {
                continue;
            }
            let mut index = Index::create();
            index.name(*name).table(*table);
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table, _) in INDEXES {
            if manager.has_index(table, name).await? {
                let mut gone = Index::drop();
                gone.name(*name).table(*table);
                manager.drop_index(gone).await?;
            }
        }
        blueprint::drop(manager, TABLES).await
    }
}

const TABLES: &[Blueprint] = &[table("activation_changes", |t| {
    t.record()
        .of("license_id", "licenses")
        .of("changed_by", "users")
        .word("from_mode")
        .word("to_mode")
        .text_opt("from_cluster_id", 64)
        .text_opt("to_cluster_id", 64)
        .text("reason", 255)
        .index(&["license_id", "created_at"])
})];
