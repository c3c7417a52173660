//! Users as administrators see them.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    auth::wire::{PartnerName, UserListQuery, UserSort, UserView},
    dates::business_day,
    id::UserId,
    list::{ListQuery, Page},
    text,
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Expr, Query, SelectStatement},
};
use uuid::Uuid;

use super::visible;
use crate::{
    StoreError, StoreResult,
    convert::word,
    list::{Kind, Listing, SortColumn},
    search::begins_with,
};

/// One user.
pub async fn view(db: &impl ConnectionTrait, scope: Scope, id: UserId) -> StoreResult<UserView> {
    let mut statement = Query::select();
    statement
        .from("users")
        .and_where(Expr::col(("users", "id")).eq(id.as_uuid()))
        .cond_where(visible(scope));
    columns(&mut statement);
    let row = db.query_one(&statement).await?.ok_or(StoreError::NotFound)?;
    read(&row)
}

/// Users by the beginning of their user name, by role and by whether they may sign in.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &UserListQuery,
) -> StoreResult<Page<UserView>> {
    listing(scope, query).page(db, columns, read).await
}

pub(crate) fn listing(scope: Scope, query: &UserListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    let q = text::normalized(&query.q);
    if !q.is_empty() {
        filter = filter.add(begins_with(Expr::col("username"), &q));
    }
    if !query.role.is_empty() {
        filter = filter.add(Expr::col("role").is_in(query.role.iter().map(|role| role.as_str())));
    }
    if let Some(active) = query.active {
        filter = filter.add(Expr::col("active").eq(active));
    }
    Listing::new("users", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: UserSort) -> SortColumn {
    match key {
        UserSort::Username => SortColumn::unique("username", Kind::Text),
        UserSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    for column in [
        "id",
        "username",
        "name",
        "email",
        "role",
        "language",
        "partner_id",
        "active",
        "org_admin",
        "last_sign_in_at",
        "created_at",
        "version",
    ] {
        statement.column(("users", column));
    }
    statement
        .expr_as(Expr::col(("partners", "name")), "partner_name")
        .left_join("partners", Expr::col(("partners", "id")).equals(("users", "partner_id")))
        .expr_as(Expr::col(("second_factors", "confirmed_at")), "second_factor_at")
        .left_join(
            "second_factors",
            Expr::col(("second_factors", "user_id")).equals(("users", "id")),
        );
}

fn read(row: &QueryResult) -> StoreResult<UserView> {
    let partner_id: Option<Uuid> = row.try_get("", "partner_id")?;
    let partner_name: Option<String> = row.try_get("", "partner_name")?;
    let last_sign_in_at: Option<DateTime<Utc>> = row.try_get("", "last_sign_in_at")?;
    Ok(UserView {
        id: row.try_get::<Uuid>("", "id")?.into(),
        username: row.try_get("", "username")?,
        name: row.try_get("", "name")?,
        email: row.try_get("", "email")?,
        role: word("users.role", &row.try_get::<String>("", "role")?)?,
        language: word("users.language", &row.try_get::<String>("", "language")?)?,
        partner: partner_id.zip(partner_name).map(|(id, name)| PartnerName { id: id.into(), name }),
        org_admin: row.try_get("", "org_admin")?,
        active: row.try_get("", "active")?,
        has_second_factor: row.try_get::<Option<DateTime<Utc>>>("", "second_factor_at")?.is_some(),
        last_sign_in_on: last_sign_in_at.map(business_day),
        created_at: row.try_get("", "created_at")?,
        version: row.try_get("", "version")?,
    })
}
