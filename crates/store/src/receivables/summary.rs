//! What is open, added up by age: in all, and by whom. Currencies are never added up.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    id::{CustomerId, PartnerId},
    money::{Amount, Currency},
    orders::OrderStatus,
    receivables::{
        AgeBucket, MOST_PARTIES,
        wire::{AgeSum, AgeingRow, SummaryBy},
    },
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Expr, Order, Query, SelectStatement},
};

use crate::{StoreResult, convert::word};

/// What each age is called in a statement.
const AGES: [&str; 7] = ["age0", "age1", "age2", "age3", "age4", "age5", "age6"];

/// Rows that are open, added up by currency and age.
fn sums(today: NaiveDate) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .column(("receivables", "currency"))
        // A sum is a DECIMAL on MySQL until it is cast.
        .expr_as(Expr::cust("CAST(SUM(receivables.open_minor) AS SIGNED)"), "open")
        .from("receivables")
        .and_where(Expr::col(("receivables", "is_open")).eq(true))
        .group_by_col(("receivables", "currency"));
    for (bucket, name) in AgeBucket::ALL.iter().zip(AGES) {
        statement.expr_as(Expr::cust(sum_of(*bucket, today)), name);
    }
    statement
}

/// Days are ours and hold digits and hyphens only.
fn sum_of(bucket: AgeBucket, today: NaiveDate) -> String {
    let column = "receivables.due_on";
    let (first, last) = bucket.due_between(today);
    let bounds = [
        first.map(|day| format!("{column} >= '{day}'")),
        last.map(|day| format!("{column} <= '{day}'")),
    ];
    let mut is = bounds.into_iter().flatten().collect::<Vec<_>>().join(" AND ");
    if bucket == AgeBucket::NotDue {
        is = format!("{column} IS NULL OR {is}");
    }
    let sum = format!("SUM(CASE WHEN {is} THEN receivables.open_minor ELSE 0 END)");
    format!("CAST({sum} AS SIGNED)")
}

fn read(row: &QueryResult, named: bool) -> StoreResult<AgeingRow> {
    let mut ages = Vec::with_capacity(AGES.len());
    for (bucket, name) in AgeBucket::ALL.iter().zip(AGES) {
        ages.push(AgeSum { bucket: *bucket, open: Amount::from_minor(row.try_get("", name)?) });
    }
    let overdue = ages.iter().filter(|age| age.bucket != AgeBucket::NotDue).map(|age| age.open);
    Ok(AgeingRow {
        id: if named { row.try_get("", "party_id")? } else { None },
        name: if named { row.try_get("", "party_name")? } else { None },
        currency: word("receivables.currency", &row.try_get::<String>("", "currency")?)?,
        open: Amount::from_minor(row.try_get("", "open")?),
        overdue: overdue.sum(),
        ages,
    })
}

/// Everything that is open, by currency.
///
/// # Errors
/// The database is not available.
pub async fn totals(db: &impl ConnectionTrait, today: NaiveDate) -> StoreResult<Vec<AgeingRow>> {
    let rows = db.query_all(&sums(today)).await?;
    let mut found = rows.iter().map(|row| read(row, false)).collect::<StoreResult<Vec<_>>>()?;
    found.sort_by_key(|row| row.currency);
    Ok(found)
}

/// The same by partner, end user or who sees to the end user; who owes most first, a bounded number.
///
/// # Errors
/// The database is not available.
pub async fn by(
    db: &impl ConnectionTrait,
    by: SummaryBy,
    today: NaiveDate,
) -> StoreResult<Vec<AgeingRow>> {
    let mut statement = sums(today);
    let customers = |statement: &mut SelectStatement| {
        statement.left_join(
            "customers",
            Expr::col(("customers", "id")).equals(("receivables", "customer_id")),
        );
    };
    let table = match by {
        SummaryBy::Partner => {
            statement.left_join(
                "partners",
                Expr::col(("partners", "id")).equals(("receivables", "partner_id")),
            );
            "partners"
        }
        SummaryBy::Customer => {
            customers(&mut statement);
            "customers"
        }
        SummaryBy::Rep => {
            customers(&mut statement);
            statement
                .left_join("users", Expr::col(("users", "id")).equals(("customers", "owner_id")));
            "users"
        }
    };
    statement
        .expr_as(Expr::col((table, "id")), "party_id")
        .expr_as(Expr::col((table, "name")), "party_name")
        .group_by_col((table, "id"))
        .group_by_col((table, "name"))
        .order_by_expr(Expr::cust("SUM(receivables.open_minor)"), Order::Desc)
        .limit(MOST_PARTIES as u64);
    let rows = db.query_all(&statement).await?;
    rows.iter().map(|row| read(row, true)).collect()
}

/// What one partner or one end user owes, by currency.
///
/// # Errors
/// The database is not available.
pub async fn ageing_of(
    db: &impl ConnectionTrait,
    partner: Option<PartnerId>,
    customer: Option<CustomerId>,
    today: NaiveDate,
) -> StoreResult<Vec<AgeingRow>> {
    let mut statement = sums(today);
    if let Some(partner) = partner {
        statement.and_where(Expr::col(("receivables", "partner_id")).eq(partner.as_uuid()));
    }
    if let Some(customer) = customer {
        statement.and_where(Expr::col(("receivables", "customer_id")).eq(customer.as_uuid()));
    }
    let rows = db.query_all(&statement).await?;
    let mut found = rows.iter().map(|row| read(row, false)).collect::<StoreResult<Vec<_>>>()?;
    found.sort_by_key(|row| row.currency);
    Ok(found)
}

/// What was booked since a day, by currency: the totals of orders that were approved.
///
/// # Errors
/// The database is not available.
pub async fn booked_since(
    db: &impl ConnectionTrait,
    day: NaiveDate,
) -> StoreResult<BTreeMap<Currency, Amount>> {
    let statuses = [OrderStatus::Approved, OrderStatus::Fulfilled].map(OrderStatus::as_str);
    let since = domain::dates::start_of(day);
    let mut statement = Query::select();
    statement
        .column("currency")
        .expr_as(Expr::cust("CAST(SUM(gross_minor) AS SIGNED)"), "booked")
        .from("orders")
        .and_where(Expr::col("status").is_in(statuses))
        .and_where(Expr::col("decided_at").gte(since))
        .group_by_col("currency");
    let mut found = BTreeMap::new();
    for row in db.query_all(&statement).await? {
        let currency: Currency = word("orders.currency", &row.try_get::<String>("", "currency")?)?;
        found.insert(currency, Amount::from_minor(row.try_get("", "booked")?));
    }
    Ok(found)
}
