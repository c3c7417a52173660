//! Payments: the list, one of them, the desk at which they are matched, the statements that bring
//! them, and our bank accounts.

mod accounts;
mod create;
mod desk;
mod detail;
mod ignore;
mod list;
mod proposals;
mod receipts;
mod split;
mod statement;
mod statements;

use domain::payments::{MatchStatus, StatementStatus};
use leptos::prelude::*;

pub(super) use self::desk::is_elsewhere;
pub use self::{
    accounts::BankAccountsPage, desk::DeskPage, detail::PaymentPage, list::PaymentListPage,
    receipts::receipts_card, statement::StatementPage, statements::StatementListPage,
};
use crate::{
    i18n::{lang, t},
    ui::{StatusDot, Tone},
};

/// What is known of a payment: a word and a color.
fn match_dot(status: MatchStatus, badge: bool) -> AnyView {
    let tone = match status {
        MatchStatus::Unmatched => Tone::Warning,
        MatchStatus::Suggested | MatchStatus::PartiallyMatched => Tone::Brand,
        MatchStatus::Matched => Tone::Success,
        MatchStatus::Ignored => Tone::Neutral,
    };
    let label = Signal::derive(move || status.label(lang()).to_owned());
    view! { <StatusDot tone label badge/> }.into_any()
}

/// Where a statement stands.
fn statement_dot(status: StatementStatus, badge: bool) -> AnyView {
    let tone = match status {
        StatementStatus::Preview => Tone::Brand,
        StatementStatus::Faulty => Tone::Error,
        StatementStatus::Committed => Tone::Success,
        StatementStatus::Undone | StatementStatus::Discarded => Tone::Neutral,
    };
    let label = Signal::derive(move || status.label(lang()).to_owned());
    view! { <StatusDot tone label badge/> }.into_any()
}

/// Who paid, or that the bank does not say.
fn payer_of(name: &str) -> AnyView {
    if name.is_empty() {
        return view! { <span class="muted">{t::payments::no_payer}</span> }.into_any();
    }
    name.to_owned().into_any()
}
