//! Many deployments at once: a page of the calendar, and what came to life in a period.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    dates::{business_day, plus_days},
    deployments::{
        BroughtToLife, DeploymentKind, DeploymentStatus, LifeDates, MOST_SHOWN, WINDOW_REACH,
        is_shown,
        wire::{CalendarQuery, DeploymentRow},
    },
    id::{ProductId, UserId},
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Alias, Expr, JoinType, Order, Query, SelectStatement},
};
use uuid::Uuid;

use super::{
    engineers_of,
    views::{columns, read, theirs},
    visible,
};
use crate::StoreResult;

/// The name of the inner query.
const FOUND: &str = "found";

/// The deployments of a page of the calendar with who works on each, by their days, and whether there
/// are more than are answered; `user` is who asks, for what is theirs. Two statements.
///
/// # Errors
/// The database is not available.
pub async fn calendar(
    db: &impl ConnectionTrait,
    scope: Scope,
    user: UserId,
    query: &CalendarQuery,
    days: (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> StoreResult<(Vec<DeploymentRow>, bool)> {
    let rows = db.query_all(&page(scope, user, query, days)).await?;
    let is_cut = rows.len() > MOST_SHOWN;
    let rows: StoreResult<Vec<DeploymentRow>> = rows.iter().map(|row| read(row, today)).collect();
    let mut entries = rows?;
    entries.sort_by_key(|row| (row.planned_on.or(row.window_from).or(row.window_until), row.id));
    entries.truncate(MOST_SHOWN);
    entries.retain(|row| is_shown(row.planned_on, (row.window_from, row.window_until), days));
    let ids: Vec<_> = entries.iter().map(|row| row.id).collect();
    let mut at_work = engineers_of(db, &ids).await?;
    for row in &mut entries {
        row.engineers = at_work.remove(&row.id.as_uuid()).unwrap_or_default();
    }
    Ok((entries, is_cut))
}

/// One range of the index of days: those that stand on one of these, and those a little before, whose
/// window may reach into them.
pub(super) fn page(
    scope: Scope,
    user: UserId,
    query: &CalendarQuery,
    (from, until): (NaiveDate, NaiveDate),
) -> SelectStatement {
    let reach = chrono::Days::new(u64::from(WINDOW_REACH));
    let reached = from.checked_sub_days(reach).unwrap_or(from);
    let on = Expr::col(("deployments", "shown_on"));
    let begins = Expr::col(("deployments", "window_from"));
    let ends = Expr::col(("deployments", "window_until"));
    let status = Expr::col(("deployments", "status"));
    let mut found = Query::select();
    found
        .column(("deployments", "id"))
        .from("deployments")
        .cond_where(visible(scope))
        .and_where(on.clone().between(reached, plus_days(until, WINDOW_REACH)))
        .and_where(on.clone().gte(from).or(ends.gte(from)))
        .and_where(on.lte(until).or(begins.lte(until)))
        .and_where(status.ne(DeploymentStatus::Cancelled.as_str()))
        .cond_where(theirs(query.engineer, query.mine, user))
        .order_by(("deployments", "shown_on"), Order::Asc)
        .order_by(("deployments", "id"), Order::Asc)
        .limit(MOST_SHOWN as u64 + 1);
    // They are found before anything is joined to them: else MySQL may begin with what is joined.
    let mut statement = Query::select();
    statement.from_subquery(found, Alias::new(FOUND)).join(
        JoinType::InnerJoin,
        "deployments",
        Expr::col(("deployments", "id")).equals((FOUND, "id")),
    );
    columns(&mut statement);
    statement
}

/// What initial deployments brought to life in a period, once for each license. One statement; for
/// those who may read deployments.
///
/// # Errors
/// The database is not available.
pub async fn brought_to_life(
    db: &impl ConnectionTrait,
    scope: Scope,
    days: (NaiveDate, NaiveDate),
    product: Option<ProductId>,
) -> StoreResult<Vec<BroughtToLife>> {
    // What was installed initially twice came to life with the first one.
    let mut found: BTreeMap<Uuid, BroughtToLife> = BTreeMap::new();
    for row in db.query_all(&lives(scope, days, product)).await? {
        let one = life(&row)?;
        let known = found.entry(row.try_get("", "license_id")?).or_insert(one);
        if one.deployed_on < known.deployed_on {
            *known = one;
        }
    }
    Ok(found.into_values().collect())
}

fn life(row: &QueryResult) -> StoreResult<BroughtToLife> {
    let issued: DateTime<Utc> = row.try_get("", "created_at")?;
    let sent: Option<DateTime<Utc>> = row.try_get("", "sent_at")?;
    let deployed_on = row.try_get("", "completed_on")?;
    Ok(BroughtToLife {
        product_id: row.try_get::<Uuid>("", "product_id")?.into(),
        life: LifeDates {
            approved_on: business_day(issued),
            sent_on: sent.map(business_day),
            activated_on: row.try_get("", "activated_on")?,
            deployed_on: Some(deployed_on),
        },
        deployed_on,
        planned_on: row.try_get("", "planned_on")?,
    })
}

pub(super) fn lives(
    scope: Scope,
    (from, until): (NaiveDate, NaiveDate),
    product: Option<ProductId>,
) -> SelectStatement {
    let done = [DeploymentStatus::Completed, DeploymentStatus::Accepted];
    let mut statement = Query::select();
    statement
        .columns([
            ("deployments", "license_id"),
            ("deployments", "completed_on"),
            ("deployments", "planned_on"),
        ])
        .columns([
            ("licenses", "product_id"),
            ("licenses", "created_at"),
            ("licenses", "sent_at"),
            ("licenses", "activated_on"),
        ])
        .from("deployments")
        .inner_join("licenses", Expr::col(("licenses", "id")).equals(("deployments", "license_id")))
        .cond_where(visible(scope))
        .and_where(Expr::col(("deployments", "completed_on")).between(from, until))
        .and_where(Expr::col(("deployments", "kind")).eq(DeploymentKind::Initial.as_str()))
        .and_where(Expr::col(("deployments", "status")).is_in(done.map(DeploymentStatus::as_str)));
    if let Some(product) = product {
        statement.and_where(Expr::col(("licenses", "product_id")).eq(product.as_uuid()));
    }
    statement
}
