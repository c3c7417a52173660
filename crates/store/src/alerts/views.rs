//! Alerts as people read them: the inbox, and one with the names beside it.

use domain::{
    access::Scope,
    alerts::{
        AlertKind, AlertStatus, Severity,
        wire::{AlertCounts, AlertListQuery, AlertSort, AlertView},
    },
    events::SubjectKind,
    id::{AlertId, UserId},
    list::{ListQuery, Page},
    products::Edition,
    text,
};
use sea_orm::{
    ConnectionTrait, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, CaseStatement, Condition, Expr, Func, JoinType, Query, SelectStatement},
};

use super::{Model, slot_of, visible};
use crate::{
    StoreError, StoreResult,
    convert::{id_opt, word, word_opt},
    list::{Kind, Listing, SortColumn},
    search::{begins_with, ids_by_term},
};

/// The alerts that a scope opens and a query asks for; `me` is who asks.
///
/// # Errors
/// The database is not available.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    me: UserId,
    query: &AlertListQuery,
) -> StoreResult<Page<AlertView>> {
    listing(scope, me, query).page(db, columns, read).await
}

pub(crate) fn listing(scope: Scope, me: UserId, query: &AlertListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    let q = query.q.trim();
    if !q.is_empty() {
        filter = filter.add(matches(q));
    }
    match query.status.as_slice() {
        [] => {
            // An inbox: what is over is shown to who asks for it.
            let waiting = [AlertStatus::Open, AlertStatus::Acknowledged, AlertStatus::Snoozed];
            filter = filter.add(Expr::col("status").is_in(waiting.map(AlertStatus::as_str)));
        }
        [status] => filter = filter.add(Expr::col("status").eq(status.as_str())),
        several => {
            filter = filter.add(Expr::col("status").is_in(several.iter().map(|s| s.as_str())));
        }
    }
    if !query.severity.is_empty() {
        let wanted = query.severity.iter().map(|severity| severity.as_str());
        filter = filter.add(Expr::col("severity").is_in(wanted));
    }
    if !query.kind.is_empty() {
        filter = filter.add(Expr::col("kind").is_in(query.kind.iter().map(|kind| kind.as_str())));
    }
    match query.mine {
        Some(true) => filter = filter.add(Expr::col("owner_id").eq(me.as_uuid())),
        Some(false) => {
            let others = Condition::any()
                .add(Expr::col("owner_id").is_null())
                .add(Expr::col("owner_id").ne(me.as_uuid()));
            filter = filter.add(others);
        }
        None => {}
    }
    if let Some(license) = query.license {
        filter = filter
            .add(Expr::col("subject_kind").eq(SubjectKind::License.as_str()))
            .add(Expr::col("subject_id").eq(license.as_uuid()));
    }
    if let Some(customer) = query.customer {
        filter = filter.add(Expr::col("customer_id").eq(customer.as_uuid()));
    }
    if let Some(partner) = query.partner {
        filter = filter.add(Expr::col("partner_id").eq(partner.as_uuid()));
    }
    Listing::new("alerts", filter, query.sort, column_for, query.paging())
}

/// What is typed is a license's number, or part of the name of a customer or partner.
fn matches(q: &str) -> Condition {
    let number = text::normalized(q).to_ascii_uppercase();
    if Edition::ALL.iter().any(|edition| number.starts_with(edition.prefix())) {
        return Condition::all().add(begins_with(Expr::col("subject_label"), &number));
    }
    let by_customer = ids_by_term("customer_terms", "customer_id", q);
    let by_partner = ids_by_term("partner_terms", "partner_id", q);
    Condition::any()
        .add(Expr::col("customer_id").in_subquery(by_customer))
        .add(Expr::col("partner_id").in_subquery(by_partner))
}

const fn column_for(key: AlertSort) -> SortColumn {
    match key {
        AlertSort::RaisedAt => SortColumn::new("created_at", Kind::At),
        AlertSort::DueOn => SortColumn::new("due_on", Kind::On),
    }
}

/// The row, and the names of what it names.
fn columns(statement: &mut SelectStatement) {
    statement.column(("alerts", Asterisk));
    for (table, alias, column, name) in [
        ("customers", "customers", "customer_id", "customer_name"),
        ("partners", "partners", "partner_id", "partner_name"),
        ("users", "owners", "owner_id", "owner_name"),
        ("users", "handlers", "handled_by", "handler_name"),
    ] {
        statement.expr_as(Expr::col((alias, "name")), name).join_as(
            JoinType::LeftJoin,
            table,
            alias,
            Expr::col((alias, "id")).equals(("alerts", column)),
        );
    }
}

fn read(row: &QueryResult) -> StoreResult<AlertView> {
    let alert = Model::from_query_result(row, "")?;
    let slot = slot_of(&alert)?;
    Ok(AlertView {
        kind: slot.kind,
        due_on: slot.due_on,
        step: slot.step,
        severity: word("alerts.severity", &alert.severity)?,
        status: word("alerts.status", &alert.status)?,
        subject_kind: word("alerts.subject_kind", &alert.subject_kind)?,
        resolution: word_opt("alerts.resolution", alert.resolution.as_deref())?,
        id: alert.id.into(),
        subject_id: alert.subject_id,
        subject_label: alert.subject_label,
        customer_id: id_opt(alert.customer_id),
        customer_name: row.try_get("", "customer_name")?,
        partner_id: id_opt(alert.partner_id),
        partner_name: row.try_get("", "partner_name")?,
        owner_id: id_opt(alert.owner_id),
        owner_name: row.try_get("", "owner_name")?,
        raised_at: alert.created_at,
        handled_by_name: row.try_get("", "handler_name")?,
        handled_at: alert.handled_at,
        snoozed_until: alert.snoozed_until,
        resolved_at: alert.resolved_at,
        version: alert.version,
    })
}

/// One alert; [`StoreError::NotFound`] out of scope.
///
/// # Errors
/// As said; the database is not available.
pub async fn get(db: &impl ConnectionTrait, scope: Scope, id: AlertId) -> StoreResult<AlertView> {
    let found = some(db, visible(scope).add(Expr::col(("alerts", "id")).eq(id.as_uuid()))).await?;
    found.into_iter().next().ok_or(StoreError::NotFound)
}

/// These alerts, those within reach, by their ids.
///
/// # Errors
/// The database is not available.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    scope: Scope,
    ids: &[AlertId],
) -> StoreResult<Vec<AlertView>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let named = Expr::col(("alerts", "id")).is_in(ids.iter().map(|id| id.as_uuid()));
    some(db, visible(scope).add(named)).await
}

async fn some(db: &impl ConnectionTrait, filter: Condition) -> StoreResult<Vec<AlertView>> {
    let mut statement = Query::select();
    statement
        .from("alerts")
        .cond_where(filter)
        .order_by(("alerts", "id"), sea_orm::sea_query::Order::Asc);
    columns(&mut statement);
    db.query_all(&statement).await?.iter().map(read).collect()
}

/// How many are open: in all, critical ones, and those of `me`, of all kinds but the `hidden` ones. One
/// statement.
///
/// # Errors
/// The database is not available.
pub async fn counts(
    db: &impl ConnectionTrait,
    scope: Scope,
    me: UserId,
    hidden: &[AlertKind],
) -> StoreResult<AlertCounts> {
    let mine: Expr = CaseStatement::new().case(Expr::col("owner_id").eq(me.as_uuid()), 1).into();
    let mut statement = Query::select();
    statement
        .column("severity")
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .expr_as(Func::count(mine), "mine")
        .from("alerts")
        .cond_where(visible(scope))
        .and_where(Expr::col("status").eq(AlertStatus::Open.as_str()))
        .group_by_col("severity");
    if !hidden.is_empty() {
        let hidden = hidden.iter().map(|kind| kind.as_str());
        statement.and_where(Expr::col("kind").is_not_in(hidden));
    }
    let mut counts = AlertCounts::default();
    for row in db.query_all(&statement).await? {
        let number = |column: &str| -> StoreResult<u64> {
            let n: i64 = row.try_get("", column)?;
            u64::try_from(n).map_err(|_| StoreError::Corrupt(format!("alerts: {n}")))
        };
        let severity: Severity = word("alerts.severity", &row.try_get::<String>("", "severity")?)?;
        counts.open += number("n")?;
        counts.mine += number("mine")?;
        if severity == Severity::Critical {
            counts.critical += number("n")?;
        }
    }
    Ok(counts)
}
