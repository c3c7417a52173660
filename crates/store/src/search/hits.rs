//! What the search box finds, kind by kind: one statement each, from the index of numbers or from
//! the terms of names, five rows at most. The tables of terms are asked first; what they answer is
//! capped, so that no search reads a table whole, whatever is typed.

mod sales;

use chrono::NaiveDate;
use domain::{
    access::Scope,
    search::{MOST_PER_KIND, Wanted, for_licenses, for_orders, is_found, wire::Hit},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QueryResult,
    sea_query::{Alias, Condition, Expr, JoinType, Order, Query, SelectStatement},
};

pub use self::sales::{invoices, leads};
#[cfg(test)]
pub(crate) use self::sales::{invoices_statement, leads_statement};
use super::{begins_with, ids_by_term, term_of};
use crate::{
    StoreResult, convert::word, customers as customer_rows, deployments as deployment_rows,
    licenses as license_rows, orders as order_rows, partners as partner_rows,
    products as product_rows, users as user_rows,
};

/// The names of the inner queries.
const FOUND: &str = "found";
const NAMED: &str = "named";

/// How many that fit are looked at, before the best of them are shown: it is a box to pick from, and
/// whoever wants all of them asks the list.
const MOST_CONSIDERED: u64 = 10;

/// Rows of `table` that a look-up of terms finds and that are visible; `id` is the column of
/// `table` that the terms speak of. The database is told to begin with what was found: where it knows
/// little of the tables it would rather walk one in its order, to the end when hits are few.
fn by_terms(
    backend: DbBackend,
    table: &'static str,
    id: &'static str,
    terms: (&'static str, &'static str),
    words: &str,
    scope: Scope,
    visible: Condition,
) -> SelectStatement {
    let (terms_table, terms_id) = terms;
    let mut found = Query::select();
    found.distinct().column((table, "id"));
    if scope == Scope::Everything {
        // Nearly all that fits is visible: it ends after a few.
        found.from(terms_table);
        let on = Expr::col((table, id)).equals((terms_table, terms_id));
        then(&mut found, backend, table, on);
        found.and_where(begins_with(Expr::col((terms_table, "term")), &term_of(words)));
    } else {
        // Hardly any may be visible: so many are looked up, and no more.
        found.from_subquery(ids_by_term(terms_table, terms_id, words), Alias::new(NAMED));
        then(&mut found, backend, table, Expr::col((table, id)).equals((NAMED, terms_id)));
    }
    found.cond_where(visible).limit(MOST_CONSIDERED);
    rows_of(backend, table, found)
}

/// Rows of `table` whose number begins like this, the highest first.
fn by_number(
    backend: DbBackend,
    table: &'static str,
    number: &str,
    visible: Condition,
) -> SelectStatement {
    let mut found = Query::select();
    found
        .column((table, "id"))
        .from(table)
        .and_where(begins_with(Expr::col((table, "number")), number))
        .cond_where(visible)
        .order_by((table, "number"), Order::Desc)
        .limit(MOST_PER_KIND);
    let mut rows = rows_of(backend, table, found);
    rows.order_by((table, "number"), Order::Desc);
    rows
}

/// The rows with the ids that were found. They are found before anything is joined to them: else
/// MySQL begins with whatever is joined, and reads all of it.
fn rows_of(backend: DbBackend, table: &'static str, found: SelectStatement) -> SelectStatement {
    let mut rows = Query::select();
    rows.from_subquery(found, Alias::new(FOUND)).limit(MOST_PER_KIND);
    then(&mut rows, backend, table, Expr::col((table, "id")).equals((FOUND, "id")));
    rows
}

/// Joins `table` to what stands there already, in this order: to SQLite that is a cross join, whose
/// condition is one of the rows.
fn then(rows: &mut SelectStatement, backend: DbBackend, table: &'static str, on: Expr) {
    match backend {
        DbBackend::MySql => rows.join(JoinType::StraightJoin, table, on),
        _ => rows.join(JoinType::CrossJoin, table, on.clone()).and_where(on),
    };
}

async fn read_all(
    db: &impl ConnectionTrait,
    statement: &SelectStatement,
    read: impl Fn(&QueryResult) -> StoreResult<Hit>,
) -> StoreResult<Vec<Hit>> {
    db.query_all(statement).await?.iter().map(read).collect()
}

/// Licenses by the beginning of their number or part of their customer's name, the newest first.
///
/// # Errors
/// The database is not available.
pub async fn licenses(
    db: &impl ConnectionTrait,
    scope: Scope,
    typed: &str,
    today: NaiveDate,
) -> StoreResult<Vec<Hit>> {
    let mut statement = licenses_statement(db.get_database_backend(), scope, typed);
    license_rows::views::columns(&mut statement);
    read_all(db, &statement, |row| {
        let license = license_rows::views::read(row, today)?;
        Ok(Hit::License {
            id: license.id.as_uuid(),
            number: license.number,
            status: license.status,
            customer_name: license.customer_name,
            product_name_zh: license.product_name_zh,
            product_name_en: license.product_name_en,
        })
    })
    .await
}

pub(crate) fn licenses_statement(backend: DbBackend, scope: Scope, typed: &str) -> SelectStatement {
    let visible = license_rows::visible(scope);
    match for_licenses(typed) {
        Wanted::Number(number) => by_number(backend, "licenses", &number, visible),
        Wanted::Words(words) => {
            let terms = ("customer_terms", "customer_id");
            let mut rows =
                by_terms(backend, "licenses", "customer_id", terms, &words, scope, visible);
            rows.order_by(("licenses", "created_at"), Order::Desc);
            rows
        }
    }
}

/// Deployments by the beginning of their number, which is that of their license too, or part of their
/// customer's name, the newest first.
///
/// # Errors
/// The database is not available.
pub async fn deployments(
    db: &impl ConnectionTrait,
    scope: Scope,
    typed: &str,
) -> StoreResult<Vec<Hit>> {
    let mut statement = deployments_statement(db.get_database_backend(), scope, typed);
    for column in ["id", "number", "status"] {
        statement.column(("deployments", column));
    }
    statement.expr_as(Expr::col(("customers", "name")), "customer_name").inner_join(
        "customers",
        Expr::col(("customers", "id")).equals(("deployments", "customer_id")),
    );
    read_all(db, &statement, |row| {
        Ok(Hit::Deployment {
            id: row.try_get("", "id")?,
            number: row.try_get("", "number")?,
            status: word("deployments.status", &row.try_get::<String>("", "status")?)?,
            customer_name: row.try_get("", "customer_name")?,
        })
    })
    .await
}

pub(crate) fn deployments_statement(
    backend: DbBackend,
    scope: Scope,
    typed: &str,
) -> SelectStatement {
    let visible = deployment_rows::visible(scope);
    match for_licenses(typed) {
        Wanted::Number(number) => by_number(backend, "deployments", &number, visible),
        Wanted::Words(words) => {
            let terms = ("customer_terms", "customer_id");
            let mut rows =
                by_terms(backend, "deployments", "customer_id", terms, &words, scope, visible);
            rows.order_by(("deployments", "created_at"), Order::Desc);
            rows
        }
    }
}

/// Orders by the beginning of their number or part of an end user's name, the newest first.
///
/// # Errors
/// The database is not available.
pub async fn orders(db: &impl ConnectionTrait, scope: Scope, typed: &str) -> StoreResult<Vec<Hit>> {
    let mut statement = orders_statement(db.get_database_backend(), scope, typed);
    for column in ["id", "number", "status", "first_end_user"] {
        statement.column(("orders", column));
    }
    read_all(db, &statement, |row| {
        Ok(Hit::Order {
            id: row.try_get("", "id")?,
            number: row.try_get("", "number")?,
            status: word("orders.status", &row.try_get::<String>("", "status")?)?,
            end_user: row.try_get("", "first_end_user")?,
        })
    })
    .await
}

pub(crate) fn orders_statement(backend: DbBackend, scope: Scope, typed: &str) -> SelectStatement {
    let visible = order_rows::visible(scope);
    match for_orders(typed) {
        Wanted::Number(number) => by_number(backend, "orders", &number, visible),
        Wanted::Words(words) => {
            let mut rows = by_terms(
                backend,
                "orders",
                "id",
                ("order_terms", "order_id"),
                &words,
                scope,
                visible,
            );
            rows.order_by(("orders", "created_at"), Order::Desc);
            rows
        }
    }
}

/// Customers by part of their name or its initials, in the order of their names.
///
/// # Errors
/// The database is not available.
pub async fn customers(
    db: &impl ConnectionTrait,
    scope: Scope,
    typed: &str,
) -> StoreResult<Vec<Hit>> {
    let mut statement = customers_statement(db.get_database_backend(), scope, typed);
    statement.columns([("customers", "id"), ("customers", "name")]);
    read_all(db, &statement, |row| {
        Ok(Hit::Customer { id: row.try_get("", "id")?, name: row.try_get("", "name")? })
    })
    .await
}

pub(crate) fn customers_statement(
    backend: DbBackend,
    scope: Scope,
    typed: &str,
) -> SelectStatement {
    let visible = customer_rows::visible(scope).add(Expr::col(("customers", "archived")).eq(false));
    let terms = ("customer_terms", "customer_id");
    let mut rows = by_terms(backend, "customers", "id", terms, typed, scope, visible);
    rows.order_by(("customers", "name_normalized"), Order::Asc);
    rows
}

/// Partners by part of their name or its initials, in the order of their names.
///
/// # Errors
/// The database is not available.
pub async fn partners(
    db: &impl ConnectionTrait,
    scope: Scope,
    typed: &str,
) -> StoreResult<Vec<Hit>> {
    let mut statement = partners_statement(db.get_database_backend(), scope, typed);
    for column in ["id", "name", "level", "status"] {
        statement.column(("partners", column));
    }
    read_all(db, &statement, |row| {
        Ok(Hit::Partner {
            id: row.try_get("", "id")?,
            name: row.try_get("", "name")?,
            level: word("partners.level", &row.try_get::<String>("", "level")?)?,
            status: word("partners.status", &row.try_get::<String>("", "status")?)?,
        })
    })
    .await
}

pub(crate) fn partners_statement(backend: DbBackend, scope: Scope, typed: &str) -> SelectStatement {
    let visible = partner_rows::visible(scope);
    let mut rows =
        by_terms(backend, "partners", "id", ("partner_terms", "partner_id"), typed, scope, visible);
    rows.order_by(("partners", "name_normalized"), Order::Asc);
    rows
}

/// Users by part of their name, its initials, or their user name.
///
/// # Errors
/// The database is not available.
pub async fn users(db: &impl ConnectionTrait, scope: Scope, typed: &str) -> StoreResult<Vec<Hit>> {
    let mut statement = users_statement(db.get_database_backend(), scope, typed);
    for column in ["id", "username", "name", "role"] {
        statement.column(("users", column));
    }
    read_all(db, &statement, |row| {
        Ok(Hit::User {
            id: row.try_get("", "id")?,
            username: row.try_get("", "username")?,
            name: row.try_get("", "name")?,
            role: word("users.role", &row.try_get::<String>("", "role")?)?,
        })
    })
    .await
}

pub(crate) fn users_statement(backend: DbBackend, scope: Scope, typed: &str) -> SelectStatement {
    let visible = user_rows::visible(scope);
    let mut rows =
        by_terms(backend, "users", "id", ("user_terms", "user_id"), typed, scope, visible);
    rows.order_by(("users", "username"), Order::Asc);
    rows
}

/// Products on sale by code, part of a name, or its initials. The catalog is a page long and is
/// read whole: an index over it would be longer than itself.
///
/// # Errors
/// The database is not available.
pub async fn products(db: &impl ConnectionTrait, typed: &str) -> StoreResult<Vec<Hit>> {
    use product_rows::product::{Column, Entity};
    let sold = Entity::find().filter(Column::Sold.eq(true)).order_by_asc(Column::SortOrder);
    let all = sold.all(db).await?.into_iter();
    let found = all.filter(|row| {
        [&row.code, &row.name_zh, &row.name_en].into_iter().any(|name| is_found(name, typed))
    });
    let few = found.take(usize::try_from(MOST_PER_KIND).unwrap_or(usize::MAX));
    Ok(few
        .map(|row| Hit::Product {
            id: row.id,
            code: row.code,
            name_zh: row.name_zh,
            name_en: row.name_en,
        })
        .collect())
}

#[cfg(test)]
mod tests;
