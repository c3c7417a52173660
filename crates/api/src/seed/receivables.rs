//! What is owed in the demo: a deposit that waits for its order, and rules of credit by which whoever
//! owes most is on hold, and nobody else.

use std::collections::BTreeMap;

use domain::{
    access::Role,
    id::{CustomerId, PartnerId},
    money::{Amount, Currency},
    payments::wire::{PaymentContent, PaymentView},
    receivables::{
        AgeBucket, CreditRules,
        wire::{CreditParty, ReceivableListQuery, SummaryBy, SummaryQuery},
    },
};
use store::receivables::rules;

use super::people::{Staff, caller};
use crate::{
    app::App,
    error::ApiResult,
    http::{Caller, IfMatch, Reply},
    payments,
    receivables::{credit_party, jobs, service},
};

/// Days that are tolerated; what is overdue for longer stands in the ages beyond the first.
const TOLERATED_DAYS: u32 = 30;

/// Fills what orders that were written at once lack, takes a deposit, and sets the rules.
///
/// # Errors
/// A use case refuses: then the demo is wrong.
pub async fn tell(app: &App, staff: &Staff, sign_in: &[PartnerId]) -> ApiResult<()> {
    while jobs::fill_due(app).await? > 0 {}
    let finance = caller(staff.finance, Role::Finance);
    take_deposit(app, &finance).await?;
    hold_who_owes_most(app, &finance, sign_in).await
}

/// Who owes most pays something in advance: for what is not ordered yet.
async fn take_deposit(app: &App, finance: &Caller) -> ApiResult<()> {
    let query = SummaryQuery { by: SummaryBy::Partner };
    let found = service::summary(app, &query).await?.rows;
    let mut partners = found.into_iter().filter_map(|row| Some((row.id?, row.name?)));
    let Some((partner, name)) = partners.next() else { return Ok(()) };
    let content = PaymentContent {
        bank_account_id: None,
        value_date: app.clock.today(),
        amount: Amount::from_minor(20_000_00),
        currency: Currency::Cny,
        payer_name: name,
        payer_account: String::new(),
        remark: "意向金".to_owned(),
        bank_reference: String::new(),
        note: None,
    };
    let made: Reply = payments::service::create(app, finance, None, &content).await?;
    let made: PaymentView = serde_json::from_str(&made.body).map_err(anyhow::Error::from)?;
    let body = CreditParty {
        partner_id: Some(partner.into()),
        customer_id: None,
        amount: content.amount,
        note: Some("下季度采购意向金".to_owned()),
    };
    let at = (made.payment.id, IfMatch::of(made.version));
    credit_party(app, finance, at, None, &body).await.map(drop)
}

/// Tolerates what the others owe who are late, so that one partner alone is on hold: not one of those
/// whose people sign in to the demo.
async fn hold_who_owes_most(app: &App, finance: &Caller, sign_in: &[PartnerId]) -> ApiResult<()> {
    let late = AgeBucket::ALL
        .iter()
        .copied()
        .filter(|age| !matches!(age, AgeBucket::NotDue | AgeBucket::Days30));
    let query = ReceivableListQuery { bucket: late.collect(), per_page: 100, ..Default::default() };
    let mut sums: BTreeMap<(Option<PartnerId>, Option<CustomerId>), Amount> = BTreeMap::new();
    for row in service::page(app, &query).await?.items {
        let customer = row.customer_id.filter(|_| row.partner_id.is_none());
        let sum = sums.entry((row.partner_id, customer)).or_default();
        *sum = [*sum, row.open].into_iter().sum();
    }
    let may_be_held = |partner: Option<PartnerId>| partner.is_some_and(|id| !sign_in.contains(&id));
    let held = sums.iter().filter(|((partner, _), _)| may_be_held(*partner));
    let held = held.max_by_key(|(_, sum)| **sum).map(|(party, _)| *party);
    let others = sums.iter().filter(|(party, _)| Some(**party) != held);
    let above = others.map(|(_, sum)| *sum).max().unwrap_or(Amount::ZERO);
    let before = rules(&app.db.read).await?;
    let after = CreditRules { active: true, after_days: TOLERATED_DAYS, above, ..before.rules };
    service::change_rules(app, finance, IfMatch::of(before.version), &after).await.map(drop)
}
