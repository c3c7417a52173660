//! Databases made by the first forms of steps 15 and 17 get what those steps create by now: segments
//! numbered per license that know who closed them, and room for sealed addresses of webhooks.

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
        if !manager.has_index("license_segments", "uq_license_segments_license_id_ordinal").await? {
            blueprint::add(manager, SEGMENTS).await?;
            number(manager).await?;
            blueprint::add(manager, ORDER).await?;
        }
        if !manager.has_column("webhooks", "address").await? {
            widen(manager).await?;
            blueprint::add(manager, WEBHOOKS).await?;
        }
        Ok(())
    }

    /// Steps 15 and 17 created it.
    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}

/// Numbers the segments that are there in their order, a license's first term first, and says which
/// upgrade closed them. The inner selections are DISTINCT so that MySQL does not read the table it
/// is changing.
async fn number(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let number = "UPDATE license_segments SET ordinal = 1 + (SELECT COUNT(*) FROM \
                  (SELECT DISTINCT id, license_id, created_at, kind FROM license_segments) s \
                  WHERE s.license_id = license_segments.license_id AND s.id <> license_segments.id \
                  AND license_segments.kind <> 'new' AND (s.kind = 'new' \
                  OR s.created_at < license_segments.created_at \
                  OR (s.created_at = license_segments.created_at AND s.id < license_segments.id)))";
    let closed = "UPDATE license_segments SET closed_by = (SELECT MIN(u.order_line_id) FROM \
                  (SELECT DISTINCT order_line_id, license_id, from_on, kind \
                  FROM license_segments) u WHERE u.license_id = license_segments.license_id \
                  AND u.kind = 'upgrade' AND u.from_on = license_segments.closed_on) \
                  WHERE closed_on IS NOT NULL AND closed_by IS NULL";
    for statement in [number, closed] {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// A sealed text is longer than what is in it. The embedded database does not count.
async fn widen(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::MySql {
        let statement = "ALTER TABLE webhooks MODIFY url varchar(1500) NOT NULL, \
                         MODIFY secret varchar(400) NULL";
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

const SEGMENTS: &[Blueprint] =
    &[table("license_segments", |t| t.int_or("ordinal", 1).id_opt("closed_by"))];

const ORDER: &[Blueprint] = &[table("license_segments", |t| t.unique(&["license_id", "ordinal"]))];

// No address: the row is from before there were seals.
const WEBHOOKS: &[Blueprint] = &[table("webhooks", |t| t.text_or("address", 1000, ""))];
