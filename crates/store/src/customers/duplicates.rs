//! Customers that a new end user may be already. Every look-up is a range of an index.

use std::collections::BTreeMap;

use domain::customers::{
    duplicates::{Identity, Likeness, likeness},
    wire::{PossibleCustomer, SimilarQuery},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{keys, views::license_figures};
use crate::StoreResult;

/// Most of them.
const MOST: usize = 10;

/// Customers that somebody with these data might be, the likeliest first, ten at most. Who was made
/// part of another one is found by what it was, and that one is named.
pub async fn possible_duplicates(
    db: &impl ConnectionTrait,
    asked: &SimilarQuery,
) -> StoreResult<Vec<PossibleCustomer>> {
    if asked.name.trim().is_empty() && asked.credit_code.is_none() {
        return Ok(Vec::new());
    }
    let identity = Identity::new(
        &asked.name,
        asked.credit_code.as_deref(),
        asked.email.as_deref(),
        asked.phone.as_deref(),
    );
    let candidates = keys::sharing(db, &identity.keys(), None).await?;
    let known = keys::identities(db, &candidates).await?;
    // Of several that are one now, the likest.
    let mut found: BTreeMap<Uuid, Likeness> = BTreeMap::new();
    for (row, other) in known.values() {
        let like = likeness(&identity, other);
        let best = found.entry(row.merged_into.unwrap_or(row.id)).or_default();
        if like.score > best.score {
            *best = like;
        }
    }
    let mut found: Vec<_> = found.into_iter().filter(|(_, like)| like.is_shown()).collect();
    found.sort_by_key(|(id, like)| (std::cmp::Reverse(like.score), *id));
    found.truncate(MOST);
    let ids: Vec<Uuid> = found.iter().map(|(id, _)| *id).collect();
    let figures = license_figures(db, &ids).await?;
    let rows = keys::identities(db, &ids).await?;
    Ok(found
        .into_iter()
        .filter_map(|(id, like)| {
            Some(PossibleCustomer {
                customer_id: id.into(),
                name: rows.get(&id)?.0.name.clone(),
                licenses: figures.get(&id).map_or(0, |figures| figures.licenses),
                score: like.score,
                reasons: like.reasons,
            })
        })
        .collect())
}
