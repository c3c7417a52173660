//! Events as people read them: timelines and the audit log.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    dates::{end_of, start_of},
    events::{
        EventKind, SubjectKind, changes,
        wire::{EventListQuery, EventSort, EventView},
    },
    list::{ListQuery, Page},
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, JoinType, Order, Query, SelectStatement},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    StoreResult,
    convert::{from_json, word},
    list::{Kind, Listing, SortColumn},
    search::begins_with,
};

/// Most events of a timeline.
const TIMELINE: u64 = 200;

/// What partners are not told of: what staff looked at, how mail fares, what staff propose to each
/// other, how the work on a deployment goes, whose a license is among them and what they note of it,
/// who looks after an alert.
const INTERNAL: [EventKind; 18] = [
    EventKind::KeyShown,
    EventKind::DeliveryFailed,
    EventKind::DeliveryRetried,
    EventKind::ChangeRequested,
    EventKind::ChangeApproved,
    EventKind::ChangeRejected,
    EventKind::ChangeWithdrawn,
    EventKind::DeploymentChanged,
    EventKind::DeploymentStaffed,
    EventKind::DeploymentTicked,
    EventKind::DeploymentFailed,
    EventKind::DeploymentReplanned,
    EventKind::AcceptanceFormAttached,
    EventKind::AcceptanceFormReplaced,
    EventKind::LicenseAssigned,
    EventKind::LicenseChanged,
    EventKind::AlertAcknowledged,
    EventKind::AlertSnoozed,
];

/// What happened to a subject itself, of these kinds: when, and what was noted of it; the first one
/// first.
///
/// # Errors
/// Only the database's.
pub async fn noted(
    db: &impl ConnectionTrait,
    subject: (SubjectKind, Uuid),
    kinds: &[EventKind],
) -> StoreResult<Vec<(DateTime<Utc>, EventKind, Value)>> {
    let (kind, id) = subject;
    let mut statement = Query::select();
    statement
        .columns([("events", "at"), ("events", "kind"), ("events", "data")])
        .from("event_links")
        .inner_join("events", Expr::col(("events", "id")).equals(("event_links", "event_id")))
        .and_where(Expr::col(("event_links", "subject_kind")).eq(kind.as_str()))
        .and_where(Expr::col(("event_links", "subject_id")).eq(id))
        .and_where(Expr::col(("events", "subject_id")).eq(id))
        .and_where(Expr::col(("events", "kind")).is_in(kinds.iter().map(|kind| kind.as_str())))
        .order_by(("event_links", "at"), Order::Asc)
        .order_by(("event_links", "event_id"), Order::Asc);
    db.query_all(&statement)
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.try_get("", "at")?,
                word("events.kind", &row.try_get::<String>("", "kind")?)?,
                from_json("events.data", &row.try_get::<String>("", "data")?)?,
            ))
        })
        .collect()
}

/// Everything that happened to a subject, latest first, 200 at most. A partner sees its own orders
/// and licenses only, without what is internal.
pub async fn timeline(
    db: &impl ConnectionTrait,
    scope: Scope,
    subject_kind: SubjectKind,
    subject_id: Uuid,
) -> StoreResult<Vec<EventView>> {
    let mut statement = Query::select();
    statement
        .from("event_links")
        .join(
            JoinType::InnerJoin,
            "events",
            Expr::col(("events", "id")).equals(("event_links", "event_id")),
        )
        .and_where(Expr::col(("event_links", "subject_kind")).eq(subject_kind.as_str()))
        .and_where(Expr::col(("event_links", "subject_id")).eq(subject_id))
        .order_by(("event_links", "at"), Order::Desc)
        .order_by(("event_links", "event_id"), Order::Desc)
        .limit(TIMELINE);
    if let Some(condition) = visible(scope, subject_kind, subject_id) {
        statement.cond_where(condition);
    }
    columns(&mut statement);
    db.query_all(&statement).await?.iter().map(view).collect()
}

/// What a scope adds to a timeline's condition; nothing where everything is open.
fn visible(scope: Scope, subject_kind: SubjectKind, subject_id: Uuid) -> Option<Condition> {
    let Scope::OfPartner(partner) = scope else { return None };
    let table = match subject_kind {
        SubjectKind::Order => "orders",
        SubjectKind::License => "licenses",
        SubjectKind::Invoice => "invoices",
        _ => return Some(Condition::all().add(Expr::val(1).eq(0))),
    };
    let mut own = Query::select();
    own.expr(Expr::val(1))
        .from(table)
        .and_where(Expr::col((table, "id")).eq(subject_id))
        .and_where(Expr::col((table, "partner_id")).eq(partner.as_uuid()));
    Some(
        Condition::all()
            .add(Expr::exists(own))
            .add(Expr::col(("events", "kind")).is_not_in(INTERNAL.map(EventKind::as_str))),
    )
}

/// The audit log. `q` is the beginning of a subject's number or name.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &EventListQuery,
) -> StoreResult<Page<EventView>> {
    let columns = |statement: &mut SelectStatement| {
        columns(statement);
        statement
            .column(("events", "address"))
            .expr_as(Expr::col(("keys", "name")), "api_key")
            .join_as(
                JoinType::LeftJoin,
                "api_keys",
                "keys",
                Expr::col(("keys", "id")).equals(("events", "api_key_id")),
            );
    };
    let read = |row: &QueryResult| {
        let (address, api_key) = (row.try_get("", "address")?, row.try_get("", "api_key")?);
        Ok(EventView { address, api_key, ..view(row)? })
    };
    listing(scope, query).page(db, columns, read).await
}

pub(crate) fn listing(scope: Scope, query: &EventListQuery) -> Listing<'_> {
    let mut filter = Condition::all();
    if scope != Scope::Everything {
        filter = filter.add(Expr::val(1).eq(0));
    }
    if let Some(kind) = query.subject_kind {
        filter = filter.add(Expr::col("subject_kind").eq(kind.as_str()));
    }
    if let Some(id) = query.subject_id {
        filter = filter.add(Expr::col("subject_id").eq(id));
    }
    if let Some(actor) = query.actor {
        filter = filter.add(Expr::col("actor_id").eq(actor.as_uuid()));
    }
    if !query.kind.is_empty() {
        filter = filter.add(Expr::col("kind").is_in(query.kind.iter().map(|kind| kind.as_str())));
    }
    if let Some(day) = query.from {
        filter = filter.add(Expr::col("at").gte(start_of(day)));
    }
    if let Some(day) = query.until {
        filter = filter.add(Expr::col("at").lt(end_of(day)));
    }
    let q = query.q.trim();
    if !q.is_empty() {
        filter = filter.add(begins_with(Expr::col("subject_label"), q));
    }
    Listing::new("events", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: EventSort) -> SortColumn {
    match key {
        EventSort::At => SortColumn::new("at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    for column in
        ["id", "kind", "subject_kind", "subject_id", "subject_label", "note", "data", "at"]
    {
        statement.column(("events", column));
    }
    statement.expr_as(Expr::col(("actors", "name")), "actor_name").join_as(
        JoinType::LeftJoin,
        "users",
        "actors",
        Expr::col(("actors", "id")).equals(("events", "actor_id")),
    );
}

fn view(row: &QueryResult) -> StoreResult<EventView> {
    let subject_kind: SubjectKind =
        word("events.subject_kind", &row.try_get::<String>("", "subject_kind")?)?;
    let changes = if subject_kind.tells_changes() {
        let data: Value = from_json("events.data", &row.try_get::<String>("", "data")?)?;
        changes(&data["before"], &data["after"])
    } else {
        Vec::new()
    };
    Ok(EventView {
        id: row.try_get::<Uuid>("", "id")?.into(),
        kind: word("events.kind", &row.try_get::<String>("", "kind")?)?,
        subject_kind,
        subject_id: row.try_get("", "subject_id")?,
        subject_label: row.try_get("", "subject_label")?,
        actor_name: row.try_get("", "actor_name")?,
        note: row.try_get("", "note")?,
        changes,
        at: row.try_get("", "at")?,
        address: None,
        api_key: None,
    })
}
