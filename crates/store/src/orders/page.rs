//! Orders in a list.

use domain::{
    access::Scope,
    dates::{end_of, start_of},
    id::UserId,
    list::{ListQuery, Page},
    money::Amount,
    orders::wire::{OrderListQuery, OrderRow, OrderSort, PlacedBy},
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, JoinType, Query, SelectStatement},
};
use uuid::Uuid;

use super::visible;
use crate::{
    StoreResult,
    convert::{count, word},
    list::{Kind, Listing, SortColumn},
    search,
};

/// What an order's number begins with.
const NUMBER_PREFIX: &str = "ORD";

/// Orders by the beginning of their number or part of an end user's name, by status, partner, and
/// whether `me`, who asks, placed them.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    me: UserId,
    query: &OrderListQuery,
) -> StoreResult<Page<OrderRow>> {
    listing(scope, me, query).page(db, columns, read).await
}

pub(super) fn listing(scope: Scope, me: UserId, query: &OrderListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    let q = query.q.trim();
    if !q.is_empty() {
        filter = filter.add(matches(q));
    }
    match query.status.as_slice() {
        [] => {}
        [status] => filter = filter.add(Expr::col(("orders", "status")).eq(status.as_str())),
        several => {
            filter = filter
                .add(Expr::col(("orders", "status")).is_in(several.iter().map(|s| s.as_str())));
        }
    }
    if let Some(partner) = query.partner {
        filter = filter.add(Expr::col(("orders", "partner_id")).eq(partner.as_uuid()));
    }
    match query.placed_by {
        Some(PlacedBy::Me) => {
            filter = filter.add(Expr::col(("orders", "placed_by")).eq(me.as_uuid()));
        }
        None => {}
    }
    if let Some(from) = query.from {
        filter = filter.add(Expr::col(("orders", "created_at")).gte(start_of(from)));
    }
    if let Some(until) = query.until {
        filter = filter.add(Expr::col(("orders", "created_at")).lt(end_of(until)));
    }
    filter = filter.add(about(query));
    Listing::new("orders", filter, query.sort, column_for, query.paging()).at_once()
}

/// Where they came from, and what their lines and returns say.
fn about(query: &OrderListQuery) -> Condition {
    let mut filter = Condition::all();
    if !query.source.is_empty() {
        let sources = query.source.iter().map(|source| source.as_str());
        filter = filter.add(Expr::col(("orders", "source")).is_in(sources));
    }
    if let Some(customer) = query.customer {
        let mut lines = Query::select();
        lines
            .column("order_id")
            .from("order_lines")
            .and_where(Expr::col("customer_id").eq(customer.as_uuid()));
        filter = filter.add(Expr::col(("orders", "id")).in_subquery(lines));
    }
    if !query.returns.is_empty() {
        let states = query.returns.iter().map(|status| status.as_str());
        let mut returned = Query::select();
        returned
            .column("order_id")
            .from("order_returns")
            .and_where(Expr::col("status").is_in(states));
        filter = filter.add(Expr::col(("orders", "id")).in_subquery(returned));
    }
    filter
}

/// What is typed is a number or a name, never both: each is one range of an index.
fn matches(q: &str) -> Condition {
    let number = q.to_uppercase();
    let found = if number.starts_with(NUMBER_PREFIX) {
        search::begins_with(Expr::col(("orders", "number")), &number)
    } else {
        Expr::col(("orders", "id")).in_subquery(search::ids_by_term("order_terms", "order_id", q))
    };
    Condition::all().add(found)
}

const fn column_for(key: OrderSort) -> SortColumn {
    match key {
        OrderSort::CreatedAt => SortColumn::new("created_at", Kind::At),
        OrderSort::SubmittedAt => SortColumn::nullable("submitted_at", Kind::At),
        OrderSort::Number => SortColumn::unique("number", Kind::Text),
        OrderSort::Gross => SortColumn::new("gross_minor", Kind::Number),
    }
}

pub(super) fn columns(statement: &mut SelectStatement) {
    for column in [
        "id",
        "number",
        "status",
        "source",
        "first_end_user",
        "line_count",
        "set_count",
        "gross_minor",
        "currency",
        "reason",
        "created_at",
        "submitted_at",
        "version",
    ] {
        statement.column(("orders", column));
    }
    statement
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::col(("placers", "name")), "placed_by_name")
        .left_join("partners", Expr::col(("partners", "id")).equals(("orders", "partner_id")))
        .join_as(
            JoinType::LeftJoin,
            "users",
            "placers",
            Expr::col(("placers", "id")).equals(("orders", "placed_by")),
        );
}

fn read(row: &QueryResult) -> StoreResult<OrderRow> {
    let placed_by_name: Option<String> = row.try_get("", "placed_by_name")?;
    Ok(OrderRow {
        id: row.try_get::<Uuid>("", "id")?.into(),
        number: row.try_get("", "number")?,
        status: word("orders.status", &row.try_get::<String>("", "status")?)?,
        source: word("orders.source", &row.try_get::<String>("", "source")?)?,
        partner_name: row.try_get("", "partner_name")?,
        end_user: row.try_get("", "first_end_user")?,
        lines: count("orders.line_count", row.try_get::<i32>("", "line_count")?)?,
        sets: count("orders.set_count", row.try_get::<i32>("", "set_count")?)?,
        gross: Amount::from_minor(row.try_get("", "gross_minor")?),
        currency: word("orders.currency", &row.try_get::<String>("", "currency")?)?,
        placed_by_name: placed_by_name.unwrap_or_default(),
        reason: row.try_get("", "reason")?,
        created_at: row.try_get("", "created_at")?,
        submitted_at: row.try_get("", "submitted_at")?,
        version: row.try_get("", "version")?,
    })
}
