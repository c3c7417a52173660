//! From usage that is over to an order that makes up for it.

use domain::{
    Lang,
    access::Scope,
    id::LicenseId,
    orders::{
        LineKind,
        wire::{LineInput, OrderContent},
    },
    problem::Reason,
    usage::{OverageLevel, UsageMetric, wire::TrueUp},
};
use store::{licenses, products};

use super::service;
use crate::{
    app::App,
    error::ApiResult,
    http::{Caller, Once, Reply},
    orders,
};

/// Drafts an expansion that covers the highest usage of a year; whoever drafted it looks at it and
/// hands it in as any order.
///
/// # Errors
/// 404; 409 where nothing is over, no pack is sold for it, or the license cannot be expanded.
pub async fn draft(
    app: &App,
    caller: &Caller,
    id: LicenseId,
    once: Option<&Once>,
    body: TrueUp,
) -> ApiResult<Reply> {
    let db = &app.db.read;
    let today = app.clock.today();
    // Who places orders on customers' behalf places them on any license.
    let license = licenses::get(db, Scope::Everything, id).await?;
    let standing = store::segments::standings(db, Scope::Everything, &[id], today).await?;
    for standing in &standing {
        standing.allows(LineKind::Expansion, today)?;
    }
    let figures = service::of_a_year(db, &license, today).await?;
    let overages = products::overages(db).await?;
    let overage = overages.get(&license.product_id).copied().unwrap_or_default();
    let [workspaces, users] = service::metrics(db, &license, &figures, overage, today).await?;
    let metric = match body.metric {
        UsageMetric::Workspaces => workspaces,
        UsageMetric::Users => users,
    };
    if metric.level == OverageLevel::Within {
        return Err(Reason::NothingOver.into());
    }
    let (Some(need), Some(peak)) = (metric.true_up, metric.high_water) else {
        return Err(Reason::NoPackForIt.into());
    };
    let (zh, en) = (body.metric.label(Lang::Zh), body.metric.label(Lang::En));
    let (count, limit, on) = (peak.count, metric.limit, peak.on);
    let remark = match caller.language {
        Lang::Zh => format!("按用量补购：{zh}峰值 {count}（{on}），授权 {limit}"),
        Lang::En => format!("True-up: {en} peaked at {count} on {on}, licensed {limit}"),
    };
    let line = LineInput {
        kind: LineKind::Expansion,
        product_id: Some(need.product_id),
        sets: need.packs,
        licenses: vec![id],
        activations: Vec::new(),
        ..LineInput::default()
    };
    let content = OrderContent {
        partner_id: license.partner_id,
        remark: Some(remark),
        lines: vec![line],
        ..OrderContent::default()
    };
    orders::service::place(app, caller, once, &content).await
}
