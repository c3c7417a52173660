//! The history of a license's clusters and activation modes: who, when, from what to what, and why.

pub(crate) mod change;

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    id::{ActivationChangeId, LicenseId, UserId},
    licenses::{ActivationMode, wire::ActivationChangeView},
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Expr, Order, Query},
};

use self::change::Model;
use crate::{
    StoreResult,
    convert::{cut, word},
    licenses, write,
};

/// Most changes of a license that are shown.
const SHOWN: u64 = 100;

/// A change about to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivationChange {
    pub id: ActivationChangeId,
    pub license_id: LicenseId,
    pub changed_by: UserId,
    pub from_mode: ActivationMode,
    pub to_mode: ActivationMode,
    pub from_cluster_id: Option<String>,
    pub to_cluster_id: Option<String>,
    /// At most 200 characters.
    pub reason: String,
}

/// Writes a change down, in the transaction that makes it.
///
/// # Errors
/// Only the database's.
pub async fn insert(
    tx: &impl ConnectionTrait,
    change: &ActivationChange,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let now = cut(now);
    let row = Model {
        id: change.id.as_uuid(),
        created_at: now,
        updated_at: now,
        version: 1,
        license_id: change.license_id.as_uuid(),
        changed_by: change.changed_by.as_uuid(),
        from_mode: change.from_mode.as_str().to_owned(),
        to_mode: change.to_mode.as_str().to_owned(),
        from_cluster_id: change.from_cluster_id.clone(),
        to_cluster_id: change.to_cluster_id.clone(),
        reason: change.reason.clone(),
    };
    write::insert(tx, row).await
}

/// The changes of a license, latest first, 100 at most.
///
/// # Errors
/// The license is out of the scope, or there is none.
pub async fn of_license(
    db: &impl ConnectionTrait,
    scope: Scope,
    license: LicenseId,
) -> StoreResult<Vec<ActivationChangeView>> {
    licenses::get(db, scope, license).await?;
    let mut statement = Query::select();
    statement
        .from("activation_changes")
        .expr_as(Expr::col(("users", "name")), "changed_by_name")
        .inner_join(
            "users",
            Expr::col(("users", "id")).equals(("activation_changes", "changed_by")),
        )
        .and_where(Expr::col(("activation_changes", "license_id")).eq(license.as_uuid()))
        .order_by(("activation_changes", "created_at"), Order::Desc)
        .limit(SHOWN);
    for column in
        ["created_at", "from_mode", "to_mode", "from_cluster_id", "to_cluster_id", "reason"]
    {
        statement.column(("activation_changes", column));
    }
    db.query_all(&statement).await?.iter().map(view).collect()
}

fn view(row: &QueryResult) -> StoreResult<ActivationChangeView> {
    let mode = |column: &str| -> StoreResult<ActivationMode> {
        word("activation_changes", &row.try_get::<String>("", column)?)
    };
    Ok(ActivationChangeView {
        at: row.try_get("", "created_at")?,
        by: row.try_get("", "changed_by_name")?,
        from_mode: mode("from_mode")?,
        to_mode: mode("to_mode")?,
        from_cluster_id: row.try_get("", "from_cluster_id")?,
        to_cluster_id: row.try_get("", "to_cluster_id")?,
        reason: row.try_get("", "reason")?,
    })
}
