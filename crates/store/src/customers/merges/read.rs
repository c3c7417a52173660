//! Merges as people read them, before and after.

use std::collections::HashMap;

use domain::{
    customers::{
        MAX_CONTACTS,
        merge::{Fields, MergeField, Moved},
        wire::{MergeView, MovedRows},
    },
    id::{CustomerId, CustomerMergeId, UserId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{fields_of, newcomers, people, references};
use crate::{
    StoreError, StoreResult,
    convert::from_json,
    customers::{
        customer,
        merge::{Column, Entity, Model},
    },
    users,
};

/// Most merges of one customer that are shown.
const MOST: u64 = 50;

/// What merging two customers would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub winner: Fields,
    pub loser: Fields,
    pub moves: Vec<MovedRows>,
    /// People of the loser whom the winner knows already.
    pub same_contacts: u32,
    /// Whether together they have more people than a customer may have.
    pub too_many_contacts: bool,
}

/// Looks at both, and at what would go over.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn preview(
    db: &impl ConnectionTrait,
    winner: CustomerId,
    loser: CustomerId,
) -> StoreResult<Preview> {
    let find = async |id: CustomerId| {
        let found = customer::Entity::find_by_id(id.as_uuid()).one(db).await?;
        found.ok_or(StoreError::NotFound)
    };
    let (winner, loser) = (find(winner).await?, find(loser).await?);
    let (winners, losers) = (people(db, winner.id).await?, people(db, loser.id).await?);
    let coming = newcomers(&winners, &losers).len();
    let moves = references::counts(db, loser.id, None).await?;
    let moves = moves.into_iter().map(|rows| match rows.what {
        Moved::Contacts => MovedRows { count: u32::try_from(coming).unwrap_or(u32::MAX), ..rows },
        _ => rows,
    });
    Ok(Preview {
        winner: fields_of(&winner)?,
        loser: fields_of(&loser)?,
        moves: moves.filter(|rows| rows.count > 0).collect(),
        same_contacts: u32::try_from(losers.len() - coming).unwrap_or(u32::MAX),
        too_many_contacts: winners.len() + coming > MAX_CONTACTS,
    })
}

/// One merge.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(db: &impl ConnectionTrait, id: CustomerMergeId) -> StoreResult<MergeView> {
    let row = Entity::find_by_id(id.as_uuid()).one(db).await?.ok_or(StoreError::NotFound)?;
    views(db, vec![row]).await?.pop().ok_or(StoreError::NotFound)
}

/// The merges that a customer was part of, on either side, the last one first.
pub async fn of_customer(db: &impl ConnectionTrait, id: CustomerId) -> StoreResult<Vec<MergeView>> {
    let of = Column::WinnerId.eq(id.as_uuid()).or(Column::LoserId.eq(id.as_uuid()));
    let rows = Entity::find()
        .filter(of)
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    views(db, rows).await
}

async fn views(db: &impl ConnectionTrait, rows: Vec<Model>) -> StoreResult<Vec<MergeView>> {
    let winners = rows.iter().map(|row| row.winner_id);
    let winners: HashMap<_, _> = customer::Entity::find()
        .filter(customer::Column::Id.is_in(winners))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    let people: Vec<UserId> = rows
        .iter()
        .flat_map(|row| [Some(row.merged_by), row.undone_by])
        .flatten()
        .map(UserId::from)
        .collect();
    let names = users::names(db, &people).await?;
    rows.into_iter()
        .map(|row| {
            Ok(MergeView {
                id: row.id.into(),
                winner_id: row.winner_id.into(),
                winner_name: winners.get(&row.winner_id).cloned().unwrap_or_default(),
                loser_id: row.loser_id.into(),
                loser_name: row.loser_name,
                take: from_json::<Vec<MergeField>>("customer_merges.taken", &row.taken)?,
                reason: row.reason,
                merged_by_name: names.get(&row.merged_by.into()).cloned().unwrap_or_default(),
                merged_at: row.created_at,
                undone_by_name: row.undone_by.and_then(|by| names.get(&by.into()).cloned()),
                undone_at: row.undone_at,
                version: row.version,
            })
        })
        .collect()
}
