//! How keys stand: one by its own id, those for the revocation list, and how many each signing key
//! has to answer for. Without a scope: who holds a key may ask about it, and the list is public.

use chrono::{DateTime, NaiveDate, Utc};
use domain::keys::{KeyFacts, RevocationReason, RevokedKey};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, Func, Order, Query, SelectStatement},
};

use crate::{StoreResult, convert::count};

/// What is known of a key that we issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStanding {
    /// SHA-256 of the key as it was issued, hexadecimal.
    pub fingerprint: String,
    pub facts: KeyFacts,
}

/// What a signing key has to answer for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedBy {
    pub kid: String,
    /// License keys of it that are in use and not over yet.
    pub in_use: u32,
    /// The last day of the longest of their terms.
    pub until: NaiveDate,
}

/// A key by its own id, if it is one of ours.
///
/// # Errors
/// Only the database's.
pub async fn find_by_jti(db: &impl ConnectionTrait, jti: &str) -> StoreResult<Option<KeyStanding>> {
    let mut statement = with_license();
    statement
        .column(("license_keys", "fingerprint"))
        .and_where(Expr::col(("license_keys", "jti")).eq(jti));
    let Some(row) = db.query_one(&statement).await? else { return Ok(None) };
    Ok(Some(KeyStanding { fingerprint: row.try_get("", "fingerprint")?, facts: facts(&row)? }))
}

/// Every key for the revocation list of a business day: revoked, or of a license that is suspended or
/// over, and with a term that is not over yet. The list is as long as what can still be misused.
///
/// # Errors
/// Only the database's.
pub async fn revoked(db: &impl ConnectionTrait, today: NaiveDate) -> StoreResult<Vec<RevokedKey>> {
    // Two questions, because one of both could not be answered from an index.
    let mut found = Vec::new();
    for statement in [revoked_themselves(today), ended_with_their_license(today)] {
        for row in db.query_all(&statement).await? {
            if let Some((reason, since)) = facts(&row)?.revocation() {
                let jti = row.try_get("", "jti")?;
                found.push(RevokedKey { jti, reason, since: since.timestamp() });
            }
        }
    }
    Ok(found)
}

pub(crate) fn revoked_themselves(today: NaiveDate) -> SelectStatement {
    let mut statement = with_license();
    statement
        .column(("license_keys", "jti"))
        .and_where(Expr::col(("license_keys", "revoked_at")).is_not_null())
        .and_where(Expr::col(("license_keys", "expires_on")).gte(today));
    statement
}

pub(crate) fn ended_with_their_license(today: NaiveDate) -> SelectStatement {
    let ended = Condition::any()
        .add(Expr::col(("licenses", "suspended_at")).is_not_null())
        .add(Expr::col(("licenses", "terminated_at")).is_not_null());
    let mut statement = with_license();
    statement
        .column(("license_keys", "jti"))
        .cond_where(ended)
        .and_where(Expr::col(("license_keys", "revoked_at")).is_null())
        .and_where(Expr::col(("license_keys", "expires_on")).gte(today));
    statement
}

/// For each signing key the license keys that would no longer verify without it.
///
/// # Errors
/// Only the database's.
pub async fn signed_by(db: &impl ConnectionTrait, today: NaiveDate) -> StoreResult<Vec<SignedBy>> {
    let in_use = Condition::any()
        .add(Expr::col("revoked_at").is_null())
        .add(Expr::col("revoked_reason").eq(RevocationReason::Superseded.as_str()));
    let mut statement = Query::select();
    statement
        .from("license_keys")
        .column("kid")
        .expr_as(Func::count(Expr::col("id")), "in_use")
        .expr_as(Func::max(Expr::col("expires_on")), "until")
        .cond_where(in_use)
        .and_where(Expr::col("expires_on").gte(today))
        .group_by_col("kid")
        .order_by("kid", Order::Asc);
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            Ok(SignedBy {
                kid: row.try_get("", "kid")?,
                in_use: count("license_keys", row.try_get::<i64>("", "in_use")?)?,
                until: row.try_get("", "until")?,
            })
        })
        .collect()
}

fn with_license() -> SelectStatement {
    let mut statement = Query::select();
    statement
        .from("license_keys")
        .column(("license_keys", "revoked_at"))
        .column(("license_keys", "revoked_reason"))
        .column(("licenses", "suspended_at"))
        .column(("licenses", "terminated_at"))
        .inner_join(
            "licenses",
            Expr::col(("licenses", "id")).equals(("license_keys", "license_id")),
        );
    statement
}

fn facts(row: &QueryResult) -> StoreResult<KeyFacts> {
    let revoked_at: Option<DateTime<Utc>> = row.try_get("", "revoked_at")?;
    let reason: Option<String> = row.try_get("", "revoked_reason")?;
    // A word that nobody knows any more counts as the strongest: a revoked key stays revoked.
    let reason = reason.and_then(|word| word.parse().ok()).unwrap_or_default();
    Ok(KeyFacts {
        revoked: revoked_at.map(|at| (reason, at)),
        suspended_at: row.try_get("", "suspended_at")?,
        terminated_at: row.try_get("", "terminated_at")?,
    })
}
