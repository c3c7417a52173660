//! Customers as staff see them. What follows from a customer's licenses is counted for the rows of
//! one page, in one statement.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    customers::{
        retention,
        wire::{ContactView, CustomerListQuery, CustomerRow, CustomerSort, CustomerView},
    },
    id::CustomerId,
    list::{ListQuery, Page},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QueryResult,
    sea_query::{CaseStatement, Expr, JoinType, Query, SelectStatement},
};
use uuid::Uuid;

use super::{contact, customer, visible};
use crate::{
    StoreError, StoreResult,
    convert::{count, word, word_opt},
    list::{Kind, Listing, SortColumn},
    search,
};

/// What a customer's licenses come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct LicenseFigures {
    pub licenses: u32,
    pub latest_expiry: Option<NaiveDate>,
}

/// The figures of these customers. Terminated licenses count as licenses, but extend nothing.
pub(super) async fn license_figures(
    db: &impl ConnectionTrait,
    customers: &[Uuid],
) -> StoreResult<HashMap<Uuid, LicenseFigures>> {
    if customers.is_empty() {
        return Ok(HashMap::new());
    }
    let good: Expr = CaseStatement::new()
        .case(Expr::col("terminated_at").is_null(), Expr::col("expires_on"))
        .into();
    let mut statement = Query::select();
    statement
        .column("customer_id")
        .expr_as(Expr::col("id").count(), "licenses")
        .expr_as(good.max(), "latest_expiry")
        .from("licenses")
        .and_where(Expr::col("customer_id").is_in(customers.iter().copied()))
        .group_by_col("customer_id");
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let figures = LicenseFigures {
                licenses: count("licenses", row.try_get::<i64>("", "licenses")?)?,
                latest_expiry: row.try_get("", "latest_expiry")?,
            };
            Ok((row.try_get("", "customer_id")?, figures))
        })
        .collect()
}

/// One customer with its contacts.
pub async fn get(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: CustomerId,
    today: NaiveDate,
) -> StoreResult<CustomerView> {
    let found = customer::Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?;
    let contacts = contact::Entity::find()
        .filter(contact::Column::CustomerId.eq(found.id))
        .order_by_desc(contact::Column::IsPrimary)
        .order_by_asc(contact::Column::Id)
        .all(db)
        .await?;
    let figures = license_figures(db, &[found.id]).await?;
    let figures = figures.get(&found.id).copied().unwrap_or_default();
    let owner = match found.owner_id {
        None => None,
        Some(owner) => crate::users::user::Entity::find_by_id(owner).one(db).await?,
    };
    Ok(CustomerView {
        id: found.id.into(),
        name: found.name,
        credit_code: found.credit_code,
        customer_type: word("customers.customer_type", &found.customer_type)?,
        industry: word_opt("customers.industry", found.industry.as_deref())?,
        region: word_opt("customers.region", found.region.as_deref())?,
        city: found.city,
        address: found.address,
        owner_name: owner.map(|owner| owner.name),
        notes: found.notes,
        contacts: contacts.into_iter().map(contact_view).collect(),
        licenses: figures.licenses,
        latest_expiry: figures.latest_expiry,
        retention: retention(figures.latest_expiry, today),
        created_at: found.created_at,
        version: found.version,
    })
}

/// How a customer is registered: credit code and address. `None` where there is no such customer.
pub async fn registration(
    db: &impl ConnectionTrait,
    id: CustomerId,
) -> StoreResult<Option<(Option<String>, Option<String>)>> {
    let found = customer::Entity::find_by_id(id.as_uuid()).one(db).await?;
    Ok(found.map(|customer| (customer.credit_code, customer.address)))
}

fn contact_view(row: contact::Model) -> ContactView {
    ContactView {
        id: row.id.into(),
        name: row.name,
        title: row.title,
        email: row.email,
        phone: row.phone,
        is_primary: row.is_primary,
    }
}

/// Customers by part of their name or its initials, by region and type.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &CustomerListQuery,
    today: NaiveDate,
) -> StoreResult<Page<CustomerRow>> {
    let mut page = listing(scope, query).page(db, columns, read).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|row| row.id.as_uuid()).collect();
    let figures = license_figures(db, &ids).await?;
    for row in &mut page.items {
        let figures = figures.get(&row.id.as_uuid()).copied().unwrap_or_default();
        row.licenses = figures.licenses;
        row.latest_expiry = figures.latest_expiry;
        row.retention = retention(figures.latest_expiry, today);
    }
    Ok(page)
}

pub(crate) fn listing(scope: Scope, query: &CustomerListQuery) -> Listing<'_> {
    let mut filter = visible(scope).add(Expr::col(("customers", "archived")).eq(false));
    if !query.q.trim().is_empty() {
        let found = search::ids_by_term("customer_terms", "customer_id", &query.q);
        filter = filter.add(Expr::col(("customers", "id")).in_subquery(found));
    }
    if !query.region.is_empty() {
        filter = filter.add(Expr::col("region").is_in(query.region.iter().map(|r| r.as_str())));
    }
    if !query.customer_type.is_empty() {
        let types = query.customer_type.iter().map(|t| t.as_str());
        filter = filter.add(Expr::col("customer_type").is_in(types));
    }
    Listing::new("customers", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: CustomerSort) -> SortColumn {
    match key {
        CustomerSort::Name => SortColumn::unique("name_normalized", Kind::Text),
        CustomerSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    for column in ["id", "name", "customer_type", "industry", "region", "city", "created_at"] {
        statement.column(("customers", column));
    }
    statement.expr_as(Expr::col(("owners", "name")), "owner_name").join_as(
        JoinType::LeftJoin,
        "users",
        "owners",
        Expr::col(("owners", "id")).equals(("customers", "owner_id")),
    );
}

/// A row; its licenses are filled in for the whole page at once.
fn read(row: &QueryResult) -> StoreResult<CustomerRow> {
    let industry: Option<String> = row.try_get("", "industry")?;
    let region: Option<String> = row.try_get("", "region")?;
    Ok(CustomerRow {
        id: row.try_get::<Uuid>("", "id")?.into(),
        name: row.try_get("", "name")?,
        customer_type: word(
            "customers.customer_type",
            &row.try_get::<String>("", "customer_type")?,
        )?,
        industry: word_opt("customers.industry", industry.as_deref())?,
        region: word_opt("customers.region", region.as_deref())?,
        city: row.try_get("", "city")?,
        owner_name: row.try_get("", "owner_name")?,
        licenses: 0,
        latest_expiry: None,
        retention: retention(None, NaiveDate::MIN),
        created_at: row.try_get("", "created_at")?,
    })
}
