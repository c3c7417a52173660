//! Licenses as people read them: the list, and the names beside one.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    access::Scope,
    licenses::{
        Facts,
        wire::{LicenseListQuery, LicenseRow, LicenseSort, OwnedBy},
    },
    list::{ListQuery, Page},
    products::Edition,
    text,
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::{License, status, visible};
use crate::{
    StoreError, StoreResult,
    convert::{count, word},
    list::{Kind, Listing, SortColumn},
    search::{begins_with, ids_by_term},
};

/// What stands beside a license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseNames {
    pub product_code: String,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub customer_name: String,
    pub partner_name: Option<String>,
    pub owner_name: Option<String>,
    pub order_number: String,
}

/// The names of what a license belongs to, for who may see the license.
pub async fn names(db: &impl ConnectionTrait, license: &License) -> StoreResult<LicenseNames> {
    let mut statement = Query::select();
    statement
        .from("licenses")
        .expr_as(Expr::col(("products", "code")), "product_code")
        .expr_as(Expr::col(("orders", "number")), "order_number")
        .inner_join("orders", Expr::col(("orders", "id")).equals(("licenses", "order_id")))
        .and_where(Expr::col(("licenses", "id")).eq(license.id.as_uuid()));
    join_names(&mut statement);
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    Ok(LicenseNames {
        product_code: row.try_get("", "product_code")?,
        product_name_zh: row.try_get("", "product_name_zh")?,
        product_name_en: row.try_get("", "product_name_en")?,
        customer_name: row.try_get("", "customer_name")?,
        partner_name: row.try_get("", "partner_name")?,
        owner_name: row.try_get("", "owner_name")?,
        order_number: row.try_get("", "order_number")?,
    })
}

/// The licenses that a scope opens and a query asks for, with what they are on `today`.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &LicenseListQuery,
    today: NaiveDate,
) -> StoreResult<Page<LicenseRow>> {
    let mut filter = filter(scope, query, today);
    if query.ends_within.is_some() {
        filter =
            filter.add(Expr::col(("licenses", "expires_on")).gte(grace_since(db, today).await?));
    }
    let q = text::normalized(&query.q);
    if !q.is_empty() {
        filter = filter.add(found_by(db, &q).await?);
    }
    listing(filter, query).page(db, columns, |row| read(row, today)).await
}

/// The day before which nothing can be in grace any more: where the range of last days begins that a
/// list of what ends soon reads. Without it, every license that ever ended would be looked at.
async fn grace_since(db: &impl ConnectionTrait, today: NaiveDate) -> StoreResult<NaiveDate> {
    let mut longest = Query::select();
    longest.expr_as(Expr::col("grace_days").max(), "longest").from("licenses");
    let row = db.query_one(&longest).await?.ok_or(StoreError::NotFound)?;
    let longest: Option<i32> = row.try_get("", "longest")?;
    let longest = count("licenses.grace_days", longest.unwrap_or_default())?;
    Ok(today.checked_sub_days(Days::new(u64::from(longest))).unwrap_or(NaiveDate::MIN))
}

pub(super) fn listing(filter: Condition, query: &LicenseListQuery) -> Listing<'_> {
    Listing::new("licenses", filter, query.sort, column_for, query.paging()).at_once()
}

/// What a query asks for, but for what is searched for.
pub(super) fn filter(scope: Scope, query: &LicenseListQuery, today: NaiveDate) -> Condition {
    let mut filter = visible(scope);
    if !query.status.is_empty() {
        filter = filter.add(status::any_of(&query.status, today));
    }
    if !query.edition.is_empty() {
        let editions = query.edition.iter().map(|edition| edition.as_str());
        filter = filter.add(Expr::col(("licenses", "edition")).is_in(editions));
    }
    if !query.activation_mode.is_empty() {
        let modes = query.activation_mode.iter().map(|mode| mode.as_str());
        filter = filter.add(Expr::col(("licenses", "activation_mode")).is_in(modes));
    }
    if let Some(customer) = query.customer {
        filter = filter.add(Expr::col(("licenses", "customer_id")).eq(customer.as_uuid()));
    }
    if let Some(partner) = query.partner {
        filter = filter.add(Expr::col(("licenses", "partner_id")).eq(partner.as_uuid()));
    }
    if let Some(owner) = query.owner {
        filter = filter.add(Expr::col(("licenses", "owner_id")).eq(owner.as_uuid()));
    }
    // Whose `me` is, the caller has said in `owner`.
    if query.owned_by == Some(OwnedBy::Nobody) {
        filter = filter.add(Expr::col(("licenses", "owner_id")).is_null());
    }
    if let Some(from) = query.ends_from {
        filter = filter.add(Expr::col(("licenses", "expires_on")).gte(from));
    }
    if let Some(to) = query.ends_to {
        filter = filter.add(Expr::col(("licenses", "expires_on")).lte(to));
    }
    if let Some(soon) = query.ends_within {
        filter = filter.add(status::ends_by(soon.until(today), today));
    }
    filter
}

/// The beginning of a number, or part of a customer's name. Both at once cannot be read from one
/// index; so names are asked first whether there is any such, and numbers only where `q` may begin
/// one.
async fn found_by(db: &impl ConnectionTrait, q: &str) -> StoreResult<Condition> {
    let by_name = || ids_by_term("customer_terms", "customer_id", q);
    let named = || Expr::col(("licenses", "customer_id")).in_subquery(by_name());
    let number = q.to_ascii_uppercase();
    let may_be_number = Edition::ALL.iter().any(|edition| {
        let prefix = edition.prefix();
        number.starts_with(prefix) || prefix.starts_with(&number)
    });
    if !may_be_number {
        return Ok(Condition::all().add(named()));
    }
    let numbered = begins_with(Expr::col(("licenses", "number")), &number);
    let mut first = by_name();
    first.limit(1);
    Ok(match db.query_one(&first).await? {
        Some(_) => Condition::any().add(numbered).add(named()),
        None => Condition::all().add(numbered),
    })
}

const fn column_for(key: LicenseSort) -> SortColumn {
    match key {
        LicenseSort::CreatedAt => SortColumn::new("created_at", Kind::At),
        LicenseSort::ExpiresOn => SortColumn::nullable("expires_on", Kind::On),
        LicenseSort::Number => SortColumn::unique("number", Kind::Text),
    }
}

/// What a row of a list is read from.
pub(crate) fn columns(statement: &mut SelectStatement) {
    for column in [
        "id",
        "number",
        "edition",
        "activation_mode",
        "starts_on",
        "expires_on",
        "grace_days",
        "sent_at",
        "activated_at",
        "suspended_at",
        "terminated_at",
        "created_at",
    ] {
        statement.column(("licenses", column));
    }
    join_names(statement);
}

fn join_names(statement: &mut SelectStatement) {
    statement
        .expr_as(Expr::col(("products", "name_zh")), "product_name_zh")
        .expr_as(Expr::col(("products", "name_en")), "product_name_en")
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .expr_as(Expr::col(("users", "name")), "owner_name")
        .left_join("products", Expr::col(("products", "id")).equals(("licenses", "product_id")))
        .left_join("customers", Expr::col(("customers", "id")).equals(("licenses", "customer_id")))
        .left_join("partners", Expr::col(("partners", "id")).equals(("licenses", "partner_id")))
        .left_join("users", Expr::col(("users", "id")).equals(("licenses", "owner_id")));
}

pub(crate) fn read(row: &QueryResult, today: NaiveDate) -> StoreResult<LicenseRow> {
    let happened = |column: &str| -> StoreResult<bool> {
        Ok(row.try_get::<Option<DateTime<Utc>>>("", column)?.is_some())
    };
    let facts = Facts {
        terminated: happened("terminated_at")?,
        suspended: happened("suspended_at")?,
        sent: happened("sent_at")?,
        activated: happened("activated_at")?,
        expires_on: row.try_get("", "expires_on")?,
        grace_days: count("licenses.grace_days", row.try_get::<i32>("", "grace_days")?)?,
    };
    let mode: String = row.try_get("", "activation_mode")?;
    Ok(LicenseRow {
        id: row.try_get::<Uuid>("", "id")?.into(),
        number: row.try_get("", "number")?,
        status: facts.status(today),
        edition: word("licenses.edition", &row.try_get::<String>("", "edition")?)?,
        product_name_zh: row.try_get("", "product_name_zh")?,
        product_name_en: row.try_get("", "product_name_en")?,
        customer_name: row.try_get("", "customer_name")?,
        partner_name: row.try_get("", "partner_name")?,
        owner_name: row.try_get("", "owner_name")?,
        activation_mode: word("licenses.activation_mode", &mode)?,
        starts_on: row.try_get("", "starts_on")?,
        expires_on: facts.expires_on,
        created_at: row.try_get("", "created_at")?,
    })
}
