//! Change requests: what people may only propose.

mod decide;
mod http;
mod propose;
mod views;

use crate::http::Routes;
use domain::events::{EventKind, SubjectKind};
use store::change_requests::ChangeRequest;

use crate::{
    app::{App, Tx},
    events::{Record, record},
};

pub use decide::{approve, reject, withdraw};
pub use propose::{for_customer, for_license};

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::propose_customer_change)
        .service(http::propose_license_change)
        .service(http::list_change_requests)
        .service(http::get_change_request)
        .service(http::approve_change_request)
        .service(http::reject_change_request)
        .service(http::withdraw_change_request);
}

/// Begins an event of a change request; it stands on its subject's timeline too.
fn change_event<'a>(app: &App, tx: &'a Tx, kind: EventKind, request: &ChangeRequest) -> Record<'a> {
    let id = request.id.as_uuid();
    let event = record(app, tx, kind, SubjectKind::ChangeRequest, id, &request.number)
        .also_on(SubjectKind::Customer, request.customer_id.as_uuid());
    match request.license_id {
        Some(license) => event.also_on(SubjectKind::License, license.as_uuid()),
        None => event,
    }
}
