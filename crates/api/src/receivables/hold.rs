//! Credit hold: asked before an order is approved, and shown before anybody presses the button.

use chrono::NaiveDate;
use domain::{
    access::Permission,
    id::CustomerId,
    money::Amount,
    problem::{ProblemCode, Reason, Refusal},
    receivables::{NOTE_LENGTH, days_overdue, wire::CreditHold},
    validate::{self, Faults},
};
use sea_orm::ConnectionTrait;
use store::orders::Order;

use crate::{
    error::{ApiError, ApiResult},
    http::Caller,
};

/// Who of an order's party is on hold: its partner, or else the customers that its lines name.
///
/// # Errors
/// The database is not available.
pub async fn holds_of(
    db: &impl ConnectionTrait,
    order: &Order,
    today: NaiveDate,
) -> ApiResult<Vec<CreditHold>> {
    let customers: Vec<CustomerId> = match order.partner_id {
        Some(_) => Vec::new(),
        None => order.lines.iter().filter_map(|line| line.input.end_user.customer_id).collect(),
    };
    holds(db, order.partner_id, &customers, today).await
}

/// The same of a partner or of customers.
///
/// # Errors
/// The database is not available.
pub async fn holds(
    db: &impl ConnectionTrait,
    partner: Option<domain::id::PartnerId>,
    customers: &[CustomerId],
    today: NaiveDate,
) -> ApiResult<Vec<CreditHold>> {
    let rules = store::receivables::rules(db).await?.rules;
    if !rules.active {
        return Ok(Vec::new());
    }
    let owed = store::receivables::overdue_of(db, partner, customers, today).await?;
    let held = owed.into_iter().filter(|one| rules.holds(&one.overdue, today));
    let hold = held.filter_map(|one| {
        let counting = one.overdue.iter().filter(|overdue| rules.counts(**overdue, today));
        let since = counting.clone().map(|overdue| overdue.due_on).min()?;
        Some(CreditHold {
            party_id: one.party_id,
            party_name: one.party_name,
            is_partner: one.is_partner,
            currency: one.currency,
            overdue: Amount::total(counting.map(|overdue| overdue.open)).ok()?,
            since,
            days: days_overdue(Some(since), today),
        })
    });
    Ok(hold.collect())
}

/// Whether an order may be approved as far as its party's credit is concerned. Answers why it may all
/// the same, where somebody who may says so; nothing where nobody is on hold.
///
/// # Errors
/// 409 naming who is on hold with how much; 403 where the caller may not override it; a field error
/// where the reason is missing.
pub async fn check_hold(
    db: &impl ConnectionTrait,
    caller: &Caller,
    order: &Order,
    reason: Option<&str>,
    today: NaiveDate,
) -> ApiResult<Option<String>> {
    let holds = holds_of(db, order, today).await?;
    let Some(hold) = holds.first() else { return Ok(None) };
    let Some(reason) = reason else {
        let refusal = Refusal::new(Reason::PartyOnHold)
            .with("party", &hold.party_name)
            .with("days", hold.days)
            .with("overdue", hold.overdue.display(hold.currency));
        return Err(refusal.into());
    };
    if !caller.powers.may(Permission::CreditOverride) {
        let words = format!("This needs `{}`.", Permission::CreditOverride);
        return Err(ApiError::refuse(ProblemCode::NotPermitted, words));
    }
    let mut faults = Faults::new();
    faults.check("/override_hold", validate::text(reason, 2, NOTE_LENGTH));
    faults.into_result().map_err(ApiError::from)?;
    Ok(Some(domain::text::cleaned(reason)))
}
