//! API keys: kept as hashes. A key acts in the name of a user: of the member of staff whose it is, or
//! of a partner's person where it is the organisation's (`partner_id`).

pub(crate) mod key;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Lang,
    access::{Permission, PermissionSet, Role, Scope},
    api_keys::wire::{ApiKeyView, NewApiKey},
    id::{ApiKeyId, PartnerId, UserId},
    partners::PartnerStatus,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, Order, PaginatorTrait,
    QueryFilter, QueryResult, QuerySelect,
    sea_query::{Alias, Expr, JoinType, Query, SelectStatement},
};
use uuid::Uuid;

use self::key::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, from_json, to_json, uuid_opt, word, word_opt},
    sessions::{granted, grants_of_user},
    write,
};

/// Most keys that are shown.
const MOST_SHOWN: u64 = 100;
/// How exactly «last used» is kept: not every request is worth a write.
const LAST_USED_EVERY: TimeDelta = TimeDelta::seconds(60);

/// Whose a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// In whose name it acts.
    pub user: UserId,
    /// The organisation whose it is; none for staff.
    pub partner: Option<PartnerId>,
}

/// A key about to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Made<'a> {
    pub id: ApiKeyId,
    pub owner: Owner,
    pub created_by: UserId,
    /// How it begins.
    pub start: &'a str,
    pub hash: [u8; 32],
}

/// Who asks with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub key: ApiKeyId,
    pub user: UserId,
    pub role: Role,
    pub partner: Option<(PartnerId, PartnerStatus)>,
    pub language: Lang,
    pub granted: PermissionSet,
    pub scopes: PermissionSet,
    /// Whether `last_used_at` is worth writing again.
    pub is_use_news: bool,
}

impl Caller {
    /// A suspended partner's programs are out as well.
    pub fn may_enter(&self) -> bool {
        self.partner.is_none_or(|(_, status)| status != PartnerStatus::Suspended)
    }
}

/// The keys that a scope opens: staff's their own, an organisation's its own.
fn visible(scope: Scope) -> Condition {
    let column = |name| Expr::col(("api_keys", name));
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfUser(user) => Condition::all()
            .add(column("user_id").eq(user.as_uuid()))
            .add(column("partner_id").is_null()),
        Scope::OfPartner(partner) => {
            Condition::all().add(column("partner_id").eq(partner.as_uuid()))
        }
    }
}

/// Keeps a new one.
pub async fn insert(
    tx: &impl ConnectionTrait,
    made: &Made<'_>,
    new: &NewApiKey,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = Model {
        id: made.id.as_uuid(),
        created_at: cut(now),
        updated_at: cut(now),
        version: 1,
        user_id: made.owner.user.as_uuid(),
        partner_id: uuid_opt(made.owner.partner),
        name: new.name.trim().to_owned(),
        start: made.start.to_owned(),
        key_hash: made.hash.to_vec(),
        scopes: to_json("api_keys.scopes", &new.scopes)?,
        expires_at: cut(new.expires_at),
        revoked_at: None,
        last_used_at: None,
        created_by: made.created_by.as_uuid(),
    };
    write::insert(tx, row).await
}

/// A key as rules know it: its name, whose it is, and whether it was revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    pub owner: Owner,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Reads one and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, scope: Scope, id: ApiKeyId) -> StoreResult<ApiKey> {
    let row = Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(ApiKey {
        id: row.id.into(),
        name: row.name,
        owner: Owner { user: row.user_id.into(), partner: row.partner_id.map(PartnerId::from) },
        revoked_at: row.revoked_at,
    })
}

/// Makes it worthless. [`StoreError::Stale`] where it is already.
pub async fn revoke(
    tx: &impl ConnectionTrait,
    id: ApiKeyId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(cut(now)))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::RevokedAt.is_null());
    write::one(update, tx).await
}

/// Notes that it was used.
pub async fn touch(db: &impl ConnectionTrait, id: ApiKeyId, now: DateTime<Utc>) -> StoreResult<()> {
    // Two requests may come at once; that one of them changes nothing is no fault.
    Entity::update_many()
        .col_expr(Column::LastUsedAt, Expr::value(cut(now)))
        .filter(Column::Id.eq(id.as_uuid()))
        .exec(db)
        .await?;
    Ok(())
}

/// One of them.
pub async fn view(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: ApiKeyId,
) -> StoreResult<ApiKeyView> {
    let mut statement = views(scope);
    statement.and_where(Expr::col(("api_keys", "id")).eq(id.as_uuid()));
    read(&db.query_one(&statement).await?.ok_or(StoreError::NotFound)?)
}

/// How many of those that a scope opens are in force.
pub async fn live(db: &impl ConnectionTrait, scope: Scope, now: DateTime<Utc>) -> StoreResult<u32> {
    let live = Entity::find()
        .filter(visible(scope))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(cut(now)))
        .count(db)
        .await?;
    Ok(u32::try_from(live).unwrap_or(u32::MAX))
}

/// Those that a scope opens, what was revoked last; of these and those the latest first.
pub async fn list(db: &impl ConnectionTrait, scope: Scope) -> StoreResult<Vec<ApiKeyView>> {
    let mut statement = views(scope);
    statement
        .order_by_expr(Expr::col(("api_keys", "revoked_at")).is_not_null(), Order::Asc)
        .order_by(("api_keys", "created_at"), Order::Desc)
        .order_by(("api_keys", "id"), Order::Desc)
        .limit(MOST_SHOWN);
    db.query_all(&statement).await?.iter().map(read).collect()
}

fn views(scope: Scope) -> SelectStatement {
    let mut statement = Query::select();
    for column in
        ["id", "name", "start", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"]
    {
        statement.column(("api_keys", column));
    }
    let (actor, maker) = (Alias::new("actor"), Alias::new("maker"));
    statement
        .expr_as(Expr::col((actor.clone(), "name")), "acts_as")
        .expr_as(Expr::col((maker.clone(), "name")), "created_by_name")
        .from("api_keys")
        .join_as(
            JoinType::InnerJoin,
            "users",
            actor.clone(),
            Expr::col((actor, "id")).equals(("api_keys", "user_id")),
        )
        .join_as(
            JoinType::InnerJoin,
            "users",
            maker.clone(),
            Expr::col((maker, "id")).equals(("api_keys", "created_by")),
        )
        .cond_where(visible(scope));
    statement
}

/// What this version of the product does not know any more opens nothing.
fn scopes(text: &str) -> StoreResult<Vec<Permission>> {
    let names: Vec<String> = from_json("api_keys.scopes", text)?;
    Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
}

fn read(row: &QueryResult) -> StoreResult<ApiKeyView> {
    Ok(ApiKeyView {
        id: row.try_get::<Uuid>("", "id")?.into(),
        name: row.try_get("", "name")?,
        start: row.try_get("", "start")?,
        scopes: scopes(&row.try_get::<String>("", "scopes")?)?,
        acts_as: row.try_get("", "acts_as")?,
        created_by: row.try_get("", "created_by_name")?,
        created_at: row.try_get("", "created_at")?,
        expires_at: row.try_get("", "expires_at")?,
        last_used_at: row.try_get("", "last_used_at")?,
        revoked_at: row.try_get("", "revoked_at")?,
    })
}

/// Who asks with the key of this hash, and what was granted to them, in one statement; nobody where
/// the key is over or the user may not sign in.
pub async fn caller(
    db: &impl ConnectionTrait,
    hash: &[u8; 32],
    now: DateTime<Utc>,
) -> StoreResult<Option<Caller>> {
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(("api_keys", "id")), "key_id")
        .columns([("api_keys", "scopes"), ("api_keys", "last_used_at")])
        .expr_as(Expr::col(("users", "id")), "user_id")
        .columns([("users", "role"), ("users", "language"), ("users", "partner_id")])
        .expr_as(Expr::col(("partners", "status")), "partner_status")
        .expr_as(Expr::col(("grants", "permission")), "granted")
        .from("api_keys")
        .join(
            JoinType::InnerJoin,
            "users",
            Expr::col(("users", "id")).equals(("api_keys", "user_id")),
        )
        .left_join("partners", Expr::col(("partners", "id")).equals(("users", "partner_id")))
        .left_join("grants", grants_of_user(now))
        .and_where(Expr::col(("api_keys", "key_hash")).eq(hash.to_vec()))
        .and_where(Expr::col(("api_keys", "revoked_at")).is_null())
        .and_where(Expr::col(("api_keys", "expires_at")).gt(cut(now)))
        .and_where(Expr::col(("users", "active")).eq(true))
        // An organisation's key acts as one of its own people, or not at all.
        .cond_where(
            Condition::any()
                .add(Expr::col(("api_keys", "partner_id")).is_null())
                .add(Expr::col(("api_keys", "partner_id")).equals(("users", "partner_id"))),
        );
    let rows = db.query_all(&statement).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let partner: Option<Uuid> = row.try_get("", "partner_id")?;
    let status: Option<String> = row.try_get("", "partner_status")?;
    let last: Option<DateTime<Utc>> = row.try_get("", "last_used_at")?;
    Ok(Some(Caller {
        key: row.try_get::<Uuid>("", "key_id")?.into(),
        user: row.try_get::<Uuid>("", "user_id")?.into(),
        role: word("users.role", &row.try_get::<String>("", "role")?)?,
        partner: partner.map(PartnerId::from).zip(word_opt("partners.status", status.as_deref())?),
        language: word("users.language", &row.try_get::<String>("", "language")?)?,
        granted: granted(&rows)?,
        scopes: scopes(&row.try_get::<String>("", "scopes")?)?.into_iter().collect(),
        is_use_news: last.is_none_or(|last| now - last >= LAST_USED_EVERY),
    }))
}

#[cfg(test)]
mod tests;
