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
        // Signing keys are a matter of the terminal.
        SubjectKind::SigningKey => routes::EVENTS.to_owned(),
        SubjectKind::Product => routes::product(id),
        SubjectKind::PriceRule => routes::products_tab("rules"),
        SubjectKind::User => routes::user(id),
        SubjectKind::Webhook => routes::webhook(id),
        SubjectKind::Deployment => routes::deployment(id),
        SubjectKind::Engineer => routes::ENGINEERS.to_owned(),
        SubjectKind::ChangeRequest => routes::change_request(id),
    }
}
