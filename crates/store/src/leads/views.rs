//! Leads as people read them: the list, one with what belongs to it, and its orders.

use chrono::NaiveDate;
use domain::{
    customers::wire::CustomerLink,
    dates::{end_of, start_of},
    id::{LeadId, LeadStatusId, OrderId},
    leads::{
        Sight, is_rotting, weighted,
        wire::{LeadListQuery, LeadOrder, LeadRow, LeadSort, LeadView, StatusName},
    },
    licenses::wire::OwnedBy,
    list::{ListQuery, Page},
    text,
};
use sea_orm::{
    Condition, ConnectionTrait, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{Lead, lead::Model, order, visible};
use crate::{
    StoreError, StoreResult,
    convert::{count, word},
    list::{Kind, Listing, SortColumn},
    search::ids_by_term,
    write,
};

fn col(name: &'static str) -> Expr {
    Expr::col(("leads", name))
}

/// The leads that somebody sees and a query asks for; `beyond` are the statuses that `reached` in it
/// stands for. Whose `me` is, the caller has said in `owner`.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn page(
    db: &impl ConnectionTrait,
    sight: Sight,
    query: &LeadListQuery,
    beyond: &[LeadStatusId],
    today: NaiveDate,
) -> StoreResult<Page<LeadRow>> {
    listing(sight, query, beyond).page(db, columns, |row| Ok(read(row, today)?.0)).await
}

pub(crate) fn listing<'a>(
    sight: Sight,
    query: &'a LeadListQuery,
    beyond: &[LeadStatusId],
) -> Listing<'a> {
    let filter = filter(sight, query, beyond);
    Listing::new("leads", filter, query.sort, column_for, query.paging()).at_once()
}

/// What a query asks for.
pub(super) fn filter(sight: Sight, query: &LeadListQuery, beyond: &[LeadStatusId]) -> Condition {
    let mut filter = visible(sight);
    let q = text::normalized(&query.q);
    if !q.is_empty() {
        filter = filter.add(col("id").in_subquery(ids_by_term("lead_terms", "lead_id", &q)));
    }
    let words: [(&str, Vec<&str>); 4] = [
        ("region", query.region.iter().map(|it| it.as_str()).collect()),
        ("industry", query.industry.iter().map(|it| it.as_str()).collect()),
        ("currency", query.currency.iter().map(|it| it.as_str()).collect()),
        ("lost_reason", query.lost_reason.iter().map(|it| it.as_str()).collect()),
    ];
    for (name, words) in words {
        if !words.is_empty() {
            filter = filter.add(col(name).is_in(words));
        }
    }
    let ids: [(&str, Vec<Uuid>); 5] = [
        ("status_id", query.status.iter().map(|id| id.as_uuid()).collect()),
        ("source_id", query.source.iter().map(|id| id.as_uuid()).collect()),
        ("owner_id", query.owner.iter().map(|id| id.as_uuid()).collect()),
        ("partner_id", query.partner.iter().map(|id| id.as_uuid()).collect()),
        ("customer_id", query.customer.iter().map(|id| id.as_uuid()).collect()),
    ];
    for (name, ids) in ids {
        match ids.as_slice() {
            [] => {}
            [one] => filter = filter.add(col(name).eq(*one)),
            _ => filter = filter.add(col(name).is_in(ids)),
        }
    }
    if query.owned_by == Some(OwnedBy::Nobody) {
        filter = filter.add(col("owner_id").is_null());
    }
    if !query.kind.is_empty() {
        let mut of_kind = Query::select();
        of_kind
            .column("id")
            .from("lead_statuses")
            .and_where(Expr::col("kind").is_in(query.kind.iter().map(|kind| kind.as_str())));
        filter = filter.add(col("status_id").in_subquery(of_kind));
    }
    if query.reached.is_some() {
        let mut came = Query::select();
        came.column("lead_id")
            .from("lead_moves")
            .and_where(Expr::col("to_status_id").is_in(beyond.iter().map(|id| id.as_uuid())));
        filter = filter.add(col("id").in_subquery(came));
    }
    if let Some(order) = query.order {
        let mut brought = Query::select();
        brought
            .column("lead_id")
            .from("lead_orders")
            .and_where(Expr::col("order_id").eq(order.as_uuid()));
        filter = filter.add(col("id").in_subquery(brought));
    }
    if let Some(from) = query.from {
        filter = filter.add(col("created_at").gte(start_of(from)));
    }
    if let Some(until) = query.until {
        filter = filter.add(col("created_at").lt(end_of(until)));
    }
    if let Some(due) = query.due_until {
        filter = filter.add(col("next_on").lte(due));
    }
    filter
}

const fn column_for(key: LeadSort) -> SortColumn {
    match key {
        LeadSort::CreatedAt => SortColumn::new("created_at", Kind::At),
        LeadSort::Amount => SortColumn::new("amount_minor", Kind::Number),
        LeadSort::ExpectedOn => SortColumn::nullable("expected_on", Kind::On),
        LeadSort::NextOn => SortColumn::nullable("next_on", Kind::On),
    }
}

/// From the left, so that the server begins with the leads.
pub(super) fn columns(statement: &mut SelectStatement) {
    let is = |table: &'static str, column: &'static str| {
        Expr::col((table, "id")).equals(("leads", column))
    };
    let named = |table: &'static str, column: &'static str| Expr::col((table, column));
    statement
        .column(("leads", Asterisk))
        .expr_as(named("lead_statuses", "name_zh"), "status_name_zh")
        .expr_as(named("lead_statuses", "name_en"), "status_name_en")
        .expr_as(named("lead_statuses", "kind"), "status_kind")
        .expr_as(named("lead_statuses", "color"), "status_color")
        .expr_as(named("lead_statuses", "probability"), "status_probability")
        .expr_as(named("lead_statuses", "rotting_days"), "status_rotting_days")
        .expr_as(named("lead_sources", "name_zh"), "source_name_zh")
        .expr_as(named("lead_sources", "name_en"), "source_name_en")
        .expr_as(named("users", "name"), "owner_name")
        .expr_as(named("partners", "name"), "partner_name")
        .left_join("lead_statuses", is("lead_statuses", "status_id"))
        .left_join("lead_sources", is("lead_sources", "source_id"))
        .left_join("users", is("users", "owner_id"))
        .left_join("partners", is("partners", "partner_id"));
}

pub(super) fn read(row: &QueryResult, today: NaiveDate) -> StoreResult<(LeadRow, Lead)> {
    let one = Lead::try_from(Model::from_query_result(row, "")?)?;
    let content = &one.content;
    let status = StatusName {
        id: one.status_id,
        name_zh: row.try_get("", "status_name_zh")?,
        name_en: row.try_get("", "status_name_en")?,
        kind: word("lead_statuses.kind", &row.try_get::<String>("", "status_kind")?)?,
        color: word("lead_statuses.color", &row.try_get::<String>("", "status_color")?)?,
    };
    let usual: i32 = row.try_get("", "status_probability")?;
    let probability = match content.probability {
        Some(own) => own,
        None => count("lead_statuses.probability", usual)?,
    };
    let rotting: Option<i32> = row.try_get("", "status_rotting_days")?;
    let rotting = rotting.and_then(|days| u32::try_from(days).ok());
    let shown = LeadRow {
        id: one.id,
        title: content.title.clone(),
        company: content.company.clone(),
        contact_name: content.contact_name.clone(),
        is_rotting: is_rotting(status.kind, rotting, one.touched_at, today),
        status,
        entered_at: one.entered_at,
        touched_at: one.touched_at,
        owner_id: content.owner_id,
        owner_name: row.try_get("", "owner_name")?,
        partner_id: content.partner_id,
        partner_name: row.try_get("", "partner_name")?,
        source_id: content.source_id,
        source_name_zh: row.try_get("", "source_name_zh")?,
        source_name_en: row.try_get("", "source_name_en")?,
        amount: content.amount,
        currency: content.currency,
        probability,
        weighted: weighted(content.amount, probability),
        expected_on: content.expected_on,
        next_step: content.next_step.clone(),
        next_on: content.next_on,
        lost_reason: one.lost_reason,
        created_at: one.created_at,
        version: one.version,
    };
    Ok((shown, one))
}

/// One lead with what belongs to it, in two statements; [`StoreError::NotFound`] out of sight.
///
/// # Errors
/// The database is not available.
pub async fn view(
    db: &impl ConnectionTrait,
    sight: Sight,
    id: LeadId,
    today: NaiveDate,
) -> StoreResult<LeadView> {
    let mut statement = Query::select();
    statement.from("leads").cond_where(visible(sight)).and_where(col("id").eq(id.as_uuid()));
    columns(&mut statement);
    statement
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .expr_as(Expr::col(("products", "name_zh")), "product_name_zh")
        .expr_as(Expr::col(("products", "name_en")), "product_name_en")
        .left_join("customers", Expr::col(("customers", "id")).equals(("leads", "customer_id")))
        .left_join("products", Expr::col(("products", "id")).equals(("leads", "product_id")));
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let (lead, one) = read(&row, today)?;
    let customer_name: Option<String> = row.try_get("", "customer_name")?;
    let customer = one.content.customer_id.zip(customer_name);
    Ok(LeadView {
        lead,
        customer: customer.map(|(id, name)| CustomerLink { id, name }),
        product_name_zh: row.try_get("", "product_name_zh")?,
        product_name_en: row.try_get("", "product_name_en")?,
        reason: one.reason,
        orders: orders_of(db, id).await?,
        version: one.version,
        content: one.content,
    })
}

/// The orders that came of a lead; for who may see the lead.
///
/// # Errors
/// The database is not available.
pub async fn orders_of(db: &impl ConnectionTrait, lead: LeadId) -> StoreResult<Vec<LeadOrder>> {
    let mut statement = Query::select();
    statement
        .columns([("orders", "id"), ("orders", "number"), ("orders", "status")])
        .from("lead_orders")
        .inner_join("orders", Expr::col(("orders", "id")).equals(("lead_orders", "order_id")))
        .and_where(Expr::col(("lead_orders", "lead_id")).eq(lead.as_uuid()));
    let rows = db.query_all(&statement).await?;
    let mut orders: Vec<LeadOrder> = rows
        .iter()
        .map(|row| {
            Ok(LeadOrder {
                id: row.try_get::<Uuid>("", "id")?.into(),
                number: row.try_get("", "number")?,
                status: word("orders.status", &row.try_get::<String>("", "status")?)?,
            })
        })
        .collect::<StoreResult<_>>()?;
    orders.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(orders)
}

/// Notes that an order came of a lead.
///
/// # Errors
/// The database is not available.
pub async fn link_order(
    tx: &impl ConnectionTrait,
    lead: LeadId,
    order: OrderId,
) -> StoreResult<()> {
    write::insert(tx, order::Model { order_id: order.as_uuid(), lead_id: lead.as_uuid() }).await
}
