//! The columns of every table of alerts.

use client::Side;
use domain::{
    alerts::{AlertStatus, Severity, wire::AlertView},
    events::SubjectKind,
};
use leptos::prelude::*;

use crate::{
    i18n::{lang, t},
    pages::parts::or_dash,
    routes,
    ui::{CardCell, Column, Day, StatusDot, Tag, Time, Tone},
};

/// The page of what an alert is about.
pub fn alert_href(alert: &AlertView) -> String {
    match alert.subject_kind {
        SubjectKind::Partner => routes::partner(alert.subject_id),
        SubjectKind::Deployment => routes::deployment(alert.subject_id),
        SubjectKind::Order => routes::order(Side::Staff, alert.subject_id),
        _ => routes::license(Side::Staff, &alert.subject_label),
    }
}

/// How much it matters.
#[component]
pub fn SeverityTag(severity: Severity) -> impl IntoView {
    let tone = match severity {
        Severity::Info => Tone::Neutral,
        Severity::Warning => Tone::Warning,
        Severity::Critical => Tone::Error,
    };
    view! { <Tag tone label=Signal::derive(move || severity.label(lang()).to_owned())/> }.into_any()
}

/// Where it stands.
fn status_dot(alert: &AlertView) -> AnyView {
    let status = alert.status;
    let tone = match status {
        AlertStatus::Open => Tone::Warning,
        AlertStatus::Acknowledged => Tone::Brand,
        AlertStatus::Snoozed => Tone::Neutral,
        AlertStatus::Resolved => Tone::Success,
    };
    let label = Signal::derive(move || status.label(lang()).to_owned());
    let (until, by, why) = (alert.snoozed_until, alert.handled_by_name.clone(), alert.resolution);
    let note = move || match (status, until, why) {
        (AlertStatus::Resolved, _, Some(why)) => Some(why.label(lang()).to_owned()),
        (AlertStatus::Snoozed, Some(until), _) => Some(t::alerts::snoozed_until(until)),
        (AlertStatus::Acknowledged, ..) => by.as_ref().map(t::alerts::by),
        _ => None,
    };
    view! {
        <span class="cell-two">
            <StatusDot tone label/>
            <span class="cell-two__second">{note}</span>
        </span>
    }
    .into_any()
}

fn subject() -> Column<AlertView> {
    Column::new("subject", t::alerts::subject, |alert: &AlertView| {
        let kind = alert.kind;
        view! {
            <span class="cell-two">
                <span class="nowrap">{alert.subject_label.clone()}</span>
                <span class="cell-two__second">{move || kind.label(lang())}</span>
            </span>
        }
    })
    .on_card(CardCell::Title)
}

fn severity() -> Column<AlertView> {
    Column::new("severity", t::alerts::severity, |alert: &AlertView| {
        view! { <SeverityTag severity=alert.severity/> }
    })
    .on_card(CardCell::End)
}

fn customer() -> Column<AlertView> {
    Column::new("customer", t::alerts::customer, |alert: &AlertView| {
        or_dash(alert.customer_name.clone())
    })
    .on_card(CardCell::Wide)
}

fn due() -> Column<AlertView> {
    Column::new("due_on", t::alerts::due, |alert: &AlertView| {
        view! { <Day on=alert.due_on distance=true/> }
    })
    .sorted_by("due_on")
}

/// The columns of the inbox, but for what can be done.
pub fn inbox_columns() -> Vec<Column<AlertView>> {
    vec![
        subject(),
        severity(),
        customer(),
        due(),
        Column::new("owner", t::alerts::owner, |alert: &AlertView| {
            or_dash(alert.owner_name.clone())
        }),
        Column::new("status", t::alerts::status, status_dot),
        Column::new("raised_at", t::alerts::raised, |alert: &AlertView| {
            view! { <Time at=alert.raised_at/> }
        })
        .sorted_by("raised_at"),
    ]
}

/// The columns of a short list.
pub fn alert_columns() -> Vec<Column<AlertView>> {
    vec![subject(), customer(), severity()]
}
