//! Engineers and how much work they have.

mod batch;
pub(crate) mod engineer;
mod work;

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    deployments::DeploymentStatus,
    engineers::wire::{EngineerContent, EngineerListQuery, EngineerSort, EngineerView},
    id::{EngineerId, UserId},
    list::{ListQuery, Page},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QueryOrder, QueryResult, QuerySelect,
    sea_query::{Asterisk, Expr, JoinType, Query, SelectStatement},
};

pub use self::batch::{called, insert_all, known, remove_all, versions, with_work};
use self::engineer::{Column, Entity, Model};
pub use self::work::{all, done, open};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, id_opt, to_json, uuid_opt},
    list::{Kind, Listing, SortColumn},
    search::begins_with,
    write,
};

/// Somebody who brings licenses to life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engineer {
    pub id: EngineerId,
    pub content: EngineerContent,
    pub active: bool,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Engineer {
    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        let content = self.content.clone();
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            name: content.name,
            email: content.email,
            phone: content.phone,
            department: content.department,
            expertise: to_json("engineers.expertise", &content.expertise)?,
            active: self.active,
            user_id: uuid_opt(content.user_id),
        })
    }
}

impl TryFrom<Model> for Engineer {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            content: EngineerContent {
                name: row.name,
                email: row.email,
                phone: row.phone,
                department: row.department,
                expertise: from_json("engineers.expertise", &row.expertise)?,
                user_id: id_opt(row.user_id),
            },
            active: row.active,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The engineers that a scope opens: they are the house's, and nobody's own.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(_) | Scope::OfUser(_) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// Engineers by the beginning of their name or address, each with how much open work they have.
///
/// # Errors
/// The database is not available.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &EngineerListQuery,
) -> StoreResult<Page<EngineerView>> {
    listing(scope, query).page(db, columns, read).await
}

pub(crate) fn listing(scope: Scope, query: &EngineerListQuery) -> Listing<'_> {
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
    Listing::new("engineers", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: EngineerSort) -> SortColumn {
    match key {
        EngineerSort::Name => SortColumn::new("name", Kind::Text),
        EngineerSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    statement
        .column(("engineers", Asterisk))
        .expr_as(Expr::col(("users", "name")), "user_name")
        .expr_as(Expr::SubQuery(None, Box::new(open_work().into())), "open_deployments")
        .join(
            JoinType::LeftJoin,
            "users",
            Expr::col(("users", "id")).equals(("engineers", "user_id")),
        );
}

/// How many open deployments the engineer of the outer row works on.
fn open_work() -> SelectStatement {
    let mut open = Query::select();
    open.expr(Expr::cust("COUNT(*)"))
        .from("deployment_engineers")
        .inner_join(
            "deployments",
            Expr::col(("deployments", "id")).equals(("deployment_engineers", "deployment_id")),
        )
        .and_where(Expr::col(("deployment_engineers", "engineer_id")).equals(("engineers", "id")))
        .and_where(
            Expr::col(("deployments", "status"))
                .is_in(DeploymentStatus::OPEN.map(DeploymentStatus::as_str)),
        );
    open
}

fn read(row: &QueryResult) -> StoreResult<EngineerView> {
    let user_name = row.try_get("", "user_name")?;
    let open: i64 = row.try_get("", "open_deployments")?;
    let engineer = Engineer::try_from(Model::from_query_result(row, "")?)?;
    let content = engineer.content;
    Ok(EngineerView {
        id: engineer.id,
        name: content.name,
        email: content.email,
        phone: content.phone,
        department: content.department,
        expertise: content.expertise,
        active: engineer.active,
        user_id: content.user_id,
        user_name,
        open_deployments: count("engineers.open_deployments", open)?,
        created_at: engineer.created_at,
        version: engineer.version,
    })
}

/// One engineer with their open work; [`StoreError::NotFound`] out of scope.
///
/// # Errors
/// The database is not available.
pub async fn view(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: EngineerId,
) -> StoreResult<EngineerView> {
    let mut statement = Query::select();
    statement
        .from("engineers")
        .cond_where(visible(scope))
        .and_where(Expr::col(("engineers", "id")).eq(id.as_uuid()));
    columns(&mut statement);
    read(&db.query_one(&statement).await?.ok_or(StoreError::NotFound)?)
}

/// Reads an engineer and keeps others from changing them, or giving them work, until the
/// transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`] out of scope.
pub async fn lock(
    tx: &impl ConnectionTrait,
    scope: Scope,
    id: EngineerId,
) -> StoreResult<Engineer> {
    let found =
        Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Locks several, in the order of their ids; those that are not there are left out. For work that is
/// given to them, which no scope bounds.
///
/// # Errors
/// The database is not available.
pub async fn lock_all(tx: &impl ConnectionTrait, ids: &[EngineerId]) -> StoreResult<Vec<Engineer>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.as_uuid())))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    rows.into_iter().map(Engineer::try_from).collect()
}

/// The engineer that somebody who signs in is, if they are one.
///
/// # Errors
/// The database is not available.
pub async fn of_user(db: &impl ConnectionTrait, user: UserId) -> StoreResult<Option<Engineer>> {
    let found = Entity::find().filter(Column::UserId.eq(user.as_uuid())).one(db).await?;
    found.map(Engineer::try_from).transpose()
}

/// The users that these engineers are, where they may sign in as one.
///
/// # Errors
/// The database is not available.
pub async fn users_of(db: &impl ConnectionTrait, ids: &[EngineerId]) -> StoreResult<Vec<UserId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let users: Vec<Option<uuid::Uuid>> = Entity::find()
        .select_only()
        .column(Column::UserId)
        .filter(Column::Id.is_in(ids.iter().map(|id| id.as_uuid())))
        .filter(Column::UserId.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(users.into_iter().flatten().map(UserId::from_uuid).collect())
}

/// Keeps a new one. An address or an account that another has answers as a duplicate of
/// `uq_engineers_email` or `uq_engineers_user_id`.
///
/// # Errors
/// The database is not available.
pub async fn insert(
    tx: &impl ConnectionTrait,
    engineer: &Engineer,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, engineer.row(now)?).await
}

/// Writes a changed one, unless somebody else changed it since it was read; the work that they are
/// named in has the new name then.
///
/// # Errors
/// [`StoreError::Stale`]; duplicates as in [`insert`].
pub async fn save(
    tx: &impl ConnectionTrait,
    engineer: &mut Engineer,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = engineer.version;
    let row = Model { version: before + 1, ..engineer.row(now)? };
    let same = Column::Id.eq(engineer.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    engineer.version += 1;
    crate::deployments::rename_engineer(tx, engineer.id, &engineer.content.name).await
}

/// Deletes one. The deployments that they worked on keep their name.
///
/// # Errors
/// The database is not available.
pub async fn delete(tx: &impl ConnectionTrait, id: EngineerId) -> StoreResult<()> {
    Entity::delete_by_id(id.as_uuid()).exec(tx).await?;
    Ok(())
}
