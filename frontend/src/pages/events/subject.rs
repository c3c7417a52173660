//! Where an event's subject is to be found.

use client::Side;
use domain::events::{SubjectKind, wire::EventView};

use crate::routes;

/// The page of what an event is about, on one's own side.
pub fn href(side: Side, event: &EventView) -> Option<String> {
    match (event.subject_kind, side) {
        (SubjectKind::Order, _) => Some(routes::order(side, event.subject_id)),
        (SubjectKind::License, _) => Some(routes::license(side, event.subject_id)),
        (_, Side::Portal) => None,
        (_, Side::Staff) => Some(of_staff(event)),
    }
}

/// For staff everything has a page.
pub fn of_staff(event: &EventView) -> String {
    match event.subject_kind {
        SubjectKind::Order => routes::order(Side::Staff, event.subject_id),
        SubjectKind::License => routes::license(Side::Staff, event.subject_id),
        SubjectKind::Customer => routes::customer(event.subject_id),
        SubjectKind::Partner => routes::partner(event.subject_id),
        SubjectKind::Delivery => routes::delivery(event.subject_id),
        // Signing keys are a matter of the terminal.
        SubjectKind::SigningKey => routes::EVENTS.to_owned(),
        SubjectKind::Product => routes::product(event.subject_id),
        SubjectKind::PriceRule => routes::products_tab("rules"),
        SubjectKind::User => routes::user(event.subject_id),
        SubjectKind::Import => routes::import(event.subject_id),
        SubjectKind::Webhook => routes::webhook(event.subject_id),
        SubjectKind::Deployment => routes::deployment(event.subject_id),
        SubjectKind::Engineer => routes::ENGINEERS.to_owned(),
        SubjectKind::ChangeRequest => routes::change_request(event.subject_id),
    }
}
