//! Many deployments at once: the calendar, and how long it takes.

use std::cmp::Reverse;

use domain::{
    access::Scope,
    deployments::{
        CalendarSpan, by_month, by_product, figures,
        wire::{
            CalendarQuery, CalendarView, MonthOfLife, ProductOfLife, StatisticsQuery,
            StatisticsView,
        },
    },
};
use store::deployments;

use crate::{app::App, error::ApiResult, http::Caller};

/// The deployments of some days; `mine` in the query is what the caller works on.
///
/// # Errors
/// Field errors of the days.
pub async fn calendar(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: &CalendarQuery,
) -> ApiResult<CalendarView> {
    let today = app.clock.today();
    let days = query.period(today)?;
    let (entries, is_cut) =
        deployments::calendar(&app.db.read, scope, caller.user, query, days, today).await?;
    let (from, until) = days;
    Ok(CalendarView { from, until, entries, is_cut })
}

/// How long licenses took from the order to the running installation, by month and by product.
///
/// # Errors
/// Field errors of the days.
pub async fn statistics(
    app: &App,
    scope: Scope,
    query: &StatisticsQuery,
) -> ApiResult<StatisticsView> {
    let (from, until) = query.period(app.clock.today())?;
    let db = &app.db.read;
    let all = deployments::brought_to_life(db, scope, (from, until), query.product).await?;
    let months = by_month(&all).into_iter().map(|(first, figures)| {
        let last = CalendarSpan::Month.after(first).pred_opt().unwrap_or(first);
        MonthOfLife { from: first.max(from), until: last.min(until), figures }
    });
    let grouped = by_product(&all);
    let ids: Vec<_> = grouped.iter().map(|(id, _)| *id).collect();
    let named = store::products::find_many(db, &ids).await?;
    let mut products: Vec<ProductOfLife> = grouped
        .into_iter()
        .map(|(product_id, figures)| {
            let product = named.iter().find(|product| product.id == product_id);
            let name_of = |product: &store::products::Product| {
                (product.name_zh.clone(), product.name_en.clone())
            };
            let (name_zh, name_en) = product.map(name_of).unwrap_or_default();
            ProductOfLife { product_id, name_zh, name_en, figures }
        })
        .collect();
    products.sort_by_key(|product| Reverse(product.figures.deployed));
    Ok(StatisticsView { from, until, total: figures(&all), months: months.collect(), products })
}
