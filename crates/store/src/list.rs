//! Pages of lists. The ids of a page come first, through the covering index of its order; the rows
//! and the names beside them follow by id, in the same statement (a deferred join). Where nothing is
//! skipped there is nothing to defer: a large list reads its rows where its index finds them
//! ([`Listing::at_once`]). What counting costs is capped. Deep pages are read from a place (`after`),
//! not by counting to them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
use domain::list::{COUNT_CAP, Page, Paging, Sort};
use sea_orm::{
    ConnectionTrait, DbBackend, ExprTrait, QueryResult,
    sea_query::{
        Alias, CaseStatement, Condition, Expr, JoinType, Order, Query, SelectStatement, Value,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{StoreError, StoreResult};

/// What a sort key's column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    At,
    On,
    Text,
    Number,
}

/// The column that a sort key stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SortColumn {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether rows may lack a value.
    pub nullable: bool,
    /// Whether no two rows share a value. There is no tie for the id to break then, and MariaDB
    /// would sort anew for it: the id is no part of a unique index's order.
    pub unique: bool,
}

impl SortColumn {
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: false, unique: false }
    }

    pub const fn nullable(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: true, unique: false }
    }

    pub const fn unique(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: false, unique: true }
    }
}

/// A list to be read: which rows of a table, in which order, which page of them.
pub(crate) struct Listing<'a> {
    table: &'static str,
    filter: Condition,
    column: SortColumn,
    descending: bool,
    paging: Paging<'a>,
    at_once: bool,
}

/// Where a row stands in its list. Rows without a value come first, as in both databases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mark {
    Nothing,
    At(i64),
    On(NaiveDate),
    Text(String),
    Number(i64),
}

/// The content of an `after`: the order it belongs to, and the row that it comes after.
#[derive(Debug, Serialize, Deserialize)]
struct Place(String, Mark, Uuid);

/// The name of the inner query, and of what it selects.
const KEYS: &str = "k";
const KEY_ID: &str = "sort_id";
const KEY_VALUE: &str = "sort_value";

impl<'a> Listing<'a> {
    pub fn new<K: Copy>(
        table: &'static str,
        filter: Condition,
        sort: Sort<K>,
        column: impl Fn(K) -> SortColumn,
        paging: Paging<'a>,
    ) -> Self {
        let descending = sort.descending;
        Self { table, filter, column: column(sort.key), descending, paging, at_once: false }
    }

    /// Reads a page that skips nothing without a deferred join where the server is MySQL's kind: two
    /// engine rows less for each row. The filter names its columns with their table, and what stands
    /// beside the rows is joined from the left, so that the server begins with the table. (The
    /// embedded database would rather sort the whole table then; it keeps the deferred join.)
    pub fn at_once(self) -> Self {
        Self { at_once: true, ..self }
    }

    /// Reads the page: `select` adds columns and joins beside the table, `read` makes an item of a
    /// row. Counts in a second statement, where the page does not tell the count already.
    pub async fn page<T>(
        self,
        db: &impl ConnectionTrait,
        select: impl FnOnce(&mut SelectStatement),
        read: impl Fn(&QueryResult) -> StoreResult<T>,
    ) -> StoreResult<Page<T>> {
        let statement = self.rows_statement(db.get_database_backend(), select)?;
        let mut found = Vec::with_capacity(self.paging.per_page as usize + 1);
        for row in db.query_all(&statement).await? {
            let id: Uuid = row.try_get("", KEY_ID)?;
            found.push((self.mark(&row)?, id, read(&row)?));
        }
        found.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        if self.descending {
            found.reverse();
        }
        let has_more = found.len() > self.paging.per_page as usize;
        found.truncate(self.paging.per_page as usize);
        let next = found
            .last()
            .filter(|_| has_more)
            .map(|(mark, id, _)| self.token(mark.clone(), *id))
            .transpose()?;
        let is_whole = self.paging.after.is_none()
            && !has_more
            && (self.paging.page == 1 || !found.is_empty());
        let counted = if is_whole || self.paging.is_export() {
            self.paging.offset() + found.len() as u64
        } else {
            self.count(db).await?
        };
        Ok(Page {
            items: found.into_iter().map(|(_, _, item)| item).collect(),
            total: Ord::min(counted, COUNT_CAP),
            total_is_capped: counted > COUNT_CAP,
            next,
        })
    }

    fn rows_statement(
        &self,
        backend: DbBackend,
        select: impl FnOnce(&mut SelectStatement),
    ) -> StoreResult<SelectStatement> {
        if self.at_once && self.paging.offset() == 0 && backend == DbBackend::MySql {
            return self.rows_in_place(select);
        }
        let order = if self.descending { Order::Desc } else { Order::Asc };
        let mut keys = Query::select();
        keys.expr_as(Expr::col("id"), KEY_ID)
            .expr_as(Expr::col(self.column.name), KEY_VALUE)
            .from(self.table)
            .cond_where(self.filter.clone())
            .order_by(self.column.name, order.clone())
            .limit(u64::from(self.paging.per_page) + 1);
        if !self.column.unique {
            keys.order_by("id", order);
        }
        match self.paging.after {
            Some(token) => {
                keys.cond_where(self.beyond(token)?);
            }
            None if self.paging.page > 1 => {
                keys.offset(self.paging.offset());
            }
            None => {}
        }
        let mut rows = Query::select();
        rows.column((KEYS, KEY_ID)).column((KEYS, KEY_VALUE)).from_subquery(keys, KEYS).join(
            JoinType::InnerJoin,
            self.table,
            Expr::col((self.table, "id")).equals((KEYS, KEY_ID)),
        );
        select(&mut rows);
        Ok(rows)
    }

    fn rows_in_place(
        &self,
        select: impl FnOnce(&mut SelectStatement),
    ) -> StoreResult<SelectStatement> {
        let order = if self.descending { Order::Desc } else { Order::Asc };
        let (id, value) = ((self.table, "id"), (self.table, self.column.name));
        let mut rows = Query::select();
        rows.expr_as(Expr::col(id), KEY_ID)
            .expr_as(Expr::col(value), KEY_VALUE)
            .from(self.table)
            .cond_where(self.filter.clone())
            .order_by(value, order.clone())
            .limit(u64::from(self.paging.per_page) + 1);
        if !self.column.unique {
            rows.order_by(id, order);
        }
        if let Some(token) = self.paging.after {
            rows.cond_where(self.beyond(token)?);
        }
        select(&mut rows);
        Ok(rows)
    }

    /// How many rows match, as far as anybody wants to know.
    async fn count(&self, db: &impl ConnectionTrait) -> StoreResult<u64> {
        let all = if self.filter.is_empty() { self.count_of_all() } else { self.count_of_some() };
        let row = db.query_one(&all).await?.ok_or(StoreError::NotFound)?;
        let n: i64 = row.try_get("", "n")?;
        u64::try_from(n).map_err(|_| StoreError::Corrupt(format!("count: {n}")))
    }

    /// Of a whole table: whether there are more than anybody wants to know comes first, and only
    /// otherwise are they counted. A server that counts a bounded part writes that part down before,
    /// which takes longer than to go through an index twice.
    fn count_of_all(&self) -> SelectStatement {
        let rows = |what: Expr| Query::select().expr(what).from(self.table).take();
        let beyond = rows(Expr::val(1)).limit(1).offset(COUNT_CAP).take();
        let all = rows(Expr::cust("COUNT(*)"));
        let some = CaseStatement::new()
            .case(sub(beyond).is_not_null(), i64::try_from(COUNT_CAP + 1).unwrap_or(i64::MAX))
            .finally(sub(all));
        Query::select().expr_as(some, "n").take()
    }

    /// Of what a filter leaves: once, for no index may have it, and then the whole table is read.
    fn count_of_some(&self) -> SelectStatement {
        let mut some = Query::select();
        some.expr(Expr::val(1))
            .from(self.table)
            .cond_where(self.filter.clone())
            .limit(COUNT_CAP + 1);
        let mut all = Query::select();
        all.expr_as(Expr::cust("COUNT(*)"), "n").from_subquery(some, Alias::new("counted"));
        all
    }

    fn mark(&self, row: &QueryResult) -> StoreResult<Mark> {
        let mark = match self.column.kind {
            Kind::At => row
                .try_get::<Option<DateTime<Utc>>>("", KEY_VALUE)?
                .map(|at| Mark::At(at.timestamp_micros())),
            Kind::On => row.try_get::<Option<NaiveDate>>("", KEY_VALUE)?.map(Mark::On),
            Kind::Text => row.try_get::<Option<String>>("", KEY_VALUE)?.map(Mark::Text),
            Kind::Number => row.try_get::<Option<i64>>("", KEY_VALUE)?.map(Mark::Number),
        };
        Ok(mark.unwrap_or(Mark::Nothing))
    }

    /// The order that a place belongs to.
    fn order_name(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.column.name)
    }

    fn token(&self, mark: Mark, id: Uuid) -> StoreResult<String> {
        let place = serde_json::to_vec(&Place(self.order_name(), mark, id))
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(place))
    }

    /// The rows that come after a place. Written so that each database reads one range of the
    /// index; a comparison of rows, `(a, id) > (?, ?)`, would make MariaDB read far more.
    fn beyond(&self, token: &str) -> StoreResult<Condition> {
        let place = URL_SAFE_NO_PAD.decode(token).map_err(|_| StoreError::InvalidAfter)?;
        let Place(order, mark, id) =
            serde_json::from_slice(&place).map_err(|_| StoreError::InvalidAfter)?;
        if order != self.order_name() {
            return Err(StoreError::InvalidAfter);
        }
        let column = || Expr::col((self.table, self.column.name));
        let own_id = || Expr::col((self.table, "id"));
        let value: Option<Value> = match (self.column.kind, mark) {
            (_, Mark::Nothing) => None,
            (Kind::At, Mark::At(micros)) => Some(
                DateTime::<Utc>::from_timestamp_micros(micros)
                    .ok_or(StoreError::InvalidAfter)?
                    .into(),
            ),
            (Kind::On, Mark::On(day)) => Some(day.into()),
            (Kind::Text, Mark::Text(text)) => Some(text.into()),
            (Kind::Number, Mark::Number(number)) => Some(number.into()),
            _ => return Err(StoreError::InvalidAfter),
        };
        let id_beyond = if self.descending { own_id().lt(id) } else { own_id().gt(id) };
        Ok(match (value, self.descending) {
            (None, false) => {
                Condition::any().add(column().is_null().and(id_beyond)).add(column().is_not_null())
            }
            (None, true) => Condition::all().add(column().is_null()).add(id_beyond),
            (Some(value), false) => Condition::all()
                .add(column().gte(value.clone()))
                .add(Condition::any().add(column().gt(value)).add(id_beyond)),
            (Some(value), true) => {
                let below = Condition::all()
                    .add(column().lte(value.clone()))
                    .add(Condition::any().add(column().lt(value)).add(id_beyond));
                if self.column.nullable {
                    // Rows without a value come last here.
                    Condition::any().add(below).add(column().is_null())
                } else {
                    below
                }
            }
        })
    }
}

fn sub(statement: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(statement.into()))
}

/// The statement that would read a page, for tests that ask the database how it goes about it.
#[cfg(test)]
impl Listing<'_> {
    pub(crate) fn explained(
        self,
        backend: DbBackend,
        select: impl FnOnce(&mut SelectStatement),
    ) -> StoreResult<SelectStatement> {
        self.rows_statement(backend, select)
    }
}
