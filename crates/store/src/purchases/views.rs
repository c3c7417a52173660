//! Purchases as people read them: the list, and one with what belongs to it.

use domain::{
    access::Scope,
    id::PurchaseId,
    licenses::wire::{OwnedBy, PaymentStatus},
    list::{ListQuery, Page},
    purchases::{
        PaymentMethod,
        wire::{LicenseNumber, PurchaseListQuery, PurchaseRecord, PurchaseRow, PurchaseSort},
    },
    text,
};
use sea_orm::{
    Condition, ConnectionTrait, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{Purchase, purchase::Model, visible};
use crate::{
    StoreError, StoreResult,
    list::{Kind, Listing, SortColumn},
    search::{begins_with, ids_by_term},
};

/// Purchases that were neither refunded nor canceled.
pub(super) const STANDING: [PaymentStatus; 3] =
    [PaymentStatus::Pending, PaymentStatus::PartiallyPaid, PaymentStatus::Paid];

/// The purchases that a scope opens and a query asks for. Whose `me` is, the caller has said in
/// `owner`.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &PurchaseListQuery,
) -> StoreResult<Page<PurchaseRow>> {
    listing(scope, query).page(db, columns, |row| Ok(read(row)?.0)).await
}

pub(crate) fn listing(scope: Scope, query: &PurchaseListQuery) -> Listing<'_> {
    Listing::new("purchases", filter(scope, query), query.sort, column_for, query.paging())
}

/// What a query asks for.
pub(super) fn filter(scope: Scope, query: &PurchaseListQuery) -> Condition {
    let mut filter = visible(scope);
    let q = text::normalized(&query.q);
    if !q.is_empty() {
        let by_contract = begins_with(Expr::col("contract_number"), query.q.trim());
        let named = ids_by_term("customer_terms", "customer_id", &q);
        let by_customer = Expr::col("customer_id").in_subquery(named);
        filter = filter.add(Condition::any().add(by_contract).add(by_customer));
    }
    if !query.kind.is_empty() {
        filter = filter.add(Expr::col("kind").is_in(query.kind.iter().map(|k| k.as_str())));
    }
    if !query.payment_status.is_empty() {
        let statuses = query.payment_status.iter().map(|status| status.as_str());
        filter = filter.add(Expr::col("payment_status").is_in(statuses));
    }
    if !query.method.is_empty() {
        filter = filter.add(Expr::col("method").is_in(query.method.iter().map(|m| m.as_str())));
    }
    if !query.currency.is_empty() {
        filter = filter.add(Expr::col("currency").is_in(query.currency.iter().map(|c| c.as_str())));
    }
    if let Some(gift) = query.gift {
        filter = filter.add(if gift { is_gift() } else { is_no_gift() });
    }
    if let Some(stands) = query.stands {
        let standing = STANDING.map(PaymentStatus::as_str);
        let status = Expr::col("payment_status");
        filter =
            filter.add(if stands { status.is_in(standing) } else { status.is_not_in(standing) });
    }
    if let Some(customer) = query.customer {
        filter = filter.add(Expr::col("customer_id").eq(customer.as_uuid()));
    }
    if let Some(partner) = query.partner {
        filter = filter.add(Expr::col("partner_id").eq(partner.as_uuid()));
    }
    if let Some(owner) = query.owner {
        filter = filter.add(Expr::col("owner_id").eq(owner.as_uuid()));
    }
    if query.owned_by == Some(OwnedBy::Nobody) {
        filter = filter.add(Expr::col("owner_id").is_null());
    }
    if let Some(from) = query.from {
        filter = filter.add(Expr::col("purchased_on").gte(from));
    }
    if let Some(until) = query.until {
        filter = filter.add(Expr::col("purchased_on").lte(until));
    }
    filter
}

fn is_gift() -> Condition {
    Condition::all().add(Expr::col("method").eq(PaymentMethod::Gift.as_str()))
}

/// Those of which nobody said yet how they are paid are no gifts.
pub(super) fn is_no_gift() -> Condition {
    Condition::any()
        .add(Expr::col("method").is_null())
        .add(Expr::col("method").ne(PaymentMethod::Gift.as_str()))
}

const fn column_for(key: PurchaseSort) -> SortColumn {
    match key {
        PurchaseSort::PurchasedOn => SortColumn::new("purchased_on", Kind::On),
        PurchaseSort::Amount => SortColumn::new("amount_minor", Kind::Number),
        PurchaseSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    let is = |table: &'static str, column: &'static str| {
        Expr::col((table, "id")).equals(("purchases", column))
    };
    statement
        .column(("purchases", Asterisk))
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::col(("users", "name")), "owner_name")
        .expr_as(Expr::col(("orders", "number")), "order_number")
        .inner_join("customers", is("customers", "customer_id"))
        .left_join("partners", is("partners", "partner_id"))
        .left_join("users", is("users", "owner_id"))
        .left_join("orders", is("orders", "order_id"));
}

fn read(row: &QueryResult) -> StoreResult<(PurchaseRow, Purchase)> {
    let one = Purchase::try_from(Model::from_query_result(row, "")?)?;
    let shown = PurchaseRow {
        id: one.id,
        kind: one.kind,
        purchased_on: one.purchased_on,
        customer_id: one.customer_id,
        customer_name: row.try_get("", "customer_name")?,
        partner_id: one.partner_id,
        partner_name: row.try_get("", "partner_name")?,
        owner_id: one.owner_id,
        owner_name: row.try_get("", "owner_name")?,
        order_id: one.order_id,
        order_number: row.try_get("", "order_number")?,
        sets: one.sets,
        amount: one.amount,
        currency: one.currency,
        payment_status: one.payment_status,
        method: one.method,
        contract_number: one.contract_number.clone(),
        created_at: one.created_at,
    };
    Ok((shown, one))
}

/// One purchase with its licenses; [`StoreError::NotFound`] out of scope.
///
/// # Errors
/// The database is not available.
pub async fn record(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: PurchaseId,
) -> StoreResult<PurchaseRecord> {
    let mut statement = Query::select();
    statement
        .from("purchases")
        .cond_where(visible(scope))
        .and_where(Expr::col(("purchases", "id")).eq(id.as_uuid()));
    columns(&mut statement);
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let (purchase, one) = read(&row)?;
    Ok(PurchaseRecord {
        purchase,
        workspaces: one.workspaces,
        users: one.users,
        old_expires_on: one.old_expires_on,
        new_expires_on: one.new_expires_on,
        licenses: licenses_of(db, &one).await?,
        profit_share: one.profit_share,
        notes: one.notes,
        version: one.version,
    })
}

/// The licenses of its order line, or the one that it names.
async fn licenses_of(
    db: &impl ConnectionTrait,
    purchase: &Purchase,
) -> StoreResult<Vec<LicenseNumber>> {
    let mut statement = Query::select();
    statement.columns(["id", "number"]).from("licenses").order_by("number", sea_orm::Order::Asc);
    match (purchase.order_line_id, purchase.license_id) {
        (Some(line), _) => {
            let mut changed = Query::select();
            changed
                .column("license_id")
                .from("license_segments")
                .and_where(Expr::col("order_line_id").eq(line.as_uuid()));
            statement.and_where(Expr::col("id").in_subquery(changed));
        }
        (None, Some(license)) => {
            statement.and_where(Expr::col("id").eq(license.as_uuid()));
        }
        (None, None) => return Ok(Vec::new()),
    }
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let id: Uuid = row.try_get("", "id")?;
            Ok(LicenseNumber { id: id.into(), number: row.try_get("", "number")? })
        })
        .collect()
}
