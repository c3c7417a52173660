//! What sales reps are to sell.

use chrono::{DateTime, Utc};
use domain::{
    access::Scope,
    id::{SalesRepId, SalesTargetId, UserId},
    list::{ListQuery, Page},
    money::Amount,
    sales_reps::{
        attained, quarter_days,
        wire::{TargetContent, TargetListQuery, TargetSort, TargetView},
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult,
    PaginatorTrait, QueryFilter, QueryResult, QuerySelect,
    sea_query::{Asterisk, Expr, Query, SelectStatement},
};

use super::target::{Column, Entity, Model};
use crate::{
    StoreError, StoreResult,
    convert::{count, cut, id_opt, small, word},
    list::{Kind, Listing, SortColumn},
    purchases, write,
};

/// What a sales rep is to sell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub id: SalesTargetId,
    pub content: TargetContent,
    pub created_at: DateTime<Utc>,
    pub version: i64,
}

impl Target {
    fn row(&self, now: DateTime<Utc>) -> StoreResult<Model> {
        Ok(Model {
            id: self.id.as_uuid(),
            created_at: cut(self.created_at),
            updated_at: cut(now),
            version: self.version,
            sales_rep_id: self.content.sales_rep_id.as_uuid(),
            year: small("sales_targets.year", self.content.year)?,
            quarter: small("sales_targets.quarter", self.content.quarter.unwrap_or(0))?,
            currency: self.content.currency.as_str().to_owned(),
            amount_minor: self.content.amount.minor(),
        })
    }
}

impl TryFrom<Model> for Target {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        let quarter = count("sales_targets.quarter", row.quarter)?;
        Ok(Self {
            id: row.id.into(),
            content: TargetContent {
                sales_rep_id: row.sales_rep_id.into(),
                year: count("sales_targets.year", row.year)?,
                quarter: (quarter > 0).then_some(quarter),
                currency: word("sales_targets.currency", &row.currency)?,
                amount: Amount::from_minor(row.amount_minor),
            },
            created_at: row.created_at,
            version: row.version,
        })
    }
}

/// The targets that a scope opens: they are the house's.
fn visible(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::OfPartner(_) | Scope::OfUser(_) => Condition::all().add(Expr::val(1).eq(0)),
    }
}

/// Targets with what was reached of each; three statements.
///
/// # Errors
/// The database is not available.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: Scope,
    query: &TargetListQuery,
) -> StoreResult<Page<TargetView>> {
    let mut page = listing(scope, query).page(db, columns, read).await?;
    reach(db, &mut page.items).await?;
    Ok(page)
}

pub(crate) fn listing(scope: Scope, query: &TargetListQuery) -> Listing<'_> {
    let mut filter = visible(scope);
    if let Some(year) = query.year {
        filter = filter.add(Expr::col("year").eq(year));
    }
    if let Some(rep) = query.sales_rep {
        filter = filter.add(Expr::col("sales_rep_id").eq(rep.as_uuid()));
    }
    if !query.currency.is_empty() {
        filter = filter.add(Expr::col("currency").is_in(query.currency.iter().map(|c| c.as_str())));
    }
    Listing::new("sales_targets", filter, query.sort, column_for, query.paging())
}

const fn column_for(key: TargetSort) -> SortColumn {
    match key {
        TargetSort::Year => SortColumn::new("year", Kind::Number),
        TargetSort::CreatedAt => SortColumn::new("created_at", Kind::At),
    }
}

fn columns(statement: &mut SelectStatement) {
    statement
        .column(("sales_targets", Asterisk))
        .expr_as(Expr::col(("sales_reps", "name")), "sales_rep_name")
        .expr_as(Expr::col(("sales_reps", "user_id")), "user_id")
        .inner_join(
            "sales_reps",
            Expr::col(("sales_reps", "id")).equals(("sales_targets", "sales_rep_id")),
        );
}

fn read(row: &QueryResult) -> StoreResult<TargetView> {
    let sales_rep_name = row.try_get("", "sales_rep_name")?;
    let user_id = id_opt(row.try_get("", "user_id")?);
    let Target { id, content, version, .. } = Model::from_query_result(row, "")?.try_into()?;
    let (from, until) = quarter_days(content.year, content.quarter);
    Ok(TargetView {
        id,
        sales_rep_id: content.sales_rep_id,
        sales_rep_name,
        user_id,
        year: content.year,
        quarter: content.quarter,
        from,
        until,
        currency: content.currency,
        amount: content.amount,
        reached: Amount::ZERO,
        percent: 0,
        version,
    })
}

/// Notes what was paid of the purchases of each target's time.
async fn reach(db: &impl ConnectionTrait, targets: &mut [TargetView]) -> StoreResult<()> {
    let mut owners: Vec<UserId> = targets.iter().filter_map(|target| target.user_id).collect();
    owners.sort_unstable();
    owners.dedup();
    let days = targets.iter().map(|target| target.from).min();
    let Some(days) = days.zip(targets.iter().map(|target| target.until).max()) else {
        return Ok(());
    };
    let paid = purchases::reached(db, &owners, days).await?;
    for target in targets {
        let theirs = paid.iter().filter(|(owner, on, currency, _)| {
            Some(*owner) == target.user_id
                && *currency == target.currency
                && (target.from..=target.until).contains(on)
        });
        target.reached = Amount::total(theirs.map(|(.., amount)| *amount))
            .map_err(|error| StoreError::Corrupt(format!("sales_targets: {error}")))?;
        target.percent = attained(target.reached, target.amount);
    }
    Ok(())
}

/// One target with what was reached of it; [`StoreError::NotFound`] out of scope.
///
/// # Errors
/// The database is not available.
pub async fn view(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: SalesTargetId,
) -> StoreResult<TargetView> {
    let mut statement = Query::select();
    statement
        .from("sales_targets")
        .cond_where(visible(scope))
        .and_where(Expr::col(("sales_targets", "id")).eq(id.as_uuid()));
    columns(&mut statement);
    let mut view = read(&db.query_one(&statement).await?.ok_or(StoreError::NotFound)?)?;
    reach(db, std::slice::from_mut(&mut view)).await?;
    Ok(view)
}

/// Reads a target and keeps others from changing it until the transaction ends.
///
/// # Errors
/// [`StoreError::NotFound`] out of scope.
pub async fn lock(
    tx: &impl ConnectionTrait,
    scope: Scope,
    id: SalesTargetId,
) -> StoreResult<Target> {
    let found =
        Entity::find_by_id(id.as_uuid()).filter(visible(scope)).lock_exclusive().one(tx).await?;
    found.ok_or(StoreError::NotFound)?.try_into()
}

/// How many a sales rep has.
///
/// # Errors
/// The database is not available.
pub async fn count_of(tx: &impl ConnectionTrait, rep: SalesRepId) -> StoreResult<u32> {
    let found = Entity::find().filter(Column::SalesRepId.eq(rep.as_uuid())).count(tx).await?;
    u32::try_from(found).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Sets a new one. One of the same time and currency answers as a duplicate of
/// `uq_sales_targets_sales_rep_id_year_quarter_currency`.
///
/// # Errors
/// The database is not available.
pub async fn insert(
    tx: &impl ConnectionTrait,
    target: &Target,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    write::insert(tx, target.row(now)?).await
}

/// Writes a changed one, unless somebody else changed it since it was read.
///
/// # Errors
/// [`StoreError::Stale`]; duplicates as in [`insert`].
pub async fn save(
    tx: &impl ConnectionTrait,
    target: &mut Target,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let before = target.version;
    let row = Model { version: before + 1, ..target.row(now)? };
    let same = Column::Id.eq(target.id.as_uuid()).and(Column::Version.eq(before));
    write::update_one(tx, row, same).await?;
    target.version += 1;
    Ok(())
}

/// Deletes one.
///
/// # Errors
/// The database is not available.
pub async fn delete(tx: &impl ConnectionTrait, id: SalesTargetId) -> StoreResult<()> {
    Entity::delete_by_id(id.as_uuid()).exec(tx).await?;
    Ok(())
}
