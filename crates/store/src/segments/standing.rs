//! Licenses, as far as lines on them are concerned.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    id::LicenseId,
    licenses::{self, LicenseStanding, LicenseStatus, wire::LicenseListQuery},
    orders::{LineKind, wire::StandingQuery},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, Query},
};
use uuid::Uuid;

use super::{Column, Segment, read_all};
use crate::{
    StoreResult,
    convert::{count, id_opt, word},
    licenses::{License, page, visible},
};

/// Most licenses that a search answers.
const MOST: u32 = 20;

/// These licenses, those within reach, in the order of the ids; two statements.
pub async fn standings(
    db: &impl ConnectionTrait,
    scope: Scope,
    ids: &[LicenseId],
    today: NaiveDate,
) -> StoreResult<Vec<LicenseStanding>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = Query::select();
    statement
        .columns([
            ("licenses", "id"),
            ("licenses", "number"),
            ("licenses", "product_id"),
            ("licenses", "partner_id"),
            ("licenses", "customer_id"),
            ("licenses", "workspaces"),
            ("licenses", "users"),
            ("licenses", "grace_days"),
            ("licenses", "sent_at"),
            ("licenses", "activation_deadline"),
            ("licenses", "activated_at"),
            ("licenses", "starts_on"),
            ("licenses", "expires_on"),
            ("licenses", "suspended_at"),
            ("licenses", "terminated_at"),
        ])
        .expr_as(Expr::col(("products", "name_zh")), "product_name_zh")
        .expr_as(Expr::col(("products", "name_en")), "product_name_en")
        .expr_as(Expr::col(("products", "lapsed_renewal")), "lapsed_renewal")
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .columns([
            ("order_lines", "contact_name"),
            ("order_lines", "contact_email"),
            ("order_lines", "contact_phone"),
        ])
        .from("licenses")
        .inner_join("products", Expr::col(("products", "id")).equals(("licenses", "product_id")))
        .inner_join("customers", Expr::col(("customers", "id")).equals(("licenses", "customer_id")))
        .inner_join(
            "order_lines",
            Expr::col(("order_lines", "id")).equals(("licenses", "order_line_id")),
        )
        .cond_where(
            visible(scope)
                .add(Expr::col(("licenses", "id")).is_in(ids.iter().map(|id| id.as_uuid()))),
        );
    let rows = db.query_all(&statement).await?;
    let mut segments: HashMap<LicenseId, Vec<Segment>> = HashMap::new();
    let named = Condition::all().add(Column::LicenseId.is_in(ids.iter().map(|id| id.as_uuid())));
    for segment in read_all(db, named).await? {
        segments.entry(segment.license_id).or_default().push(segment);
    }
    let mut found = rows
        .iter()
        .map(|row| {
            let id: LicenseId = row.try_get::<Uuid>("", "id")?.into();
            read(row, segments.remove(&id).unwrap_or_default(), today)
        })
        .collect::<StoreResult<Vec<_>>>()?;
    let place = |id: LicenseId| ids.iter().position(|named| *named == id);
    found.sort_by_key(|standing| place(standing.license_id));
    Ok(found)
}

/// The licenses that a query asks for, the next to expire first; terminated ones where they are
/// named.
pub async fn standings_found(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &StandingQuery,
    today: NaiveDate,
) -> StoreResult<Vec<LicenseStanding>> {
    if !query.license.is_empty() {
        return standings(db, scope, &query.license, today).await;
    }
    let open = LicenseStatus::ALL.iter().filter(|status| **status != LicenseStatus::Terminated);
    let list = LicenseListQuery {
        status: open.copied().collect(),
        q: query.q.clone(),
        partner: query.partner,
        sort: domain::list::Sort::ascending(licenses::wire::LicenseSort::ExpiresOn),
        per_page: MOST,
        ..LicenseListQuery::default()
    };
    let found = page(db, scope, &list, today).await?;
    let ids: Vec<LicenseId> = found.items.iter().map(|row| row.id).collect();
    standings(db, scope, &ids, today).await
}

fn read(
    row: &QueryResult,
    segments: Vec<Segment>,
    today: NaiveDate,
) -> StoreResult<LicenseStanding> {
    let facts = License {
        sent_at: row.try_get("", "sent_at")?,
        activated_at: row.try_get("", "activated_at")?,
        suspended_at: row.try_get("", "suspended_at")?,
        terminated_at: row.try_get("", "terminated_at")?,
        starts_on: row.try_get("", "starts_on")?,
        expires_on: row.try_get("", "expires_on")?,
        grace_days: count("licenses.grace_days", row.try_get::<i32>("", "grace_days")?)?,
        activation_deadline: row.try_get("", "activation_deadline")?,
        ..License::default()
    };
    let is_over = facts.activation_deadline.is_some_and(|deadline| deadline < today);
    Ok(LicenseStanding {
        license_id: row.try_get::<Uuid>("", "id")?.into(),
        number: row.try_get("", "number")?,
        status: facts.facts().status(today),
        product_id: row.try_get::<Uuid>("", "product_id")?.into(),
        product_name_zh: row.try_get("", "product_name_zh")?,
        product_name_en: row.try_get("", "product_name_en")?,
        partner_id: id_opt(row.try_get("", "partner_id")?),
        customer_id: row.try_get::<Uuid>("", "customer_id")?.into(),
        customer_name: row.try_get("", "customer_name")?,
        contact_name: row.try_get("", "contact_name")?,
        contact_email: row.try_get("", "contact_email")?,
        contact_phone: row.try_get("", "contact_phone")?,
        workspaces: count("licenses.workspaces", row.try_get::<i32>("", "workspaces")?)?,
        users: count("licenses.users", row.try_get::<i32>("", "users")?)?,
        starts_on: facts.starts_on,
        expires_on: facts.expires_on,
        is_settled: facts.activated_at.is_some() || is_over,
        latest_segment: segments.iter().map(|segment| segment.ordinal).max().unwrap_or_default(),
        lapsed_renewal: word(
            "products.lapsed_renewal",
            &row.try_get::<String>("", "lapsed_renewal")?,
        )?,
        segments: paid_for(&facts, segments),
    })
}

/// The segments with their days. A first term begins with the license's and ends where the first
/// renewal found it.
fn paid_for(license: &License, segments: Vec<Segment>) -> Vec<licenses::Segment> {
    let renewed = |segment: &&Segment| segment.kind == LineKind::Renewal;
    let first_end = segments.iter().filter(renewed).filter_map(|s| s.old_expires_on).min();
    let mut paid: Vec<_> = segments
        .into_iter()
        .filter_map(|segment| {
            Some(licenses::Segment {
                from: segment.from_on.or(license.starts_on)?,
                until: segment.until_on.or(first_end).or(license.expires_on)?,
                kind: segment.kind,
                product_id: segment.product_id,
                quantity: segment.quantity,
                value: segment.value,
                closed_on: segment.closed_on,
            })
        })
        .collect();
    paid.sort_by_key(|segment| (segment.from, segment.until));
    paid
}
