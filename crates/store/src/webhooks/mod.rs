//! Webhooks, and the messages that go to them.

pub(crate) mod attempt;
pub(crate) mod call;
mod log;
mod queue;
pub(crate) mod webhook;

use chrono::{DateTime, Utc};
use domain::{
    Lang,
    access::Scope,
    events::EventKind,
    id::WebhookId,
    list::{ListQuery, Page},
    webhooks::{
        WebhookForm,
        wire::{WebhookListQuery, WebhookSort},
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter,
    QuerySelect,
    sea_query::{Asterisk, Expr, Query},
};

#[cfg(test)]
pub(crate) use self::log::listing as calls_listing;
use self::webhook::{Column, Entity, Model};
pub use self::{
    log::{calls, get_call},
    queue::{
        Call, NewCall, Outcome, insert_call, lease_due, mark_delivered, mark_failed, mark_retry,
        send_again,
    },
};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, from_json, small, to_json, word},
    list::{Kind, Listing, SortColumn},
    search::begins_with,
    write,
};

/// A webhook, whole.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub name: String,
    pub form: WebhookForm,
    /// What is shown of where it is.
    pub address: String,
    /// Where it is called, sealed.
    pub url: String,
    /// A robot's own secret, sealed.
    pub secret: Option<String>,
    /// Which of our own secrets it has.
    pub generation: u32,
    pub language: Lang,
    pub kinds: Vec<EventKind>,
    pub active: bool,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Webhook {
    /// Whether it was kept before there were seals: address and secret stand there as they are.
    pub const fn is_unsealed(&self) -> bool {
        self.address.is_empty()
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("id", &self.id).finish_non_exhaustive()
    }
}

impl TryFrom<Model> for Webhook {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            id: row.id.into(),
            name: row.name,
            form: word("webhooks.form", &row.form)?,
            address: row.address,
            url: row.url,
            secret: row.secret,
            generation: count("webhooks.generation", row.generation)?,
            language: word("webhooks.language", &row.language)?,
            kinds: from_json("webhooks.kinds", &row.kinds)?,
            active: row.active,
            created_at: row.created_at,
            version: row.version,
        })
    }
}

fn model(webhook: &Webhook, now: DateTime<Utc>) -> StoreResult<Model> {
    Ok(Model {
        id: webhook.id.as_uuid(),
        created_at: cut(webhook.created_at),
        updated_at: cut(now),
        version: webhook.version,
        name: webhook.name.clone(),
        form: webhook.form.as_str().to_owned(),
        address: webhook.address.clone(),
        url: webhook.url.clone(),
        secret: webhook.secret.clone(),
        generation: small("webhooks.generation", webhook.generation)?,
        language: webhook.language.as_str().to_owned(),
        kinds: to_json("webhooks.kinds", &webhook.kinds)?,
        active: webhook.active,
    })
}

/// The webhooks that a scope opens: they are the house's, and nobody's own.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(_) | Scope::OfUser(_) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// Webhooks by the beginning of their name.
///
/// # Errors
/// The database is not available.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &WebhookListQuery,
) -> StoreResult<Page<Webhook>> {
    listing(scope, query)
        .page(
            db,
            |select| {
                select.column(("webhooks", Asterisk));
            },
            |row| Model::from_query_result(row, "")?.try_into(),
        )
        .await
}

pub(crate) fn listing(scope: Scope, query: &WebhookListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    if !query.q.trim().is_empty() {
        filter = filter.add(begins_with(Expr::col("name"), query.q.trim()));
    }
    Listing::new("webhooks", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: WebhookSort) -> SortColumn {
    match key {
        WebhookSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

/// One webhook; [`StoreError::NotFound`] out of scope.
pub async fn get(db: &impl ConnectionTrait, scope: Scope, id: WebhookId) -> StoreResult<Webhook> {
    let found = Entity::find_by_id(id.as_uuid()).filter(visible(scope)).one(db).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// Reads it and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &impl ConnectionTrait, scope: Scope, id: WebhookId) -> StoreResult<Webhook> {
    let found =
        Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// The active webhooks that are told of this kind of event. There are few: their kinds are read.
pub async fn told_of(db: &impl ConnectionTrait, kind: EventKind) -> StoreResult<Vec<Webhook>> {
    let active = Entity::find().filter(Column::Active.eq(true)).all(db).await?;
    let all: Vec<Webhook> = active.into_iter().map(Webhook::try_from).collect::<Result<_, _>>()?;
    Ok(all.into_iter().filter(|webhook| webhook.kinds.contains(&kind)).collect())
}

/// Keeps a new one.
pub async fn insert(
    tx: &impl ConnectionTrait,
    webhook: &Webhook,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, model(webhook, now)?).await
}

/// Writes a changed one under the version that was read.
pub async fn save(
    tx: &impl ConnectionTrait,
    webhook: &mut Webhook,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = webhook.version;
    webhook.version += 1;
    let same = Column::Id.eq(webhook.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, model(webhook, now)?, same).await
}

/// Deletes it with its messages and their log.
pub async fn delete(tx: &impl ConnectionTrait, id: WebhookId) -> StoreResult<()> {
    let mut calls = Query::select();
    calls.column("id").from("webhook_calls").and_where(Expr::col("webhook_id").eq(id.as_uuid()));
    attempt::Entity::delete_many()
        .filter(attempt::Column::CallId.in_subquery(calls))
        .exec(tx)
        .await?;
    call::Entity::delete_many().filter(call::Column::WebhookId.eq(id.as_uuid())).exec(tx).await?;
    Entity::delete_by_id(id.as_uuid()).exec(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
