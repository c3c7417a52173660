//! What is read of customers: what forms look them up by, and what happened to them.

use domain::{
    access::Scope,
    customers::{
        TimelineKind,
        wire::{EndUserSuggestion, TimelinePage, TimelineQuery},
    },
    id::CustomerId,
};
use store::customers::{name_of, timeline as stored};

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    http::Caller,
};

/// The end users that the caller's own organisation sold to before.
///
/// # Errors
/// 404 for somebody without an organisation.
pub async fn own_end_users(
    app: &App,
    caller: &Caller,
    q: &str,
) -> ApiResult<Vec<EndUserSuggestion>> {
    let partner = caller.partner.ok_or_else(ApiError::not_found)?;
    Ok(store::customers::own_end_users(&app.db.read, partner, q).await?)
}

/// A part of a customer's timeline; of the kinds that are asked for, those that the caller may read.
///
/// # Errors
/// 404 when out of reach; an `after` that is none of ours.
pub async fn timeline(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: CustomerId,
    query: &TimelineQuery,
) -> ApiResult<TimelinePage> {
    name_of(&app.db.read, scope, id).await?;
    let asked = if query.kind.is_empty() { TimelineKind::ALL } else { &query.kind };
    let readable = asked.iter().copied().filter(|kind| kind.is_for(caller.powers));
    let kinds: Vec<TimelineKind> = readable.collect();
    let after = query.after.as_deref();
    let asked = stored::Asked { customer: id, kinds: &kinds, size: query.size(), after };
    Ok(stored::page(&app.db.read, &asked).await?)
}
