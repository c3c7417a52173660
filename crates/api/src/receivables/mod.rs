//! Receivables: what is owed and since when, what stands to the credit of parties, and who is on hold.

mod balances;
mod balances_http;
mod hold;
mod http;
pub mod jobs;
pub(crate) mod service;

use domain::{
    Id,
    events::{EventKind, SubjectKind},
    id::{OrderId, UserId},
    money::Amount,
    receivables::EntryKind,
};
use store::receivables::{self, Balance, Entry};

pub use self::{
    balances::credit_party,
    hold::{check_hold, holds_of},
};
use crate::{
    app::{App, Tx},
    error::ApiResult,
    events::{Record, record},
    http::Routes,
};

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_receivables)
        .service(http::receivable_summary)
        .service(http::party_standing)
        .service(http::get_credit_rules)
        .service(http::change_credit_rules)
        .service(balances_http::list_balances)
        .service(balances_http::get_balance)
        .service(balances_http::credit_party)
        .service(balances_http::set_off_balance)
        .service(balances_http::pay_back_balance)
        .service(balances_http::undo_balance_entry);
}

/// Brings what is due of orders in line with what has just been changed of them; every use case that
/// approves, settles, takes back or invoices an order ends with it.
///
/// # Errors
/// The database is not available.
pub async fn refresh(app: &App, tx: &Tx, orders: &[OrderId]) -> ApiResult<()> {
    Ok(receivables::refresh(&**tx, orders, || app.id(), tx.now).await?)
}

/// The same of an order that is canceled or returned: what was paid beyond what is still due goes to
/// its party's balance, in the same transaction.
///
/// # Errors
/// The database is not available.
pub async fn give_back(app: &App, tx: &Tx, by: UserId, order: (OrderId, &str)) -> ApiResult<()> {
    let (id, number) = order;
    let (amount, partner, customer) = receivables::to_give_back(&**tx, id).await?;
    if amount > Amount::ZERO && (partner.is_some() || customer.is_some()) {
        let found = store::payments::orders_by_id(&**tx, &[id]).await?;
        let currency = found.first().map(|order| order.currency).unwrap_or_default();
        let party = (partner, customer);
        let new_id = Id::from_uuid(app.id());
        let mut balance = receivables::find_or_make(&**tx, new_id, party, currency, tx.now).await?;
        let entry = Entry {
            id: Id::from_uuid(app.id()),
            balance_id: balance.id,
            kind: EntryKind::Returned,
            amount,
            entered_on: domain::dates::business_day(tx.now),
            payment_id: None,
            order_id: Some(id),
            note: None,
            by,
            is_undone: false,
        };
        receivables::add_entry(&**tx, &mut balance, &entry, tx.now).await?;
        balance_event(app, tx, EventKind::BalanceCredited, &balance, number)
            .by(by)
            .note(Some(&amount.display(balance.currency)))
            .also_on(SubjectKind::Order, id.as_uuid())
            .append();
    }
    refresh(app, tx, &[id]).await
}

/// An event of a balance; people know it by what it is about.
fn balance_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    balance: &Balance,
    label: &str,
) -> Record<'a> {
    let label: String =
        format!("{label} {}", balance.currency.as_str()).chars().take(160).collect();
    record(app, tx, kind, SubjectKind::Balance, balance.id.as_uuid(), label.trim())
}
