//! What stands on timelines, table by table.

use domain::{
    customers::{
        TimelineKind,
        wire::{TimelineEntry, Told},
    },
    events::{EventKind, SubjectKind, changes},
    money::Amount,
};
use sea_orm::{
    ExprTrait, QueryResult,
    sea_query::{Expr, JoinType, Query, SelectStatement},
};
use serde_json::Value;
use uuid::Uuid;

use super::{AT, ID, Source, Wanted, is_of};
use crate::{
    StoreError, StoreResult,
    convert::{count, from_json, word},
};

pub(super) const SOURCES: [Source; 3] = [
    Source { name: "event", keys: event_keys, join: join_events, read: read_event },
    Source { name: "purchase", keys: purchase_keys, join: join_purchases, read: read_purchase },
    Source { name: "mail", keys: mail_keys, join: join_mails, read: read_mail },
];

/// The column of a row's own name, apart from those of other sources.
fn add(rows: &mut SelectStatement, table: &'static str, columns: &[(&'static str, &'static str)]) {
    for (column, name) in columns {
        rows.expr_as(Expr::col((table, *column)), *name);
    }
}

/// The events of the customer itself and of who became part of it, of its orders, and of its
/// licenses.
fn event_keys(wanted: &Wanted<'_>) -> Vec<SelectStatement> {
    let kinds = TimelineKind::events_of(wanted.kinds);
    if kinds.is_empty() {
        return Vec::new();
    }
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let links = |rows: &mut SelectStatement, kind: SubjectKind| {
        rows.inner_join("events", Expr::col(("events", "id")).equals(("event_links", "event_id")))
            .and_where(Expr::col(("event_links", "subject_kind")).eq(kind.as_str()))
            .and_where(Expr::col(("events", "kind")).is_in(kinds.iter().copied()));
    };
    let cut = |rows| wanted.cut(rows, ("event_links", "event_id"), ("event_links", "at"));

    let mut own = Query::select();
    own.from("event_links").and_where(Expr::col(("event_links", "subject_id")).eq(wanted.customer));
    links(&mut own, SubjectKind::Customer);

    let through = |table: &'static str, id: &'static str, of: &'static str, kind| {
        let mut rows = Query::select();
        rows.distinct()
            .from(table)
            .inner_join("event_links", Expr::col(("event_links", "subject_id")).equals((table, id)))
            .and_where(Expr::col((table, of)).eq(wanted.customer));
        links(&mut rows, kind);
        rows
    };
    let merged = through("customers", "id", "merged_into", SubjectKind::Customer);
    // An order of several customers tells of itself and of its money, not of the others' licenses.
    let mut orders = through("order_lines", "order_id", "customer_id", SubjectKind::Order);
    let of_orders = [SubjectKind::Order, SubjectKind::Invoice, SubjectKind::Payment];
    let of_orders = of_orders.map(SubjectKind::as_str);
    orders.and_where(Expr::col(("events", "subject_kind")).is_in(of_orders));
    let licenses = through("licenses", "id", "customer_id", SubjectKind::License);
    vec![cut(own), cut(merged), cut(orders), cut(licenses)]
}

fn join_events(rows: &mut SelectStatement) {
    rows.join(JoinType::LeftJoin, "events", is_of("event", "events")).join_as(
        JoinType::LeftJoin,
        "users",
        "actors",
        Expr::col(("actors", "id")).equals(("events", "actor_id")),
    );
    add(
        rows,
        "events",
        &[
            ("kind", "event_kind"),
            ("subject_kind", "event_subject_kind"),
            ("subject_id", "event_subject_id"),
            ("subject_label", "event_subject_label"),
            ("note", "event_note"),
            ("data", "event_data"),
        ],
    );
    add(rows, "actors", &[("name", "event_actor")]);
}

fn read_event(row: &QueryResult) -> StoreResult<TimelineEntry> {
    let event: EventKind = word("events.kind", &row.try_get::<String>("", "event_kind")?)?;
    let subject_kind: SubjectKind =
        word("events.subject_kind", &row.try_get::<String>("", "event_subject_kind")?)?;
    let changes = if subject_kind.tells_changes() {
        let data: Value = from_json("events.data", &row.try_get::<String>("", "event_data")?)?;
        changes(&data["before"], &data["after"])
    } else {
        Vec::new()
    };
    Ok(TimelineEntry {
        id: row.try_get("", ID)?,
        kind: TimelineKind::of(event)
            .ok_or_else(|| StoreError::Corrupt(format!("timeline: {event}")))?,
        at: row.try_get("", AT)?,
        subject_kind,
        subject_id: row.try_get("", "event_subject_id")?,
        subject_label: row.try_get("", "event_subject_label")?,
        actor_name: row.try_get("", "event_actor")?,
        note: row.try_get("", "event_note")?,
        told: Told::Event { event, changes },
    })
}

fn purchase_keys(wanted: &Wanted<'_>) -> Vec<SelectStatement> {
    if !wanted.shows(TimelineKind::Purchase) {
        return Vec::new();
    }
    let mut rows = Query::select();
    rows.from("purchases").and_where(Expr::col(("purchases", "customer_id")).eq(wanted.customer));
    vec![wanted.cut(rows, ("purchases", "id"), ("purchases", "created_at"))]
}

fn join_purchases(rows: &mut SelectStatement) {
    rows.join(JoinType::LeftJoin, "purchases", is_of("purchase", "purchases")).join_as(
        JoinType::LeftJoin,
        "orders",
        "bought",
        Expr::col(("bought", "id")).equals(("purchases", "order_id")),
    );
    add(
        rows,
        "purchases",
        &[
            ("kind", "purchase_kind"),
            ("order_id", "purchase_order"),
            ("sets", "purchase_sets"),
            ("amount_minor", "purchase_amount"),
            ("currency", "purchase_currency"),
            ("payment_status", "purchase_payment"),
            ("contract_number", "purchase_contract"),
        ],
    );
    add(rows, "bought", &[("number", "purchase_number")]);
}

fn read_purchase(row: &QueryResult) -> StoreResult<TimelineEntry> {
    let text = |column: &str| row.try_get::<String>("", column);
    let id: Uuid = row.try_get("", ID)?;
    let contract: Option<String> = row.try_get("", "purchase_contract")?;
    // What was recorded by hand or imported came of no order: it leads to itself.
    let order: Option<Uuid> = row.try_get("", "purchase_order")?;
    let number: Option<String> = row.try_get("", "purchase_number")?;
    let (subject_kind, subject_id, subject_label) = match (order, number) {
        (Some(order), Some(number)) => (SubjectKind::Order, order, number),
        _ => (SubjectKind::Purchase, id, String::new()),
    };
    Ok(TimelineEntry {
        id,
        kind: TimelineKind::Purchase,
        at: row.try_get("", AT)?,
        subject_kind,
        subject_id,
        subject_label,
        actor_name: None,
        note: contract,
        told: Told::Purchase {
            purchase: word("purchases.kind", &text("purchase_kind")?)?,
            sets: count("purchases.sets", row.try_get::<i32>("", "purchase_sets")?)?,
            amount: Amount::from_minor(row.try_get("", "purchase_amount")?),
            currency: word("purchases.currency", &text("purchase_currency")?)?,
            payment: word("purchases.payment_status", &text("purchase_payment")?)?,
        },
    })
}

/// The mails that bring licenses: those that an event of its orders or its licenses caused.
fn mail_keys(wanted: &Wanted<'_>) -> Vec<SelectStatement> {
    if !wanted.shows(TimelineKind::Mail) {
        return Vec::new();
    }
    let through = |table: &'static str, id: &'static str, kind: SubjectKind| {
        let mut rows = Query::select();
        rows.distinct()
            .from(table)
            .inner_join("event_links", Expr::col(("event_links", "subject_id")).equals((table, id)))
            .inner_join(
                "deliveries",
                Expr::col(("deliveries", "event_id")).equals(("event_links", "event_id")),
            )
            .and_where(Expr::col((table, "customer_id")).eq(wanted.customer))
            .and_where(Expr::col(("event_links", "subject_kind")).eq(kind.as_str()))
            .and_where(Expr::col(("deliveries", "license_ids")).ne("[]"));
        wanted.cut(rows, ("deliveries", "id"), ("deliveries", "created_at"))
    };
    vec![
        through("order_lines", "order_id", SubjectKind::Order),
        through("licenses", "id", SubjectKind::License),
    ]
}

fn join_mails(rows: &mut SelectStatement) {
    rows.join(JoinType::LeftJoin, "deliveries", is_of("mail", "deliveries"));
    add(
        rows,
        "deliveries",
        &[("recipient", "mail_recipient"), ("subject", "mail_subject"), ("status", "mail_status")],
    );
}

fn read_mail(row: &QueryResult) -> StoreResult<TimelineEntry> {
    let id: Uuid = row.try_get("", ID)?;
    let recipient: String = row.try_get("", "mail_recipient")?;
    Ok(TimelineEntry {
        id,
        kind: TimelineKind::Mail,
        at: row.try_get("", AT)?,
        subject_kind: SubjectKind::Delivery,
        subject_id: id,
        subject_label: recipient,
        actor_name: None,
        note: None,
        told: Told::Mail {
            subject: row.try_get("", "mail_subject")?,
            status: word("deliveries.status", &row.try_get::<String>("", "mail_status")?)?,
        },
    })
}
