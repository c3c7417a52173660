//! Leads: created, worked on, moved over the board, won.

mod config;
mod config_http;
pub(crate) mod convert;
mod http;
pub(crate) mod moves;
mod overview;
pub(crate) mod service;
pub(crate) mod views;

use domain::events::{EventKind, SubjectKind};
use store::leads::Lead;

use crate::{
    app::{App, Tx},
    events::{Record, record},
    http::Routes,
};

pub use service::Seen;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_leads)
        .service(http::create_lead)
        .service(config_http::list_lead_statuses)
        .service(config_http::create_lead_status)
        .service(config_http::change_lead_status)
        .service(config_http::list_lead_sources)
        .service(config_http::create_lead_source)
        .service(config_http::change_lead_source)
        .service(http::lead_board)
        .service(http::lead_funnel)
        .service(http::get_lead)
        .service(http::replace_lead)
        .service(http::change_lead)
        .service(http::delete_lead)
        .service(http::move_lead)
        .service(http::reopen_lead)
        .service(http::convert_lead)
        .service(http::list_lead_activities)
        .service(http::log_lead_activity)
        .service(http::lead_history)
        .service(http::lead_timeline);
}

/// An event of a lead, which stands on its customer's timeline too, where it is known.
fn lead_event<'a>(app: &App, tx: &'a Tx, kind: EventKind, lead: &Lead) -> Record<'a> {
    let event = record(app, tx, kind, SubjectKind::Lead, lead.id.as_uuid(), &lead.content.title);
    match lead.content.customer_id {
        Some(customer) => event.also_on(SubjectKind::Customer, customer.as_uuid()),
        None => event,
    }
}
