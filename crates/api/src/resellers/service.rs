//! Partners as resellers: the hat that one wears, and what it keeps of what was paid.

use domain::{
    access::Scope,
    id::PartnerId,
    list::Page,
    partners::wire::{PartnerContent, PartnerListQuery, PartnerView},
    resellers::{totals, wire::ShareStatement},
    sales_reps::wire::PerformanceQuery,
};

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    http::{Caller, IfMatch, Once, Reply},
    partners,
};

/// Partners that are resellers, as the query asks.
///
/// # Errors
/// A place that is none.
pub async fn page(
    app: &App,
    scope: Scope,
    query: &PartnerListQuery,
) -> ApiResult<Page<PartnerView>> {
    let query = PartnerListQuery { reseller: Some(true), ..query.clone() };
    Ok(store::partners::page(&app.db.read, scope, &query, app.clock.today()).await?)
}

/// One reseller.
///
/// # Errors
/// 404 when out of reach, or no reseller.
pub async fn view(app: &App, scope: Scope, id: PartnerId) -> ApiResult<PartnerView> {
    let partner = store::partners::get(&app.db.read, scope, id).await?;
    if partner.is_reseller { Ok(partner) } else { Err(ApiError::not_found()) }
}

/// Keeps a new partner that is a reseller.
///
/// # Errors
/// Field errors; a name that is taken.
pub async fn create(
    app: &App,
    caller: &Caller,
    once: Option<&Once>,
    content: &PartnerContent,
) -> ApiResult<Reply> {
    let content = PartnerContent { is_reseller: true, ..content.clone() };
    partners::service::create(app, caller, once, &content).await
}

/// Changes all that is kept of one; it stays a reseller.
///
/// # Errors
/// 404; 412; field errors.
pub async fn change(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: PartnerId,
    version: IfMatch,
    content: &PartnerContent,
) -> ApiResult<PartnerView> {
    view(app, scope, id).await?;
    let content = PartnerContent { is_reseller: true, ..content.clone() };
    partners::service::change(app, caller, id, version, &content).await
}

/// Takes the hat off: the partner stays, with all that came through it.
///
/// # Errors
/// 404; 412.
pub async fn delete(
    app: &App,
    caller: &Caller,
    scope: Scope,
    id: PartnerId,
    version: IfMatch,
) -> ApiResult<()> {
    let partner = view(app, scope, id).await?;
    let content = PartnerContent { is_reseller: false, ..PartnerContent::from(&partner) };
    partners::service::change(app, caller, id, version, &content).await?;
    Ok(())
}

/// What a reseller keeps of the purchases of a period that are paid.
///
/// # Errors
/// 404; a field error at `/until`.
pub async fn statement(
    app: &App,
    scope: Scope,
    id: PartnerId,
    query: &PerformanceQuery,
) -> ApiResult<ShareStatement> {
    let partner = view(app, scope, id).await?;
    let today = app.clock.today();
    query.check(today)?;
    let (from, until) = query.days(today);
    let lines = store::purchases::shares(&app.db.read, id, (from, until)).await?;
    Ok(ShareStatement {
        reseller_id: id,
        reseller_name: partner.name,
        from,
        until,
        totals: totals(&lines).map_err(anyhow::Error::from)?,
        lines,
    })
}
