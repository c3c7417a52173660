//! Sales reps, and what they are to sell.

mod batch;
pub(crate) mod rep;
pub(crate) mod target;
pub mod targets;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    id::{SalesRepId, UserId},
    list::{ListQuery, Page},
    sales_reps::wire::{SalesRepContent, SalesRepListQuery, SalesRepSort, SalesRepView},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QueryOrder, QueryResult, QuerySelect,
    sea_query::{Asterisk, Expr, JoinType, Query, SelectStatement},
};

pub use self::batch::{insert_all, known, remove_all, versions};
use self::rep::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, id_opt, uuid_opt, word, word_opt},
    list::{Kind, Listing, SortColumn},
    search::begins_with,
    write,
};

/// Somebody who sells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesRep {
    pub id: SalesRepId,
    pub content: SalesRepContent,
    pub active: bool,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl SalesRep {
    fn row(&self, now: DateTime<Utc>) -> Model {
        let content = self.content.clone();
        Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            name: content.name,
            email: content.email,
            phone: content.phone,
            kind: content.kind.as_str().to_owned(),
            position: content.position,
            region: content.region.map(|region| region.as_str().to_owned()),
            active: self.active,
            user_id: uuid_opt(content.user_id),
        }
    }
}

impl TryFrom<Model> for SalesRep {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            content: SalesRepContent {
                name: row.name,
                email: row.email,
                phone: row.phone,
                kind: word("sales_reps.kind", &row.kind)?,
                position: row.position,
                region: word_opt("sales_reps.region", row.region.as_deref())?,
                user_id: id_opt(row.user_id),
            },
            active: row.active,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The sales reps that a scope opens: they are the house's, and nobody's own.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(_) | Scope::OfUser(_) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// Sales reps by the beginning of their name or address, each with how many licenses they have.
///
/// # Errors
/// The database is not available.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &SalesRepListQuery,
) -> StoreResult<Page<SalesRepView>> {
    listing(scope, query).page(db, columns, read).await
}

pub(crate) fn listing(scope: Scope, query: &SalesRepListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    let q = query.q.trim();
    if !q.is_empty() {
        let by_name = begins_with(Expr::col("name"), q);
        let by_email = begins_with(Expr::col("email"), &q.to_lowercase());
        filter = filter.add(Condition::any().add(by_name).add(by_email));
    }
    if let Some(active) = query.active {
        filter = filter.add(Expr::col("active").eq(active));
    }
    if !query.kind.is_empty() {
        filter = filter.add(Expr::col("kind").is_in(query.kind.iter().map(|k| k.as_str())));
    }
    Listing::new("sales_reps", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: SalesRepSort) -> SortColumn {
    match key {
        SalesRepSort::Name => SortColumn::new("name", Kind::Text),
        SalesRepSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    let mut theirs = Query::select();
    theirs
        .expr(Expr::cust("COUNT(*)"))
        .from("licenses")
        .and_where(Expr::col(("licenses", "owner_id")).equals(("sales_reps", "user_id")));
    statement
        .column(("sales_reps", Asterisk))
        .expr_as(Expr::col(("users", "name")), "user_name")
        .expr_as(Expr::SubQuery(None, Box::new(theirs.into())), "licenses")
        .join(
            JoinType::LeftJoin,
            "users",
            Expr::col(("users", "id")).equals(("sales_reps", "user_id")),
        );
}

fn read(row: &QueryResult) -> StoreResult<SalesRepView> {
    let user_name = row.try_get("", "user_name")?;
    let licenses: i64 = row.try_get("", "licenses")?;
    let rep = SalesRep::try_from(Model::from_query_result(row, "")?)?;
    let content = rep.content;
    Ok(SalesRepView {
        id: rep.id,
        name: content.name,
        email: content.email,
        phone: content.phone,
        kind: content.kind,
        position: content.position,
        region: content.region,
        active: rep.active,
        user_id: content.user_id,
        user_name,
        licenses: count("sales_reps.licenses", licenses)?,
        created_at: rep.created_at,
        version: rep.version,
    })
}

/// One sales rep; [`StoreError::NotFound`] out of scope.
///
/// # Errors
/// The database is not available.
pub async fn view(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: SalesRepId,
) -> StoreResult<SalesRepView> {
    let mut statement = Query::select();
    statement
        .from("sales_reps")
        .cond_where(visible(scope))
        .and_where(Expr::col(("sales_reps", "id")).eq(id.as_uuid()));
    columns(&mut statement);
    read(&db.query_one(&statement).await?.ok_or(StoreError::NotFound)?)
}

/// All of them by name: there are as many as a house has people who sell.
///
/// # Errors
/// The database is not available.
pub async fn all(db: &impl ConnectionTrait, scope: Scope) -> StoreResult<Vec<SalesRep>> {
    let rows = Entity::find().filter(visible(scope)).order_by_asc(Column::Name).all(db).await?;
    rows.into_iter().map(SalesRep::try_from).collect()
}

/// Reads a sales rep and keeps others from changing them until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`] out of scope.
pub async fn lock(
    tx: &impl ConnectionTrait,
    scope: Scope,
    id: SalesRepId,
) -> StoreResult<SalesRep> {
    let found =
        Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// The sales rep that somebody who signs in is, if they are one.
///
/// # Errors
/// The database is not available.
pub async fn of_user(db: &impl ConnectionTrait, user: UserId) -> StoreResult<Option<SalesRep>> {
    let found = Entity::find().filter(Column::UserId.eq(user.as_uuid())).one(db).await?;
    found.map(SalesRep::try_from).transpose()
}

/// Keeps a new one. An account that another has answers as a duplicate of `uq_sales_reps_user_id`.
///
/// # Errors
/// The database is not available.
pub async fn insert(
    tx: &impl ConnectionTrait,
    rep: &SalesRep,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, rep.row(now)).await
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`]; duplicates as in [`insert`].
pub async fn save(
    tx: &impl ConnectionTrait,
    rep: &mut SalesRep,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = rep.version;
    let row = Model { version: before + 1, ..rep.row(now) };
    let same = Column::Id.eq(rep.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    rep.version += 1;
    Ok(())
}

/// Deletes one. What they sold stays with their account.
///
/// # Errors
/// The database is not available.
pub async fn delete(tx: &impl ConnectionTrait, id: SalesRepId) -> StoreResult<()> {
    Entity::delete_by_id(id.as_uuid()).exec(tx).await?;
    Ok(())
}
