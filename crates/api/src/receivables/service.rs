//! Reading what is owed; the rules of credit.

use chrono::TimeDelta;
use domain::{
    events::{EventKind, SubjectKind},
    id::CustomerId,
    list::Page,
    money::Amount,
    problem::{Reason, Refusal},
    receivables::{
        CreditRules, DSO_DAYS, check_rules, days_sales_outstanding,
        wire::{
            AgeingTotal, CreditRulesView, PartyStanding, ReceivableListQuery, ReceivableRow,
            ReceivableSummary, StandingOfQuery, SummaryQuery,
        },
    },
};
use serde_json::json;
use store::receivables;

use super::hold;
use crate::{
    app::App,
    error::ApiResult,
    events::record,
    http::{Caller, IfMatch},
};

/// What is open that a query asks for.
///
/// # Errors
/// The database is not available.
pub async fn page(app: &App, query: &ReceivableListQuery) -> ApiResult<Page<ReceivableRow>> {
    Ok(receivables::page(&app.db.read, query, app.clock.today()).await?)
}

/// Everything that is open, by currency and age, and by whom; three statements.
///
/// # Errors
/// The database is not available.
pub async fn summary(app: &App, query: &SummaryQuery) -> ApiResult<ReceivableSummary> {
    let (db, today) = (&app.db.read, app.clock.today());
    let booked =
        receivables::booked_since(db, today - TimeDelta::days(i64::from(DSO_DAYS))).await?;
    let totals = receivables::totals(db, today).await?.into_iter().map(|ageing| {
        let booked = booked.get(&ageing.currency).copied().unwrap_or(Amount::ZERO);
        AgeingTotal { booked, dso: days_sales_outstanding(ageing.open, booked), ageing }
    });
    Ok(ReceivableSummary {
        today,
        totals: totals.collect(),
        by: query.by,
        rows: receivables::by(db, query.by, today).await?,
    })
}

/// What one partner or one customer owes, what stands to its credit, and whether it is on hold.
///
/// # Errors
/// A field error where it is not one of them.
pub async fn standing(app: &App, query: &StandingOfQuery) -> ApiResult<PartyStanding> {
    let (db, today) = (&app.db.read, app.clock.today());
    if query.partner.is_some() == query.customer.is_some() {
        return Err(Refusal::new(Reason::OneParty).at("/partner").into());
    }
    let customers: Vec<CustomerId> = query.customer.into_iter().collect();
    Ok(PartyStanding {
        ageing: receivables::ageing_of(db, query.partner, query.customer, today).await?,
        balances: receivables::balances_of(db, query.partner, query.customer).await?,
        holds: hold::holds(db, query.partner, &customers, today).await?,
    })
}

/// Says when a party is on hold, and how customers pay. Orders that were approved keep their terms.
///
/// # Errors
/// 412; field errors.
pub async fn change_rules(
    app: &App,
    caller: &Caller,
    version: IfMatch,
    after: &CreditRules,
) -> ApiResult<CreditRulesView> {
    check_rules(after)?;
    app.transact(async |tx| {
        let before = receivables::lock_rules(&**tx).await?;
        version.check(before.version)?;
        if before.rules == *after {
            return Ok(before);
        }
        let kept = receivables::save_rules(&**tx, after, before.version, tx.now).await?;
        let (kind, subject) = (EventKind::CreditRulesChanged, SubjectKind::CreditRules);
        // There is one row of them.
        let id = uuid::Uuid::from_u128(1);
        record(app, tx, kind, subject, id, "")
            .by(caller.user)
            .changed(&json!(before.rules), &json!(kept.rules))
            .append();
        Ok(kept)
    })
    .await
}
