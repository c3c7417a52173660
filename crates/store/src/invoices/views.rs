//! Invoices as people read them: the list and its sums, and what their orders were sold for.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use domain::{
    access::Scope,
    id::{CustomerId, InvoiceId, OrderId, PartnerId, ProductId, SellerEntityId},
    invoices::{
        Split,
        wire::{
            InvoiceLink, InvoiceListQuery, InvoiceRow, InvoiceSort, InvoiceSum, OpenOrder,
            PartyQuery,
        },
    },
    list::{ListQuery, Page},
    money::{Amount, Currency},
    orders::OrderStatus,
    returns::ReturnStatus,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, Order,
    QueryFilter, QueryOrder, QueryResult, QuerySelect,
    sea_query::{Asterisk, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{Invoice, invoice::Model, rows::normalized, visible};
use crate::{
    StoreError, StoreResult,
    convert::{count, word},
    list::{Kind, Listing, SortColumn},
    orders::line,
    products::price,
    returns::order_return,
    search::begins_with,
};

/// Orders of a party that are offered for invoicing at most: the latest.
const MOST_ORDERS: u64 = 100;

/// The invoices that a scope opens and a query asks for, as they are by `now`.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &InvoiceListQuery,
    now: DateTime<Utc>,
) -> StoreResult<Page<InvoiceRow>> {
    listing(scope, query).page(db, columns, |row| Ok(read(row, now)?.0)).await
}

pub(crate) fn listing(scope: Scope, query: &InvoiceListQuery) -> Listing<'_> {
    Listing::new("invoices", filter(scope, query), query.sort, column_for, query.paging())
}

const fn column_for(key: InvoiceSort) -> SortColumn {
    match key {
        InvoiceSort::CreatedAt => SortColumn::new("created_at", Kind::At),
        InvoiceSort::IssuedOn => SortColumn::nullable("issued_on", Kind::On),
        InvoiceSort::Gross => SortColumn::new("gross_minor", Kind::Number),
    }
}

fn filter(scope: Scope, query: &InvoiceListQuery) -> Condition {
    let col = |name: &'static str| Expr::col(("invoices", name));
    let mut filter = visible(scope);
    let q = query.q.trim();
    if !q.is_empty() {
        let by_title = begins_with(col("title_normalized"), &normalized(q));
        filter = filter.add(
            Condition::any()
                .add(begins_with(col("reference"), &q.to_uppercase()))
                .add(begins_with(col("number"), q))
                .add(by_title),
        );
    }
    if !query.status.is_empty() {
        filter = filter.add(col("status").is_in(query.status.iter().map(|it| it.as_str())));
    }
    if !query.kind.is_empty() {
        filter = filter.add(col("kind").is_in(query.kind.iter().map(|it| it.as_str())));
    }
    if !query.medium.is_empty() {
        filter = filter.add(col("medium").is_in(query.medium.iter().map(|it| it.as_str())));
    }
    if let Some(red) = query.red {
        let reverses = col("reverses_id");
        filter = filter.add(if red { reverses.is_not_null() } else { reverses.is_null() });
    }
    if let Some(partner) = query.partner {
        filter = filter.add(col("partner_id").eq(partner.as_uuid()));
    }
    if let Some(customer) = query.customer {
        filter = filter.add(col("customer_id").eq(customer.as_uuid()));
    }
    if let Some(order) = query.order {
        let mut about = Query::select();
        about
            .column("invoice_id")
            .from("invoice_orders")
            .and_where(Expr::col("order_id").eq(order.as_uuid()));
        filter = filter.add(col("id").in_subquery(about));
    }
    if let Some(first) = query.month.and_then(|day| day.with_day(1)) {
        let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        filter = filter.add(col("issued_on").gte(first)).add(col("issued_on").lt(next));
    }
    filter
}

fn columns(statement: &mut SelectStatement) {
    let is = |table: &'static str, column: &'static str| {
        Expr::col((table, "id")).equals(("invoices", column))
    };
    statement
        .column(("invoices", Asterisk))
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .expr_as(Expr::col(("users", "name")), "requester")
        .inner_join("users", is("users", "requested_by"))
        .left_join("partners", is("partners", "partner_id"))
        .left_join("customers", is("customers", "customer_id"));
}

fn read(row: &QueryResult, now: DateTime<Utc>) -> StoreResult<(InvoiceRow, Invoice)> {
    let one = Invoice::try_from(Model::from_query_result(row, "")?)?;
    let partner: Option<String> = row.try_get("", "partner_name")?;
    let customer: Option<String> = row.try_get("", "customer_name")?;
    let shown = InvoiceRow {
        id: one.id,
        reference: one.reference.clone(),
        code: one.code.clone(),
        number: one.number.clone(),
        status: one.status,
        medium: one.content.medium,
        kind: one.content.kind,
        confirmation: one.facts(Amount::ZERO).confirmation_at(now),
        partner_id: one.partner_id,
        customer_id: one.customer_id,
        party_name: partner.or(customer).unwrap_or_default(),
        title: one.content.title.name.clone(),
        tax_number: one.content.title.tax_number.clone(),
        net: one.net,
        tax: one.tax,
        gross: one.gross,
        currency: one.currency,
        issued_on: one.issued_on,
        delivered_on: one.delivered_on,
        requested_by_name: row.try_get("", "requester")?,
        created_at: one.created_at,
    };
    Ok((shown, one))
}

/// One invoice as the list shows it, as it is by `now`; for callers who may see it.
///
/// # Errors
/// The database is not available.
pub async fn row_of(
    db: &impl ConnectionTrait,
    id: InvoiceId,
    now: DateTime<Utc>,
) -> StoreResult<InvoiceRow> {
    let mut statement = Query::select();
    statement.from("invoices").and_where(Expr::col(("invoices", "id")).eq(id.as_uuid()));
    columns(&mut statement);
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    Ok(read(&row, now)?.0)
}

/// What a query's invoices come to, by currency, red letters taken off; one statement.
///
/// # Errors
/// The database is not available.
pub async fn sums(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &InvoiceListQuery,
) -> StoreResult<Vec<InvoiceSum>> {
    // A sum is a DECIMAL on MySQL until it is cast.
    let total = |column: &str| Expr::cust(format!("CAST(COALESCE(SUM({column}), 0) AS SIGNED)"));
    let mut statement = Query::select();
    statement
        .column("currency")
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .expr_as(total("net_minor"), "net")
        .expr_as(total("tax_minor"), "tax")
        .expr_as(total("gross_minor"), "gross")
        .from("invoices")
        .cond_where(filter(scope, query))
        .group_by_col("currency")
        .order_by("currency", Order::Asc);
    let amount = |row: &QueryResult, name: &str| -> StoreResult<Amount> {
        Ok(Amount::from_minor(row.try_get("", name)?))
    };
    db.query_all(&statement)
        .await?
        .iter()
        .map(|row| {
            Ok(InvoiceSum {
                currency: word("invoices.currency", &row.try_get::<String>("", "currency")?)?,
                invoices: count("count", row.try_get::<i64>("", "n")?)?,
                net: amount(row, "net")?,
                tax: amount(row, "tax")?,
                gross: amount(row, "gross")?,
            })
        })
        .collect()
}

/// An invoice as others lead to it, as it is by `now`.
pub fn linked(one: &Invoice, now: DateTime<Utc>) -> InvoiceLink {
    InvoiceLink {
        id: one.id,
        reference: one.reference.clone(),
        number: one.number.clone(),
        status: one.status,
        confirmation: one.facts(Amount::ZERO).confirmation_at(now),
        gross: one.gross,
        issued_on: one.issued_on,
        created_at: one.created_at,
    }
}

/// An order's invoices, each with what it has of this order alone, the latest first.
pub fn links_of_order(
    invoices: &[Invoice],
    order: OrderId,
    now: DateTime<Utc>,
) -> Vec<InvoiceLink> {
    let part = |one: &Invoice| -> Amount {
        one.lines.iter().filter(|line| line.order_id == order).map(|line| line.gross).sum()
    };
    let about = invoices.iter().filter(|one| one.lines.iter().any(|line| line.order_id == order));
    about.rev().map(|one| InvoiceLink { gross: part(one), ..linked(one, now) }).collect()
}

/// What a line of an order was sold for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldLine {
    pub order_id: OrderId,
    /// From 1.
    pub line: u32,
    pub sold: Split,
}

/// The lines of orders with their locked prices, in their order; for callers who may see the orders.
///
/// # Errors
/// The database is not available.
pub async fn sold_lines(
    db: &impl ConnectionTrait,
    orders: &[OrderId],
) -> StoreResult<Vec<SoldLine>> {
    use line::{Column, Entity};
    let found: Vec<(Uuid, i32, Option<i64>, Option<i64>)> = Entity::find()
        .select_only()
        .columns([Column::OrderId, Column::LineNo, Column::GrossMinor, Column::TaxMinor])
        .filter(Column::OrderId.is_in(orders.iter().map(|id| id.as_uuid())))
        .order_by_asc(Column::OrderId)
        .order_by_asc(Column::LineNo)
        .into_tuple()
        .all(db)
        .await?;
    found
        .into_iter()
        .map(|(order, line, gross, tax)| {
            Ok(SoldLine {
                order_id: order.into(),
                line: count("order_lines.line_no", line)?,
                sold: Split {
                    gross: Amount::from_minor(gross.unwrap_or_default()),
                    tax: Amount::from_minor(tax.unwrap_or_default()),
                },
            })
        })
        .collect()
}

/// What approved returns paid back of the lines of orders, by order and line.
///
/// # Errors
/// The database is not available.
pub async fn refunds_of(
    db: &impl ConnectionTrait,
    orders: &[OrderId],
) -> StoreResult<HashMap<(OrderId, u32), Amount>> {
    use order_return::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::OrderId.is_in(orders.iter().map(|id| id.as_uuid())))
        .filter(Column::Status.eq(ReturnStatus::Approved.as_str()))
        .all(db)
        .await?;
    let mut refunds: HashMap<(OrderId, u32), Amount> = HashMap::new();
    for row in rows {
        let one = crate::returns::Return::try_from(row)?;
        for line in one.lines {
            let sum = refunds.entry((one.order_id, line.line)).or_default();
            *sum = [*sum, line.refund].into_iter().sum();
        }
    }
    Ok(refunds)
}

/// The tax classification 税收分类编码 of products as the latest of a seller's prices say it; those
/// that say none are left out.
///
/// # Errors
/// The database is not available.
pub async fn classifications(
    db: &impl ConnectionTrait,
    seller: SellerEntityId,
    currency: Currency,
    products: &[ProductId],
) -> StoreResult<HashMap<ProductId, String>> {
    use price::{Column, Entity};
    let found: Vec<(Uuid, Option<String>)> = Entity::find()
        .select_only()
        .columns([Column::ProductId, Column::TaxClassification])
        .filter(Column::SellerEntityId.eq(seller.as_uuid()))
        .filter(Column::Currency.eq(currency.as_str()))
        .filter(Column::ProductId.is_in(products.iter().map(|id| id.as_uuid())))
        .filter(Column::TaxClassification.is_not_null())
        .order_by_asc(Column::ValidFrom)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(id, code)| Some((id.into(), code?))).collect())
}

/// What the contract party is called.
///
/// # Errors
/// There is none; the database is not available.
pub async fn party_name(
    db: &impl ConnectionTrait,
    partner: Option<PartnerId>,
    customer: Option<CustomerId>,
) -> StoreResult<String> {
    match (partner, customer) {
        (Some(partner), _) => crate::partners::name(db, partner).await,
        (None, Some(customer)) => crate::customers::name_of(db, Scope::Everything, customer).await,
        (None, None) => Err(StoreError::NotFound),
    }
}

/// The latest orders of a party that were approved and stand, at most 100, as if nothing of them were
/// invoiced; a customer's are those that it bought without a partner.
///
/// # Errors
/// The database is not available.
pub async fn standing_orders(
    db: &impl ConnectionTrait,
    scope: Scope,
    party: PartyQuery,
) -> StoreResult<Vec<OpenOrder>> {
    let col = |name: &'static str| Expr::col(("orders", name));
    let stands = [OrderStatus::Approved, OrderStatus::Fulfilled].map(OrderStatus::as_str);
    let mut statement = Query::select();
    statement
        .columns(["id", "number", "submitted_at", "currency", "gross_minor"])
        .from("orders")
        .cond_where(crate::orders::visible(scope))
        .and_where(col("status").is_in(stands))
        .and_where(col("gross_minor").gt(0))
        .order_by("created_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(MOST_ORDERS);
    if let Some(partner) = party.partner {
        statement.and_where(col("partner_id").eq(partner.as_uuid()));
    }
    if let Some(customer) = party.customer {
        let mut bought = Query::select();
        bought
            .column("order_id")
            .from("order_lines")
            .and_where(Expr::col("customer_id").eq(customer.as_uuid()));
        statement.and_where(col("partner_id").is_null()).and_where(col("id").in_subquery(bought));
    }
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let gross = Amount::from_minor(row.try_get("", "gross_minor")?);
            Ok(OpenOrder {
                order_id: row.try_get::<Uuid>("", "id")?.into(),
                number: row.try_get("", "number")?,
                submitted_at: row.try_get("", "submitted_at")?,
                currency: word("orders.currency", &row.try_get::<String>("", "currency")?)?,
                gross,
                open: gross,
            })
        })
        .collect()
}
