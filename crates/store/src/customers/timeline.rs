//! A customer's timeline: events and rows of several tables, in one order and one statement. A table
//! that is to stand there, too, is one more entry of `SOURCES`; what only tells events needs none.

mod sources;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use domain::{
    customers::{
        TimelineKind,
        wire::{TimelineEntry, TimelinePage},
    },
    id::CustomerId,
};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult,
    sea_query::{Condition, Expr, Order, Query, SelectStatement, UnionType},
};
use uuid::Uuid;

use self::sources::SOURCES;
use crate::{StoreError, StoreResult};

/// What is asked of a timeline. Which kinds the caller may read is settled before.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub customer: CustomerId,
    pub kinds: &'a [TimelineKind],
    pub size: u32,
    /// The `next` of the part before.
    pub after: Option<&'a str>,
}

/// The same, as the sources need it.
struct Wanted<'a> {
    customer: Uuid,
    kinds: &'a [TimelineKind],
    limit: u64,
    before: Option<(DateTime<Utc>, Uuid)>,
}

/// Rows that stand on timelines.
struct Source {
    name: &'static str,
    /// The ids and the instants of a customer's rows; each is cut to what one part may need.
    keys: fn(&Wanted<'_>) -> Vec<SelectStatement>,
    /// Adds its columns, joined to the keys.
    join: fn(&mut SelectStatement),
    read: fn(&QueryResult) -> StoreResult<TimelineEntry>,
}

/// The names of what the keys are made of.
const KEYS: &str = "k";
const SOURCE: &str = "source";
const ID: &str = "key_id";
const AT: &str = "key_at";

/// A part of a customer's timeline, latest first.
///
/// # Errors
/// [`StoreError::InvalidAfter`].
pub async fn page(db: &impl ConnectionTrait, asked: &Asked<'_>) -> StoreResult<TimelinePage> {
    let wanted = Wanted {
        customer: asked.customer.as_uuid(),
        kinds: asked.kinds,
        limit: u64::from(asked.size) + 1,
        before: asked.after.map(place).transpose()?,
    };
    let Some(statement) = statement(&wanted) else { return Ok(TimelinePage::default()) };
    let mut items = Vec::new();
    for row in db.query_all(&statement).await? {
        let name: String = row.try_get("", SOURCE)?;
        let source = SOURCES.iter().find(|source| source.name == name);
        let source = source.ok_or_else(|| StoreError::Corrupt(format!("timeline: {name}")))?;
        items.push((source.read)(&row)?);
    }
    let has_more = items.len() > asked.size as usize;
    items.truncate(asked.size as usize);
    let next = match items.last().filter(|_| has_more) {
        Some(last) => Some(token(last)?),
        None => None,
    };
    Ok(TimelinePage { items, next })
}

/// Everything in one statement: the keys of all sources, and beside each its row.
fn statement(wanted: &Wanted<'_>) -> Option<SelectStatement> {
    let mut parts = SOURCES.iter().flat_map(|source| {
        (source.keys)(wanted).into_iter().enumerate().map(|(n, keys)| {
            let mut part = Query::select();
            part.expr_as(Expr::val(source.name), SOURCE)
                .columns([ID, AT])
                .from_subquery(keys, format!("{}_{n}", source.name));
            part
        })
    });
    // What stands in several places stands once: a UNION that is not ALL.
    let mut union = parts.next()?;
    for part in parts {
        union.union(UnionType::Distinct, part);
    }
    let mut keys = Query::select();
    keys.columns([SOURCE, ID, AT])
        .from_subquery(union, "parts")
        .order_by(AT, Order::Desc)
        .order_by(ID, Order::Desc)
        .limit(wanted.limit);
    let mut rows = Query::select();
    rows.column((KEYS, SOURCE))
        .column((KEYS, ID))
        .column((KEYS, AT))
        .from_subquery(keys, KEYS)
        .order_by((KEYS, AT), Order::Desc)
        .order_by((KEYS, ID), Order::Desc);
    for source in &SOURCES {
        (source.join)(&mut rows);
    }
    Some(rows)
}

/// That a source's row belongs to a key.
fn is_of(source: &str, table: &'static str) -> Condition {
    Condition::all()
        .add(Expr::col((KEYS, SOURCE)).eq(source))
        .add(Expr::col((table, "id")).equals((KEYS, ID)))
}

impl Wanted<'_> {
    fn shows(&self, kind: TimelineKind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Cuts a source's rows to what may be needed: those that come next, by these columns.
    fn cut(
        &self,
        mut rows: SelectStatement,
        id: (&'static str, &'static str),
        at: (&'static str, &'static str),
    ) -> SelectStatement {
        rows.expr_as(Expr::col(id), ID).expr_as(Expr::col(at), AT);
        if let Some((instant, last)) = self.before {
            rows.cond_where(
                Condition::all().add(Expr::col(at).lte(instant)).add(
                    Condition::any().add(Expr::col(at).lt(instant)).add(Expr::col(id).lt(last)),
                ),
            );
        }
        rows.order_by(at, Order::Desc).order_by(id, Order::Desc).limit(self.limit);
        rows
    }
}

fn token(last: &TimelineEntry) -> StoreResult<String> {
    let place = serde_json::to_vec(&(last.at.timestamp_micros(), last.id))
        .map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(place))
}

fn place(token: &str) -> StoreResult<(DateTime<Utc>, Uuid)> {
    let place = URL_SAFE_NO_PAD.decode(token).map_err(|_| StoreError::InvalidAfter)?;
    let (micros, id): (i64, Uuid) =
        serde_json::from_slice(&place).map_err(|_| StoreError::InvalidAfter)?;
    let at = DateTime::from_timestamp_micros(micros).ok_or(StoreError::InvalidAfter)?;
    Ok((at, id))
}

#[cfg(test)]
mod tests;
