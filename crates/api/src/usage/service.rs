//! Usage as it is shown: the days, the high-water marks, and what is over.

use chrono::TimeDelta;
use domain::{
    access::Scope,
    products::ProductKind,
    usage::{
        Overage, OverageLevel, PEAK_DAYS, Pack, UsageMetric, needed, peak, shown_days,
        wire::{InstallationView, MetricView, TrueUpNeed, UsageQuery, UsageView},
    },
};
use sea_orm::ConnectionTrait;
use store::{
    licenses::{self, License},
    products,
    usage::{self, Figures},
};

use crate::{app::App, error::ApiResult, products::service::LIST_CURRENCY};

/// The usage of a license by id or number.
///
/// # Errors
/// 404 when out of reach; days that are none.
pub async fn view(
    app: &App,
    scope: Scope,
    id_or_number: &str,
    query: &UsageQuery,
) -> ApiResult<UsageView> {
    let db = &app.db.read;
    let today = app.clock.today();
    let license = licenses::find(db, scope, id_or_number).await?;
    let (from, to) = shown_days(query, today)?;
    let figures = of_a_year(db, &license, today).await?;
    let overages = products::overages(db).await?;
    let overage = overages.get(&license.product_id).copied().unwrap_or_default();
    let [workspaces, users] = metrics(db, &license, &figures, overage, today).await?;
    let samples = usage::series(db, license.id, (from, to)).await?;
    let installations = usage::installations(db, license.id).await?;
    Ok(UsageView {
        license_id: license.id,
        license_number: license.number,
        overage,
        workspaces,
        users,
        from,
        to,
        samples,
        installations: installations.into_iter().map(InstallationView::from).collect(),
    })
}

/// The figures of the year that ends today.
///
/// # Errors
/// The database is not available.
pub async fn of_a_year(
    db: &impl ConnectionTrait,
    license: &License,
    today: chrono::NaiveDate,
) -> ApiResult<Vec<Figures>> {
    let since = today - TimeDelta::days(i64::from(PEAK_DAYS) - 1);
    let mut found = usage::figures_since(db, &[license.id], since).await?;
    Ok(found.remove(&license.id).unwrap_or_default())
}

/// Both figures, with what makes up for what is over.
///
/// # Errors
/// The database is not available.
pub async fn metrics(
    db: &impl ConnectionTrait,
    license: &License,
    figures: &[Figures],
    overage: Overage,
    today: chrono::NaiveDate,
) -> ApiResult<[MetricView; 2]> {
    let mut workspaces =
        metric(license.workspaces, figures.iter().map(|(day, count, _)| (*day, *count)), overage);
    let mut users =
        metric(license.users, figures.iter().map(|(day, _, count)| (*day, *count)), overage);
    let is_over = |metric: &MetricView| metric.level != OverageLevel::Within;
    if is_over(&workspaces) || is_over(&users) {
        let catalogue = products::catalogue(db, today, LIST_CURRENCY).await?.products;
        workspaces.true_up = need(UsageMetric::Workspaces, &workspaces, &catalogue);
        users.true_up = need(UsageMetric::Users, &users, &catalogue);
    }
    Ok([workspaces, users])
}

fn metric(
    limit: u32,
    series: impl Iterator<Item = (chrono::NaiveDate, u32)> + Clone,
    overage: Overage,
) -> MetricView {
    let high_water = peak(series.clone());
    let latest = series.last().map(|(on, count)| domain::usage::Peak { count, on });
    let level = high_water.map_or(OverageLevel::Within, |peak| overage.level(peak.count, limit));
    MetricView { limit, latest, high_water, level, true_up: None }
}

fn need(
    metric: UsageMetric,
    view: &MetricView,
    catalogue: &[domain::products::wire::ProductView],
) -> Option<TrueUpNeed> {
    let excess = view.high_water?.count.saturating_sub(view.limit);
    if view.level == OverageLevel::Within {
        return None;
    }
    let packs: Vec<Pack> = catalogue
        .iter()
        .filter(|product| product.sold && product.kind == ProductKind::Addon)
        .map(|product| Pack {
            product_id: product.id,
            workspaces: product.workspaces,
            users: product.users,
            price: product.list_price,
        })
        .collect();
    let (product_id, packs) = needed(metric, excess, &packs)?;
    let product = catalogue.iter().find(|product| product.id == product_id)?;
    let each = match metric {
        UsageMetric::Workspaces => product.workspaces,
        UsageMetric::Users => product.users,
    };
    Some(TrueUpNeed {
        product_id,
        product_name_zh: product.name_zh.clone(),
        product_name_en: product.name_en.clone(),
        packs,
        brings: packs.saturating_mul(each),
    })
}
