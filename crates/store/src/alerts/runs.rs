//! How far the run of a business day has come: kept, so that who takes over goes on from there.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{
    run::{Column, Entity, Model},
    scan::Place,
};
use crate::{StoreError, StoreResult, convert::cut, write};

/// What a run looks through, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Licenses whose term ends, or has ended.
    Endings,
    /// Licenses that wait for their activation.
    Activations,
    /// Partners whose agreement ends, or has ended.
    Agreements,
    /// Licenses whose installation is not heard of.
    Silences,
    /// Deployments whose next step was due.
    Deployments,
    /// Orders of which something is overdue.
    Overdue,
    /// Alerts that are there: whether their cause is.
    Open,
    Acknowledged,
    Snoozed,
    /// Sleepers wake, and people are told.
    Telling,
}

impl Part {
    const ALL: [(Self, &'static str); 10] = [
        (Self::Endings, "endings"),
        (Self::Activations, "activations"),
        (Self::Agreements, "agreements"),
        (Self::Silences, "silences"),
        (Self::Deployments, "deployments"),
        (Self::Overdue, "overdue"),
        (Self::Open, "open"),
        (Self::Acknowledged, "acknowledged"),
        (Self::Snoozed, "snoozed"),
        (Self::Telling, "telling"),
    ];

    /// What follows when this is done; telling is the last.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Endings => Self::Activations,
            Self::Activations => Self::Agreements,
            Self::Agreements => Self::Silences,
            Self::Silences => Self::Deployments,
            Self::Deployments => Self::Overdue,
            Self::Overdue => Self::Open,
            Self::Open => Self::Acknowledged,
            Self::Acknowledged => Self::Snoozed,
            Self::Snoozed | Self::Telling => Self::Telling,
        }
    }

    fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(part, _)| *part == self).map_or("", |(_, word)| word)
    }

    fn of(word: &str) -> StoreResult<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == word).map(|(part, _)| *part);
        found.ok_or_else(|| StoreError::Corrupt(format!("alert_runs.part: {word}")))
    }
}

/// A business day's run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub day: NaiveDate,
    pub part: Part,
    /// The last that was looked at in this part.
    pub after: Option<Place>,
    pub is_finished: bool,
}

impl TryFrom<Model> for Run {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, Self::Error> {
        Ok(Self {
            day: row.day,
            part: Part::of(&row.part)?,
            after: row.after_on.zip(row.after_id).map(|(on, id)| Place { on, id }),
            is_finished: row.finished_at.is_some(),
        })
    }
}

/// The run of a day, if it began.
///
/// # Errors
/// The database is not available.
pub async fn run_of(db: &impl ConnectionTrait, day: NaiveDate) -> StoreResult<Option<Run>> {
    Entity::find_by_id(day).one(db).await?.map(Run::try_from).transpose()
}

/// Begins the run of a day, or goes on with the one that began.
///
/// # Errors
/// The database is not available.
pub async fn begin(
    tx: &impl ConnectionTrait,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> StoreResult<Run> {
    if let Some(run) = run_of(tx, day).await? {
        return Ok(run);
    }
    let row = Model {
        day,
        part: Part::Endings.as_str().to_owned(),
        after_on: None,
        after_id: None,
        started_at: cut(now),
        finished_at: None,
    };
    write::insert_if_absent(tx, row).await?;
    run_of(tx, day).await?.ok_or(StoreError::NotFound)
}

/// Notes how far a run has come.
///
/// # Errors
/// The database is not available.
pub async fn advance(
    tx: &impl ConnectionTrait,
    day: NaiveDate,
    part: Part,
    after: Option<Place>,
) -> StoreResult<()> {
    let id: Option<Uuid> = after.map(|place| place.id);
    Entity::update_many()
        .col_expr(Column::Part, Expr::value(part.as_str()))
        .col_expr(Column::AfterOn, Expr::value(after.map(|place| place.on)))
        .col_expr(Column::AfterId, Expr::value(id))
        .filter(Column::Day.eq(day))
        .exec(tx)
        .await?;
    Ok(())
}

/// Says that the run is done; answers whether nobody said so before.
///
/// # Errors
/// The database is not available.
pub async fn finish(
    tx: &impl ConnectionTrait,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let done = Entity::update_many()
        .col_expr(Column::FinishedAt, Expr::value(cut(now)))
        .filter(Column::Day.eq(day))
        .filter(Column::FinishedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
