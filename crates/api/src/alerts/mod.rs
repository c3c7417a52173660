//! Alerts: what somebody should look at before it is too late.

mod check;
mod http;
pub mod jobs;
pub mod service;
mod telling;

use domain::{
    alerts::{Slot, wire::AlertView},
    events::EventKind,
};
use serde_json::json;
use store::alerts::Subject;

use crate::{
    app::{App, Tx},
    events::{Record, record},
    http::Routes,
};

pub fn routes(config: &mut impl Routes) {
    config
        .service(http::list_alerts)
        .service(http::list_alerts_of_partner)
        .service(http::count_alerts)
        .service(http::acknowledge_alerts)
        .service(http::get_alert)
        .service(http::acknowledge_alert)
        .service(http::snooze_alert)
        .service(http::reopen_alert);
}

/// Begins an event of an alert. It is one of the record that the alert is about, and stands on its
/// timeline.
fn alert_event<'a>(
    app: &App,
    tx: &'a Tx,
    kind: EventKind,
    subject: Subject,
    label: &str,
    slot: &Slot,
) -> Record<'a> {
    let data = json!({
        "alert": slot.kind, "severity": slot.severity(), "due_on": slot.due_on, "step": slot.step,
    });
    record(app, tx, kind, subject.kind(), subject.id(), label)
        .note(Some(&slot.words_for_all()))
        .data(data)
}

/// The same of an alert as it is shown.
fn event_of<'a>(app: &App, tx: &'a Tx, kind: EventKind, alert: &AlertView) -> Record<'a> {
    let slot = alert.slot();
    record(app, tx, kind, alert.subject_kind, alert.subject_id, &alert.subject_label)
        .note(Some(&slot.words_for_all()))
        .data(json!({ "alert": slot.kind, "due_on": slot.due_on, "step": slot.step }))
}
