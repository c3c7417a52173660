//! Sums over purchases and what goes with them: by day for statistics, by owner or partner for
//! performance. Each statement asks what the list would ask, so that the rows behind a sum are those
//! of the list.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    dates::{end_of, start_of},
    id::UserId,
    leads::StatusKind,
    licenses::wire::PaymentStatus,
    money::{Amount, Currency},
    orders::LineKind,
    purchases::{
        PaymentMethod, Sold,
        wire::{PurchaseListQuery, Sum},
    },
    sales_reps::{Part, Period},
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::views::{STANDING, filter, is_no_gift};
use crate::{
    StoreResult,
    convert::{count, word},
};

/// A sum is a DECIMAL on MySQL until it is cast.
const TOTAL: &str = "CAST(COALESCE(SUM(amount_minor), 0) AS SIGNED)";

/// The purchases that a query asks for, added up by day, kind and currency, gifts apart; one
/// statement.
///
/// # Errors
/// The database is not available.
pub async fn sold(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &PurchaseListQuery,
) -> StoreResult<Vec<Sold>> {
    let mut statement = Query::select();
    statement
        .columns(["purchased_on", "kind", "currency", "method"])
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .expr_as(Expr::cust(TOTAL), "total")
        .from("purchases")
        .cond_where(filter(scope, query))
        .group_by_columns(["purchased_on", "kind", "currency", "method"]);
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let method: Option<String> = row.try_get("", "method")?;
            Ok(Sold {
                on: row.try_get("", "purchased_on")?,
                kind: word("purchases.kind", &row.try_get::<String>("", "kind")?)?,
                currency: currency(row)?,
                is_gift: method.as_deref() == Some(PaymentMethod::Gift.as_str()),
                purchases: number(row)?,
                amount: Amount::from_minor(row.try_get("", "total")?),
            })
        })
        .collect()
}

fn currency(row: &QueryResult) -> StoreResult<Currency> {
    word("purchases.currency", &row.try_get::<String>("", "currency")?)
}

fn number(row: &QueryResult) -> StoreResult<u32> {
    count("count", row.try_get::<i64>("", "n")?)
}

/// By whom something was sold: purchases, licenses and leads know both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Owner,
    Partner,
}

impl Whose {
    const fn column(self) -> &'static str {
        match self {
            Self::Owner => "owner_id",
            Self::Partner => "partner_id",
        }
    }
}

/// What was sold in a period and what came of its leads, in parts, by whom; for one of them, or all.
/// Five statements.
///
/// # Errors
/// The database is not available.
pub async fn parts(
    db: &impl ConnectionTrait,
    whose: Whose,
    one: Option<Uuid>,
    (from, until): Period,
) -> StoreResult<HashMap<Uuid, Vec<Part>>> {
    let mut found: HashMap<Uuid, Vec<Part>> = HashMap::new();
    let by = whose.column();
    let theirs = |table: &'static str| {
        let column = || Expr::col((table, by));
        match one {
            Some(id) => column().eq(id),
            None => column().is_not_null(),
        }
    };
    for row in db.query_all(&sales(by, theirs("purchases"), (from, until))).await? {
        let sum = Sum {
            currency: currency(&row)?,
            amount: Amount::from_minor(row.try_get("", "total")?),
            purchases: number(&row)?,
        };
        let parts = found.entry(row.try_get("", "who")?).or_default();
        parts.push(Part::Booked(sum));
        if row.try_get::<String>("", "payment_status")? == PaymentStatus::Paid.as_str() {
            parts.push(Part::Paid(sum));
        }
    }
    let issued = Expr::col(("licenses", "created_at"))
        .gte(start_of(from))
        .and(Expr::col(("licenses", "created_at")).lt(end_of(until)));
    let open = Expr::col(("licenses", "expires_on"))
        .between(from, until)
        .and(Expr::col(("licenses", "terminated_at")).is_null());
    let counts: [Counted; 3] = [
        (licenses(by, theirs("licenses").and(issued)), Part::Licenses),
        (licenses(by, theirs("licenses").and(open)), Part::Lapsed),
        (renewals(by, theirs("licenses"), (from, until)), Part::Renewed),
    ];
    for (statement, part) in counts {
        for row in db.query_all(&statement).await? {
            let parts = found.entry(row.try_get("", "who")?).or_default();
            parts.push(part(number(&row)?));
        }
    }
    for row in db.query_all(&leads(by, theirs("leads"), (from, until))).await? {
        let parts = found.entry(row.try_get("", "who")?).or_default();
        let leads = number(&row)?;
        parts.push(Part::Leads(leads));
        if row.try_get::<String>("", "kind")? == StatusKind::Won.as_str() {
            parts.push(Part::Won(leads));
        }
    }
    Ok(found)
}

/// A statement that counts, and what its counts are.
type Counted = (SelectStatement, fn(u32) -> Part);

/// Purchases that stand and are no gifts.
fn sales(by: &'static str, theirs: Expr, (from, until): Period) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(by), "who")
        .columns(["currency", "payment_status"])
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .expr_as(Expr::cust(TOTAL), "total")
        .from("purchases")
        .and_where(theirs)
        .cond_where(is_no_gift())
        .and_where(Expr::col("payment_status").is_in(STANDING.map(PaymentStatus::as_str)))
        .and_where(Expr::col("purchased_on").between(from, until))
        .group_by_columns([by, "currency", "payment_status"]);
    statement
}

fn licenses(by: &'static str, which: Expr) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(("licenses", by)), "who")
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .from("licenses")
        .and_where(which)
        .add_group_by([Expr::col(("licenses", by))]);
    statement
}

/// Renewals of terms that ended in the period, whenever they were sold.
fn renewals(by: &'static str, theirs: Expr, (from, until): Period) -> SelectStatement {
    let mut statement = licenses(by, theirs);
    statement
        .inner_join(
            "license_segments",
            Expr::col(("license_segments", "license_id")).equals(("licenses", "id")),
        )
        .and_where(Expr::col(("license_segments", "kind")).eq(LineKind::Renewal.as_str()))
        .and_where(Expr::col(("license_segments", "reversed_at")).is_null())
        .and_where(Expr::col(("license_segments", "old_expires_on")).between(from, until));
    statement
}

/// Leads that began in the period, by the kind of the status in which they stand now.
fn leads(by: &'static str, theirs: Expr, (from, until): Period) -> SelectStatement {
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(("leads", by)), "who")
        .column(("lead_statuses", "kind"))
        .expr_as(Expr::cust("COUNT(*)"), "n")
        .from("leads")
        .inner_join(
            "lead_statuses",
            Expr::col(("lead_statuses", "id")).equals(("leads", "status_id")),
        )
        .and_where(theirs)
        .and_where(Expr::col(("leads", "created_at")).gte(start_of(from)))
        .and_where(Expr::col(("leads", "created_at")).lt(end_of(until)))
        .group_by_columns([("leads", by), ("lead_statuses", "kind")]);
    statement
}

/// What was paid of the purchases of these sales reps between two days: by whom, day and currency.
///
/// # Errors
/// The database is not available.
pub async fn reached(
    db: &impl ConnectionTrait,
    owners: &[UserId],
    (from, until): Period,
) -> StoreResult<Vec<(UserId, NaiveDate, Currency, Amount)>> {
    if owners.is_empty() {
        return Ok(Vec::new());
    }
    let theirs = owners.iter().map(|owner| owner.as_uuid());
    let mut statement = Query::select();
    statement
        .columns(["owner_id", "purchased_on", "currency"])
        .expr_as(Expr::cust(TOTAL), "total")
        .from("purchases")
        .cond_where(
            Condition::all()
                .add(is_no_gift())
                .add(Expr::col("owner_id").is_in(theirs))
                .add(Expr::col("payment_status").eq(PaymentStatus::Paid.as_str()))
                .add(Expr::col("purchased_on").between(from, until)),
        )
        .group_by_columns(["owner_id", "purchased_on", "currency"]);
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let owner: Uuid = row.try_get("", "owner_id")?;
            let amount = Amount::from_minor(row.try_get("", "total")?);
            Ok((owner.into(), row.try_get("", "purchased_on")?, currency(row)?, amount))
        })
        .collect()
}
