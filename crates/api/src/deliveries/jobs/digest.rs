//! The day's new alerts, as a mail to who wants them so.

use domain::{
    Id,
    access::Scope,
    alerts::{AlertStatus, wire::AlertView},
    deliveries::MailKind,
    id::AlertId,
    notifications::NotificationKind,
};
use serde_json::{Value, json};
use store::{
    alerts,
    deliveries::{self, NewDelivery},
    events::LeasedEvent,
};

use super::letter_of;
use crate::{
    app::{App, Tx},
    error::ApiResult,
    mail::{AlertDigestLetter, DigestItem},
};

/// Queues the mail of one person's digest, unless they turned it off or all of it is over already.
pub(super) async fn queue_digest(app: &App, tx: &Tx, event: &LeasedEvent) -> ApiResult<()> {
    let user = Id::from_uuid(event.subject_id);
    let wishes = store::notifications::wishes_of(&**tx, &[user]).await?;
    if !wishes.channels(user, NotificationKind::AlertsRaised).by_mail {
        return Ok(());
    }
    let named: Vec<AlertId> = read(&event.data["alerts"])?;
    let found = alerts::by_ids(&**tx, Scope::Everything, &named).await?;
    // In the order of the digest.
    let items: Vec<DigestItem> = named
        .iter()
        .filter_map(|id| found.iter().find(|alert| alert.id == *id))
        .filter(|alert| alert.status != AlertStatus::Resolved)
        .map(item)
        .collect();
    if items.is_empty() {
        return Ok(());
    }
    for person in store::users::recipients(&**tx, &[user]).await? {
        let id = Id::from_uuid(app.id());
        let mut new = NewDelivery {
            id,
            event_id: event.id,
            recipient: person.email,
            kind: MailKind::AlertDigest,
            order_id: None,
            license_ids: Vec::new(),
            language: person.language,
            subject: String::new(),
            message_id: app.mailer.message_id(id),
            data: json!({
                "items": items, "count": event.data["count"], "critical": event.data["critical"],
            }),
        };
        new.subject = letter_of(app, &**tx, &new).await?.subject(person.language);
        deliveries::insert_if_absent(&**tx, &new, tx.now).await?;
    }
    Ok(())
}

fn item(alert: &AlertView) -> DigestItem {
    DigestItem {
        kind: alert.kind,
        severity: alert.severity,
        label: alert.subject_label.clone(),
        customer: alert.customer_name.clone(),
        due_on: alert.due_on,
    }
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> ApiResult<T> {
    Ok(serde_json::from_value(value.clone()).map_err(anyhow::Error::from)?)
}

/// The letter of such a mail, as it was queued.
///
/// # Errors
/// It was queued without what it is about.
pub(super) fn letter(app: &App, mail: &NewDelivery) -> ApiResult<AlertDigestLetter> {
    let url = app.config.http.public_url.trim_end_matches('/');
    Ok(AlertDigestLetter {
        count: read(&mail.data["count"])?,
        critical: read(&mail.data["critical"])?,
        items: read(&mail.data["items"])?,
        link: format!("{url}/alerts"),
    })
}
