//! What sales reps and resellers sold in a period, beside another one.

use domain::{
    access::Scope,
    id::{PartnerId, SalesRepId},
    licenses::wire::PaymentStatus,
    purchases::wire::PurchaseListQuery,
    sales_reps::{
        Figures, Period, compared, figures_of, months_of, ranked,
        wire::{Compare, PerformanceQuery, PerformanceView, RankingView, RepPerformance},
    },
};
use store::purchases::{self, Whose};
use uuid::Uuid;

use crate::{app::App, error::ApiResult};

/// All sales reps, the best first: one statement, and five for each period.
///
/// # Errors
/// A field error at `/until`.
pub async fn ranking(app: &App, scope: Scope, query: &PerformanceQuery) -> ApiResult<RankingView> {
    let today = app.clock.today();
    query.check(today)?;
    let period = query.days(today);
    let other = query.compare.map(|with| compared(period, with));
    let db = &app.db.read;
    let mut now = purchases::parts(db, Whose::Owner, None, period).await?;
    let mut before = match other {
        Some(other) => Some(purchases::parts(db, Whose::Owner, None, other).await?),
        None => None,
    };
    let mut rows = Vec::new();
    for rep in store::sales_reps::all(db, scope).await? {
        let user = rep.content.user_id;
        let figures = |parts: &mut std::collections::HashMap<Uuid, _>| {
            let parts = user.and_then(|user| parts.remove(&user.as_uuid()));
            figures_of(parts.unwrap_or_default()).map_err(anyhow::Error::from)
        };
        rows.push(RepPerformance {
            sales_rep_id: rep.id,
            user_id: user,
            name: rep.content.name.clone(),
            active: rep.active,
            rank: 0,
            figures: figures(&mut now)?,
            before: before.as_mut().map(figures).transpose()?,
        });
    }
    // Who left is told of only where they sold something.
    rows.retain(|row| row.active || row.figures != Figures::default());
    let (by, currency) = (query.by.unwrap_or_default(), query.currency.unwrap_or_default());
    Ok(RankingView {
        from: period.0,
        until: period.1,
        compared_from: other.map(|(from, _)| from),
        compared_until: other.map(|(_, until)| until),
        by,
        currency,
        rows: ranked(rows, by, currency),
    })
}

/// What one sales rep sold.
///
/// # Errors
/// 404; a field error at `/until`.
pub async fn of_rep(
    app: &App,
    scope: Scope,
    id: SalesRepId,
    query: &PerformanceQuery,
) -> ApiResult<PerformanceView> {
    let rep = store::sales_reps::view(&app.db.read, scope, id).await?;
    // Who signs in nowhere sold nothing: a nil account owns nothing.
    let user = rep.user_id.map(domain::Id::as_uuid).unwrap_or_default();
    of(app, Whose::Owner, user, query).await
}

/// What was sold through a partner, whom the caller has opened.
///
/// # Errors
/// A field error at `/until`.
pub async fn of_partner(
    app: &App,
    id: PartnerId,
    query: &PerformanceQuery,
) -> ApiResult<PerformanceView> {
    of(app, Whose::Partner, id.as_uuid(), query).await
}

async fn of(
    app: &App,
    whose: Whose,
    id: Uuid,
    query: &PerformanceQuery,
) -> ApiResult<PerformanceView> {
    let today = app.clock.today();
    query.check(today)?;
    let period = query.days(today);
    let other = query.compare.map(|with: Compare| compared(period, with));
    let before = match other {
        Some(other) => Some(figures(app, whose, id, other).await?),
        None => None,
    };
    let paid = PurchaseListQuery {
        payment_status: vec![PaymentStatus::Paid],
        gift: Some(false),
        owner: (whose == Whose::Owner).then(|| id.into()),
        partner: (whose == Whose::Partner).then(|| id.into()),
        from: Some(period.0),
        until: Some(period.1),
        ..PurchaseListQuery::default()
    };
    let sold = purchases::sold(&app.db.read, Scope::Everything, &paid).await?;
    Ok(PerformanceView {
        from: period.0,
        until: period.1,
        compared_from: other.map(|(from, _)| from),
        compared_until: other.map(|(_, until)| until),
        figures: figures(app, whose, id, period).await?,
        before,
        months: months_of(&sold).map_err(anyhow::Error::from)?,
    })
}

async fn figures(app: &App, whose: Whose, id: Uuid, period: Period) -> ApiResult<Figures> {
    let mut parts = purchases::parts(&app.db.read, whose, Some(id), period).await?;
    let parts = parts.remove(&id).unwrap_or_default();
    Ok(figures_of(parts).map_err(anyhow::Error::from)?)
}
