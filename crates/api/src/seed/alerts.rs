//! The alerts of the demo's day, two of which somebody has seen to.

use std::slice;

use domain::{
    access::{Role, Scope},
    alerts::{
        AlertStatus,
        wire::{AlertListQuery, AlertSort, SnoozeAlert},
    },
    dates::plus_days,
    list::Sort,
};

use super::{
    orders::WORKER,
    people::{Staff, caller},
};
use crate::{
    alerts::{jobs::run_due, service},
    app::App,
    error::ApiResult,
    http::IfMatch,
};

/// Does the run of the day, as the server would a little after midnight.
///
/// # Errors
/// The database is not available.
pub async fn raise(app: &App) -> ApiResult<()> {
    while run_due(app, WORKER).await? > 0 {}
    Ok(())
}

/// Commercial operations see to what ends first; the sales manager has put the next off for a week.
///
/// # Errors
/// As the use cases.
pub async fn see_to_some(app: &App, staff: &Staff) -> ApiResult<()> {
    let ops = caller(staff.ops, Role::CommercialOps);
    let manager = caller(staff.manager, Role::SalesManager);
    let open = AlertListQuery {
        status: vec![AlertStatus::Open],
        sort: Sort::ascending(AlertSort::DueOn),
        per_page: 2,
        ..AlertListQuery::default()
    };
    let found = service::page(app, &ops, Scope::Everything, &open).await?.items;
    let (first, rest) = found.split_at(found.len().min(1));
    for alert in first {
        let version = IfMatch::of(alert.version);
        service::acknowledge(app, &ops, Scope::Everything, alert.id, version, None).await?;
    }
    for alert in rest.first().map(slice::from_ref).unwrap_or_default() {
        let (version, until) = (IfMatch::of(alert.version), plus_days(app.clock.today(), 7));
        let body = SnoozeAlert { until };
        service::snooze(app, &manager, Scope::Everything, alert.id, version, None, &body).await?;
    }
    Ok(())
}
