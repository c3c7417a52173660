//! What engineers have to do, and how they performed.

use domain::{
    access::Scope,
    engineers::{
        figures, weeks,
        wire::{EngineerPerformance, EngineersPerformance, WorkloadView},
    },
    id::EngineerId,
    sales_reps::{compared, wire::PerformanceQuery},
};
use store::engineers;

use crate::{app::App, error::ApiResult};

/// How much open work an engineer has, and when: two statements.
///
/// # Errors
/// 404 when out of reach.
pub async fn workload(app: &App, scope: Scope, id: EngineerId) -> ApiResult<WorkloadView> {
    engineers::view(&app.db.read, scope, id).await?;
    let today = app.clock.today();
    let open: Vec<_> = engineers::open(&app.db.read, Some(id))
        .await?
        .into_iter()
        .map(|(_, planned_on)| planned_on)
        .collect();
    let planned: Vec<_> = open.iter().copied().flatten().collect();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(WorkloadView {
        engineer_id: id,
        open: number(open.len()),
        late: number(planned.iter().filter(|day| **day < today).count()),
        unplanned: number(open.len() - planned.len()),
        weeks: weeks(today, &planned),
    })
}

/// What each engineer completed in a period, beside another one; who completed most comes first.
///
/// # Errors
/// A field error at `/until`.
pub async fn performance(
    app: &App,
    scope: Scope,
    query: &PerformanceQuery,
) -> ApiResult<EngineersPerformance> {
    let today = app.clock.today();
    query.check(today)?;
    let period = query.days(today);
    let other = query.compare.map(|with| compared(period, with));
    let db = &app.db.read;
    let now = figures(&engineers::done(db, period).await?);
    let before = match other {
        Some(other) => Some(figures(&engineers::done(db, other).await?)),
        None => None,
    };
    let open = engineers::open(db, None).await?;
    let row = |engineer: engineers::Engineer| {
        let id = engineer.id;
        let theirs = open.iter().filter(|(of, _)| *of == id).count();
        EngineerPerformance {
            engineer_id: id,
            name: engineer.content.name,
            active: engineer.active,
            open: u32::try_from(theirs).unwrap_or(u32::MAX),
            figures: now.get(&id).copied().unwrap_or_default(),
            before: before.as_ref().map(|all| all.get(&id).copied().unwrap_or_default()),
        }
    };
    let mut rows: Vec<_> = engineers::all(db, scope).await?.into_iter().map(row).collect();
    rows.retain(|row| row.active || row.figures.completed > 0);
    rows.sort_by(|a, b| {
        b.figures.completed.cmp(&a.figures.completed).then_with(|| a.name.cmp(&b.name))
    });
    Ok(EngineersPerformance {
        from: period.0,
        until: period.1,
        compared_from: other.map(|(from, _)| from),
        compared_until: other.map(|(_, until)| until),
        rows,
    })
}
