//! Mails that may become leads: taken in, read, confirmed by a person, or kept out.

mod http;
pub mod mailbox;
pub(crate) mod moves;
pub mod parse;
mod receive;
pub(crate) mod service;
mod views;

use domain::events::{EventKind, SubjectKind};
use store::lead_mails::LeadMail;

use crate::{
    app::{App, Tx},
    events::{Record, record},
    http::Routes,
};

pub use moves::SeenMail;

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_lead_mails)
        .service(http::take_lead_mail)
        .service(http::get_mailbox)
        .service(http::get_lead_mail)
        .service(http::lead_mail_file)
        .service(http::confirm_lead_mail)
        .service(http::attach_lead_mail)
        .service(http::ignore_lead_mail)
        .service(http::restore_lead_mail)
        .service(http::undo_lead_mail);
}

/// An event of a mail, which stands on its lead's story too, where it is on one.
fn mail_event<'a>(app: &App, tx: &'a Tx, kind: EventKind, mail: &LeadMail) -> Record<'a> {
    let subject = SubjectKind::LeadMail;
    let event = record(app, tx, kind, subject, mail.id.as_uuid(), &mail.subject);
    match mail.lead_id {
        Some(lead) => event.also_on(SubjectKind::Lead, lead.as_uuid()),
        None => event,
    }
}
