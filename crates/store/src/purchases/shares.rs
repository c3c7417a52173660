//! What a partner keeps of what was paid: the lines of its statement.

use domain::{
    id::PartnerId,
    licenses::wire::PaymentStatus,
    money::{Amount, BasisPoints},
    resellers::{share_of, wire::ShareLine},
    sales_reps::Period,
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Expr, Order, Query},
};
use uuid::Uuid;

use crate::{
    StoreError, StoreResult,
    convert::{count, id_opt, word},
};

/// The paid purchases of a period with a share, the first one first; no scope: whoever asks has
/// opened the partner. What was recorded by hand has no tax of its own: its base is its amount.
///
/// # Errors
/// The database is not available.
pub async fn shares(
    db: &impl ConnectionTrait,
    partner: PartnerId,
    (from, until): Period,
) -> StoreResult<Vec<ShareLine>> {
    let col = |column: &'static str| Expr::col(("purchases", column));
    let is = |table: &'static str, column: &'static str| {
        Expr::col((table, "id")).equals(("purchases", column))
    };
    let mut statement = Query::select();
    statement
        .columns([
            ("purchases", "id"),
            ("purchases", "purchased_on"),
            ("purchases", "kind"),
            ("purchases", "currency"),
            ("purchases", "amount_minor"),
            ("purchases", "profit_share_bp"),
            ("purchases", "order_id"),
        ])
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .expr_as(Expr::col(("orders", "number")), "order_number")
        .expr_as(Expr::col(("order_lines", "net_minor")), "net_minor")
        .from("purchases")
        .inner_join("customers", is("customers", "customer_id"))
        .left_join("orders", is("orders", "order_id"))
        .left_join("order_lines", is("order_lines", "order_line_id"))
        .and_where(col("partner_id").eq(partner.as_uuid()))
        .and_where(col("payment_status").eq(PaymentStatus::Paid.as_str()))
        .and_where(col("profit_share_bp").is_not_null())
        .and_where(col("purchased_on").between(from, until))
        .order_by(("purchases", "purchased_on"), Order::Asc)
        .order_by(("purchases", "id"), Order::Asc);
    db.query_all(&statement).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> StoreResult<ShareLine> {
    let gross = Amount::from_minor(row.try_get("", "amount_minor")?);
    let net = row.try_get::<Option<i64>>("", "net_minor")?.map_or(gross, Amount::from_minor);
    let ratio: i32 = row.try_get("", "profit_share_bp")?;
    let ratio = BasisPoints(count("purchases.profit_share_bp", ratio)?);
    let share = share_of(net, ratio)
        .map_err(|error| StoreError::Corrupt(format!("purchases.profit_share_bp: {error}")))?;
    Ok(ShareLine {
        purchase_id: row.try_get::<Uuid>("", "id")?.into(),
        purchased_on: row.try_get("", "purchased_on")?,
        kind: word("purchases.kind", &row.try_get::<String>("", "kind")?)?,
        customer_name: row.try_get("", "customer_name")?,
        order_id: id_opt(row.try_get("", "order_id")?),
        order_number: row.try_get("", "order_number")?,
        currency: word("purchases.currency", &row.try_get::<String>("", "currency")?)?,
        gross,
        net,
        ratio,
        share,
    })
}
