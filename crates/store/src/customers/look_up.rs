//! Finding an end user while typing.

use domain::{
    access::Scope,
    customers::wire::EndUserSuggestion,
    id::{CustomerId, PartnerId},
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, JoinType, Order, Query},
};
use uuid::Uuid;

use super::visible;
use crate::{StoreResult, search};

/// Most suggestions.
const MOST: u64 = 20;

/// Customers by part of their name or its initials; the newest where nothing is typed.
pub async fn look_up(
    db: &impl ConnectionTrait,
    scope: Scope,
    q: &str,
) -> StoreResult<Vec<EndUserSuggestion>> {
    let mut filter = visible(scope).add(Expr::col(("customers", "archived")).eq(false));
    let has_q = !q.trim().is_empty();
    if has_q {
        let found = search::ids_by_term("customer_terms", "customer_id", q);
        filter = filter.add(Expr::col(("customers", "id")).in_subquery(found));
    }
    let mut some = Query::select();
    some.columns([("customers", "id"), ("customers", "name")]).from("customers").cond_where(filter);
    if has_q {
        some.order_by(("customers", "name_normalized"), Order::Asc);
    } else {
        some.order_by(("customers", "created_at"), Order::Desc);
    }
    some.limit(MOST);
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(("found", "id")), "customer_id")
        .column(("found", "name"))
        .expr_as(Expr::col(("contacts", "name")), "contact_name")
        .expr_as(Expr::col(("contacts", "email")), "contact_email")
        .expr_as(Expr::col(("contacts", "phone")), "contact_phone")
        .from_subquery(some, "found")
        .join(
            JoinType::LeftJoin,
            "contacts",
            Condition::all()
                .add(Expr::col(("contacts", "customer_id")).equals(("found", "id")))
                .add(Expr::col(("contacts", "is_primary")).eq(true)),
        );
    let mut found = read_all(db, &statement).await?;
    found.dedup_by_key(|suggestion| suggestion.customer_id);
    if has_q {
        found.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(found)
}

/// The end users that a partner sold licenses to, the latest first, each with the contact that this
/// partner named last: what others know of the customer is not the partner's to see.
pub async fn own_end_users(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    q: &str,
) -> StoreResult<Vec<EndUserSuggestion>> {
    let mut sold = Query::select();
    sold.column("customer_id")
        .expr_as(Expr::col("order_line_id").max(), "line_id")
        .expr_as(Expr::col("created_at").max(), "sold_at")
        .from("licenses")
        .and_where(Expr::col("partner_id").eq(partner.as_uuid()));
    if !q.trim().is_empty() {
        let found = search::ids_by_term("customer_terms", "customer_id", q);
        sold.and_where(Expr::col("customer_id").in_subquery(found));
    }
    sold.group_by_col("customer_id").order_by("sold_at", Order::Desc).limit(MOST);
    let mut statement = Query::select();
    statement
        .column(("sold", "customer_id"))
        .column(("customers", "name"))
        .columns([
            ("order_lines", "contact_name"),
            ("order_lines", "contact_email"),
            ("order_lines", "contact_phone"),
        ])
        .from_subquery(sold, "sold")
        .inner_join("customers", Expr::col(("customers", "id")).equals(("sold", "customer_id")))
        .inner_join("order_lines", Expr::col(("order_lines", "id")).equals(("sold", "line_id")))
        .order_by(("sold", "sold_at"), Order::Desc);
    read_all(db, &statement).await
}

async fn read_all(
    db: &impl ConnectionTrait,
    statement: &sea_orm::sea_query::SelectStatement,
) -> StoreResult<Vec<EndUserSuggestion>> {
    db.query_all(statement).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> StoreResult<EndUserSuggestion> {
    Ok(EndUserSuggestion {
        customer_id: CustomerId::from(row.try_get::<Uuid>("", "customer_id")?),
        name: row.try_get("", "name")?,
        contact_name: row.try_get("", "contact_name")?,
        contact_email: row.try_get("", "contact_email")?,
        contact_phone: row.try_get("", "contact_phone")?,
    })
}
