//! Who may sign in: staff and partners' people.

pub(crate) mod term;
pub(crate) mod user;
mod views;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    Lang,
    access::{Role, Scope},
    auth::wire::PartnerName,
    id::{PartnerId, UserId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

use self::user::{Column, Entity, Model};
#[cfg(test)]
pub(crate) use self::views::listing;
pub use self::views::{page, view};
use crate::{
    StoreError, StoreResult,
    convert::{cut, id_opt, uuid_opt, word},
    partners, search, write,
};

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    /// Normalised: what they type is normalised before it is looked up.
    pub username: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub partner_id: Option<PartnerId>,
    /// Whether they manage their organisation's people.
    pub org_admin: bool,
    pub password_hash: String,
    pub active: bool,
    pub language: Lang,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub version: i64,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

/// Somebody to be told of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub language: Lang,
    /// Whether they are a partner's, and not staff.
    pub is_partner: bool,
}

impl TryFrom<Model> for User {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            username: row.username,
            name: row.name,
            email: row.email,
            role: word("users.role", &row.role)?,
            partner_id: id_opt(row.partner_id),
            org_admin: row.org_admin,
            password_hash: row.password_hash,
            active: row.active,
            language: word("users.language", &row.language)?,
            last_sign_in_at: row.last_sign_in_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        })
    }
}

impl From<&User> for Model {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.as_uuid(),
            created_at: cut(user.created_at),
            updated_at: cut(user.updated_at),
            version: user.version,
            username: user.username.clone(),
            name: user.name.clone(),
            email: user.email.clone(),
            role: user.role.as_str().to_owned(),
            partner_id: uuid_opt(user.partner_id),
            password_hash: user.password_hash.clone(),
            active: user.active,
            language: user.language.as_str().to_owned(),
            last_sign_in_at: user.last_sign_in_at.map(cut),
            org_admin: user.org_admin,
        }
    }
}

/// The users that a scope opens.
pub(crate) fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(partner) => {
            Condition::all().add(Expr::col(("users", "partner_id")).eq(partner.as_uuid()))
        }
        Scope::OfUser(user) => Condition::all().add(Expr::col(("users", "id")).eq(user.as_uuid())),
    }
}

pub async fn find(db: &impl ConnectionTrait, scope: Scope, id: UserId) -> StoreResult<User> {
    Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .one(db)
        .await?
        .ok_or(StoreError::NotFound)?
        .try_into()
}

/// Who signs in by this (normalised) name: asked before anybody is known, so without a scope.
pub async fn find_by_username(
    db: &impl ConnectionTrait,
    username: &str,
) -> StoreResult<Option<User>> {
    let row = Entity::find().filter(Column::Username.eq(username)).one(db).await?;
    row.map(User::try_from).transpose()
}

/// The active users whom a forgotten password may be about: by their (normalised) name, or by their
/// mail address as it was typed or in small letters. Asked before anybody is known, so without a scope.
pub async fn find_by_login(
    db: &impl ConnectionTrait,
    username: &str,
    address: &str,
) -> StoreResult<Vec<User>> {
    /// People who share an address.
    const MOST: u64 = 5;
    let addresses = [address.to_owned(), address.to_lowercase()];
    let rows = Entity::find()
        .filter(Column::Username.eq(username).or(Column::Email.is_in(addresses)))
        .filter(Column::Active.eq(true))
        .order_by_asc(Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    rows.into_iter().map(User::try_from).collect()
}

/// Reads a user and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, scope: Scope, id: UserId) -> StoreResult<User> {
    Entity::find_by_id(id.as_uuid())
        .filter(visible(scope))
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(StoreError::NotFound)?
        .try_into()
}

/// Keeps a new user, findable by name and user name.
pub async fn insert(tx: &impl ConnectionTrait, user: &User) -> StoreResult<()> {
    write::insert(tx, Model::from(user)).await?;
    index(tx, user).await
}

/// Makes them findable by both of their names.
async fn index(tx: &impl ConnectionTrait, user: &User) -> StoreResult<()> {
    let user_id = user.id.as_uuid();
    let terms = search::terms([user.username.as_str(), user.name.as_str()]);
    let terms = terms.into_iter().map(|term| term::Model { term, user_id }).collect();
    write::insert_all(tx, terms).await
}

/// Writes a changed user.
pub async fn save(
    tx: &impl ConnectionTrait,
    user: &mut User,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = user.version;
    let row = Model { version: before + 1, updated_at: cut(now), ..Model::from(&*user) };
    let same = Column::Id.eq(user.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    term::Entity::delete_many().filter(term::Column::UserId.eq(user.id.as_uuid())).exec(tx).await?;
    index(tx, user).await?;
    user.version += 1;
    user.updated_at = cut(now);
    Ok(())
}

/// Notes that somebody signed in; no change of theirs, so the version stays.
pub async fn record_sign_in(
    tx: &impl ConnectionTrait,
    id: UserId,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let update = Entity::update_many()
        .col_expr(Column::LastSignInAt, Expr::value(cut(now)))
        .filter(Column::Id.eq(id.as_uuid()));
    write::one(update, tx).await
}

/// A user with the name of their organisation.
pub async fn profile(
    db: &impl ConnectionTrait,
    id: UserId,
) -> StoreResult<(User, Option<PartnerName>)> {
    let user = find(db, Scope::Everything, id).await?;
    let partner = match user.partner_id {
        None => None,
        Some(id) => partners::name_of(db, id).await?,
    };
    Ok((user, partner))
}

/// How many admins there are that may sign in, kept from changing until the transaction ends.
pub async fn active_admins(tx: &impl ConnectionTrait) -> StoreResult<u32> {
    let admins = Entity::find()
        .filter(Column::Role.eq(Role::Admin.as_str()))
        .filter(Column::Active.eq(true))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    u32::try_from(admins.len()).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// How many of an organisation's people manage the others and may sign in, but for one of them;
/// kept from changing until the transaction ends.
pub async fn other_org_admins(
    tx: &impl ConnectionTrait,
    partner: PartnerId,
    but: Option<UserId>,
) -> StoreResult<u32> {
    let admins = Entity::find()
        .filter(Column::PartnerId.eq(partner.as_uuid()))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let counts =
        |row: &&Model| row.org_admin && row.active && Some(row.id) != but.map(domain::Id::as_uuid);
    u32::try_from(admins.iter().filter(counts).count())
        .map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Active staff of these roles.
pub async fn with_roles(db: &impl ConnectionTrait, roles: &[Role]) -> StoreResult<Vec<Recipient>> {
    told(db, Column::Role.is_in(roles.iter().map(|role| role.as_str()))).await
}

/// A partner's active people.
pub async fn of_partner(
    db: &impl ConnectionTrait,
    partner: PartnerId,
) -> StoreResult<Vec<Recipient>> {
    told(db, Column::PartnerId.eq(partner.as_uuid())).await
}

/// These users, as far as they are active.
pub async fn recipients(db: &impl ConnectionTrait, ids: &[UserId]) -> StoreResult<Vec<Recipient>> {
    told(db, Column::Id.is_in(ids.iter().map(|id| id.as_uuid()))).await
}

/// What people are called, for those who may see what they did.
pub async fn names(
    db: &impl ConnectionTrait,
    ids: &[UserId],
) -> StoreResult<HashMap<UserId, String>> {
    let found: Vec<(uuid::Uuid, String)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Name])
        .filter(Column::Id.is_in(ids.iter().map(|id| id.as_uuid())))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(id, name)| (id.into(), name)).collect())
}

async fn told(db: &impl ConnectionTrait, who: Expr) -> StoreResult<Vec<Recipient>> {
    let found = Entity::find()
        .filter(who)
        .filter(Column::Active.eq(true))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    found
        .into_iter()
        .map(|row| {
            Ok(Recipient {
                id: row.id.into(),
                name: row.name,
                email: row.email,
                language: word("users.language", &row.language)?,
                is_partner: row.partner_id.is_some(),
            })
        })
        .collect()
}
