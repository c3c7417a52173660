//! Many leads at once: the board and the funnel.

use domain::{
    dates::business_day,
    leads::{
        Sight, cohort, days_between, median_place, stages,
        wire::{
            BoardColumn, BoardQuery, BoardView, CohortView, FunnelQuery, FunnelStage, FunnelView,
            LeadListQuery, LeadStatusView, LeadSum,
        },
    },
    problem::{Reason, Refusal},
};
use store::leads::{self, Standing};

use super::views::of_caller;
use crate::{app::App, error::ApiResult, http::Caller};

/// The board: a column for each status that is in use or where leads still stand.
///
/// # Errors
/// Only the database's.
pub async fn board(
    app: &App,
    caller: &Caller,
    sight: Sight,
    query: &BoardQuery,
) -> ApiResult<BoardView> {
    let (db, today) = (&app.db.read, app.clock.today());
    let query = of_caller(caller, query.list());
    let standing = leads::standing(db, sight, &query).await?;
    let mut columns = Vec::new();
    for status in leads::statuses(db).await? {
        let sums = sums_of(&standing, &status);
        if !status.content.active && sums.is_empty() {
            continue;
        }
        let cards = if sums.is_empty() {
            Vec::new()
        } else {
            leads::cards(db, sight, &query, status.id, today).await?
        };
        columns.push(BoardColumn { leads: count(&sums), sums, cards, status });
    }
    Ok(BoardView { columns })
}

fn sums_of(standing: &[Standing], status: &LeadStatusView) -> Vec<LeadSum> {
    let there = standing.iter().filter(|one| one.status_id == status.id);
    there.map(|one| one.sum).collect()
}

fn count(sums: &[LeadSum]) -> u32 {
    sums.iter().map(|sum| sum.leads).sum()
}

/// The funnel: what stands where today, and how far those of a period came.
///
/// # Errors
/// A field error at `/until`.
pub async fn funnel(
    app: &App,
    caller: &Caller,
    sight: Sight,
    query: &FunnelQuery,
) -> ApiResult<FunnelView> {
    let db = &app.db.read;
    let until = query.until.unwrap_or_else(|| app.clock.today());
    let a_year_before = until.checked_sub_months(chrono::Months::new(12)).unwrap_or(until);
    let from = query.from.unwrap_or(a_year_before);
    if until < from {
        return Err(Refusal::new(Reason::EndsBeforeItBegins).at("/until").into());
    }
    let statuses = leads::statuses(db).await?;
    let of_today = of_caller(caller, query.list());
    let standing = leads::standing(db, sight, &of_today).await?;
    let mut snapshot = Vec::new();
    for status in &statuses {
        let sums = sums_of(&standing, status);
        if !status.content.active && sums.is_empty() {
            continue;
        }
        let median_days = median(app, sight, &of_today, status, count(&sums)).await?;
        let status = status.clone();
        snapshot.push(FunnelStage { leads: count(&sums), sums, median_days, status });
    }
    let stages = stages(&statuses);
    let ids: Vec<_> = stages.iter().map(|stage| stage.id).collect();
    let of_cohort = of_caller(caller, query.list_of_cohort(from, until));
    let furthest = leads::furthest(db, sight, &of_cohort, &ids).await?;
    let reached = |status: &LeadStatusView| furthest.iter().any(|(id, _)| *id == status.id);
    let shown = |status: &LeadStatusView| status.content.active || reached(status);
    let stages: Vec<_> = stages.into_iter().filter(shown).collect();
    let cohort = CohortView { from, until, stages: cohort(&stages, &furthest) };
    Ok(FunnelView { snapshot, cohort })
}

/// How many days half of the leads of an open status have been there.
async fn median(
    app: &App,
    sight: Sight,
    query: &LeadListQuery,
    status: &LeadStatusView,
    leads: u32,
) -> ApiResult<Option<u32>> {
    if leads == 0 || !status.content.kind.is_open() {
        return Ok(None);
    }
    // The longest there come first, the median of days is counted from the other end.
    let place = u64::from(leads) - 1 - median_place(u64::from(leads));
    let entered = leads::entered_at(&app.db.read, sight, query, status.id, place).await?;
    Ok(entered.map(|at| days_between(business_day(at), app.clock.today())))
}
