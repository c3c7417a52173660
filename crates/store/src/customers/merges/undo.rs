//! Making two of one again.

use chrono::{DateTime, Utc};
use domain::{
    customers::{
        merge::{Fields, Moved, UndoFacts, unmerged},
        wire::MovedRows,
    },
    id::{CustomerId, CustomerMergeId, UserId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    Person, Snapshot, fields_of, follow_people, lock_both, people, persons, put, references,
    write_both,
};
use crate::{
    StoreError, StoreResult,
    convert::{cut, from_json},
    customers::{
        change::index,
        contact, customer, keys,
        merge::{Column, Entity, Model},
    },
    write,
};

/// A merge as it stands now: whether it can be undone, and what that would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undoing {
    pub facts: UndoFacts,
    /// The winner as it is, and as it would be.
    pub now: Fields,
    pub restored: Fields,
    pub winner: CustomerId,
    pub loser: CustomerId,
    pub loser_name: String,
    pub version: i64,
    pub returns: Vec<MovedRows>,
    pub stays: Vec<MovedRows>,
}

/// A merge, and both of it.
struct Case {
    row: Model,
    winner: customer::Model,
    winner_before: Snapshot,
    loser_before: Snapshot,
    facts: UndoFacts,
    now: Fields,
    restored: Fields,
}

fn case(
    row: Model,
    winner: customer::Model,
    loser: &customer::Model,
    winners: &[Person],
) -> StoreResult<Case> {
    let read = |column, text: &str| from_json::<Snapshot>(column, text);
    let winner_before = read("customer_merges.winner_before", &row.winner_before)?;
    let winner_after = read("customer_merges.winner_after", &row.winner_after)?;
    let loser_before = read("customer_merges.loser_before", &row.loser_before)?;
    let now = fields_of(&winner)?;
    let outcome = unmerged(&now, &winner_before.fields, &winner_after.fields);
    let people_came = winner_after.contacts != winner_before.contacts;
    let facts = UndoFacts {
        is_undone: row.undone_at.is_some(),
        winner_is_gone: winner.archived || loser.merged_into != Some(winner.id),
        changed: outcome.clone().err().unwrap_or_default(),
        contacts_changed: people_came && ids(winners) != ids(&winner_after.contacts),
    };
    let restored = outcome.unwrap_or_else(|_| now.clone());
    Ok(Case { row, winner, winner_before, loser_before, facts, now, restored })
}

fn ids(people: &[Person]) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = people.iter().map(|one| one.id).collect();
    ids.sort_unstable();
    ids
}

async fn find(db: &impl ConnectionTrait, id: CustomerMergeId) -> StoreResult<Model> {
    Entity::find_by_id(id.as_uuid()).one(db).await?.ok_or(StoreError::NotFound)
}

/// What undoing a merge would do, and whether it can be done.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn undoing(db: &impl ConnectionTrait, id: CustomerMergeId) -> StoreResult<Undoing> {
    let row = find(db, id).await?;
    let of = async |id| {
        let found = customer::Entity::find_by_id(id).one(db).await?;
        found.ok_or(StoreError::NotFound)
    };
    let (winner, loser) = (of(row.winner_id).await?, of(row.loser_id).await?);
    let winners = persons(&people(db, winner.id).await?);
    let returns = references::counts(db, winner.id, Some(row.id)).await?;
    let all = references::counts(db, winner.id, None).await?;
    let back =
        |what: Moved| returns.iter().find(|rows| rows.what == what).map_or(0, |rows| rows.count);
    let stays = all
        .into_iter()
        .map(|rows| MovedRows { count: rows.count.saturating_sub(back(rows.what)), ..rows })
        .filter(|rows| rows.count > 0)
        .collect();
    let case = case(row, winner, &loser, &winners)?;
    Ok(Undoing {
        facts: case.facts,
        now: case.now,
        restored: case.restored,
        winner: case.row.winner_id.into(),
        loser: case.row.loser_id.into(),
        loser_name: case.row.loser_name,
        version: case.row.version,
        returns,
        stays,
    })
}

/// Undoes the merge that was read at `version`: every field that it changed is what it was, and every
/// row that went over goes back. What came since stays with the winner. Answers the winner before
/// and after it.
///
/// # Errors
/// [`StoreError::Stale`] where anything of it was changed meanwhile.
pub async fn undo(
    tx: &impl ConnectionTrait,
    id: CustomerMergeId,
    version: i64,
    by: UserId,
    now: DateTime<Utc>,
) -> StoreResult<(Fields, Fields)> {
    let row = find(tx, id).await?;
    let (winner, mut loser) = lock_both(tx, row.winner_id.into(), row.loser_id.into()).await?;
    let winners = persons(&people(tx, winner.id).await?);
    let Case { mut row, mut winner, winner_before, loser_before, facts, now: was, restored } =
        case(row, winner, &loser, &winners)?;
    if facts.may_undo().is_err() || row.version != version {
        return Err(StoreError::Stale);
    }
    references::hand_back(tx, row.id, winner.id, loser.id).await?;
    for person in winner_before.contacts.iter().chain(&loser_before.contacts) {
        contact::Entity::update_many()
            .col_expr(contact::Column::IsPrimary, Expr::value(person.is_primary))
            .filter(contact::Column::Id.eq(person.id))
            .exec(tx)
            .await?;
    }
    let versions = (winner.version, loser.version);
    let is_renamed = restored.name != was.name;
    put(&mut winner, &restored);
    put(&mut loser, &loser_before.fields);
    loser.archived = false;
    loser.archived_at = None;
    loser.merged_into = None;
    follow_people(tx, &mut winner).await?;
    follow_people(tx, &mut loser).await?;
    write_both(tx, (&mut winner, versions.0), (&mut loser, versions.1), now).await?;
    if is_renamed {
        index(tx, winner.id.into(), &winner.name).await?;
    }
    keys::renew(tx, winner.id).await?;
    keys::renew(tx, loser.id).await?;
    row.version = version + 1;
    row.updated_at = cut(now);
    row.undone_at = Some(cut(now));
    row.undone_by = Some(by.as_uuid());
    let same = Column::Id.eq(row.id).and(Column::Version.eq(version));
    write::update_one(tx, row, same).await?;
    Ok((was, restored))
}
