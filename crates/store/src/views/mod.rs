//! Saved views of lists. One's own are one's own to change; shared ones can be picked by all staff.

pub(crate) mod default_view;
pub(crate) mod saved_view;

use chrono::{DateTime, Utc};
use domain::{
    id::{SavedViewId, UserId},
    views::{SavedList, wire::SavedView},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, Order, PaginatorTrait,
    QueryFilter, QueryResult, QuerySelect,
    sea_query::{Expr, JoinType, Query, SelectStatement},
};
use uuid::Uuid;

use self::saved_view::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, to_json, word},
    write,
};

/// Most views that are offered for one list.
const MOST_OFFERED: u64 = 200;

/// Who asks for views.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    pub user: UserId,
    /// Whether shared views are for them: they are the staff's.
    pub is_staff: bool,
}

/// The views that somebody can pick.
fn visible(who: Viewer) -> Condition {
    let own = Expr::col(("saved_views", "user_id")).eq(who.user.as_uuid());
    let any = Condition::any().add(own);
    if who.is_staff { any.add(Expr::col(("saved_views", "shared")).eq(true)) } else { any }
}

/// One's own views of a list and the shared ones, by name.
///
/// # Errors
/// The database is not available.
pub async fn of_list(
    db: &impl ConnectionTrait,
    who: Viewer,
    list: SavedList,
) -> StoreResult<Vec<SavedView>> {
    let mut statement = views(who);
    statement
        .and_where(Expr::col(("saved_views", "list")).eq(list.as_str()))
        .order_by(("saved_views", "name"), Order::Asc)
        .order_by(("saved_views", "id"), Order::Asc)
        .limit(MOST_OFFERED);
    db.query_all(&statement).await?.iter().map(|row| read(row, who.user)).collect()
}

/// One that somebody can pick; [`StoreError::NotFound`] for every other.
///
/// # Errors
/// The database is not available.
pub async fn get(
    db: &impl ConnectionTrait,
    who: Viewer,
    id: SavedViewId,
) -> StoreResult<SavedView> {
    let mut statement = views(who);
    statement.and_where(Expr::col(("saved_views", "id")).eq(id.as_uuid()));
    read(&db.query_one(&statement).await?.ok_or(StoreError::NotFound)?, who.user)
}

fn views(who: Viewer) -> SelectStatement {
    let mut statement = Query::select();
    for column in ["id", "list", "name", "query", "hidden_columns", "shared", "version", "user_id"]
    {
        statement.column(("saved_views", column));
    }
    let is_mine = Condition::all()
        .add(Expr::col(("default_views", "view_id")).equals(("saved_views", "id")))
        .add(Expr::col(("default_views", "user_id")).eq(who.user.as_uuid()));
    statement
        .from("saved_views")
        .expr_as(Expr::col(("users", "name")), "owner_name")
        .expr_as(Expr::col(("default_views", "view_id")), "default_id")
        .inner_join("users", Expr::col(("users", "id")).equals(("saved_views", "user_id")))
        .join(JoinType::LeftJoin, "default_views", is_mine)
        .cond_where(visible(who));
    statement
}

fn read(row: &QueryResult, user: UserId) -> StoreResult<SavedView> {
    let columns: String = row.try_get("", "hidden_columns")?;
    Ok(SavedView {
        id: row.try_get::<Uuid>("", "id")?.into(),
        list: word("saved_views.list", &row.try_get::<String>("", "list")?)?,
        name: row.try_get("", "name")?,
        query: row.try_get("", "query")?,
        hidden_columns: from_json("saved_views.hidden_columns", &columns)?,
        shared: row.try_get("", "shared")?,
        is_own: row.try_get::<Uuid>("", "user_id")? == user.as_uuid(),
        owner_name: row.try_get("", "owner_name")?,
        is_default: row.try_get::<Option<Uuid>>("", "default_id")?.is_some(),
        version: row.try_get("", "version")?,
    })
}

/// A view as its owner keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnView {
    pub id: SavedViewId,
    pub user: UserId,
    pub list: SavedList,
    pub name: String,
    pub query: String,
    pub hidden_columns: Vec<String>,
    pub shared: bool,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl TryFrom<Model> for OwnView {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            user: row.user_id.into(),
            list: word("saved_views.list", &row.list)?,
            name: row.name,
            query: row.query,
            hidden_columns: from_json("saved_views.hidden_columns", &row.hidden_columns)?,
            shared: row.shared,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

fn model(view: &OwnView, now: DateTime<Utc>) -> StoreResult<Model> {
    Ok(Model {
        id: view.id.as_uuid(),
        created_at: cut(view.created_at),
        updated_at: cut(now),
        version: view.version,
        user_id: view.user.as_uuid(),
        list: view.list.as_str().to_owned(),
        name: view.name.clone(),
        query: view.query.clone(),
        hidden_columns: to_json("saved_views.hidden_columns", &view.hidden_columns)?,
        shared: view.shared,
    })
}

/// How many views of a list somebody keeps.
///
/// # Errors
/// The database is not available.
pub async fn kept(db: &impl ConnectionTrait, user: UserId, list: SavedList) -> StoreResult<u32> {
    let found = Entity::find()
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(Column::List.eq(list.as_str()))
        .count(db)
        .await?;
    count("saved_views", found)
}

/// Reads one's own and keeps others from changing it until the transaction ends; another's is
/// [`StoreError::NotFound`], shared or not.
///
/// # Errors
/// The database is not available.
pub async fn lock(
    tx: &impl ConnectionTrait,
    user: UserId,
    id: SavedViewId,
) -> StoreResult<OwnView> {
    Entity::find_by_id(id.as_uuid())
        .filter(Column::UserId.eq(user.as_uuid()))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?
        .try_into()
}

/// Keeps a new one. A name that this list has already is [`StoreError::is_duplicate_of`]
/// `uq_saved_views_user_id_list_name`.
///
/// # Errors
/// The database is not available.
pub async fn insert(
    tx: &impl ConnectionTrait,
    view: &OwnView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, model(view, now)?).await
}

/// Writes a changed one under the version that was read. One that is not shared any more is nobody
/// else's default.
///
/// # Errors
/// As [`insert`]; [`StoreError::Stale`] where somebody else was faster.
pub async fn save(
    tx: &impl ConnectionTrait,
    view: &mut OwnView,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = view.version;
    view.version += 1;
    let same = Column::Id.eq(view.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, model(view, now)?, same).await?;
    if !view.shared {
        default_view::Entity::delete_many()
            .filter(default_view::Column::ViewId.eq(view.id.as_uuid()))
            .filter(default_view::Column::UserId.ne(view.user.as_uuid()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Deletes it; lists that opened with it open as they come.
///
/// # Errors
/// The database is not available.
pub async fn delete(tx: &impl ConnectionTrait, id: SavedViewId) -> StoreResult<()> {
    default_view::Entity::delete_many()
        .filter(default_view::Column::ViewId.eq(id.as_uuid()))
        .exec(tx)
        .await?;
    Entity::delete_by_id(id.as_uuid()).exec(tx).await?;
    Ok(())
}

/// What a list opens with from now on; nothing for the list as it comes.
///
/// # Errors
/// The database is not available.
pub async fn choose_default(
    tx: &impl ConnectionTrait,
    user: UserId,
    list: SavedList,
    view: Option<SavedViewId>,
) -> StoreResult<()> {
    default_view::Entity::delete_by_id((user.as_uuid(), list.as_str().to_owned())).exec(tx).await?;
    match view {
        Some(view) => {
            let row = default_view::Model {
                user_id: user.as_uuid(),
                list: list.as_str().to_owned(),
                view_id: view.as_uuid(),
            };
            // Two tabs at once: either choice will do.
            write::insert_if_absent(tx, row).await.map(drop)
        }
        None => Ok(()),
    }
}
