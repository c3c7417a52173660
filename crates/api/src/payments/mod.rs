//! Payments: entered, brought by statements, matched by the engine or by a person.

pub(crate) mod accounts;
mod accounts_http;
mod booking;
pub(crate) mod file;
mod http;
pub(crate) mod matching;
mod matching_http;
pub(crate) mod run;
pub(crate) mod service;
pub(crate) mod statements;
mod statements_http;
mod suggestions;

use domain::events::{EventKind, SubjectKind};
use store::payments::Payment;

use crate::{
    app::{App, Tx},
    events::{Record, record},
    http::Routes,
};

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_payments)
        .service(http::create_payment)
        .service(http::payment_summary)
        .service(matching_http::list_matching_rules)
        .service(matching_http::switch_matching_rule)
        .service(matching_http::list_open_orders)
        .service(matching_http::match_payments)
        .service(http::get_payment)
        .service(http::replace_payment)
        .service(http::payment_timeline)
        .service(http::ignore_payment)
        .service(http::restore_payment)
        .service(matching_http::payment_suggestions)
        .service(matching_http::match_payment)
        .service(matching_http::undo_payment_match)
        .service(matching_http::refuse_suggestion)
        .service(matching_http::order_receipts)
        .service(statements_http::list_statements)
        .service(statements_http::upload_statement)
        .service(statements_http::get_statement)
        .service(statements_http::list_statement_entries)
        .service(statements_http::commit_statement)
        .service(statements_http::undo_statement)
        .service(accounts_http::list_bank_accounts)
        .service(accounts_http::create_bank_account)
        .service(accounts_http::change_bank_account);
}

/// An event of a payment; people know it by who paid.
fn payment_event<'a>(app: &App, tx: &'a Tx, kind: EventKind, payment: &Payment) -> Record<'a> {
    let content = &payment.content;
    let payer = [&content.payer_name, &content.remark, &content.bank_reference]
        .into_iter()
        .find(|text| !text.is_empty())
        .map_or("", String::as_str);
    let amount = content.amount;
    let label: String =
        format!("{payer} {}{amount}", content.currency.symbol()).chars().take(160).collect();
    record(app, tx, kind, SubjectKind::Payment, payment.id.as_uuid(), label.trim())
}
