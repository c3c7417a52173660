//! Leads as they are shown.

use domain::{
    access::Scope,
    dates::business_day,
    events::{SubjectKind, wire::EventView},
    id::{LeadId, LeadStatusId},
    leads::{
        Sight, days_between, stages,
        wire::{
            LeadActivityView, LeadListQuery, LeadMoveView, LeadRow, LeadStatusView, LeadView,
            StatusName,
        },
    },
    licenses::wire::OwnedBy,
    list::Page,
};
use sea_orm::ConnectionTrait;
use store::{StoreError, leads};

use crate::{app::App, error::ApiResult, http::Caller};

/// A list; `me` in it is who asks. At most three statements.
///
/// # Errors
/// A place that is none.
pub async fn page(
    app: &App,
    caller: &Caller,
    sight: Sight,
    query: &LeadListQuery,
) -> ApiResult<Page<LeadRow>> {
    let query = of_caller(caller, query.clone());
    let beyond = match query.reached {
        None => Vec::new(),
        Some(stage) => beyond(&leads::statuses(&app.db.read).await?, stage),
    };
    Ok(leads::page(&app.db.read, sight, &query, &beyond, app.clock.today()).await?)
}

/// Whose `me` is.
pub(super) fn of_caller(caller: &Caller, mut query: LeadListQuery) -> LeadListQuery {
    if query.owned_by == Some(OwnedBy::Me) {
        query.owner = Some(caller.user);
    }
    query
}

/// A stage of the funnel and those beyond it.
fn beyond(statuses: &[LeadStatusView], stage: LeadStatusId) -> Vec<LeadStatusId> {
    let stages = stages(statuses).into_iter().map(|one| one.id);
    stages.skip_while(|id| *id != stage).collect()
}

/// One lead.
///
/// # Errors
/// 404 when out of sight.
pub async fn view(app: &App, sight: Sight, id: LeadId) -> ApiResult<LeadView> {
    Ok(leads::view(&app.db.read, sight, id, app.clock.today()).await?)
}

/// A lead as it is after somebody who may changed it.
pub(super) async fn of(app: &App, db: &impl ConnectionTrait, id: LeadId) -> ApiResult<LeadView> {
    Ok(leads::view(db, Sight::All, id, app.clock.today()).await?)
}

/// What was done about it, the latest first.
///
/// # Errors
/// 404 when out of sight.
pub async fn activities(app: &App, sight: Sight, id: LeadId) -> ApiResult<Vec<LeadActivityView>> {
    leads::get(&app.db.read, sight, id).await?;
    Ok(leads::activities(&app.db.read, id).await?)
}

/// Where it went and how long it stood there, its beginning first.
///
/// # Errors
/// 404 when out of sight.
pub async fn history(app: &App, sight: Sight, id: LeadId) -> ApiResult<Vec<LeadMoveView>> {
    leads::get(&app.db.read, sight, id).await?;
    let statuses = leads::statuses(&app.db.read).await?;
    let name = |id: LeadStatusId| -> ApiResult<StatusName> {
        let found = statuses.iter().find(|one| one.id == id).ok_or(StoreError::NotFound)?;
        let content = &found.content;
        Ok(StatusName {
            id,
            name_zh: content.name_zh.clone(),
            name_en: content.name_en.clone(),
            kind: content.kind,
            color: content.color,
        })
    };
    let moves = leads::moves(&app.db.read, id).await?;
    let left = moves.iter().skip(1).map(|(next, _)| Some(next.at)).chain([None]);
    moves
        .iter()
        .zip(left)
        .map(|((one, by), left_at)| {
            let until = left_at.map_or_else(|| app.clock.today(), business_day);
            Ok(LeadMoveView {
                from: one.from.map(name).transpose()?,
                to: name(one.to)?,
                at: one.at,
                by_name: by.clone(),
                lost_reason: one.lost_reason,
                reason: one.reason.clone(),
                left_at,
                days: days_between(business_day(one.at), until),
            })
        })
        .collect()
}

/// Everything that happened to it, the latest first.
///
/// # Errors
/// 404 when out of sight.
pub async fn timeline(app: &App, sight: Sight, id: LeadId) -> ApiResult<Vec<EventView>> {
    leads::get(&app.db.read, sight, id).await?;
    let kind = SubjectKind::Lead;
    Ok(store::events::timeline(&app.db.read, Scope::Everything, kind, id.as_uuid()).await?)
}
