//! Requests that were answered already. The key, the change and the event commit together: a twin
//! that comes at the same moment waits for the first one's commit (the unique key sees to it) and
//! is given its answer.

pub(crate) mod key;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use self::key::{Column, Entity, Model};
use crate::{StoreError, StoreResult, cut, write};

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    pub etag: Option<String>,
}

/// What an idempotency key means here and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It is new: act, then [`complete`] in the same transaction.
    Claimed,
    /// The same was asked before; this was the answer.
    Replay(Answer),
    /// The key was used for something else.
    Mismatch,
}

/// Claims a key of an owner's for an operation. The fingerprint tells one request from another.
pub async fn claim(
    tx: &impl ConnectionTrait,
    owner: Uuid,
    key: &str,
    operation: &str,
    fingerprint: [u8; 32],
    now: DateTime<Utc>,
) -> StoreResult<Claim> {
    let row = Model {
        owner_id: owner,
        key: key.to_owned(),
        operation: operation.to_owned(),
        fingerprint: fingerprint.to_vec(),
        status: None,
        body: None,
        etag: None,
        created_at: cut(now),
    };
    if write::insert_if_absent(tx, row).await? {
        return Ok(Claim::Claimed);
    }
    // A twin committed before.
    let known = find(tx, owner, key).await?.ok_or(StoreError::Deadlock)?;
    read(known, operation, fingerprint)
}

async fn find(tx: &impl ConnectionTrait, owner: Uuid, key: &str) -> StoreResult<Option<Model>> {
    Ok(Entity::find_by_id((owner, key.to_owned())).one(tx).await?)
}

fn read(known: Model, operation: &str, fingerprint: [u8; 32]) -> StoreResult<Claim> {
    if known.operation != operation || known.fingerprint != fingerprint {
        return Ok(Claim::Mismatch);
    }
    let (Some(status), Some(body)) = (known.status, known.body) else {
        return Err(StoreError::Corrupt("idempotency_keys: a key without an answer".to_owned()));
    };
    let status = u16::try_from(status)
        .map_err(|_| StoreError::Corrupt(format!("idempotency_keys.status: {status}")))?;
    Ok(Claim::Replay(Answer { status, body, etag: known.etag }))
}

/// Keeps the answer under a key that was claimed in this transaction.
pub async fn complete(
    tx: &impl ConnectionTrait,
    owner: Uuid,
    key: &str,
    answer: &Answer,
) -> StoreResult<()> {
    let update = Entity::update_many()
        .col_expr(Column::Status, Expr::value(i32::from(answer.status)))
        .col_expr(Column::Body, Expr::value(answer.body.clone()))
        .col_expr(Column::Etag, Expr::value(answer.etag.clone()))
        .filter(Column::OwnerId.eq(owner))
        .filter(Column::Key.eq(key));
    write::one(update, tx).await
}

/// Forgets keys that are older; answers how many.
pub async fn purge(db: &impl ConnectionTrait, before: DateTime<Utc>) -> StoreResult<u64> {
    let gone = Entity::delete_many().filter(Column::CreatedAt.lt(cut(before))).exec(db).await?;
    Ok(gone.rows_affected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, databases, uuid};

    #[tokio::test]
    async fn a_twin_waits_for_the_first_and_gets_its_answer() {
        for db in databases().await {
            let answer =
                Answer { status: 201, body: "{}".to_owned(), etag: Some("\"1\"".to_owned()) };
            let first = async {
                let tx = db.begin().await.unwrap();
                let claim = claim(&tx, uuid(1), "k", "place", [7; 32], at(0)).await.unwrap();
                assert_eq!(claim, Claim::Claimed);
                tokio::time::sleep(std::time::Duration::from_millis(150)).await;
                complete(&tx, uuid(1), "k", &answer).await.unwrap();
                tx.commit().await.unwrap();
            };
            let twin = async {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                let tx = db.begin().await.unwrap();
                let claim = claim(&tx, uuid(1), "k", "place", [7; 32], at(0)).await.unwrap();
                tx.commit().await.unwrap();
                claim
            };

            let ((), twin) = tokio::join!(first, twin);

            assert_eq!(twin, Claim::Replay(answer));
            let other = claim(&db.write, uuid(1), "k", "place", [8; 32], at(0)).await.unwrap();
            assert_eq!(other, Claim::Mismatch);
            let stranger = claim(&db.write, uuid(2), "k", "place", [8; 32], at(0)).await.unwrap();
            assert_eq!(stranger, Claim::Claimed);
        }
    }
}
