//! Deployments as people read them: the list, and the names beside one.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Scope,
    dates::business_day,
    deployments::{
        LifeDates, is_late,
        wire::{DeploymentListQuery, DeploymentRow, DeploymentSort},
    },
    id::{EngineerId, UserId},
    list::{ListQuery, Page},
    text,
};
use sea_orm::{
    Condition, ConnectionTrait, ExprTrait, FromQueryResult, QueryResult,
    sea_query::{Asterisk, Expr, Query, SelectStatement},
};

use super::{Deployment, deployed_on, deployment::Model, engineers_of, visible};
use crate::{
    StoreError, StoreResult,
    list::{Kind, Listing, SortColumn},
    search::{begins_with, ids_by_term},
};

/// What stands beside a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentNames {
    pub license_number: String,
    pub customer_name: String,
    pub product_name_zh: String,
    pub product_name_en: String,
    pub life: LifeDates,
}

/// The names of what a deployment belongs to and how its license came to life, for who may see it.
///
/// # Errors
/// The database is not available.
pub async fn names(
    db: &impl ConnectionTrait,
    deployment: &Deployment,
) -> StoreResult<DeploymentNames> {
    let license = deployment.content.license_id;
    let mut statement = Query::select();
    statement
        .from("licenses")
        .expr_as(Expr::col(("licenses", "number")), "license_number")
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .expr_as(Expr::col(("products", "name_zh")), "product_name_zh")
        .expr_as(Expr::col(("products", "name_en")), "product_name_en")
        .column(("licenses", "created_at"))
        .column(("licenses", "sent_at"))
        .column(("licenses", "activated_on"))
        .inner_join("products", Expr::col(("products", "id")).equals(("licenses", "product_id")))
        .inner_join("customers", Expr::col(("customers", "id")).equals(("licenses", "customer_id")))
        .and_where(Expr::col(("licenses", "id")).eq(license.as_uuid()));
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    let issued: DateTime<Utc> = row.try_get("", "created_at")?;
    let sent: Option<DateTime<Utc>> = row.try_get("", "sent_at")?;
    Ok(DeploymentNames {
        license_number: row.try_get("", "license_number")?,
        customer_name: row.try_get("", "customer_name")?,
        product_name_zh: row.try_get("", "product_name_zh")?,
        product_name_en: row.try_get("", "product_name_en")?,
        life: LifeDates {
            approved_on: business_day(issued),
            sent_on: sent.map(business_day),
            activated_on: row.try_get("", "activated_on")?,
            deployed_on: deployed_on(db, license).await?,
        },
    })
}

/// The deployments that a scope opens and a query asks for, each with who works on it; `user` is who
/// asks, for what is theirs.
///
/// # Errors
/// The database is not available; a place that is none.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    user: UserId,
    query: &DeploymentListQuery,
    today: NaiveDate,
) -> StoreResult<Page<DeploymentRow>> {
    let listing = listing(scope, user, query);
    let mut page = listing.page(db, columns, |row| read(row, today)).await?;
    let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
    let mut at_work = engineers_of(db, &ids).await?;
    for row in &mut page.items {
        row.engineers = at_work.remove(&row.id.as_uuid()).unwrap_or_default();
    }
    Ok(page)
}

pub(crate) fn listing(scope: Scope, user: UserId, query: &DeploymentListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    let q = text::normalized(&query.q);
    if !q.is_empty() {
        let by_number = begins_with(Expr::col("number"), &q.to_ascii_uppercase());
        let named = ids_by_term("customer_terms", "customer_id", &q);
        let by_customer = Expr::col("customer_id").in_subquery(named);
        filter = filter.add(Condition::any().add(by_number).add(by_customer));
    }
    if !query.status.is_empty() {
        filter = filter.add(Expr::col("status").is_in(query.status.iter().map(|s| s.as_str())));
    }
    if !query.kind.is_empty() {
        filter = filter.add(Expr::col("kind").is_in(query.kind.iter().map(|k| k.as_str())));
    }
    if !query.method.is_empty() {
        filter = filter.add(Expr::col("method").is_in(query.method.iter().map(|m| m.as_str())));
    }
    if let Some(license) = query.license {
        filter = filter.add(Expr::col("license_id").eq(license.as_uuid()));
    }
    if let Some(customer) = query.customer {
        filter = filter.add(Expr::col("customer_id").eq(customer.as_uuid()));
    }
    filter = filter.add(theirs(query.engineer, query.mine, user));
    if let Some(product) = query.product {
        let mut of_product = Query::select();
        of_product
            .column("id")
            .from("licenses")
            .and_where(Expr::col("product_id").eq(product.as_uuid()));
        filter = filter.add(Expr::col("license_id").in_subquery(of_product));
    }
    if let Some(from) = query.completed_from {
        filter = filter.add(Expr::col("completed_on").gte(from));
    }
    if let Some(until) = query.completed_until {
        filter = filter.add(Expr::col("completed_on").lte(until));
    }
    if let Some(from) = query.from {
        filter = filter.add(Expr::col("planned_on").gte(from));
    }
    if let Some(until) = query.until {
        filter = filter.add(Expr::col("planned_on").lte(until));
    }
    Listing::new("deployments", filter, query.sort, column_for, query.paging())
}

/// Those on which an engineer works, and those on which `user` does, or does not.
pub(super) fn theirs(engineer: Option<EngineerId>, mine: Option<bool>, user: UserId) -> Condition {
    let id = || Expr::col(("deployments", "id"));
    let mut filter = Condition::all();
    if let Some(engineer) = engineer {
        let theirs = work_where(Expr::col("engineer_id").eq(engineer.as_uuid()));
        filter = filter.add(id().in_subquery(theirs));
    }
    if let Some(mine) = mine {
        let own = work_where(Expr::col("engineer_id").in_subquery(engineer_of(user)));
        filter = filter.add(if mine { id().in_subquery(own) } else { id().not_in_subquery(own) });
    }
    filter
}

fn work_where(condition: Expr) -> SelectStatement {
    let mut work = Query::select();
    work.column("deployment_id").from("deployment_engineers").and_where(condition);
    work
}

fn engineer_of(user: UserId) -> SelectStatement {
    let mut own = Query::select();
    own.column("id").from("engineers").and_where(Expr::col("user_id").eq(user.as_uuid()));
    own
}

const fn column_for(key: DeploymentSort) -> SortColumn {
    match key {
        DeploymentSort::CreatedAt => SortColumn::new("created_at", Kind::At),
        DeploymentSort::PlannedOn => SortColumn::nullable("planned_on", Kind::On),
        DeploymentSort::Number => SortColumn::unique("number", Kind::Text),
    }
}

pub(super) fn columns(statement: &mut SelectStatement) {
    statement
        .column(("deployments", Asterisk))
        .expr_as(Expr::col(("licenses", "number")), "license_number")
        .expr_as(Expr::col(("customers", "name")), "customer_name")
        .inner_join("licenses", Expr::col(("licenses", "id")).equals(("deployments", "license_id")))
        .inner_join(
            "customers",
            Expr::col(("customers", "id")).equals(("deployments", "customer_id")),
        );
}

pub(super) fn read(row: &QueryResult, today: NaiveDate) -> StoreResult<DeploymentRow> {
    let one = Deployment::try_from(Model::from_query_result(row, "")?)?;
    let number = |items: usize| u32::try_from(items).unwrap_or(u32::MAX);
    let done = one.checklist.iter().filter(|item| item.done_at.is_some()).count();
    Ok(DeploymentRow {
        id: one.id,
        number: one.number,
        status: one.status,
        kind: one.content.kind,
        method: one.content.method,
        environment: one.content.environment,
        license_id: one.content.license_id,
        license_number: row.try_get("", "license_number")?,
        customer_id: one.customer_id,
        customer_name: row.try_get("", "customer_name")?,
        planned_on: one.content.planned_on,
        window_from: one.content.window_from,
        window_until: one.content.window_until,
        is_late: is_late(one.status, one.content.planned_on, today),
        completed_on: one.completed_on,
        items_done: number(done),
        items: number(one.checklist.len()),
        engineers: Vec::new(),
        created_at: one.created_at,
    })
}
