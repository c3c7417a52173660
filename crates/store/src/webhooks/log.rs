//! The log of messages: what went out, and what each try came to.

use std::collections::HashMap;

use domain::{
    access::Scope,
    id::{WebhookCallId, WebhookId},
    list::{ListQuery, Page},
    webhooks::wire::{WebhookCallListQuery, WebhookCallRow, WebhookTry},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    sea_query::{Asterisk, Expr},
};
use uuid::Uuid;

use super::{attempt, call, column_for, visible};
use crate::{
    StoreError, StoreResult,
    convert::{count, word},
    list::Listing,
    search::begins_with,
};

/// Messages of a webhook with their tries: the page in one statement, the tries in another.
///
/// # Errors
/// The database is not available.
pub async fn calls(
    db: &impl ConnectionTrait,
    scope: Scope,
    webhook: WebhookId,
    query: &WebhookCallListQuery,
) -> StoreResult<Page<WebhookCallRow>> {
    let mut page = listing(scope, webhook, query)
        .page(
            db,
            |select| {
                select.column(("webhook_calls", Asterisk));
            },
            |row| view(call::Model::from_query_result(row, "")?),
        )
        .await?;
    add_tries(db, &mut page.items).await?;
    Ok(page)
}

pub(crate) fn listing(
    scope: Scope,
    webhook: WebhookId,
    query: &WebhookCallListQuery,
) -> Listing<'_> {
    let mut filter = visible(scope).add(Expr::col("webhook_id").eq(webhook.as_uuid()));
    if !query.q.trim().is_empty() {
        filter = filter.add(begins_with(Expr::col("label"), query.q.trim()));
    }
    match query.status.as_slice() {
        [] => {}
        [status] => filter = filter.add(Expr::col("status").eq(status.as_str())),
        several => {
            filter = filter.add(Expr::col("status").is_in(several.iter().map(|s| s.as_str())));
        }
    }
    Listing::new("webhook_calls", filter, query.sort, column_for, query.paging())
}

/// One message, and the webhook that it goes to.
///
/// # Errors
/// [`StoreError::NotFound`] out of scope.
pub async fn get_call(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: WebhookCallId,
) -> StoreResult<(WebhookId, WebhookCallRow)> {
    let found = call::Entity::find_by_id(id.as_uuid()).filter(visible(scope)).one(db).await?;
    let found = found.ok_or(StoreError::NotFound)?;
    let webhook = found.webhook_id.into();
    let mut rows = [view(found)?];
    add_tries(db, &mut rows).await?;
    let [row] = rows;
    Ok((webhook, row))
}

fn view(row: call::Model) -> StoreResult<WebhookCallRow> {
    Ok(WebhookCallRow {
        id: row.id.into(),
        kind: row.kind,
        label: row.label,
        status: word("webhook_calls.status", &row.status)?,
        tries: Vec::new(),
        next_try_at: row.next_try_at,
        created_at: row.created_at,
        version: row.version,
    })
}

async fn add_tries(db: &impl ConnectionTrait, rows: &mut [WebhookCallRow]) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids = rows.iter().map(|row| row.id.as_uuid());
    let all = attempt::Entity::find()
        .filter(attempt::Column::CallId.is_in(ids))
        .order_by_asc(attempt::Column::At)
        .all(db)
        .await?;
    let mut tries: HashMap<Uuid, Vec<WebhookTry>> = HashMap::new();
    for attempt in all {
        let status = attempt.status.and_then(|status| u16::try_from(status).ok());
        tries.entry(attempt.call_id).or_default().push(WebhookTry {
            at: attempt.at,
            status,
            answer: attempt.answer,
            millis: count("webhook_tries.millis", attempt.millis)?,
        });
    }
    for row in rows {
        row.tries = tries.remove(&row.id.as_uuid()).unwrap_or_default();
    }
    Ok(())
}
