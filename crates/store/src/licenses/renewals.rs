//! The renewals ahead, counted by day of the end, owner and currency.

use chrono::NaiveDate;
use domain::{
    access::Scope,
    licenses::{Due, wire::LicenseListQuery},
    money::Amount,
    orders::LineKind,
};
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Condition, Expr, Func, Query, SelectStatement},
};
use uuid::Uuid;

use super::views;
use crate::{
    StoreResult,
    convert::{count, id_opt, word},
};

/// The licenses of a list's query (but for its search) that have a last day, with what their last
/// term was sold or renewed for; one statement.
///
/// # Errors
/// Only the database's.
pub async fn due(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &LicenseListQuery,
    today: NaiveDate,
) -> StoreResult<Vec<Due>> {
    let rows = db.query_all(&statement(scope, query, today)).await?;
    rows.iter()
        .map(|row| {
            let currency: Option<String> = row.try_get("", "currency")?;
            Ok(Due {
                expires_on: row.try_get("", "expires_on")?,
                owner_id: id_opt(row.try_get::<Option<Uuid>>("", "owner_id")?),
                currency: currency.map(|code| word("orders.currency", &code)).transpose()?,
                licenses: count("licenses", row.try_get::<i64>("", "licenses")?)?,
                amount: Amount::from_minor(row.try_get("", "amount")?),
            })
        })
        .collect()
}

pub(super) fn statement(
    scope: Scope,
    query: &LicenseListQuery,
    today: NaiveDate,
) -> SelectStatement {
    // Its columns are unqualified; so it stands by itself, where nothing else has such.
    let mut ending = Query::select();
    ending
        .columns(["id", "owner_id", "expires_on"])
        .from("licenses")
        .cond_where(views::filter(scope, query, today))
        .and_where(Expr::col("expires_on").is_not_null());
    let mut statement = Query::select();
    statement
        .columns([("ending", "expires_on"), ("ending", "owner_id"), ("orders", "currency")])
        .expr_as(Func::count(Expr::col(("ending", "id"))), "licenses")
        // A sum is a DECIMAL on MySQL until it is cast.
        .expr_as(
            Expr::cust("CAST(COALESCE(SUM(license_segments.value_minor), 0) AS SIGNED)"),
            "amount",
        )
        .from_subquery(ending, "ending")
        .left_join("license_segments", is_last_term())
        .left_join("orders", Expr::col(("orders", "id")).equals(("license_segments", "order_id")))
        .group_by_columns([
            ("ending", "expires_on"),
            ("ending", "owner_id"),
            ("orders", "currency"),
        ]);
    statement
}

/// The last segment of a license that was sold as a term, and was not taken back.
fn is_last_term() -> Condition {
    let terms = [LineKind::New, LineKind::Renewal].map(LineKind::as_str);
    let mut latest = Query::select();
    latest
        .expr(Func::max(Expr::col(("terms", "ordinal"))))
        .from_as("license_segments", "terms")
        .and_where(Expr::col(("terms", "license_id")).equals(("ending", "id")))
        .and_where(Expr::col(("terms", "kind")).is_in(terms))
        .and_where(Expr::col(("terms", "reversed_at")).is_null());
    Condition::all()
        .add(Expr::col(("license_segments", "license_id")).equals(("ending", "id")))
        .add(Expr::col(("license_segments", "ordinal")).in_subquery(latest))
}
