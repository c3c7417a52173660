//! Where people are signed in. A session is a family of refresh tokens, of which it knows the
//! present one and its predecessor by their hashes.

pub(crate) mod session;

use chrono::{DateTime, Utc};
use domain::{
    Lang,
    access::{Permission, PermissionSet, Role},
    auth::wire::SessionView,
    id::{PartnerId, SessionId, UserId},
    partners::PartnerStatus,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QueryResult, QuerySelect,
    sea_query::{Expr, JoinType, Query},
};
use uuid::Uuid;

use self::session::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{cut, hash, word, word_opt},
    write,
};

/// Most sessions that are shown.
const MOST_SHOWN: u64 = 100;

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    SignedOut,
    SignedOutEverywhere,
    PasswordChanged,
    Deactivated,
    PartnerSuspended,
    TokenReused,
    /// By somebody who manages users.
    EndedByAdmin,
    Expired,
}

impl EndReason {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::PasswordChanged => "password_changed",
            Self::Deactivated => "deactivated",
            Self::PartnerSuspended => "partner_suspended",
            Self::TokenReused => "token_reused",
            Self::EndedByAdmin => "ended_by_admin",
            Self::Expired => "expired",
        }
    }
}

/// A place where somebody is, or was, signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user_id: UserId,
    /// Of the present refresh token.
    pub refresh_hash: [u8; 32],
    /// Of the one before it.
    pub previous_hash: Option<[u8; 32]>,
    pub rotated_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub user_agent: String,
    pub address: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: DateTime<Utc>,
}

impl Session {
    pub fn is_alive(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }
}

/// Who asks: the user of a living session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub session: SessionId,
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub partner: Option<(PartnerId, PartnerStatus)>,
    pub language: Lang,
    /// What they may for a while beside their role.
    pub granted: PermissionSet,
    /// Whether they set up a second factor.
    pub has_second_factor: bool,
}

impl Caller {
    /// A suspended partner's people are out, whatever their session says.
    pub fn may_enter(&self) -> bool {
        self.partner.is_none_or(|(_, status)| status != PartnerStatus::Suspended)
    }
}

impl TryFrom<Model> for Session {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            user_id: row.user_id.into(),
            refresh_hash: hash("sessions.refresh_hash", row.refresh_hash)?,
            previous_hash: row
                .previous_hash
                .map(|bytes| hash("sessions.previous_hash", bytes))
                .transpose()?,
            rotated_at: row.rotated_at,
            expires_at: row.expires_at,
            ended_at: row.ended_at,
            user_agent: row.user_agent,
            address: row.address,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        })
    }
}

/// Keeps a new session.
pub async fn insert(tx: &impl ConnectionTrait, session: &Session) -> StoreResult<()> {
    let row = Model {
        id: session.id.as_uuid(),
        created_at: cut(session.created_at),
        updated_at: cut(session.created_at),
        version: 1,
        user_id: session.user_id.as_uuid(),
        refresh_hash: session.refresh_hash.to_vec(),
        previous_hash: session.previous_hash.map(Vec::from),
        rotated_at: cut(session.rotated_at),
        expires_at: cut(session.expires_at),
        ended_at: session.ended_at.map(cut),
        end_reason: None,
        user_agent: session.user_agent.chars().take(255).collect(),
        address: session.address.chars().take(64).collect(),
        last_used_at: cut(session.last_used_at),
    };
    write::insert(tx, row).await
}

pub async fn find(db: &impl ConnectionTrait, id: SessionId) -> StoreResult<Option<Session>> {
    let row = Entity::find_by_id(id.as_uuid()).one(db).await?;
    row.map(Session::try_from).transpose()
}

/// The session that a refresh token belongs to, as its present or its previous one; it may be over.
pub async fn find_by_refresh(
    db: &impl ConnectionTrait,
    token: &[u8; 32],
) -> StoreResult<Option<Session>> {
    for column in [Column::RefreshHash, Column::PreviousHash] {
        let row = Entity::find().filter(column.eq(token.to_vec())).one(db).await?;
        if let Some(row) = row {
            return Ok(Some(row.try_into()?));
        }
    }
    Ok(None)
}

/// Puts a new refresh token in the place of `from`. [`StoreError::Stale`] where somebody else did
/// so first, or the session is over.
pub async fn rotate(
    tx: &impl ConnectionTrait,
    id: SessionId,
    from: &[u8; 32],
    to: [u8; 32],
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let now = cut(now);
    // The previous hash first: MySQL assigns from left to right and sees what was assigned.
    let update = Entity::update_many()
        .col_expr(Column::PreviousHash, Expr::value(from.to_vec()))
        .col_expr(Column::RefreshHash, Expr::value(to.to_vec()))
        .col_expr(Column::RotatedAt, Expr::value(now))
        .col_expr(Column::LastUsedAt, Expr::value(now))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .col_expr(Column::ExpiresAt, Expr::value(cut(expires_at)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.as_uuid()))
        .filter(Column::RefreshHash.eq(from.to_vec()))
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now));
    write::one(update, tx).await
}

/// Ends one session of a user's. [`StoreError::NotFound`] where they have none such.
pub async fn end(
    tx: &impl ConnectionTrait,
    user: UserId,
    id: SessionId,
    reason: EndReason,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let one = Column::UserId.eq(user.as_uuid()).and(Column::Id.eq(id.as_uuid()));
    match end_where(tx, one, reason, now).await? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

/// Ends every session of a user's, but for one; answers how many.
pub async fn end_all(
    tx: &impl ConnectionTrait,
    user: UserId,
    except: Option<SessionId>,
    reason: EndReason,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let mut which = Column::UserId.eq(user.as_uuid());
    if let Some(except) = except {
        which = which.and(Column::Id.ne(except.as_uuid()));
    }
    end_where(tx, which, reason, now).await
}

/// Ends every session of a partner's people; answers how many.
pub async fn end_of_partner(
    tx: &impl ConnectionTrait,
    partner: PartnerId,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let people = Query::select()
        .column("id")
        .from("users")
        .and_where(Expr::col("partner_id").eq(partner.as_uuid()))
        .to_owned();
    let theirs = Column::UserId.in_subquery(people);
    end_where(tx, theirs, EndReason::PartnerSuspended, now).await
}

async fn end_where(
    tx: &impl ConnectionTrait,
    which: Expr,
    reason: EndReason,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let ended = Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(cut(now)))
        .col_expr(Column::EndReason, Expr::value(reason.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(cut(now)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(which)
        .filter(Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}

/// Where a user is signed in, the last used first.
pub async fn live(
    db: &impl ConnectionTrait,
    user: UserId,
    current: SessionId,
    now: DateTime<Utc>,
) -> StoreResult<Vec<SessionView>> {
    let found = Entity::find()
        .filter(Column::UserId.eq(user.as_uuid()))
        .filter(alive(now))
        .order_by_desc(Column::LastUsedAt)
        .limit(MOST_SHOWN)
        .all(db)
        .await?;
    let shown = found.into_iter().map(|row| SessionView {
        id: row.id.into(),
        user_agent: row.user_agent,
        address: row.address,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        is_current: row.id == current.as_uuid(),
    });
    Ok(shown.collect())
}

fn alive(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(Expr::col(("sessions", "ended_at")).is_null())
        .add(Expr::col(("sessions", "expires_at")).gt(cut(now)))
}

/// Who asks and what was granted to them, in one statement; nobody where the session is over or the
/// user may not sign in.
pub async fn caller(
    db: &impl ConnectionTrait,
    id: SessionId,
    now: DateTime<Utc>,
) -> StoreResult<Option<Caller>> {
    let mut statement = Query::select();
    statement
        .expr_as(Expr::col(("users", "id")), "user_id")
        .columns([("users", "name"), ("users", "role"), ("users", "language")])
        .column(("users", "partner_id"))
        .expr_as(Expr::col(("partners", "status")), "partner_status")
        .from("sessions")
        .join(
            JoinType::InnerJoin,
            "users",
            Expr::col(("users", "id")).equals(("sessions", "user_id")),
        )
        .left_join("partners", Expr::col(("partners", "id")).equals(("users", "partner_id")))
        .expr_as(Expr::col(("grants", "permission")), "granted")
        .left_join("grants", grants_of_user(now))
        .expr_as(Expr::col(("second_factors", "confirmed_at")), "second_factor_at")
        .left_join(
            "second_factors",
            Expr::col(("second_factors", "user_id")).equals(("users", "id")),
        )
        .and_where(Expr::col(("sessions", "id")).eq(id.as_uuid()))
        .and_where(Expr::col(("users", "active")).eq(true))
        .cond_where(alive(now));
    // One row, and one more for each further grant.
    let rows = db.query_all(&statement).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let partner: Option<Uuid> = row.try_get("", "partner_id")?;
    let status: Option<String> = row.try_get("", "partner_status")?;
    Ok(Some(Caller {
        session: id,
        user: row.try_get::<Uuid>("", "user_id")?.into(),
        name: row.try_get("", "name")?,
        role: word("users.role", &row.try_get::<String>("", "role")?)?,
        partner: partner.map(PartnerId::from).zip(word_opt("partners.status", status.as_deref())?),
        language: word("users.language", &row.try_get::<String>("", "language")?)?,
        granted: granted(&rows)?,
        has_second_factor: row.try_get::<Option<DateTime<Utc>>>("", "second_factor_at")?.is_some(),
    }))
}

/// The grants of `users` that are worth something at `now`.
pub(crate) fn grants_of_user(now: DateTime<Utc>) -> Expr {
    Expr::col(("grants", "user_id"))
        .equals(("users", "id"))
        .and(Expr::col(("grants", "until")).gt(cut(now)))
        .and(Expr::col(("grants", "revoked_at")).is_null())
}

/// What the column `granted` of all these rows names. What this version of the product does not know
/// any more gives nothing.
pub(crate) fn granted(rows: &[QueryResult]) -> StoreResult<PermissionSet> {
    let mut granted = PermissionSet::NONE;
    for row in rows {
        let name: Option<String> = row.try_get("", "granted")?;
        if let Some(permission) = name.and_then(|name| name.parse::<Permission>().ok()) {
            granted = granted.with(permission);
        }
    }
    Ok(granted)
}

#[cfg(test)]
mod tests;
