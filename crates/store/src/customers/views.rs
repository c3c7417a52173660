//! Customers as staff see them. What follows from a customer's licenses is counted for the rows of
//! one page, in one statement.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    customers::{
        Retention, Running, expiring_until, retention,
        wire::{
            ContactView, CustomerLink, CustomerListQuery, CustomerRow, CustomerSort, CustomerView,
        },
    },
    id::{CustomerId, UserId},
    list::{ListQuery, Page},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QueryResult,
    sea_query::{CaseStatement, Condition, Expr, JoinType, Query, SelectStatement},
};
use uuid::Uuid;

use super::{contact, customer, visible};
use crate::{
    StoreError, StoreResult,
    convert::{count, id_opt, word, word_opt},
    list::{Kind, Listing, SortColumn},
    search,
};

/// What a customer's licenses come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct LicenseFigures {
    pub licenses: u32,
    pub running: Running,
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
        .expr_as(Expr::col("expires_on").max(), "ever_expiry")
        .from("licenses")
        .and_where(Expr::col("customer_id").is_in(customers.iter().copied()))
        .group_by_col("customer_id");
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            let figures = LicenseFigures {
                licenses: count("licenses", row.try_get::<i64>("", "licenses")?)?,
                running: Running {
                    latest_expiry: row.try_get("", "latest_expiry")?,
                    has_run: row.try_get::<Option<NaiveDate>>("", "ever_expiry")?.is_some(),
                },
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
    let merged_into = match found.merged_into {
        None => None,
        Some(winner) => customer::Entity::find_by_id(winner).one(db).await?,
    };
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
        owner_id: id_opt(found.owner_id),
        owner_name: owner.map(|owner| owner.name),
        notes: found.notes,
        contacts: contacts.into_iter().map(contact_view).collect(),
        licenses: figures.licenses,
        latest_expiry: figures.running.latest_expiry,
        retention: retention(figures.running, today),
        archived: found.archived,
        merged_into: merged_into.map(|it| CustomerLink { id: it.id.into(), name: it.name }),
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

/// Customers by part of their name or its initials, by region, type, owner and retention; `user` is
/// whose own ones are asked for, where they are.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    user: UserId,
    query: &CustomerListQuery,
    today: NaiveDate,
) -> StoreResult<Page<CustomerRow>> {
    let mut page = listing(scope, user, query, today).page(db, columns, read).await?;
    let ids: Vec<Uuid> = page.items.iter().map(|row| row.id.as_uuid()).collect();
    let figures = license_figures(db, &ids).await?;
    for row in &mut page.items {
        let figures = figures.get(&row.id.as_uuid()).copied().unwrap_or_default();
        row.licenses = figures.licenses;
        row.latest_expiry = figures.running.latest_expiry;
        row.retention = retention(figures.running, today);
    }
    Ok(page)
}

pub(crate) fn listing(
    scope: Scope,
    user: UserId,
    query: &CustomerListQuery,
    today: NaiveDate,
) -> Listing<'_> {
    let archived = query.archived.unwrap_or(false);
    let mut filter = visible(scope).add(Expr::col(("customers", "archived")).eq(archived));
    if archived {
        filter = filter.add(Expr::col(("customers", "merged_into")).is_null());
    }
    if !query.q.trim().is_empty() {
        let found = search::ids_by_term("customer_terms", "customer_id", &query.q);
        filter = filter.add(Expr::col(("customers", "id")).in_subquery(found));
    }
    if !query.region.is_empty() {
        filter = filter
            .add(Expr::col(("customers", "region")).is_in(query.region.iter().map(|r| r.as_str())));
    }
    if !query.customer_type.is_empty() {
        let types = query.customer_type.iter().map(|t| t.as_str());
        filter = filter.add(Expr::col(("customers", "customer_type")).is_in(types));
    }
    if let Some(owner) = query.owner {
        filter = filter.add(Expr::col(("customers", "owner_id")).eq(owner.as_uuid()));
    }
    if let Some(mine) = query.mine {
        let owner = Expr::col(("customers", "owner_id"));
        filter = filter.add(if mine {
            Condition::any().add(owner.eq(user.as_uuid()))
        } else {
            Condition::any().add(owner.clone().ne(user.as_uuid())).add(owner.is_null())
        });
    }
    if !query.retention.is_empty() {
        let kinds = query.retention.iter().map(|kind| retained(*kind, today));
        filter = filter.add(kinds.fold(Condition::any(), Condition::add));
    }
    Listing::new("customers", filter, query.sort, column_for, query.paging()).at_once()
}

/// The customers of a retention, as [`retention`] tells it: a few places of one index for each.
fn retained(kind: Retention, today: NaiveDate) -> Condition {
    let license = |of: Condition| {
        let mut some = Query::select();
        some.expr(Expr::val(1))
            .from("licenses")
            .and_where(Expr::col(("licenses", "customer_id")).equals(("customers", "id")))
            .cond_where(of);
        Expr::exists(some)
    };
    let expiry = || Expr::col(("licenses", "expires_on"));
    let counts = || Condition::all().add(Expr::col(("licenses", "terminated_at")).is_null());
    let has_run = || license(Condition::all().add(expiry().is_not_null()));
    let runs = || license(counts().add(expiry().gte(today)));
    let runs_long = || license(counts().add(expiry().gt(expiring_until(today))));
    match kind {
        Retention::Prospect => Condition::all().add(has_run().not()),
        Retention::Active => Condition::all().add(runs_long()),
        Retention::Expiring => Condition::all().add(runs()).add(runs_long().not()),
        Retention::Lapsed => Condition::all().add(has_run()).add(runs().not()),
    }
}

const fn column_for(key: CustomerSort) -> SortColumn {
    match key {
        CustomerSort::Name => SortColumn::unique("name_normalized", Kind::Text),
        CustomerSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    for column in
        ["id", "name", "customer_type", "industry", "region", "city", "archived", "created_at"]
    {
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
        retention: Retention::default(),
        archived: row.try_get("", "archived")?,
        created_at: row.try_get("", "created_at")?,
    })
}
