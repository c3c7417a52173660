//! Where an event's subject is to be found.

use client::Side;
use domain::events::{SubjectKind, wire::EventView};

use crate::routes;

/// The page of what an event is about, on one's own side.
pub fn href(side: Side, event: &EventView) -> Option<String> {
    match (event.subject_kind, side) {
        (SubjectKind::Order, _) => Some(routes::order(side, event.subject_id)),
        (SubjectKind::Invoice, _) => Some(routes::invoice(side, event.subject_id)),
        (SubjectKind::License, _) => Some(routes::license(side, event.subject_id)),
        (_, Side::Portal) => None,
        (_, Side::Staff) => Some(of_staff(event)),
    }
}

/// For staff everything has a page.
pub fn of_staff(event: &EventView) -> String {
    if event.subject_kind == SubjectKind::Installation {
        // It is told of by its license's number.
        return routes::license(Side::Staff, &event.subject_label);
    }
    page_of(event.subject_kind, event.subject_id)
}

/// The page of something that staff may look at.
pub fn page_of(kind: SubjectKind, id: uuid::Uuid) -> String {
    match kind {
        SubjectKind::Order => routes::order(Side::Staff, id),
        SubjectKind::License => routes::license(Side::Staff, id),
        SubjectKind::Customer => routes::customer(id),
        SubjectKind::Partner => routes::partner(id),
        SubjectKind::Delivery => routes::delivery(id),
        // An installation stands on its license's page, which its id does not name.
        SubjectKind::Installation => routes::licenses(Side::Staff).to_owned(),
        // Signing keys are a matter of the terminal.
        SubjectKind::SigningKey => routes::EVENTS.to_owned(),
        SubjectKind::Product => routes::product(id),
        SubjectKind::PriceRule => routes::products_tab("rules"),
        SubjectKind::User => routes::user(id),
        SubjectKind::Webhook => routes::webhook(id),
        SubjectKind::Deployment => routes::deployment(id),
        SubjectKind::Engineer => routes::engineer(id),
        SubjectKind::Purchase => routes::purchase(id),
        SubjectKind::SalesRep => routes::sales_rep(id),
        SubjectKind::ChangeRequest => routes::change_request(id),
        SubjectKind::Import => routes::import(id),
        SubjectKind::Lead => routes::lead(id),
        SubjectKind::LeadMail => format!("{}?mail={id}", routes::LEAD_MAIL),
        SubjectKind::Payment => routes::payment(id),
        SubjectKind::Statement => routes::statement(id),
        SubjectKind::BankAccount | SubjectKind::MatchingRule => routes::BANK_ACCOUNTS.to_owned(),
        SubjectKind::Seller | SubjectKind::Terms => routes::SELLERS.to_owned(),
        SubjectKind::Invoice => routes::invoice(Side::Staff, id),
        SubjectKind::Balance => routes::balance(id),
        SubjectKind::CreditRules => routes::RECEIVABLES.to_owned(),
        SubjectKind::LeadStatus | SubjectKind::LeadSource => routes::LEAD_SETTINGS.to_owned(),
    }
}
